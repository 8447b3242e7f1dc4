"""The page of a meeting: minutes as a document, for who may see what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from members.models import Group, Member
from minutes.models import Entry, Minutes
from minutes.preview import resolve
from minutes.resolved import Place
from minutes.services.record import record
from minutes.services.replies import reply
from minutes.services.undo import undo
from roadmap.models import ActionItem, Technology
from roadmap.services import close_action
from tests.conftest import Cast
from tests.minutes.building import draft_of, known, listed, member, recorded, resolved, row, written
from tests.minutes.record.test_sample import SAMPLE

PAGE = "/optics/meetings/2025-02-12/"


def page(cast: Cast, who: Member | None, address: str = PAGE) -> str:
    answer = cast.client(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def opened(cast: Cast, visibility: str = "public", *, names: bool = False) -> None:
    Group.objects.filter(pk=cast.group.pk).update(visibility=visibility, names_outside=names)


def test_minutes_are_readable_as_a_document(cast: Cast) -> None:
    minutes = recorded(cast)
    html = page(cast, cast.member)

    first = Entry.objects.filter(minutes=minutes).order_by("place")[0]
    assert "Optics meeting · 12 Feb 2025" in html
    assert "3 present, 1 apology. 8 lines on 2 technologies." in html
    assert f'id="e{first.pk}"' in html
    assert 'id="l3"' in html
    assert '<h2 id="h' in html
    assert 'href="/optics/T2/"' in html
    assert "Pro: Bo O&#x27;Neill, Nadia Petrova, Emre Yıldız, Zed Known, Yves." in html
    assert "→ HILL does not take part" in html
    assert "not on the list of this meeting" in html
    assert html.index("looks good") < html.index("will write the text") < html.index("we continue")


def test_actions_and_decisions_are_gathered(cast: Cast) -> None:
    recorded(cast)
    close_action(action=ActionItem.objects.get(), by=cast.chair)
    html = page(cast, cast.member)

    side = html[html.index("<aside") :]
    assert "Nadia Petrova, Zed Known, all" in side
    assert "will write the text" in side
    assert "closed" in side
    assert "we continue" in side
    assert "sample PIDs" in side


def test_each_source_line_has_one_anchor(cast: Cast) -> None:
    draft = draft_of(cast, SAMPLE)
    record(draft=draft, resolved=resolve(draft), by=cast.chair)
    html = page(cast, cast.chair)

    for line in (44, 46, 70, 71, 72, 96):
        assert html.count(f'id="l{line}"') == 1
    ids = [piece.split('"', 1)[0] for piece in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_after_record_the_recorder_sees_what_was_made_and_what_comes_next(cast: Cast) -> None:
    recorded(cast)
    html = page(cast, cast.chair)

    assert "Recorded: 8 lines on 2 technologies, 2 positions, 1 action, 1 idea. 2 to check are still open." in html
    assert "Name the 1 technology" in html
    assert "Open T5" in html or "Open T2" in html
    assert f'action="{PAGE}undo/"' in html
    assert "2 to check" in html


def test_notice_goes_but_taking_back_stays(cast: Cast) -> None:
    minutes = recorded(cast)
    Minutes.objects.filter(pk=minutes.pk).update(recorded_at=timezone.now() - timedelta(days=2))
    html = page(cast, cast.minute_taker)

    assert "Recorded: 8 lines" not in html
    assert "Take the minutes back" in html
    assert "Edit the minutes" in html


def test_built_upon_minutes_offer_no_undo(cast: Cast) -> None:
    minutes = recorded(cast)
    reply(entry=Entry.objects.filter(minutes=minutes).order_by("place")[0], body="mine", by=cast.second)
    html = page(cast, cast.chair)

    assert f"{PAGE}undo/" not in html
    assert "Edit the minutes" in html


def test_member_is_offered_reply_but_no_edit(cast: Cast) -> None:
    recorded(cast)
    html = page(cast, cast.member)

    assert ">Reply</a>" in html
    assert "Edit the minutes" not in html
    assert "to check" not in html


def test_replies_stand_under_their_line(cast: Cast) -> None:
    minutes = recorded(cast)
    entry = Entry.objects.filter(minutes=minutes).order_by("place")[0]
    comment = reply(entry=entry, body=f"I **agree**, see T2 and @[{cast.chair.pk}]", by=cast.second)
    html = page(cast, cast.member)

    assert f'id="c{comment.pk}"' in html
    assert "1 reply" in html
    assert "<strong>agree</strong>" in html
    assert f'href="/optics/people/{cast.chair.pk}/"' in html
    assert html.index("looks good") < html.index("<strong>agree</strong>") < html.index("Pro: ")


def test_no_minutes(cast: Cast) -> None:
    Meeting.objects.create(group=cast.group, title="Visit", date=date(2025, 3, 1), slug="2025-03-01")
    html = page(cast, cast.member, "/optics/meetings/2025-03-01/")

    assert "Nothing has been recorded for this meeting." in html
    assert "Edit the minutes" not in html


def test_previous_and_next(cast: Cast) -> None:
    for number, day in enumerate((10, 11, 12)):
        recorded(cast, resolved([row(0, "note", "x")], date=date(2025, 2, day)), text=str(number))
    html = page(cast, cast.member, "/optics/meetings/2025-02-11/")

    assert 'href="/optics/meetings/2025-02-10/" rel="prev"' in html
    assert 'href="/optics/meetings/2025-02-12/" rel="next"' in html


def test_outsider_and_anonymous_get_404_of_a_closed_group(cast: Cast) -> None:
    recorded(cast)

    for who in (cast.outsider, None):
        for address in (PAGE, "/optics/meetings/"):
            assert cast.client(who).get(address).status_code == 404


def test_taken_back_meeting_is_not_there(cast: Cast) -> None:
    undo(minutes=recorded(cast), by=cast.chair)

    assert cast.client(cast.chair).get(PAGE).status_code == 404
    assert "Optics meeting" not in page(cast, cast.chair, "/optics/meetings/")


@pytest.mark.parametrize("who", ["outsider", "nobody"])
def test_lines_kept_inside_and_names_never_leave(cast: Cast, who: str) -> None:
    minutes = recorded(cast)
    reply(entry=Entry.objects.filter(minutes=minutes).order_by("place")[0], body="mine", by=cast.second)
    opened(cast)
    html = page(cast, cast.outsider if who == "outsider" else None)

    assert "looks good" in html
    assert "budget is kept inside" not in html
    for name in ("Bo O", "Nadia", "Zed", "Yves", "Kováč", "Chidi"):
        assert name not in html
    assert "a member" in html
    assert "Pro: 5 people." in html
    assert "<li>HILL <span>1 present, 1 apology</span></li>" in html
    assert "Reply</a>" not in html
    assert "Versions" not in html


def test_group_that_shows_names_shows_them_outside(cast: Cast) -> None:
    recorded(cast)
    opened(cast, names=True)
    html = page(cast, None)

    assert "Bo O&#x27;Neill" in html
    assert "budget is kept inside" not in html


def test_inside_line_carries_the_word(cast: Cast) -> None:
    recorded(cast)

    assert 'title="kept inside the group">inside</span>' in page(cast, cast.observer)


def test_words_are_never_markup(cast: Cast) -> None:
    evil = '<script>alert(1)</script> [x](javascript:alert(1)) <https://example.org/"onx=1> https://example.org/a).'
    rows = [row(0, "statement", evil, written("<b>Eve</b>"), topic_title="<i>x</i>")]
    recorded(cast, resolved(rows, title="<u>Title</u>", link="javascript:alert(1)"))
    html = page(cast, cast.member)

    for bad in ("<script>alert", "<b>Eve", "<i>x", "<u>Title", 'href="javascript', '"onx'):
        assert bad not in html
    assert '<a href="https://example.org/a" rel="noopener nofollow ugc">example.org/a</a>)' in html


def many(cast: Cast, lines: int, text: str, on: date) -> Minutes:
    people = [listed(f"Person {number} {text}", f"FAC{number}") for number in range(lines)]
    rows = [
        row(
            number,
            ("statement", "action", "decision", "idea", "vote")[number % 5],
            f"line {number} https://example.org/{number}",
            people[number],
            technology=number % 40 + 1,
            is_action=number % 5 == 1,
            assignees=people[:3],
            references=(1, 2),
        )
        for number in range(lines)
    ]
    minutes = recorded(
        cast, resolved(rows, [Place(one, "present", one.affiliation) for one in people], date=on), text=text
    )
    for entry in Entry.objects.filter(minutes=minutes)[: max(1, lines // 3)]:
        reply(entry=entry, body=f"reply to T1 by @[{cast.second.pk}]", by=cast.second)
    return minutes


@pytest.mark.parametrize("who", ["chair", "member"])
def test_meeting_costs_the_same_at_1_and_30_lines(cast: Cast, who: str) -> None:
    many(cast, 1, "one", date(2025, 1, 1))
    many(cast, 30, "thirty", date(2025, 1, 2))
    client = cast.client(getattr(cast, who))
    counts = []
    for address in ("/optics/meetings/2025-01-01/", "/optics/meetings/2025-01-02/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_meetings_list_is_newest_first_with_counts(cast: Cast) -> None:
    recorded(cast)
    recorded(cast, resolved([row(0, "note", "x")], date=date(2025, 3, 1), title="Later"), text="later")
    Meeting.objects.create(group=cast.group, title="Visit", date=date(2025, 1, 1), slug="2025-01-01")
    html = page(cast, cast.member, "/optics/meetings/")

    assert html.index("Later") < html.index("Optics meeting") < html.index("Visit")
    assert '<td class="num" data-label="Lines">8</td>' in html
    assert '<td class="num" data-label="Present">3</td>' in html
    assert "nothing recorded" in html


def test_lines_kept_inside_are_not_counted_outside(cast: Cast) -> None:
    recorded(cast)
    opened(cast)

    assert '<td class="num" data-label="Lines">7</td>' in page(cast, None, "/optics/meetings/")


def test_empty_list_says_how_to_begin(cast: Cast) -> None:
    assert "Paste the minutes of a meeting" in page(cast, cast.chair, "/optics/meetings/")
    assert "appears here by itself" in page(cast, cast.member, "/optics/meetings/")
    assert reverse("minutes_paste", args=["optics"]) not in page(cast, cast.member, "/optics/meetings/")


def test_list_costs_the_same_at_1_and_30_meetings(cast: Cast) -> None:
    def count() -> int:
        client = cast.client(cast.chair)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/optics/meetings/").status_code == 200
        return len(queries)

    recorded(cast)
    one = count()
    for number in range(29):
        recorded(cast, resolved([row(0, "note", "x", known("Zed Known"), technology=3)]), text=f"text {number}")
    assert count() == one <= 12


def test_lost_line_stands_at_the_end(cast: Cast) -> None:
    minutes = recorded(cast)
    Entry.objects.filter(minutes=minutes, place=0).update(lost_line=True)
    html = page(cast, cast.member)

    assert html.index("No longer in the minutes") < html.index("looks good")


def test_action_without_people_and_dated(cast: Cast) -> None:
    ana = member(cast.chair)
    rows = [
        replace(row(0, "action", "do it", ana, is_action=True), due=date(2025, 5, 1)),
        replace(
            row(1, "action", "do that", ana, is_action=True, assignees=[member(cast.second)]), due=date(2025, 5, 2)
        ),
    ]
    recorded(cast, resolved(rows))
    html = page(cast, cast.member)

    assert "by 1 May 2025" in html
    assert "said by Ana Kováč" in html
    assert Technology.objects.count() == 0
