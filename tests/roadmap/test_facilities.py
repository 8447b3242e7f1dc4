"""Facilities: their part in each technology, who said it, and whether they count in the tallies."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from activity.kinds import acts, tell
from activity.models import Event
from members.models import Facility, Group, GroupFacility, Membership
from members.services import add_member
from roadmap.models import Participation, Technology
from roadmap.sentences import left_out_sentence, parts_sentence
from roadmap.services import add_technologies, confirm_parts, set_counts, set_part, unconfirm_parts
from tests.conftest import Cast, make_person
from tests.pages import assert_same_queries, queries_of, words_of
from tests.world import everything
from web.refusals import Refused

PARTS = "/optics/parts/"


def noted(cast: Cast, technology: Technology, part: str = "takes_part", facility: Facility | None = None) -> Any:
    """What the member said of the hillside, noted by the chair."""
    return set_part(
        technology=technology,
        facility=facility or cast.hillside,
        part=part,
        by=cast.chair,
        said_by=cast.member,
        said_on=date(2025, 2, 12),
    )


def holding(facility: Facility) -> dict[int | None, tuple[str, bool]]:
    rows = Participation.objects.filter(facility=facility, superseded_at=None).select_related("technology")
    return {row.technology.number: (row.part, row.confirmed_at is not None) for row in rows}


# Sentences


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], ""),
        (["leads"], "HILL leads 1."),
        (["does_not", "takes_part", "takes_part"], "HILL takes part in 2, does not take part in 1."),
        (["watches", "not_known"], "HILL watches 1, has not said of 1."),
    ],
)
def test_parts_of_a_facility_in_one_sentence(parts: list[str], sentence: str) -> None:
    assert parts_sentence("HILL", parts) == sentence


def test_facilities_left_out_in_one_sentence() -> None:
    assert left_out_sentence([]) == ""
    assert left_out_sentence(["A"]) == "A does not count in the tallies (the chair’s setting)."
    assert left_out_sentence(["A", "B"]) == "A and B do not count in the tallies (the chair’s setting)."


# The page


def test_picture_says_part_source_and_whether_it_is_confirmed(cast: Cast, technologies: list[Technology]) -> None:
    noted(cast, technologies[0])
    set_part(technology=technologies[1], facility=cast.hillside, part="leads", by=cast.member)
    page = words_of(cast.client(cast.chair), PARTS)

    assert "2 facilities, 3 technologies. 2 parts are known, 1 of them confirmed." in page
    assert "HILL takes part<small>: Bo O&#x27;Neill, noted by Ana Kováč, 12 Feb 2025; not confirmed</small>" in page
    assert re.search(r"HILL leads<small>: Bo O&#x27;Neill, \d+ \w+; confirmed by Bo O&#x27;Neill on \d+ \w+<", page)
    assert page.count('class="part-doubt" aria-hidden="true"') == 1  # the mark of what is not confirmed
    assert page.count('href="#part-takes_part"') == 2  # the key and the cell
    assert 'aria-current="page">Facilities</a>' in page


def test_by_facility_and_one_facility(cast: Cast, technologies: list[Technology]) -> None:
    noted(cast, technologies[0])
    noted(cast, technologies[2], "does_not")
    client = cast.client(cast.second)

    page = words_of(client, f"{PARTS}?by=facility")
    assert "HILL takes part in 1, does not take part in 1." in page
    assert "nothing is known" in page  # of the lakeside
    page = words_of(client, f"{PARTS}?facility={cast.lakeside.pk}")
    assert "Nothing is known of its part yet." in page
    assert "not known" in page
    page = words_of(client, f"{PARTS}?facility={cast.hillside.pk}")
    assert 'aria-label="Confirm: HILL does not take part, T3"' in page
    assert client.get(f"{PARTS}?facility=999999").status_code == 404
    assert client.get(f"{PARTS}?facility={10**17}&rows={10**17}&by=%00").status_code == 404
    assert client.get(f"{PARTS}?facility=²&rows=-1&by=x").status_code == 200


def test_nothing_yet_says_so(cast: Cast) -> None:
    assert "There are no technologies yet" in words_of(cast.client(cast.member), PARTS)
    add_technologies(group=cast.group, titles=["One"], by=cast.chair)
    assert "No part is known yet." in words_of(cast.client(cast.member), PARTS)
    add_technologies(group=cast.other_group, titles=["One"], by=cast.outsider)
    assert "No facility takes part in this group yet." in words_of(cast.client(cast.outsider), "/vacuum/parts/")


def test_outside_names_and_facilities_without_a_part_stay_inside(cast: Cast, technologies: list[Technology]) -> None:
    noted(cast, technologies[0])
    outsider = cast.client(cast.outsider)
    assert outsider.get(PARTS).status_code == 404
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    for client in (outsider, cast.client(None)):
        page = words_of(client, PARTS)
        assert "HILL takes part<small>: 12 Feb 2025; not confirmed</small>" in page
        assert "LAKE" not in page
        assert "O&#x27;Neill" not in page
        assert "Kováč" not in page
        assert "own-part" not in page
    assert "own-part" not in words_of(cast.client(cast.observer), PARTS)


def test_line_of_the_minutes_is_the_source(cast: Cast) -> None:
    world = everything(cast)
    page = words_of(cast.client(cast.chair), f"{PARTS}?facility={cast.hillside.pk}")
    assert f'href="/optics/meetings/{world.minutes.meeting.slug}/#e' in page
    assert re.search(r"does not take part<small>: Bo O&#x27;Neill, minutes of [^<]*, line \d+; not confirmed<", words_of(
        cast.client(cast.chair), PARTS
    ))  # fmt: skip


def test_page_costs_the_same_at_thirty_facilities_and_three_hundred_technologies(cast: Cast) -> None:
    first = add_technologies(group=cast.group, titles=["Number 0"], by=cast.chair)[0]
    noted(cast, first)
    client = cast.client(cast.member)

    def grow() -> None:
        titles = [f"Number {n} with a name as long as people give them" for n in range(1, 300)]
        made = [first, *add_technologies(group=cast.group, titles=titles, by=cast.chair)]
        for number in range(28):
            facility = Facility.objects.create(short_name=f"FACILITY-{number}")
            add_member(group=cast.group, member=make_person(f"Person {number}", facility, account=False))
            rows = [
                Participation(
                    technology=technology, facility=facility, part="watches", said_on=date(2025, 2, 12),
                    said_by=cast.member, recorded_by=cast.chair,
                )
                for technology in made[number % 4 :: 4]
            ]  # fmt: skip
            Participation.objects.bulk_create(rows)

    assert_same_queries(client, PARTS, grow)
    assert queries_of(client, f"{PARTS}?by=facility") <= 12
    assert queries_of(client, f"{PARTS}?facility={cast.hillside.pk}") <= 12
    answer = client.get(PARTS)
    assert answer.content.count(b'<tr id="T') == 50
    assert "50 of 300 are shown" in answer.content.decode()
    assert len(answer.content) < 250_000
    assert client.get(f"{PARTS}?rows=300").content.count(b'<tr id="T') == 300


# The own facility's part


def test_own_part_is_chosen_in_the_table_and_undone(cast: Cast, technologies: list[Technology]) -> None:
    noted(cast, technologies[1], "does_not")
    client = cast.client(cast.member)
    answer = client.post(f"{PARTS}own/", {"number": "2", "part": "leads"})
    assert answer.status_code == 303
    assert answer["Location"] == f"{PARTS}#T2"
    assert holding(cast.hillside) == {2: ("leads", True)}
    assert Event.objects.filter(kind="participation.set").count() == 1

    page = words_of(client, PARTS)
    assert "HILL: leads, T2." in page
    undo = re.search(r'action="(/optics/parts/\d+/undo/[^"]*)"', page)
    assert undo is not None
    back = client.post(undo[1].replace("&amp;", "&"))
    assert back["Location"] == f"{PARTS}#T2"
    assert holding(cast.hillside) == {2: ("does_not", False)}


def test_own_part_said_again_confirms_and_twice_does_nothing_more(cast: Cast, technologies: list[Technology]) -> None:
    part = noted(cast, technologies[1], "does_not")
    client = cast.client(cast.second)
    for _ in range(2):
        client.post(f"{PARTS}own/?facility={cast.hillside.pk}", {"number": "2", "part": "does_not"})
    part.refresh_from_db()
    assert (part.confirmed_by, part.said_by, part.superseded_at) == (cast.second, cast.member, None)
    assert Event.objects.filter(kind="participation.confirmed").count() == 1
    assert words_of(client, PARTS).count("data-once><button") <= 1


def test_own_part_answers_htmx_with_what_changed(cast: Cast, technologies: list[Technology]) -> None:
    noted(cast, technologies[1], "does_not")
    noted(cast, technologies[2])
    client = cast.client(cast.member)
    answer = client.post(f"{PARTS}own/", {"number": "2", "part": "leads"}, headers={"HX-Request": "true"})
    words = " ".join(answer.content.decode().split())
    assert answer.status_code == 200
    assert words.startswith('<span id="own-2"')
    assert 'id="notices" class="notices" role="status" hx-swap-oob="true"' in words
    assert '<div id="own" hx-swap-oob="true">' in words
    assert "HILL leads 1, takes part in 1. 1 of them is noted" in words
    assert "<table" not in words
    wrong = client.post(f"{PARTS}own/", {"number": "2", "part": "x"}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert wrong.content.decode().strip().startswith('<p class="error" role="alert">')


@pytest.mark.parametrize(
    "sent", [{}, {"number": "2"}, {"number": "2", "part": "perhaps"}, {"number": "x", "part": "leads"}]
)
def test_own_part_that_makes_no_sense_is_refused(
    cast: Cast, technologies: list[Technology], sent: dict[str, str]
) -> None:
    answer = cast.client(cast.member).post(f"{PARTS}own/", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Participation.objects.exists()


def test_own_part_only_where_one_has_a_facility_and_a_technology(cast: Cast, technologies: list[Technology]) -> None:
    Membership.objects.filter(member=cast.observer).update(role="member")
    for path, sent in (("own/", {"number": "1", "part": "leads"}), ("confirm/", {})):
        assert cast.client(cast.observer).post(PARTS + path, sent).status_code == 403
    assert cast.client(cast.member).post(f"{PARTS}own/", {"number": "77", "part": "leads"}).status_code == 404
    assert not Participation.objects.exists()


def test_all_that_was_noted_is_confirmed_with_one_press_and_undone(cast: Cast, technologies: list[Technology]) -> None:
    for technology in technologies:
        noted(cast, technology)
    noted(cast, technologies[0], "watches", cast.lakeside)
    client = cast.client(cast.second)
    assert "Confirm all 3" in words_of(client, PARTS)
    client.post(f"{PARTS}confirm/")
    client.post(f"{PARTS}confirm/")
    assert holding(cast.hillside) == dict.fromkeys((1, 2, 3), ("takes_part", True))
    assert holding(cast.lakeside) == {1: ("watches", False)}
    events = Event.objects.filter(kind="participation.confirmed").order_by("-pk")
    told = acts(tell(events, cast.viewer(cast.chair)))
    assert [one.sentence for one in told] == ["Chidi Okafor confirmed: HILL’s part in T1 to T3"]

    page = words_of(client, PARTS)
    assert "HILL: 3 parts confirmed." in page
    undo = re.search(r'action="(/optics/parts/confirm/undo/[^"]*)"', page)
    assert undo is not None
    client.post(undo[1].replace("&amp;", "&"))
    assert holding(cast.hillside) == dict.fromkeys((1, 2, 3), ("takes_part", False))


def test_confirming_is_for_the_facilitys_own_people(cast: Cast, technologies: list[Technology]) -> None:
    part = noted(cast, technologies[0])
    with pytest.raises(Refused, match="own people"):
        confirm_parts(group=cast.group, facility=cast.hillside, by=cast.chair)
    confirm_parts(group=cast.group, facility=cast.hillside, by=cast.member)
    assert unconfirm_parts(group=cast.group, ids=[part.pk], by=cast.chair) == []
    assert unconfirm_parts(group=cast.other_group, ids=[part.pk], by=cast.member) == []
    assert cast.client(cast.chair).post(f"{PARTS}confirm/undo/?part={part.pk}&part=x").status_code == 303
    assert holding(cast.hillside) == {1: ("takes_part", True)}


# Noted by the chair


def note(client: Client, **change: str) -> Any:
    return client.post(f"{PARTS}noted/?facility={change['facility']}", {"number": "1", "part": "watches", **change})


def test_chair_notes_what_was_said_and_takes_it_back(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.chair)
    sent = {"facility": str(cast.hillside.pk), "said_by": str(cast.second.pk), "said_on": "2025-03-04"}
    assert "Note what HILL said" in words_of(client, f"{PARTS}?facility={cast.hillside.pk}")
    assert note(client, **sent).status_code == 303
    page = words_of(client, f"{PARTS}?facility={cast.hillside.pk}")
    assert "HILL: watches, T1, as Chidi Okafor said. Not confirmed." in page
    assert "Chidi Okafor, noted by Ana Kováč, 4 Mar 2025" in page
    assert Event.objects.filter(kind="participation.noted").count() == 1

    part = Participation.objects.get()
    assert client.post(f"{PARTS}{part.pk}/undo/?back=parts&facility={cast.hillside.pk}").status_code == 303
    assert holding(cast.hillside) == {}
    note(client, **sent)
    confirm_parts(group=cast.group, facility=cast.hillside, by=cast.member)
    again = Participation.objects.get(superseded_at=None)
    assert client.post(f"{PARTS}{again.pk}/undo/").status_code == 403  # it is the facility's word now


@pytest.mark.parametrize(
    "change", [{"said_by": ""}, {"said_by": "999999"}, {"part": ""}, {"number": ""}, {"said_on": "yesterday"}]
)
def test_note_without_what_it_needs_stays_in_the_form(
    cast: Cast, technologies: list[Technology], change: dict[str, str]
) -> None:
    sent = {"facility": str(cast.hillside.pk), "said_by": str(cast.second.pk), "said_on": "2025-03-04", **change}
    answer = note(cast.client(cast.chair), **sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert '<details class="fold" id="note" open>' in page
    assert 'role="alert"' in page
    if "number" not in change:
        assert '<option value="1" selected>T1' in page
    assert not Participation.objects.exists()


# Counts in the tallies


def test_chair_leaves_a_facility_out_of_the_tallies(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.chair)
    sent = {"facility": str(cast.hillside.pk), "counts": "0"}
    assert client.post(f"{PARTS}counts/", sent)["Location"] == f"{PARTS}?by=facility"
    client.post(f"{PARTS}counts/", sent)
    assert not GroupFacility.objects.get().counts
    event = Event.objects.get(kind="facility.left out")
    (told,) = tell([event], cast.viewer(cast.chair))
    assert told.sentence == "Ana Kováč decided: HILL does not count in the tallies any more"
    assert told.address == f"{PARTS}?by=facility"

    page = words_of(client, f"{PARTS}?by=facility")
    assert "HILL does not count in the tallies." in page
    left_out = "HILL does not count in the tallies (the chair’s setting)."
    for address in (f"{PARTS}?by=facility", PARTS, "/optics/T1/", "/optics/"):
        assert left_out in words_of(client, address), address
    undo = f"{PARTS}counts/?facility={cast.hillside.pk}&amp;counts=1"
    assert f'action="{undo}"' in page
    client.post(undo.replace("&amp;", "&"))
    assert GroupFacility.objects.get().counts
    assert left_out not in words_of(client, "/optics/T1/")


def test_counts_that_make_no_sense_are_refused(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.chair)
    assert client.post(f"{PARTS}counts/", {"facility": str(cast.hillside.pk), "counts": "perhaps"}).status_code == 422
    assert client.post(f"{PARTS}counts/", {"facility": "999999", "counts": "0"}).status_code == 404
    assert set_counts(group=cast.group, facility=cast.hillside, counts=True, by=cast.chair) is False
    assert not GroupFacility.objects.exists()


# The line of the minutes


def test_part_set_anew_keeps_the_arrow_at_its_line(cast: Cast) -> None:
    world = everything(cast)
    meeting = f"/optics/meetings/{world.minutes.meeting.slug}/"
    technology = Technology.objects.get(group=cast.group, number=2)
    client = cast.client(cast.member)
    assert "→ HILL does not take part <span" in words_of(client, meeting)

    client.post(f"{PARTS}own/", {"number": "2", "part": "does_not"})
    assert "→ HILL does not take part</span>" in words_of(client, meeting)
    set_part(technology=technology, facility=cast.hillside, part="leads", by=cast.second)
    assert re.search(
        r'→ HILL does not take part<span class="quiet">, since \d+ \w+: leads</span></span>', words_of(client, meeting)
    )
    for part in Participation.objects.filter(technology=technology, superseded_at=None):
        client.post(f"{PARTS}{part.pk}/undo/")
    assert "→ HILL does not take part</span>" in words_of(client, meeting)
