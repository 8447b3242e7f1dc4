"""The register of decisions: what it holds, how it is narrowed, what stays inside."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest

from activity.models import Event
from members.models import Group
from minutes.models import Entry
from minutes.resolved import Vote
from roadmap.models import Technology
from roadmap.services import add_technologies
from tests.conftest import Cast
from tests.minutes.building import member, recorded, resolved, row
from tests.pages import assert_same_queries, words_of

DECISIONS = "/optics/decisions/"


def meeting(cast: Cast, on: date = date(2025, 2, 12), count: int = 1, **fields: Any) -> None:
    bo, ana = member(cast.member), member(cast.chair)
    rows = []
    for number in range(count):
        rows += [
            row(
                4 * number,
                "vote",
                "pro: Bo, contra: Ana",
                technology=2,
                vote=Vote("keep it?", [bo], [ana]),
            ),
            row(4 * number + 1, "decision", f"we continue with {number} gratings", bo, is_decision=True, technology=5),
            row(4 * number + 2, "statement", "nothing decided here", bo, technology=2),
            row(4 * number + 3, "decision", "quietly settled", inside=True, is_decision=True),
        ]
    recorded(cast, resolved(rows, title=f"Meeting of {on}", date=on, **fields), text=f"Meeting\n{on}\n")


def shown(page: str) -> list[str]:
    """The lines of the register in words, in order."""
    found = re.findall(r'<li class="line[^"]*" id="[es]\d+">(.*?)</li>', page, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]+>", " ", one)).split()) for one in found]


def test_register_holds_decisions_and_votes_newest_first(cast: Cast) -> None:
    meeting(cast)
    meeting(cast, date(2025, 3, 12))

    page = words_of(cast.client(cast.member), DECISIONS)

    lines = shown(page)
    assert len(lines) == 6
    assert "6 decisions and votes, newest first." in page
    assert page.index("12 Mar 2025") < page.index("12 Feb 2025 <span")
    assert lines[0].startswith("Pro 1, contra 1 keep it? Pro: Bo O'Neill. Contra: Ana Kováč.")
    assert lines[0].endswith("T2 Line 3")
    assert lines[1].startswith("Decided we continue with 0 gratings said by Bo O'Neill")
    assert lines[2].startswith("Decided quietly settled")
    entry = Entry.objects.filter(kind="decision", minutes__meeting__date="2025-03-12").order_by("place").first()
    assert entry is not None
    assert f'href="/optics/meetings/2025-03-12/#e{entry.pk}"' in page


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("technology=5", ["Decided we continue"]),
        ("technology=2", ["Pro 1, contra 1"]),
        ("technology=77", ["Pro 1", "Decided we", "Decided quietly"]),
        ("meeting=2025-02-12&words=GRATINGS", ["Decided we continue"]),
        ("meeting=nowhere", ["Pro 1", "Decided we", "Decided quietly"]),
        ("words=keep", ["Pro 1, contra 1"]),
        ("words=%25_%00<b>", []),
    ],
)
def test_register_is_narrowed(cast: Cast, query: str, there: list[str]) -> None:
    meeting(cast)
    lines = shown(words_of(cast.client(cast.member), f"{DECISIONS}?{query}"))
    assert len(lines) == len(there)
    assert all(line.startswith(start) for line, start in zip(lines, there, strict=True))


def test_what_is_kept_inside_and_names_stay_inside(cast: Cast) -> None:
    meeting(cast)
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    for who in (cast.outsider, None):
        client = cast.client(who)
        page = words_of(client, DECISIONS)
        assert "quietly settled" not in page
        assert "Neill" not in page
        assert shown(page)[0].startswith("Pro 1, contra 1 keep it? Pro: 1 person. Contra: 1 person.")
        assert shown(words_of(client, f"{DECISIONS}?words=Bo")) == []
    Group.objects.filter(pk=cast.group.pk).update(visibility="members")
    assert cast.client(cast.outsider).get(DECISIONS).status_code == 404


def test_nothing_decided_says_so(cast: Cast) -> None:
    assert "Nothing was decided yet." in words_of(cast.client(cast.member), DECISIONS)
    meeting(cast)
    assert "Nothing was decided with “kiwi”." in words_of(cast.client(cast.member), f"{DECISIONS}?words=kiwi")


def test_register_goes_on_fifty_at_a_time(cast: Cast) -> None:
    meeting(cast, count=20)
    meeting(cast, date(2025, 3, 12), count=20)
    client = cast.client(cast.member)
    address, seen = f"{DECISIONS}?words=e", []
    for _ in range(5):
        page = words_of(client, address)
        seen += re.findall(r'id="e(\d+)"', page)
        more = re.search(r'href="([^"]*older=[^"]*)"', page)
        if more is None:
            break
        address = DECISIONS + html.unescape(more.group(1))
        part = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert part.strip() in client.get(address).content.decode()
    assert len(seen) == len(set(seen)) == 120


def test_register_costs_the_same_at_thirty(cast: Cast) -> None:
    meeting(cast)
    say(cast, technology(cast), "agreed", version=1)

    def grow() -> None:
        meeting(cast, date(2025, 3, 12), count=30)
        for number in range(30):
            say(cast, technology(cast), "agreed", version=number)

    assert_same_queries(cast.client(cast.member), DECISIONS, grow)


def technology(cast: Cast) -> Technology:
    return add_technologies(group=cast.group, titles=[f"Number {Technology.objects.count()}"], by=cast.chair)[0]


def say(cast: Cast, one: Technology, state: str, **data: Any) -> Event:
    """A state as the record of acts keeps it."""
    data = {"was": {"state": "written"}, "to": {"state": state, **data}, "technology": one.pk, **data}
    return Event.objects.create(group=cast.group, actor=cast.chair, kind=f"technology.{state}", data=data)


def test_states_stand_in_the_register_until_they_are_taken_back(cast: Cast) -> None:
    one, two = technology(cast), technology(cast)
    meeting(cast)
    met = Entry.objects.select_related("minutes__meeting").first()
    assert met is not None
    say(cast, one, "agreed", version=6, meeting=met.minutes.meeting_id)
    merged = say(cast, two, "merged", into=one.pk)
    say(cast, two, "withdrawn")
    client = cast.client(cast.member)

    lines = shown(words_of(client, f"{DECISIONS}?words=number"))
    assert [line for line in lines if line.startswith("Decided T")] == [
        f"Decided {two} is withdrawn {two.text.title} noted by Ana Kováč",
        f"Decided {two} is part of {one} now {two.text.title} noted by Ana Kováč",
        f"Decided {one} is agreed on version 6 {one.text.title} noted by Ana Kováč meeting of 12 Feb 2025",
    ]
    assert len(shown(words_of(client, f"{DECISIONS}?technology={one.number}"))) == 1
    assert f"Nothing was decided on {one} with “kiwi”." in words_of(
        client, f"{DECISIONS}?technology={one.number}&words=kiwi"
    )
    assert any("version 6" in line for line in shown(words_of(client, f"{DECISIONS}?meeting=2025-02-12")))

    Event.objects.create(
        group=cast.group, actor=cast.chair, kind="technology.state_undone",
        data={"technology": two.pk, "was": merged.data["to"], "to": merged.data["was"]},
    )  # fmt: skip
    assert not any("part of" in line for line in shown(words_of(client, f"{DECISIONS}?words=number")))
    Technology.objects.filter(pk=one.pk).update(taken_back_at="2025-03-01T00:00Z")
    assert not any("agreed on" in line for line in shown(words_of(client, DECISIONS)))
