"""Correcting recorded minutes: what hangs on their lines stays where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from activity.models import Event
from decisions.models import Position, Stance
from decisions.services import take_position
from meetings.models import Attendance
from members.models import Member, Membership
from minutes.models import Correction, Entry, Minutes, MinutesDraft, Section
from minutes.resolved import Heading, Matching, Part, Place, Resolved, Row, Vote
from minutes.services.correct import CorrectedMeanwhile, correct
from minutes.services.drafts import start_correction
from minutes.services.record import record
from minutes.services.replies import reply
from minutes.services.undo import undo
from roadmap.models import ActionItem, Participation, Technology
from roadmap.services import change_due, close_action, confirm_part, name_technologies
from tests.conftest import Cast
from tests.minutes.building import TEXT, draft_of, listed, meeting_of, member, recorded, resolved, row
from web.refusals import Refused
from writing.models import Version


def entries(minutes: Minutes) -> list[Entry]:
    return list(Entry.objects.filter(minutes=minutes).order_by("pk"))


def same(minutes: Minutes) -> Matching:
    """Each line is the row of its place."""
    return Matching(rows={entry.pk: entry.place for entry in entries(minutes)})


def corrected(
    cast: Cast,
    minutes: Minutes,
    what: Resolved,
    matching: Matching | None = None,
    text: str = "",
    by: Member | None = None,
) -> Minutes:
    by = by or cast.chair
    draft = start_correction(
        minutes=Minutes.objects.select_related("meeting__group", "text__head").get(pk=minutes.pk), by=by
    )
    if text:
        MinutesDraft.objects.filter(pk=draft.pk).update(text=text)
        draft.text = text
    return correct(draft=draft, resolved=what, matching=matching or same(minutes), by=by)


def change(index: int, **fields: Any) -> tuple[int, dict[str, Any]]:
    return index, fields


def changed(what: Resolved, *changes: tuple[int, dict[str, Any]]) -> Resolved:
    for index, fields in changes:
        what.rows[index] = replace(what.rows[index], **fields)
    return what


def test_matched_lines_keep_their_row_and_take_the_new_words(cast: Cast) -> None:
    minutes = recorded(cast)
    before = entries(minutes)
    comment = reply(entry=before[0], body="mine", by=cast.second)
    what = changed(meeting_of(cast), change(0, text="looks very good", technology=5, lines=(9, 10), inside=True))

    corrected(cast, minutes, what, text="the new text")

    after = entries(minutes)
    assert [one.pk for one in after] == [one.pk for one in before]
    assert after[0].text == "looks very good"
    assert after[0].technology is not None
    assert after[0].technology.number == 5
    assert (after[0].line_first, after[0].line_last, after[0].inside) == (9, 10, True)
    assert after[0].thread is not None
    assert list(after[0].thread.comments.all()) == [comment]
    assert ActionItem.objects.get().entry == after[3]
    assert set(after[1].positions.all()) == set(Position.objects.all())
    assert Participation.objects.get().entry == after[2]
    head = Version.objects.get(head_of=minutes.text)
    assert (head.number, head.body) == (2, "the new text")
    assert Event.objects.get(kind="minutes.corrected").data == {"minutes": minutes.pk, "lines": 1}


def test_same_draft_again_changes_nothing(cast: Cast) -> None:
    minutes = recorded(cast)
    loaded = Minutes.objects.select_related("meeting__group", "text__head").get(pk=minutes.pk)
    draft = start_correction(minutes=loaded, by=cast.chair)
    first = correct(draft=draft, resolved=meeting_of(cast), matching=same(minutes), by=cast.chair)
    second = correct(draft=draft, resolved=meeting_of(cast), matching=same(minutes), by=cast.chair)

    assert first == second == minutes
    assert Event.objects.filter(kind="minutes.corrected").count() == 1


def test_new_line_makes_what_recording_would_make(cast: Cast) -> None:
    minutes = recorded(cast)
    what = meeting_of(cast)
    ana = member(cast.chair)
    what.rows += [
        row(8, "action", "will ask", ana, technology=7, assignees=[ana], is_action=True),
        row(9, "vote", "contra: Chidi", technology=7, vote=Vote("", [], [member(cast.second)])),
        row(10, "idea", "new idea", ana),
    ]

    corrected(cast, minutes, what)

    assert Technology.objects.filter(number=7).exists()
    assert ActionItem.objects.filter(words="will ask").exists()
    assert Stance.objects.get(member=cast.second).value == "contra"
    undo(minutes=minutes, by=cast.chair)
    assert not Stance.objects.counting().exists()
    assert not Technology.objects.filter(taken_back_at=None).exists()


def test_names_of_a_vote_change(cast: Cast) -> None:
    minutes = recorded(cast)
    what = meeting_of(cast)
    vote = Vote("keep it?", [member(cast.second)], [member(cast.member)])
    corrected(cast, minutes, changed(what, change(1, vote=vote)))

    assert dict(Stance.objects.counting().values_list("member__name", "value")) == {
        "Bo O'Neill": "contra",
        "Chidi Okafor": "pro",
    }
    entry = entries(minutes)[1]
    assert entry.votes["pro"] == ["Chidi Okafor"]
    assert {one.member for one in entry.positions.all()} == {cast.member, cast.second}
    undo(minutes=minutes, by=cast.chair)
    assert not Stance.objects.counting().exists()


def test_confirmed_position_stays_when_its_name_leaves_the_vote(cast: Cast) -> None:
    minutes = recorded(cast)
    technology = Technology.objects.select_related("text__head", "question").get(number=2)
    take_position(
        question=technology.question, member=cast.member, value="pro", by=cast.member, version=technology.text.head
    )

    corrected(cast, minutes, changed(meeting_of(cast), change(1, vote=Vote("", []))))

    stance = Stance.objects.counting().get()
    assert stance.member == cast.member
    assert stance.position.confirmed


def test_vote_moved_to_another_technology(cast: Cast) -> None:
    minutes = recorded(cast)
    corrected(cast, minutes, changed(meeting_of(cast), change(1, technology=5)))

    assert set(Stance.objects.counting().values_list("question__technology__number", flat=True)) == {5}


def test_action_takes_the_corrected_words(cast: Cast) -> None:
    minutes = recorded(cast)
    who = member(cast.chair)
    corrected(
        cast, minutes, changed(meeting_of(cast), change(3, text="will write it", assignees=[who], assigned_words=""))
    )

    action = ActionItem.objects.get()
    assert action.words == "will write it"
    assert list(action.assignees.all()) == [cast.chair]


def test_date_set_by_hand_stays_when_the_words_are_corrected(cast: Cast) -> None:
    minutes = recorded(cast)
    action = ActionItem.objects.get()
    asked = set(action.assignees.all())
    change_due(action=action, due=date(2025, 3, 1), was=None, by=cast.chair)
    corrected(cast, minutes, changed(meeting_of(cast), change(3, text="will write it", assignees=[member(cast.chair)])))
    action.refresh_from_db()
    assert (action.words, action.due) == ("will write it", date(2025, 3, 1))
    assert set(action.assignees.all()) == asked


def test_closed_action_keeps_its_words(cast: Cast) -> None:
    minutes = recorded(cast)
    close_action(action=ActionItem.objects.get(), by=cast.chair)
    corrected(cast, minutes, changed(meeting_of(cast), change(3, text="other", kind="statement", is_action=False)))

    action = ActionItem.objects.get()
    assert action.words == "will write the text"
    assert action.taken_back_at is None
    assert action.entry.text == "other"


def test_line_that_is_no_action_any_more(cast: Cast) -> None:
    minutes = recorded(cast)
    corrected(cast, minutes, changed(meeting_of(cast), change(3, kind="statement", is_action=False)))

    assert ActionItem.objects.get().taken_back_at is not None
    assert entries(minutes)[3].action_item is None


def test_line_becomes_an_action_and_an_idea(cast: Cast) -> None:
    minutes = recorded(cast)
    what = changed(meeting_of(cast), change(0, kind="action", is_action=True), change(5, kind="idea"))
    corrected(cast, minutes, what)

    after = entries(minutes)
    assert after[0].action_item is not None
    assert after[5].idea is not None
    assert after[5].idea.state == "idea"


def test_idea_follows_its_words_or_goes(cast: Cast) -> None:
    minutes = recorded(cast)
    corrected(cast, minutes, changed(meeting_of(cast), change(4, text="sample PIDs for all")))
    idea = Technology.objects.select_related("text__head").get(state="idea")
    assert idea.text.title == "sample PIDs for all"

    corrected(cast, minutes, changed(meeting_of(cast), change(4, kind="note")))
    idea.refresh_from_db()
    assert idea.taken_back_at is not None


def test_part_changes_unless_confirmed(cast: Cast) -> None:
    minutes = recorded(cast)
    part = Part("HILL", "watches", 2, member(cast.member))
    corrected(cast, minutes, changed(meeting_of(cast), change(2, part=part)))
    holds = Participation.objects.get(superseded_at=None)
    assert holds.part == "watches"
    assert holds.entry == entries(minutes)[2]

    confirm_part(participation=holds, by=cast.second)
    corrected(cast, minutes, changed(meeting_of(cast), change(2, part=None)))
    assert Participation.objects.get(superseded_at=None) == holds
    assert entries(minutes)[2].participation == holds


def test_corrected_speaker_said_the_part_and_raised_the_idea(cast: Cast) -> None:
    minutes = recorded(cast)
    who = member(cast.second)
    part = Part("HILL", "does_not", 2, who)
    corrected(cast, minutes, changed(meeting_of(cast), change(2, speaker=who, part=part), change(4, speaker=who)))

    assert Participation.objects.get(superseded_at=None).said_by == cast.second
    assert Technology.objects.get(state="idea").raised_by == cast.second


def gone(minutes: Minutes, *places: int, kept: dict[int, int | None] | None = None) -> tuple[Matching, set[int]]:
    all_of = entries(minutes)
    left = [entry for entry in all_of if entry.place not in places]
    rows = {entry.pk: index for index, entry in enumerate(left)}
    matching = Matching(rows=rows, kept={all_of[place].pk: to for place, to in (kept or {}).items()})
    matching.retired = [entry.pk for entry in all_of if entry.place in places and entry.pk not in matching.kept]
    return matching, set(places)


def without(what: Resolved, places: set[int]) -> Resolved:
    left: list[Row] = [one for one in what.rows if one.index not in places]
    what.rows = [replace(one, index=index) for index, one in enumerate(left)]
    return what


def test_line_with_nothing_on_it_is_retired_not_deleted(cast: Cast) -> None:
    minutes = recorded(cast)
    matching, places = gone(minutes, 5)
    corrected(cast, minutes, without(meeting_of(cast), places), matching)

    entry = entries(minutes)[5]
    assert entry.retired_at is not None
    assert not Entry.objects.visible_to(cast.viewer(cast.chair)).filter(pk=entry.pk).exists()


@pytest.mark.parametrize("place", [1, 3])
def test_line_with_position_or_action_is_never_dropped(cast: Cast, place: int) -> None:
    minutes = recorded(cast)
    matching, places = gone(minutes, place)
    corrected(cast, minutes, without(meeting_of(cast), places), matching)

    entry = entries(minutes)[place]
    assert entry.retired_at is None
    assert entry.lost_line
    assert ActionItem.objects.get().taken_back_at is None
    assert Stance.objects.counting().count() == 2


def test_line_with_a_reply_is_kept_with_the_line_the_person_chose(cast: Cast) -> None:
    minutes = recorded(cast)
    reply(entry=entries(minutes)[0], body="mine", by=cast.second)
    matching, places = gone(minutes, 0, kept={0: 1})
    what = without(meeting_of(cast), places)
    what.rows[1] = replace(what.rows[1], lines=(47, 47))
    corrected(cast, minutes, what, matching)

    entry = entries(minutes)[0]
    assert (entry.text, entry.line_first, entry.place, entry.lost_line) == ("looks good", 47, 1, False)
    assert entry.retired_at is None


def test_line_kept_as_no_longer_in_the_minutes_stays_so(cast: Cast) -> None:
    minutes = recorded(cast)
    reply(entry=entries(minutes)[0], body="mine", by=cast.second)
    matching, places = gone(minutes, 0, kept={0: None})
    what = without(meeting_of(cast), places)
    corrected(cast, minutes, what, matching)
    matching.kept = {}
    corrected(cast, minutes, what, matching)

    entry = entries(minutes)[0]
    assert entry.lost_line
    assert entry.retired_at is None


def test_untouched_idea_and_part_go_with_their_line(cast: Cast) -> None:
    minutes = recorded(cast)
    matching, places = gone(minutes, 2, 4)
    corrected(cast, minutes, without(meeting_of(cast), places), matching)

    assert not Participation.objects.filter(superseded_at=None).exists()
    assert not Technology.objects.filter(state="idea", taken_back_at=None).exists()
    assert [entries(minutes)[place].retired_at is not None for place in (2, 4)] == [True, True]


def test_technology_nobody_speaks_of_any_more_goes(cast: Cast) -> None:
    minutes = recorded(cast)
    what = changed(meeting_of(cast), *(change(index, technology=2) for index in (3, 6, 7)))
    corrected(cast, minutes, what)

    assert set(
        Technology.objects.filter(taken_back_at=None, number__isnull=False).values_list("number", flat=True)
    ) == {2}


def test_named_technology_stays_when_nobody_speaks_of_it(cast: Cast) -> None:
    minutes = recorded(cast)
    name_technologies(group=cast.group, titles={5: "Lasers"}, by=cast.chair)
    what = changed(meeting_of(cast), *(change(index, technology=2) for index in (3, 6, 7)))
    corrected(cast, minutes, what)

    assert Technology.objects.get(number=5).taken_back_at is None


def test_list_and_sections_are_corrected(cast: Cast) -> None:
    minutes = recorded(cast)
    what = meeting_of(cast)
    what.title = "Optics, monthly"
    what.roster = [Place(member(cast.chair), "part", "LAKE"), Place(listed("Pia Late", "HILL"), "present", "HILL")]
    what.sections = [Heading("Welcome", None, "", 1, 1), Heading("Roadmap", None, "", 1, 2)]
    what.rows = [replace(one, section=1) for one in what.rows]
    corrected(cast, minutes, what)

    minutes.meeting.refresh_from_db()
    assert (minutes.meeting.title, minutes.meeting.slug) == ("Optics, monthly", "2025-02-12")
    assert list(Attendance.objects.order_by("place").values_list("member__name", "presence")) == [
        ("Ana Kováč", "part"),
        ("Pia Late", "present"),
    ]
    current = Membership.objects.current().filter(group=cast.group)
    assert current.filter(member__name="Pia Late").exists()
    assert not current.filter(member__name="Nadia Petrova").exists()
    assert current.filter(member=cast.second).exists()  # was a member before these minutes
    assert [one.title for one in Section.objects.order_by("place")] == ["Welcome", "Roadmap"]
    first = entries(minutes)[0].section
    assert first is not None
    assert first.title == "Roadmap"

    what.sections, what.rows = what.sections[1:], [replace(one, section=0) for one in what.rows]
    corrected(cast, minutes, what)
    assert [one.title for one in Section.objects.all()] == ["Roadmap"]


def test_corrections_of_the_draft_replace_those_of_the_minutes(cast: Cast) -> None:
    draft = draft_of(cast)
    Correction.objects.create(draft=draft, kind="pin", key="kind", quote="q", line=3, value="note", by=cast.chair)
    minutes = record(draft=draft, resolved=meeting_of(cast), by=cast.chair)
    loaded = Minutes.objects.select_related("meeting__group", "text__head").get(pk=minutes.pk)
    correcting = start_correction(minutes=loaded, by=cast.minute_taker)
    Correction.objects.filter(draft=correcting).update(undone_at=timezone.now())
    Correction.objects.create(
        draft=correcting, kind="pin", key="inside", quote="q", line=3, value=True, by=cast.minute_taker
    )
    correct(draft=correcting, resolved=meeting_of(cast), matching=same(minutes), by=cast.minute_taker)

    standing = Correction.objects.get(minutes=minutes, undone_at=None)
    assert (standing.key, standing.by) == ("inside", cast.minute_taker)
    undo(minutes=minutes, by=cast.chair)
    assert [one.key for one in Correction.objects.filter(draft=draft, undone_at=None)] == ["inside"]


def test_somebody_corrected_meanwhile_is_told_once(cast: Cast) -> None:
    minutes = recorded(cast)
    loaded = Minutes.objects.select_related("meeting__group", "text__head").get(pk=minutes.pk)
    mine = start_correction(minutes=loaded, by=cast.chair)
    corrected(
        cast, minutes, changed(meeting_of(cast), change(0, text="theirs")), text=f"{TEXT} theirs", by=cast.minute_taker
    )

    what = changed(meeting_of(cast), change(0, text="mine"))
    with pytest.raises(CorrectedMeanwhile, match="Dana Lindqvist corrected these minutes meanwhile"):
        correct(draft=mine, resolved=what, matching=same(minutes), by=cast.chair)
    assert entries(minutes)[0].text == "theirs"
    correct(draft=mine, resolved=what, matching=same(minutes), by=cast.chair)
    assert entries(minutes)[0].text == "mine"


def test_minutes_that_were_taken_back_are_not_corrected(cast: Cast) -> None:
    minutes = recorded(cast)
    loaded = Minutes.objects.select_related("meeting__group", "text__head").get(pk=minutes.pk)
    draft = start_correction(minutes=loaded, by=cast.chair)
    undo(minutes=minutes, by=cast.chair)

    with pytest.raises(Refused, match="were taken back"):
        correct(draft=draft, resolved=meeting_of(cast), matching=same(minutes), by=cast.chair)


def test_draft_that_corrects_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="not recorded yet"):
        correct(draft=draft_of(cast), resolved=resolved([]), matching=Matching(), by=cast.chair)
