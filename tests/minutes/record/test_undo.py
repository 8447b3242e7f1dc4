"""Minutes can be taken back until somebody has built on them; then everything is as it was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from activity.models import Event
from decisions.models import Stance
from decisions.services import take_position
from meetings.models import Attendance, Meeting
from members.models import Alias, Facility, Member, Membership
from minutes.models import Correction, Entry, Minutes, MinutesDraft
from minutes.resolved import Part, Place, Vote
from minutes.services.record import record
from minutes.services.replies import reply
from minutes.services.undo import hindrances, undo
from roadmap.models import ActionItem, Participation, Technology
from roadmap.services import close_action, confirm_part, name_technologies, set_part
from tests.conftest import Cast
from tests.minutes.building import draft_of, known, listed, meeting_of, member, recorded, resolved, row
from web.refusals import Refused
from writing.services import post_comment, save, withdraw_comment


def as_seen(cast: Cast) -> dict[str, Any]:
    """What anybody can see of the group: rows that stand, without ids of acts."""
    viewer = cast.viewer(cast.chair)
    group = cast.group
    return {
        "meetings": list(Meeting.objects.visible_to(viewer).values_list("slug", flat=True)),
        "lines": list(Entry.objects.visible_to(viewer).values_list("text", flat=True)),
        "technologies": sorted(
            (one.number or 0, one.text.title, one.state)
            for one in Technology.objects.visible_to(viewer).select_related("text")
        ),
        "stances": sorted(
            (one.member.name, one.value, one.position.confirmed, str(one.position.version_id))
            for one in Stance.objects.counting().select_related("member", "position")
        ),
        "parts": sorted(
            Participation.objects.filter(superseded_at=None).values_list("facility__short_name", "part", "said_on")
        ),
        "actions": list(ActionItem.objects.filter(taken_back_at=None).values_list("words", flat=True)),
        "members": sorted(Membership.objects.current().filter(group=group).values_list("member__name", "role")),
        "named": sorted(Member.objects.filter(named_in=group).values_list("name", flat=True)),
        "aliases": sorted(Alias.objects.filter(group=group).values_list("name", "member__name")),
        "homes": sorted(
            Member.objects.filter(memberships__group=group, memberships__ended_at=None).values_list(
                "name", "facility__short_name"
            )
        ),
    }


def test_undo_leaves_everything_as_seen_before(cast: Cast) -> None:
    before = as_seen(cast)
    minutes = recorded(cast)
    assert as_seen(cast) != before

    undo(minutes=minutes, by=cast.chair)

    assert as_seen(cast) == before
    minutes.refresh_from_db()
    assert minutes.undone_by == cast.chair
    assert Event.objects.filter(kind="minutes.undone", actor=cast.chair).count() == 1


def test_undo_gives_back_what_stood_before(cast: Cast) -> None:
    recorded(cast, resolved([row(0, "note", "first", technology=2)]), text="first")
    technology = Technology.objects.get(number=2)
    take_position(question=technology.question, member=cast.member, value="abstain", by=cast.member)
    Stance.objects.get()
    set_part(
        technology=technology, facility=cast.hillside, part="watches", by=cast.chair, said_on=meeting_of(cast).date
    )
    Alias.objects.create(group=cast.group, member=cast.second, name="Zedd")
    before = as_seen(cast)
    later = meeting_of(cast)
    later.date = technology.created_at.date().replace(year=technology.created_at.year + 1)
    minutes = recorded(cast, later, text="second")
    assert Stance.objects.get(member=cast.member).value == "pro"
    assert Participation.objects.get(superseded_at=None).part == "does_not"

    undo(minutes=minutes, by=cast.chair)

    assert as_seen(cast) == before
    assert Stance.objects.get(member=cast.member).position.confirmed


def test_undo_twice_changes_nothing(cast: Cast) -> None:
    minutes = recorded(cast)
    undo(minutes=minutes, by=cast.chair)
    undo(minutes=minutes, by=cast.chair)

    assert Event.objects.filter(kind="minutes.undone").count() == 1


def test_draft_is_open_again_with_text_and_answers(cast: Cast) -> None:
    draft = draft_of(cast)
    Correction.objects.create(draft=draft, kind="answer", key="speaker:zed", value={"choice": "quoted"}, by=cast.chair)
    minutes = record(draft=draft, resolved=meeting_of(cast), by=cast.chair)
    undo(minutes=minutes, by=cast.chair)

    again = MinutesDraft.objects.get(pk=draft.pk)
    assert again.recorded_as is None
    assert again.text == draft.text
    assert again.corrections.filter(undone_at=None).count() == 1


def test_recording_again_brings_the_same_back(cast: Cast) -> None:
    draft = draft_of(cast)
    minutes = record(draft=draft, resolved=meeting_of(cast), by=cast.chair)
    seen = as_seen(cast)
    people = Member.objects.count()
    numbers = set(Technology.objects.filter(number__isnull=False).values_list("pk", "number"))
    for _ in range(2):
        undo(minutes=minutes, by=cast.chair)
        minutes = record(draft=MinutesDraft.objects.get(pk=draft.pk), resolved=meeting_of(cast), by=cast.chair)

    again = as_seen(cast)
    assert again.pop("meetings") == ["2025-02-12-3"]
    assert again == {key: value for key, value in seen.items() if key != "meetings"}
    assert set(Technology.objects.filter(number__isnull=False).values_list("pk", "number")) == numbers
    assert Member.objects.count() == people
    undo(minutes=minutes, by=cast.chair)
    assert as_seen(cast)["parts"] == []


def first_entry(minutes: Minutes) -> Entry:
    return Entry.objects.filter(minutes=minutes).order_by("place")[0]


def technology() -> Technology:
    return Technology.objects.select_related("text__head", "group", "thread", "question").get(number=2)


def reply_to_line(cast: Cast, minutes: Minutes) -> None:
    reply(entry=first_entry(minutes), body="I did not say that", by=cast.second)


def confirm_position(cast: Cast, minutes: Minutes) -> None:
    take_position(
        question=technology().question, member=cast.member, value="pro", by=cast.member, version=technology().text.head
    )


def change_text(cast: Cast, minutes: Minutes) -> None:
    save(text=technology().text, base=1, title="Mirrors", body="New words", by=cast.member)


def name_it(cast: Cast, minutes: Minutes) -> None:
    name_technologies(group=cast.group, titles={2: "Mirrors"}, by=cast.chair)


def close_it(cast: Cast, minutes: Minutes) -> None:
    close_action(action=ActionItem.objects.get(), by=cast.chair)


def confirm_it(cast: Cast, minutes: Minutes) -> None:
    confirm_part(participation=Participation.objects.get(), by=cast.second)


def comment_on_it(cast: Cast, minutes: Minutes) -> None:
    post_comment(thread=technology().thread, body="Good one", by=cast.member)


def speak_of_it_elsewhere(cast: Cast, minutes: Minutes) -> None:
    recorded(cast, resolved([row(0, "note", "again", technology=5)]), text="other")


def refer_to_it_elsewhere(cast: Cast, minutes: Minutes) -> None:
    recorded(cast, resolved([row(0, "note", "see", references=(2,))]), text="other")


def take_a_stand(cast: Cast, minutes: Minutes) -> None:
    take_position(question=technology().question, member=cast.second, value="contra", by=cast.second)


def set_another_part(cast: Cast, minutes: Minutes) -> None:
    set_part(technology=technology(), facility=cast.lakeside, part="leads", by=cast.chair)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (reply_to_line, "Chidi Okafor has replied to line 3"),
        (confirm_position, "Bo O'Neill has confirmed or changed"),
        (change_text, "gone on with T2"),
        (name_it, "gone on with T2"),
        (close_it, "closed already"),
        (confirm_it, "HILL has confirmed"),
        (comment_on_it, "gone on with T2"),
        (speak_of_it_elsewhere, "gone on with T5"),
        (refer_to_it_elsewhere, "gone on with T2"),
        (take_a_stand, "gone on with T2"),
        (set_another_part, "gone on with T2"),
    ],
)
def test_what_was_built_on_is_not_taken_back(cast: Cast, build: Callable[[Cast, Minutes], None], words: str) -> None:
    minutes = recorded(cast)
    build(cast, minutes)
    seen = as_seen(cast)

    with pytest.raises(Refused, match=words):
        undo(minutes=minutes, by=cast.chair)

    assert as_seen(cast) == seen
    minutes.refresh_from_db()
    assert minutes.undone_at is None


def test_withdrawn_reply_does_not_hinder(cast: Cast) -> None:
    minutes = recorded(cast)
    comment = reply(entry=first_entry(minutes), body="oops", by=cast.second)
    withdraw_comment(comment=comment, by=cast.second)

    assert hindrances(minutes) == []


def test_what_somebody_new_did_since_hinders(cast: Cast) -> None:
    minutes = recorded(cast)
    recorded(cast, resolved([row(0, "note", "unrelated", technology=40)]), text="other")
    nadia = Member.objects.get(name="Nadia Petrova")
    take_position(question=Technology.objects.get(number=40).question, member=nadia, value="pro", by=nadia)

    assert hindrances(minutes) == ["Nadia Petrova has taken part since."]


def test_who_is_in_other_minutes_stays(cast: Cast) -> None:
    minutes = recorded(cast)
    nadia, zed = Member.objects.get(name="Nadia Petrova"), Member.objects.get(name="Zed Known")
    there = [Place(member(nadia), "present", "NEWLAB")]
    other = recorded(cast, resolved([row(0, "statement", "hello", member(zed))], there), text="other")

    undo(minutes=minutes, by=cast.chair)

    assert Membership.objects.current().filter(group=cast.group, member=nadia).exists()
    assert set(Member.objects.filter(named_in=cast.group).values_list("name", flat=True)) == {
        "Nadia Petrova",
        "Zed Known",
    }
    undo(minutes=other, by=cast.chair)
    assert not Membership.objects.current().filter(group=cast.group, member=nadia).exists()
    assert Attendance.objects.filter(member=nadia).count() == 2


def test_recorders_own_vote_comes_back_after_undo(cast: Cast) -> None:
    vote = resolved([row(0, "vote", "pro: Ana", technology=2, vote=Vote("", [member(cast.chair)]))])
    draft = draft_of(cast)
    minutes = record(draft=draft, resolved=vote, by=cast.chair)
    undo(minutes=minutes, by=cast.chair)
    assert not Stance.objects.counting().exists()

    record(draft=MinutesDraft.objects.get(pk=draft.pk), resolved=vote, by=cast.chair)

    assert Stance.objects.get().value == "pro"


def test_part_the_recorder_said_for_the_own_facility_can_be_taken_back(cast: Cast) -> None:
    part = Part("LAKE", "leads", 1, member(cast.chair))
    minutes = recorded(cast, resolved([row(0, "statement", "we lead", member(cast.chair), technology=1, part=part)]))
    assert Participation.objects.get().confirmed_by == cast.chair

    undo(minutes=minutes, by=cast.chair)

    assert not Participation.objects.filter(superseded_at=None).exists()


def test_facility_set_by_minutes_is_taken_back(cast: Cast) -> None:
    someone = Member.objects.create(name="Gil", named_in=cast.group)
    person = listed("Gil", "NEWLAB")
    minutes = recorded(cast, resolved([row(0, "note", "x")], [Place(person, "present", "NEWLAB")]))
    someone.refresh_from_db()
    assert someone.facility == Facility.objects.get(short_name="NEWLAB")

    undo(minutes=minutes, by=cast.chair)

    someone.refresh_from_db()
    assert someone.facility is None
    assert someone.named_in == cast.group


def test_known_person_without_membership_has_no_place(cast: Cast) -> None:
    recorded(cast, resolved([row(0, "statement", "x", known("Andy"))]))

    assert not Membership.objects.filter(member__name="Andy").exists()
