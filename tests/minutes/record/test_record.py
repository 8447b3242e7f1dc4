"""Pressing Record writes all of what is shown, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Event
from decisions.models import Position, Stance
from decisions.services import take_position
from meetings.models import Attendance, Meeting
from members.models import Alias, Facility, Member, Membership
from minutes.models import Correction, Entry, Minutes, MinutesDraft
from minutes.resolved import Part, Place, Vote
from minutes.services.drafts import answer, change_text, token
from minutes.services.made import Made, recorded_words
from minutes.services.record import record
from roadmap.models import ActionItem, Participation, Technology
from tests.conftest import Cast
from tests.minutes.building import DAY, draft_of, known, listed, meeting_of, member, recorded, resolved, row, written
from web.refusals import Refused


def test_record_writes_meeting_attendance_and_people(cast: Cast) -> None:
    minutes = recorded(cast)

    meeting = minutes.meeting
    assert (meeting.slug, meeting.title, meeting.date) == ("2025-02-12", "Optics meeting", DAY)
    there = list(
        Attendance.objects.filter(meeting=meeting)
        .order_by("place")
        .values_list("member__name", "presence", "facility__short_name")
    )
    assert there == [
        ("Ana Kováč", "present", "LAKE"),
        ("Bo O'Neill", "present", "HILL"),
        ("Nadia Petrova", "part", "NEWLAB"),
        ("Chidi Okafor", "apologised", "HILL"),
    ]
    nadia = Member.objects.get(name="Nadia Petrova")
    assert nadia.named_in == cast.group
    assert nadia.facility == Facility.objects.get(short_name="NEWLAB")
    assert Membership.objects.get(member=nadia, group=cast.group).role == "member"
    zed = Member.objects.get(name="Zed Known")
    assert not Membership.objects.filter(member=zed).exists()
    assert Alias.objects.get(name="Zedd").member == zed
    assert not Member.objects.filter(name="Yves").exists()


def test_record_writes_lines_as_shown(cast: Cast) -> None:
    minutes = recorded(cast)

    entries = list(
        Entry.objects.filter(minutes=minutes).order_by("place").select_related("technology", "speaker", "section")
    )
    assert [entry.kind for entry in entries] == [
        "statement",
        "vote",
        "statement",
        "action",
        "idea",
        "decision",
        "note",
        "statement",
    ]
    assert [entry.technology and entry.technology.number for entry in entries] == [2, 2, 2, 5, None, None, 5, 5]
    assert entries[0].speaker == cast.member
    assert entries[7].speaker is None
    assert entries[7].speaker_as_written == "Yves"
    assert entries[6].inside
    assert entries[0].section is not None
    assert entries[0].section.title == "Roadmap"
    assert (entries[3].line_first, entries[3].line_last) == (6, 6)
    assert entries[1].votes["pro"] == ["Bo O'Neill", "Nadia Petrova", "Emre Yıldız", "Zed Known", "Yves"]
    assert [one.number for one in entries[7].references.all()] == [2]  # T9 was never spoken of: not made, not linked
    head = minutes.text.head
    assert head is not None
    assert (head.number, head.origin, head.body) == (
        1,
        "imported",
        "Optics meeting\n2025-02-12\nTechnology 2: Bo: looks good",
    )


def test_record_makes_technologies_without_inventing_titles(cast: Cast) -> None:
    recorded(cast)

    titles = dict(Technology.objects.filter(number__isnull=False).values_list("number", "text__title"))
    assert titles == {2: "", 5: "Mirrors"}


def test_positions_only_of_who_can_answer(cast: Cast) -> None:
    recorded(cast)

    positions = Position.objects.select_related("member", "version", "question__technology")
    assert {position.member.name for position in positions} == {"Bo O'Neill", "Nadia Petrova"}
    for position in positions:
        technology = position.question.technology
        assert technology.number == 2
        assert position.version == technology.text.head
        assert (position.heard, position.said_on, position.recorded_by) == ("minutes", DAY, cast.chair)
        assert not position.confirmed
        assert position.entries.get().kind == "vote"
    assert Stance.objects.filter(value="pro").count() == 2


def test_vote_without_technology_makes_no_position(cast: Cast) -> None:
    recorded(cast, resolved([row(0, "vote", "pro: Bo", vote=Vote("lunch?", [member(cast.member)]))]))

    assert not Position.objects.exists()
    assert Entry.objects.get().votes["pro"] == ["Bo O'Neill"]


def test_name_on_two_sides_of_a_vote_makes_no_position(cast: Cast) -> None:
    bo = member(cast.member)
    recorded(cast, resolved([row(0, "vote", "pro: Bo, contra: Bo", technology=1, vote=Vote("", [bo], [bo]))]))

    assert not Position.objects.exists()


def test_last_vote_of_a_meeting_counts(cast: Cast) -> None:
    bo = member(cast.member)
    votes = [
        row(0, "vote", "contra: Bo", technology=1, vote=Vote("", [], [bo])),
        row(1, "vote", "pro: Bo", technology=1, vote=Vote("", [bo])),
    ]
    recorded(cast, resolved(votes))

    assert Stance.objects.get().value == "pro"
    assert Position.objects.count() == 1


def test_what_a_member_said_later_stands(cast: Cast) -> None:
    bo = member(cast.member)
    vote = resolved([row(0, "vote", "pro: Bo", technology=1, vote=Vote("", [bo]))])
    recorded(cast, resolved([row(0, "note", "begin", technology=1)]), text="first")
    technology = Technology.objects.get(number=1)
    take_position(question=technology.question, member=cast.member, value="contra", by=cast.member)

    recorded(cast, vote, text="second")

    assert Stance.objects.get().value == "contra"


def test_action_has_its_people_and_source(cast: Cast) -> None:
    minutes = recorded(cast)

    action = ActionItem.objects.get()
    assert (action.words, action.assigned_words, action.state) == ("will write the text", "all", "open")
    assert action.meeting == minutes.meeting
    assert action.technology is not None
    assert action.technology.number == 5
    assert {one.name for one in action.assignees.all()} == {"Nadia Petrova", "Zed Known"}
    assert action.entry.line_first == 6


def test_idea_is_raised_by_its_speaker(cast: Cast) -> None:
    recorded(cast)

    idea = Technology.objects.get(state="idea")
    assert idea.number is None
    assert idea.text.title == "sample PIDs"
    assert idea.raised_by is not None
    assert idea.raised_by.name == "Zed Known"
    assert idea.idea_entry.kind == "idea"


def test_idea_kept_inside_makes_no_idea_for_everybody(cast: Cast) -> None:
    recorded(cast, resolved([row(0, "idea", "secret", inside=True)]))

    assert not Technology.objects.exists()
    assert Entry.objects.get().inside


def test_line_kept_inside_sets_nothing_in_motion_that_others_see(cast: Cast) -> None:
    vote = row(0, "vote", "pro: Bo", technology=5, vote=Vote(pro=[member(cast.member)]), inside=True)
    part = Part("HILL", "does_not", 5, member(cast.member))
    said = row(
        1, "statement", "we stay out", member(cast.member), technology=5, topic_title="Plan B", part=part, inside=True
    )
    recorded(cast, resolved([vote, said]))

    assert not Position.objects.exists()
    assert not Participation.objects.exists()
    assert Technology.objects.get().text.title == ""


def test_part_is_noted_not_confirmed(cast: Cast) -> None:
    recorded(cast)

    part = Participation.objects.get()
    assert (part.facility, part.part, part.said_by, part.said_on) == (cast.hillside, "does_not", cast.member, DAY)
    assert part.confirmed_at is None
    assert part.entry.text == "HILL won't be part of it"


@pytest.mark.parametrize("speaker", ["second", "nobody"])
def test_part_of_the_recorders_own_facility_is_not_confirmed(cast: Cast, speaker: str) -> None:
    said_by = member(cast.unclaimed) if speaker == "second" else written("Somebody")
    rows = [row(0, "statement", "LAKE stays out", technology=1, part=Part("LAKE", "does_not", 1, said_by))]
    recorded(cast, resolved(rows), by=cast.chair)

    part = Participation.objects.get()
    assert part.confirmed_at is None
    assert part.recorded_by == cast.chair
    assert part.said_by == (cast.unclaimed if speaker == "second" else None)


def test_part_nobody_is_known_to_have_said(cast: Cast) -> None:
    rows = [row(0, "note", "HILL stays out", technology=1, part=Part("HILL", "does_not", 1, None))]
    recorded(cast, resolved(rows), by=cast.chair)

    part = Participation.objects.get()
    assert (part.said_by, part.recorded_by, part.confirmed_at) == (None, cast.chair, None)


def test_list_without_facilities_has_those_of_its_members(cast: Cast) -> None:
    recorded(cast, resolved([row(0, "note", "x")], [Place(member(cast.member), "present")]))

    assert Attendance.objects.get().facility == cast.hillside


def test_older_minutes_do_not_change_a_part_said_later(cast: Cast) -> None:
    rows = [row(0, "statement", "out", technology=1, part=Part("HILL", "does_not", 1, member(cast.member)))]
    recorded(cast, resolved(rows), text="new")
    earlier = [replace(rows[0], part=Part("HILL", "leads", 1, member(cast.member)))]
    recorded(cast, resolved(earlier, date=date(2024, 1, 1)), text="old")

    assert Participation.objects.get(superseded_at__isnull=True).part == "does_not"


def test_part_said_twice_is_linked_once(cast: Cast) -> None:
    part = Part("HILL", "does_not", 1, member(cast.member))
    recorded(
        cast,
        resolved(
            [row(0, "statement", "out", technology=1, part=part), row(1, "note", "again", technology=1, part=part)]
        ),
    )

    assert Participation.objects.count() == 1


def test_event_and_sentence(cast: Cast) -> None:
    minutes = recorded(cast)

    event = Event.objects.get(kind="minutes.recorded")
    assert event.data == {"minutes": minutes.pk, "lines": 8}
    assert event.actor == cast.chair
    assert recorded_words(Made.of(minutes), 8, 2) == (
        "Recorded: 8 lines on 2 technologies, 2 positions, 1 action, 1 idea. 2 to check are still open."
    )


def test_sentence_leaves_out_what_there_is_none_of() -> None:
    assert recorded_words(Made(), 1, 0) == "Recorded: 1 line."
    assert recorded_words(Made(actions=[1, 2], open=1), 3, 1) == (
        "Recorded: 3 lines on 1 technology, 2 actions. 1 to check is still open."
    )


def test_text_changed_in_another_window_is_not_recorded_unseen(cast: Cast) -> None:
    draft = draft_of(cast)
    change_text(draft=MinutesDraft.objects.get(pk=draft.pk), text="other words", base=token(draft), by=cast.chair)

    with pytest.raises(Refused, match="changed in another window"):
        record(draft=draft, resolved=meeting_of(cast), by=cast.chair)
    assert not Minutes.objects.exists()


def test_the_same_text_may_be_said_to_be_another_meeting(cast: Cast) -> None:
    recorded(cast)
    draft = draft_of(cast)
    answer(draft=draft, key="seen", value={"choice": "another"}, by=cast.chair)

    assert record(draft=draft, resolved=meeting_of(cast), by=cast.chair).meeting.slug == "2025-02-12-2"


def test_draft_of_a_correction_is_not_recorded_anew(cast: Cast) -> None:
    minutes = recorded(cast)

    with pytest.raises(Refused, match="Correct the record instead"):
        record(draft=draft_of(cast, corrects=minutes), resolved=meeting_of(cast), by=cast.chair)


def test_corrections_hold_for_the_minutes(cast: Cast) -> None:
    draft = draft_of(cast)
    Correction.objects.create(
        draft=draft, kind="pin", key="kind", quote="q", line=3, value="note", by=cast.minute_taker
    )
    minutes = record(draft=draft, resolved=meeting_of(cast), by=cast.chair)

    kept = Correction.objects.get(minutes=minutes)
    assert (kept.kind, kept.key, kept.value, kept.by) == ("pin", "kind", "note", cast.minute_taker)


def test_second_press_gives_the_same_minutes(cast: Cast) -> None:
    draft = draft_of(cast)
    first = record(draft=draft, resolved=meeting_of(cast), by=cast.chair)
    second = record(draft=MinutesDraft.objects.get(pk=draft.pk), resolved=meeting_of(cast), by=cast.chair)

    assert first == second
    assert Meeting.objects.count() == 1


def test_trial_draft_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="never recorded"):
        record(draft=draft_of(cast, is_trial=True), resolved=meeting_of(cast), by=cast.chair)
    assert not Minutes.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"date": None}, "Which day"), ({"rows": [], "roster": [], "sections": []}, "nothing to record")],
)
def test_incomplete_minutes_are_refused(cast: Cast, change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        record(draft=draft_of(cast), resolved=replace(meeting_of(cast), **change), by=cast.chair)
    assert refused.value.status == 422
    assert not Minutes.objects.exists()


def test_same_text_of_the_same_day_is_refused(cast: Cast) -> None:
    recorded(cast)

    with pytest.raises(Refused, match="were recorded on"):
        recorded(cast)
    assert Minutes.objects.count() == 1


def test_second_meeting_of_a_day_has_its_own_address(cast: Cast) -> None:
    recorded(cast)
    second = recorded(cast, text="another text")

    assert second.meeting.slug == "2025-02-12-2"
    assert Technology.objects.filter(number=2).count() == 1


def test_refusal_halfway_leaves_nothing(cast: Cast) -> None:
    stranger = member(cast.outsider)
    with pytest.raises(Refused, match="not known in this group"):
        recorded(
            cast,
            resolved(
                [row(0, "statement", "hello", stranger, technology=3)], [Place(listed("Nadia Petrova"), "present")]
            ),
        )

    assert not Meeting.objects.exists()
    assert not Technology.objects.exists()
    assert not Member.objects.filter(name="Nadia Petrova").exists()


def test_name_known_in_another_group_is_somebody_else(cast: Cast) -> None:
    theirs = Member.objects.create(name="Zed Known", named_in=cast.other_group)
    recorded(cast, resolved([row(0, "statement", "hi", known("Zed Known"))]))

    speaker = Entry.objects.get().speaker
    assert speaker is not None
    assert speaker != theirs


def test_words_a_database_cannot_keep(cast: Cast) -> None:
    recorded(
        cast,
        resolved([row(0, "statement", "nul \x00 here", known("A\x00B"), topic_title="x" * 999)], title="T\x00" * 300),
    )

    assert Entry.objects.get().text == "nul \ufffd here"


def test_queries_do_not_grow_with_lines(cast: Cast) -> None:
    def count(lines: int, text: str) -> int:
        rows = [
            row(
                n,
                "idea" if n % 7 == 0 else "action",
                f"line {n}",
                known(f"Person {n}"),
                technology=n + 1,
                is_action=n % 7 > 0,
            )
            for n in range(lines)
        ]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            recorded(cast, resolved(rows), text=text)
        return len(queries)

    small, large = count(20, "small"), count(300, "large")
    assert large - small <= 2
