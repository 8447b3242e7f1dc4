"""People and facilities: who, where from, what they said and stand for; never more queries for more rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from activity.models import Event
from decisions.services import take_position
from home.services import end_member, make_member
from meetings.models import Meeting
from members.models import Facility, Group, Member, Membership
from members.services import add_member, ensure_person
from minutes.models import Entry, Minutes
from roadmap.models import Technology
from roadmap.services import ensure_technology, make_action, set_part
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of
from web.refusals import Refused
from writing.services import create_text


def make_minutes(cast: Cast, day: date = date(2025, 3, 4)) -> Minutes:
    meeting = Meeting.objects.create(group=cast.group, title="Optics meeting", date=day, slug=day.isoformat())
    text = create_text(
        group=cast.group, kind="minutes", title="Optics meeting", body="Words", by=cast.chair, origin="imported"
    )
    return Minutes.objects.create(meeting=meeting, text=text, recorded_by=cast.chair)


def say(
    minutes: Minutes, speaker: Member, technology: Technology, *, text: str = "we need mirrors", inside: bool = False
) -> Entry:
    place = Entry.objects.filter(minutes=minutes).count() + 1
    return Entry.objects.create(
        minutes=minutes, place=place, kind="statement", speaker=speaker, technology=technology, text=text,
        line_first=place, line_last=place, inside=inside,
    )  # fmt: skip


@pytest.fixture
def technology(cast: Cast) -> Technology:
    return ensure_technology(group=cast.group, number=1, by=cast.chair)[0]


def test_people_shows_members_and_who_is_known_by_name_only(cast: Cast, technology: Technology) -> None:
    known = ensure_person(group=cast.group, name="Zora")
    say(make_minutes(cast), known, technology)
    words = words_of(cast.client(cast.observer), reverse("people", args=["optics"]))
    assert "6 members from 2 facilities, 5 have an account here. 1 person is known by name only." in words
    assert "Bo O&#x27;Neill" in words
    assert "Zora" in words
    assert "Faye Outsider" not in words


def test_who_is_only_asked_to_do_something_is_known_by_name(cast: Cast) -> None:
    known = ensure_person(group=cast.group, name="Zora")
    make_action(group=cast.group, words="improve the text", by=cast.chair, assignees=[known])
    address = reverse("people", args=["optics"])
    assert "Zora" in words_of(cast.client(cast.observer), address)
    Group.objects.filter(pk=cast.group.pk).update(visibility="public", names_outside=True)
    assert "Zora" not in words_of(cast.client(cast.outsider), address)


def test_people_is_hidden_from_outsiders_and_from_anonymous_readers_of_a_public_group(cast: Cast) -> None:
    address = reverse("people", args=["optics"])
    assert cast.client(cast.outsider).get(address).status_code == 404
    assert cast.client(None).get(address).status_code == 404
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    assert cast.client(None).get(address).status_code == 404
    Group.objects.filter(pk=cast.group.pk).update(names_outside=True)
    assert cast.client(None).get(address).status_code == 200


def test_person_shows_lines_positions_and_actions(cast: Cast, technology: Technology) -> None:
    say(make_minutes(cast), cast.member, technology, text="we need “better” mirrors <b>now</b>")
    take_position(question=technology.question, member=cast.member, value="contra", by=cast.chair)
    make_action(group=cast.group, words="order the mirrors", by=cast.chair, assignees=[cast.member])
    words = words_of(cast.client(cast.second), reverse("person", args=["optics", cast.member.pk]))
    assert "we need “better” mirrors &lt;b&gt;now&lt;/b&gt;" in words
    assert "Contra" in words
    assert "not confirmed yet" in words
    assert "order the mirrors" in words


def test_person_of_another_group_is_not_found(cast: Cast) -> None:
    address = reverse("person", args=["optics", cast.outsider.pk])
    assert cast.client(cast.chair).get(address).status_code == 404


def test_line_kept_inside_is_not_shown_outside(cast: Cast, technology: Technology) -> None:
    say(make_minutes(cast), cast.member, technology, text="our secret plan", inside=True)
    Group.objects.filter(pk=cast.group.pk).update(visibility="public", names_outside=True)
    address = reverse("person", args=["optics", cast.member.pk])
    assert "our secret plan" in words_of(cast.client(cast.second), address)
    assert "our secret plan" not in words_of(cast.client(cast.outsider), address)
    assert "our secret plan" not in words_of(cast.client(None), address)


def test_facility_shows_its_people_and_part(cast: Cast, technology: Technology) -> None:
    set_part(technology=technology, facility=cast.hillside, part="does_not", by=cast.member)
    words = words_of(cast.client(cast.chair), reverse("facility", args=["optics", cast.hillside.pk]))
    assert "Hillside Laser" in words
    assert "does not take part" in words
    assert "Chidi Okafor" in words


def test_facility_without_part_in_the_group_is_not_found(cast: Cast) -> None:
    stranger = Facility.objects.create(short_name="FAR")
    assert cast.client(cast.chair).get(reverse("facility", args=["optics", stranger.pk])).status_code == 404


def grow(cast: Cast, technology: Technology) -> None:
    minutes = make_minutes(cast, date(2025, 4, 4))
    for number in range(2, 32):
        other = ensure_technology(group=cast.group, number=number, by=cast.chair)[0]
        person = Member.objects.create(name=f"Person {number}", facility=cast.hillside)
        add_member(group=cast.group, member=person)
        facility = Facility.objects.create(short_name=f"F{number}")
        set_part(technology=technology, facility=facility, part="leads", by=cast.chair)
        set_part(technology=other, facility=cast.hillside, part="leads", by=cast.chair)
        for speaker in (person, cast.member, ensure_person(group=cast.group, name=f"Known {number}")):
            say(minutes, speaker, other)
        take_position(question=other.question, member=cast.member, value="pro", by=cast.member)
        make_action(group=cast.group, words="do it", by=cast.chair, assignees=[cast.member], technology=other)


@pytest.mark.parametrize("page", ["people", "facilities", "person", "facility"])
def test_page_costs_the_same_with_thirty_rows(cast: Cast, technology: Technology, page: str) -> None:
    addresses = {
        "people": reverse("people", args=["optics"]),
        "facilities": reverse("people", args=["optics"]) + "?show=facilities",
        "person": reverse("person", args=["optics", cast.member.pk]),
        "facility": reverse("facility", args=["optics", cast.hillside.pk]),
    }
    say(make_minutes(cast), cast.member, technology)
    say(Minutes.objects.get(), ensure_person(group=cast.group, name="Zora"), technology)
    set_part(technology=technology, facility=cast.hillside, part="leads", by=cast.chair)
    take_position(question=technology.question, member=cast.member, value="pro", by=cast.member)
    make_action(group=cast.group, words="do it", by=cast.chair, assignees=[cast.member], technology=technology)
    assert_same_queries(cast.client(cast.chair), addresses[page], lambda: grow(cast, technology))


def test_chair_makes_a_member_of_who_was_known_by_name_and_undoes_it(cast: Cast) -> None:
    known = ensure_person(group=cast.group, name="Zora")
    client = cast.client(cast.chair)
    answer = client.post(reverse("person_join", args=["optics", known.pk]), follow=True)
    assert "Zora is a member of Optics WG now." in answer.content.decode()
    assert Membership.objects.can_answer(cast.group).filter(member=known).exists()
    client.post(reverse("person_leave", args=["optics", known.pk]))
    assert not Membership.objects.can_answer(cast.group).filter(member=known).exists()
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == ["member.joined", "member.left"]
    assert "Ana Kováč made Zora a member" in words_of(client, reverse("feed", args=["optics"]))


def test_member_again_after_leaving_is_counted_once(cast: Cast) -> None:
    known = ensure_person(group=cast.group, name="Zora")
    for act in (make_member, end_member, make_member, make_member):
        act(group=cast.group, member=known, by=cast.chair)
    assert Membership.objects.current().filter(member=known).count() == 1


def test_chair_cannot_be_left_out(cast: Cast) -> None:
    with pytest.raises(Refused, match="needs its chair"):
        end_member(group=cast.group, member=cast.chair, by=cast.chair)


def test_person_of_another_group_cannot_be_made_a_member(cast: Cast) -> None:
    answer = cast.client(cast.chair).post(reverse("person_join", args=["optics", cast.outsider.pk]))
    assert answer.status_code == 404
