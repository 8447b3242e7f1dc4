"""The roadmap's pages over recorded minutes: the whole of it, at its full cost."""

from __future__ import annotations

import datetime

from minutes.models import Entry
from minutes.services.replies import reply
from roadmap.models import Technology
from tests.conftest import Cast
from tests.minutes.building import member, recorded, resolved, row
from tests.pages import MOST_QUERIES, queries_of, words_of


def spoken(cast: Cast, on: datetime.date, lines: int) -> None:
    """A meeting that says so many lines of T1, each referring to T2, and one of T2; every line is replied to."""
    said = [
        row(number, "statement", f"line {number} of {on}", member(cast.member), technology=1, references=(2,))
        for number in range(lines)
    ]
    said.append(row(lines, "idea", "an idea", member(cast.second)))
    said.append(
        row(lines + 1, "action", "will write", member(cast.second), technology=2, is_action=True, references=(1,))
    )
    minutes = recorded(cast, resolved(said, date=on), text=f"minutes of {on}")
    for entry in minutes.entries.all():
        reply(entry=entry, body="a reply", by=cast.chair)


def test_pages_cost_the_same_over_thirty_lines(cast: Cast) -> None:
    spoken(cast, datetime.date(2025, 2, 12), 1)
    client = cast.client(cast.chair)
    addresses = [f"/optics/{rest}" for rest in ("T1/", "T2/", "", "?show=changed", "ideas/", "actions/")]
    few = [queries_of(client, address) for address in addresses for _ in range(2)][1::2]

    for day in range(1, 5):
        spoken(cast, datetime.date(2025, 3, day), 8)

    many = [queries_of(client, address) for address in addresses]
    assert few == many
    assert max(many) <= MOST_QUERIES


def test_list_and_page_tell_what_the_minutes_said(cast: Cast) -> None:
    spoken(cast, datetime.date(2025, 2, 12), 3)
    client = cast.client(cast.chair)

    page = words_of(client, "/optics/")
    assert "“line 0 of 2025-02-12” – Bo O&#x27;Neill" in page
    assert "3 lines<small" in page
    assert "2 technologies have no name yet." in page

    page = words_of(client, "/optics/T1/")
    assert page.index("line 0 of") < page.index("line 1 of") < page.index("line 2 of")
    assert "all 4</a>" in page or "all 3</a>" in page
    assert 'href="/optics/T2/">T2' in page
    assert "will write" in words_of(client, "/optics/T2/")


def test_history_of_minutes_pages_in_the_order_spoken(cast: Cast) -> None:
    spoken(cast, datetime.date(2025, 2, 12), 30)
    client = cast.client(cast.member)
    first = client.get("/optics/T1/").content.decode()
    older = first.split('href="?older=')[1].split("#")[0]

    second = client.get(f"/optics/T1/?older={older}").content.decode()

    assert "line 0 of" in first
    assert "line 19 of" not in second
    assert second.index("line 20 of") < second.index("line 29 of")
    assert "Show the 10 older" in first
    assert Entry.objects.filter(technology=Technology.objects.get(number=1)).count() == 30
