"""The minutes in the history of their technology, and what the roadmap counts from them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Position
from members.models import Group, Member
from members.viewer import ANONYMOUS
from minutes import history
from minutes.models import Entry, Minutes
from minutes.services.replies import reply
from minutes.services.undo import undo
from roadmap.history import MEETING_RANK, Asked, FirstSaid, Found, Kind, LastSaid, Line
from roadmap.models import ActionItem, Participation, Technology
from tests.conftest import Cast
from tests.minutes.building import meeting_of, member, recorded, resolved, row


def technology(number: int) -> Technology:
    return Technology.objects.select_related("group").get(number=number)


def asked(cast: Cast, number: int, who: Member | None = None, only: Kind | None = None, **more: object) -> Found:
    return history.lines(Asked(technology(number), cast.viewer(who or cast.member), only=only, **more))  # type: ignore[arg-type]


def words(found: Found) -> list[str]:
    return [str(line.row.html) for line in found.lines]


def test_lines_of_a_technology_in_the_order_spoken_meetings_newest_first(cast: Cast) -> None:
    recorded(cast)
    recorded(
        cast,
        resolved([row(0, "note", "one", technology=2), row(1, "note", "two", technology=2)], date=date(2025, 3, 1)),
        text="later",
    )
    found = asked(cast, 2)

    assert words(found)[:2] == ["one", "two"]
    assert words(found)[2] == "looks good"
    assert found.total == 5
    keys = [line.key for line in found.lines]
    assert keys == sorted(keys, reverse=True)
    assert {line.occasion.title for line in found.lines if line.occasion} == {"Optics meeting"}
    assert found.lines[0].occasion is not None
    assert found.lines[0].occasion.address == "/optics/meetings/2025-03-01/"


@pytest.mark.parametrize(("only", "expected"), [("decided", 1), ("said", 2), ("texts", 0), (None, 3)])
def test_kinds_of_line(cast: Cast, only: Kind | None, expected: int) -> None:
    recorded(cast)

    assert asked(cast, 2, only=only).total == expected


def test_pages_join_without_gap_or_repetition(cast: Cast) -> None:
    for number in range(3):
        rows = [row(place, "note", f"{number}-{place}", technology=1) for place in range(7)]
        recorded(cast, resolved(rows, date=date(2025, 2, 12 if number < 2 else 11)), text=str(number))
    every = asked(cast, 1, limit=100)
    lines: list[Line] = []
    left = every.total
    while left:
        part = asked(cast, 1, limit=4, older_than=lines[-1].key if lines else None)
        assert part.total == left
        lines += part.lines
        left -= len(part.lines)

    assert [line.key for line in lines] == [line.key for line in every.lines]


def test_key_of_a_comment_on_the_day_of_the_meeting(cast: Cast) -> None:
    minutes = recorded(cast)
    moment, rank, _ = asked(cast, 2).lines[0].key
    assert rank == MEETING_RANK + minutes.pk
    later = moment.replace(hour=10)

    assert asked(cast, 2, older_than=(later, 1, 5)).total == 3
    assert asked(cast, 2, older_than=(moment, 1, 5)).total == 0
    assert asked(cast, 2, older_than=(moment, rank + 1, 5)).total == 3


def test_two_queries_with_replies_and_for_any_number(cast: Cast) -> None:
    rows = [
        row(
            place,
            "action",
            f"line {place}",
            member(cast.member),
            technology=1,
            is_action=True,
            assignees=[member(cast.chair)],
        )
        for place in range(30)
    ]
    minutes = recorded(cast, resolved(rows))
    for entry in Entry.objects.filter(minutes=minutes)[:10]:
        reply(entry=entry, body="mine", by=cast.second)
    item, viewer = technology(1), cast.viewer(cast.member)
    with CaptureQueriesContext(connection) as queries:
        found = history.lines(Asked(item, viewer, limit=50))

    assert len(queries) == 2
    assert len(found.lines) == 30
    assert sum(len(line.row.replies) for line in found.lines) == 10


def test_history_keeps_inside_what_is_inside(cast: Cast) -> None:
    recorded(cast)
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    found = history.lines(Asked(technology(5), ANONYMOUS))

    assert "budget is kept inside" not in words(found)
    assert found.total == 2
    assert {line.row.who for line in found.lines} == {"a member"}


def test_history_of_minutes_taken_back_is_empty(cast: Cast) -> None:
    minutes = recorded(cast)
    undo(minutes=minutes, by=cast.chair)

    assert asked(cast, 2) == Found([], 0)


def test_technology_page_shows_the_lines(cast: Cast) -> None:
    minutes = recorded(cast)
    first = Entry.objects.filter(minutes=minutes).order_by("place")[0]
    html = cast.client(cast.member).get("/optics/T2/").content.decode()

    assert f'id="e{first.pk}"' in html
    assert "Line 3 of the minutes" in html
    assert 'href="/optics/meetings/2025-02-12/#l3"' in html
    assert "→ HILL does not take part" in html
    assert "recorded by Ana Kováč" in html
    assert f'href="/optics/lines/{first.pk}/reply/?next=/optics/T2/"' in html


def test_last_said_counts_the_newest_meeting(cast: Cast) -> None:
    recorded(cast)
    later = resolved([row(0, "note", "a", technology=5), row(1, "note", "b", technology=5)], date=date(2025, 3, 1))
    recorded(cast, later, text="later")
    ids, viewer = [technology(2).pk, technology(5).pk], cast.viewer(cast.member)
    with CaptureQueriesContext(connection) as queries:
        found = history.last_said(ids, viewer)

    assert len(queries) == 1
    assert found == {ids[0]: LastSaid(3, date(2025, 2, 12)), ids[1]: LastSaid(2, date(2025, 3, 1))}


def test_last_said_counts_only_what_one_may_see(cast: Cast) -> None:
    recorded(cast)
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")

    assert history.last_said([technology(5).pk], ANONYMOUS)[technology(5).pk].lines == 2


def test_first_said_is_the_first_ever(cast: Cast) -> None:
    recorded(cast)
    recorded(
        cast,
        resolved([row(0, "note", "earlier " * 30, member(cast.second), technology=2)], date=date(2024, 1, 1)),
        text="old",
    )
    ids, viewer = [technology(2).pk, technology(5).pk], cast.viewer(cast.member)
    with CaptureQueriesContext(connection) as queries:
        found = history.first_said(ids, viewer)

    assert len(queries) == 1
    first = found[technology(2).pk]
    assert first.speaker == "Chidi Okafor"
    assert first.words.endswith("earlier…")
    assert len(first.words) <= 90
    assert found[technology(5).pk] == FirstSaid("will write the text", "Nadia Petrova")


def test_references_are_shown_both_ways(cast: Cast) -> None:
    recorded(cast)
    entry = Entry.objects.get(speaker_as_written="Yves")
    five, viewer = technology(5), cast.viewer(cast.member)
    with CaptureQueriesContext(connection) as queries:
        here = history.related(five, viewer)
    there = history.related(technology(2), viewer)

    assert len(queries) == 1
    assert [(one.number, one.outward, one.words, one.address) for one in here] == [
        (2, True, "12 Feb 2025, line 10", f"/optics/meetings/2025-02-12/#e{entry.pk}")
    ]
    assert [(one.number, one.outward, one.title) for one in there] == [(5, False, "Mirrors")]


def test_origins_lead_to_the_line(cast: Cast) -> None:
    recorded(cast)
    viewer = cast.viewer(cast.member)
    action, part = ActionItem.objects.get(), Participation.objects.get()
    idea = Technology.objects.get(state="idea")
    position = Position.objects.all()[0]
    with CaptureQueriesContext(connection) as queries:
        found = history.origins("action", [action.pk], viewer)

    assert len(queries) == 1
    assert found[action.pk].words == "12 Feb 2025, line 6"
    assert found[action.pk].address.endswith(f"#e{action.entry.pk}")
    assert history.origins("participation", [part.pk], viewer)[part.pk].words.endswith("line 5")
    assert history.origins("idea", [idea.pk], viewer)[idea.pk].words.endswith("line 7")
    assert history.origins("position", [position.pk], viewer)[position.pk].words.endswith("line 4")


def test_undone_minutes_lead_from_the_feed_to_the_list(cast: Cast) -> None:
    minutes: Minutes = recorded(cast, meeting_of(cast))
    undo(minutes=minutes, by=cast.chair)
    answer = cast.client(cast.chair).get("/optics/feed/")

    assert answer.status_code == 200
    assert "took back the minutes of 12 Feb 2025" in answer.content.decode()
