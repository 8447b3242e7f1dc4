"""Correcting recorded minutes: a new version of their text; what hangs on their lines stays where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from activity.services import log
from decisions.models import Position, Stance
from meetings.models import Attendance, Meeting
from members.models import Member, Membership
from minutes.models import Correction, Entry, Minutes, MinutesDraft, Section
from minutes.resolved import Matching, Resolved, Row
from minutes.services.lines import (
    BATCH,
    add_entries,
    add_references,
    attendances,
    entry_fields,
    keep_corrections,
    meeting_fields,
    sections,
)
from minutes.services.made import Made
from minutes.services.making import Hung, Making, tidy_text, votes_of, wants_action, wants_idea
from minutes.services.people import People, bring_in_people, tidy_line
from minutes.services.taking_back import take_back_part_of, take_back_position
from minutes.services.untouched import untouched
from roadmap.models import ActionItem, Participation, Technology
from roadmap.services.actions import changed_by_hand
from roadmap.services.importing import take_back_actions, take_back_technologies
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic
from web.words import clock, day
from writing.models import Version
from writing.services import save
from writing.services.texts import tidy

FIELDS = (
    *("section", "place", "kind", "technology", "topic_title", "speaker", "speaker_as_written", "text", "question"),
    *("votes", "line_first", "line_last", "certain", "inside", "lost_line", "retired_at"),
    *("action_item", "idea", "participation"),
)


class CorrectedMeanwhile(Refused):
    """Somebody else corrected the minutes after this correction was begun."""


def correct(*, draft: MinutesDraft, resolved: Resolved, matching: Matching, by: Member) -> Minutes:
    """Write a corrected reading over recorded minutes, keeping what hangs on their lines.

    Matched entries keep their row and everything attached and take the new words, people and places; new lines
    make what :func:`~minutes.services.record.record` would make of them; a line that left the minutes is retired,
    or, when a reply, position, action, idea or part hangs on it, kept and shown as no longer in the minutes.
    Positions follow a corrected vote, except those the member has confirmed or changed. The same draft again
    gives the same minutes. Raises Refused when they were taken back, and once when somebody else corrected them
    after ``draft`` was begun: pressing again then records over what the person has seen.
    """
    try:
        return correct_once(draft=draft, resolved=resolved, matching=matching, by=by)
    except CorrectedMeanwhile:
        MinutesDraft.objects.filter(pk=draft.pk).update(started_at=timezone.now())
        raise


@atomic
def correct_once(*, draft: MinutesDraft, resolved: Resolved, matching: Matching, by: Member) -> Minutes:
    locked = MinutesDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.corrects_id is None:
        raise Refused("These minutes are not recorded yet.")
    group = hold(locked.group)
    Minutes.objects.select_for_update().get(pk=locked.corrects_id)
    minutes = Minutes.objects.select_related("meeting__group", "text__head__author").get(pk=locked.corrects_id)
    if locked.recorded_as_id is not None:
        return minutes
    if minutes.undone_at is not None:
        raise Refused("These minutes were taken back. Record them again instead.")
    if locked.changed_at != draft.changed_at:
        raise Refused("The text was changed in another window meanwhile. Look at it again, then record.")
    if resolved.date is None:
        raise Refused("Which day was this meeting?", status=422)
    head = minutes.text.head or Version.objects.get(head_of=minutes.text)
    if head.number > 1 and head.at > locked.started_at and head.author_id != by.pk:
        who = head.author.name if head.author else "Somebody"
        raise CorrectedMeanwhile(
            f"{who} corrected these minutes meanwhile ({day(head.at)}, {clock(head.at)}). Nothing of yours is lost: "
            "look at the differences, then record again."
        )
    made = Made.of(minutes)
    made.open = resolved.open_doubts
    people = bring_in_people(group=group, resolved=resolved, by=by, made=made)
    update_meeting(minutes.meeting, resolved, people, made)
    save(
        text=minutes.text,
        base=head.number,
        title=minutes.meeting.title,
        body=tidy(locked.text),
        by=by,
        origin=Version.Origin.WRITTEN,
    )
    making = Making(group=group, meeting=minutes.meeting, by=by, people=people, made=made)
    making.bring_in_technologies(resolved)
    changed = Rewriting(minutes, making, resolved, matching).run()
    Correction.objects.filter(minutes=minutes, undone_at__isnull=True).update(undone_at=timezone.now())
    keep_corrections(locked, minutes)
    minutes.made = made.to_json()
    minutes.save(update_fields=["made"])
    locked.recorded_as = draft.recorded_as = minutes
    locked.save(update_fields=["recorded_as"])
    log(kind="minutes.corrected", group=group, by=by, minutes=minutes.pk, lines=changed)
    return minutes


def update_meeting(meeting: Meeting, resolved: Resolved, people: People, made: Made) -> None:
    """Title, days and attendance as corrected. The meeting keeps its address; who left the list and became a
    member by these minutes alone is no member any more."""
    for name, value in meeting_fields(resolved, meeting.group.name).items():
        setattr(meeting, name, value)
    meeting.save(update_fields=["title", "date", "next_date", "next_words", "link"])
    wanted = {one.member_id: one for one in attendances(meeting, resolved, people)}
    there = {one.member_id: one for one in Attendance.objects.filter(meeting=meeting)}
    for pk, one in there.items():
        if pk in wanted:
            one.facility, one.presence, one.place = wanted[pk].facility, wanted[pk].presence, wanted[pk].place
    Attendance.objects.bulk_update(
        [one for pk, one in there.items() if pk in wanted], ["facility", "presence", "place"]
    )
    Attendance.objects.bulk_create([one for pk, one in wanted.items() if pk not in there])
    gone = [pk for pk in there if pk not in wanted]
    if gone:
        Attendance.objects.filter(meeting=meeting, member_id__in=gone).delete()
        still = Attendance.objects.filter(
            member=OuterRef("member"), meeting__group=OuterRef("group"), meeting__taken_back_at__isnull=True
        )
        Membership.objects.filter(
            ~Exists(still), pk__in=made.memberships, member_id__in=gone, member__account=None, ended_at=None
        ).update(ended_at=timezone.now())


class Rewriting:
    """The entries of recorded minutes on their way to a corrected reading."""

    def __init__(self, minutes: Minutes, making: Making, resolved: Resolved, matching: Matching) -> None:
        self.minutes, self.making, self.resolved, self.matching = minutes, making, resolved, matching
        self.rows = {row.index: row for row in resolved.rows}
        self.entries = (
            Entry.objects.filter(minutes=minutes, retired_at__isnull=True)
            .select_related(
                "action_item",
                "idea__text__head",
                "participation__facility",
                "participation__technology",
                "technology",
                "speaker",
                "section",
            )
            .prefetch_related("positions", "action_item__assignees")
            .in_bulk()
        )
        self.replied = set(
            Entry.objects.filter(minutes=minutes, thread__comments__isnull=False).values_list("pk", flat=True)
        )
        self.changed: set[int] = set()
        self.stood = {pk: stored(entry) for pk, entry in self.entries.items()}

    def run(self) -> int:
        """Write it; how many lines are new, changed or gone."""
        placed, spare = self.place_sections()
        taken = {pk: self.rows[index] for pk, index in self.matching.rows.items() if pk in self.entries}
        for pk, row in taken.items():
            self.take_over(self.entries[pk], row, placed)
        self.move_votes(taken)
        self.hang_on(taken)
        gone = [entry for pk, entry in self.entries.items() if pk not in taken]
        for entry in gone:
            self.let_go(entry, placed)
        moved = [entry for pk, entry in self.entries.items() if stored(entry) != self.stood[pk]]
        Entry.objects.bulk_update(moved, FIELDS, batch_size=BATCH)
        Entry.references.through.objects.filter(entry_id__in=taken).delete()
        add_references(taken, self.making)
        mentioned = {row.index for row in taken.values()}
        new = [row for row in self.resolved.rows if row.index not in mentioned]
        add_entries(self.minutes, new, self.making, self.making.make(new), placed)
        if spare:
            Entry.objects.filter(section__in=spare).update(section=None)
            Section.objects.filter(pk__in=[one.pk for one in spare]).delete()
        self.take_back_unused()
        return len(self.changed) + len(new)

    def place_sections(self) -> tuple[list[Section], list[Section]]:
        """The sections in order, their rows used again by place; and those left over, to be deleted at the end."""
        wanted = sections(self.minutes, self.resolved, self.making.people)
        there = list(Section.objects.filter(minutes=self.minutes).order_by("place"))
        for old, new in zip(there, wanted, strict=False):
            new.pk = old.pk
        kept = wanted[: len(there)]
        if kept:
            Section.objects.bulk_update(kept, ["title", "presenter", "presenter_as_written", "level", "line"])
        Section.objects.bulk_create(wanted[len(there) :])
        return wanted, there[len(wanted) :]

    def take_over(self, entry: Entry, row: Row, placed: list[Section]) -> None:
        fields = entry_fields(row, self.making, placed)
        quiet = {"section", "place", "line_first", "line_last"}
        before = {name: getattr(entry, name) for name in fields}
        if any(before[name] != fields[name] for name in fields.keys() - quiet):
            self.changed.add(entry.pk)
        follow_words(entry, before["text"], row, self.making)
        for name, value in fields.items():
            setattr(entry, name, value)
        entry.lost_line = False

    def move_votes(self, taken: dict[int, Row]) -> None:
        """Positions of names that left a vote, or moved to another stance or technology, are taken back."""
        counting = self.counting()
        for pk, row in taken.items():
            entry = self.entries[pk]
            votes = votes_of(row, self.making.people)
            technology = self.making.technology(row.technology)
            for position in list(entry.positions.all()):
                same = technology is not None and position.question_id == technology.question_id
                if same and votes.get(position.member_id) == position.value:
                    continue
                if self.take_back(position, counting):
                    entry.positions.remove(position)
                    self.changed.add(pk)

    def counting(self) -> set[int]:
        """The positions of these lines that still count."""
        positions = [position.pk for entry in self.entries.values() for position in entry.positions.all()]
        return set(Stance.objects.filter(position_id__in=positions).values_list("position_id", flat=True))

    def take_back(self, position: Position, counting: set[int]) -> bool:
        """Whether it was taken back: not when the member has confirmed it or said something else since."""
        if position.pk not in counting or position.pk not in self.making.made.positions:
            return False
        take_back_position(position, self.making.by)
        self.making.made.positions.remove(position.pk)
        return True

    def hang_on(self, taken: dict[int, Row]) -> None:
        """What a corrected line sets in motion now and did not before, and the other way round."""
        making = self.making
        hung: dict[int, Hung] = {row.index: Hung() for row in taken.values()}
        for pk, row in taken.items():
            entry = self.entries[pk]
            if entry.action_item and not wants_action(row) and entry.action_item.state == ActionItem.State.OPEN:
                take_back_actions(ids=[entry.action_item.pk])
                entry.action_item = None
            if entry.idea and not wants_idea(row) and self.untouched([entry.idea]):
                take_back_technologies(ids=[entry.idea.pk])
                entry.idea = None
            if entry.participation and not says_part(entry.participation, row, making) and self.take_back_part(entry):
                entry.participation = None
        making.make_ideas([r for pk, r in taken.items() if wants_idea(r) and not self.entries[pk].idea], hung)
        making.make_actions(
            [r for pk, r in taken.items() if wants_action(r) and not self.entries[pk].action_item], hung
        )
        making.take_positions(list(taken.values()), hung)
        for pk, row in taken.items():
            entry = self.entries[pk]
            entry.action_item = hung[row.index].action or entry.action_item
            entry.idea = hung[row.index].idea or entry.idea
            entry.positions.add(*hung[row.index].positions)
            if row.part is not None and entry.participation is None:
                entry.participation = making.set_part(row)

    def let_go(self, entry: Entry, placed: list[Section]) -> None:
        """A line whose words left the minutes: beside another line, shown as no longer in them, or retired."""
        if not entry.lost_line:
            self.changed.add(entry.pk)
        entry.section = None
        index = self.matching.kept.get(entry.pk)
        if index is not None and index in self.rows:
            row = self.rows[index]
            entry.section = placed[row.section] if row.section is not None and row.section < len(placed) else None
            entry.place, (entry.line_first, entry.line_last) = row.index, row.lines
            if not (entry.positions.all() or entry.participation or entry.idea):
                entry.technology = self.making.technology(row.technology)
            entry.lost_line = False
        elif self.hangs_on(entry) or entry.pk in self.matching.kept:
            entry.lost_line = True
        else:
            entry.retired_at = timezone.now()

    def hangs_on(self, entry: Entry) -> bool:
        """Whether something would be lost with the line. What is as the minutes made it goes back with them."""
        if entry.pk in self.replied or entry.positions.all() or entry.action_item:
            return True
        if entry.participation and not self.take_back_part(entry):
            return True
        if entry.idea:
            if not self.untouched([entry.idea]):
                return True
            take_back_technologies(ids=[entry.idea.pk])
        return False

    def untouched(self, technologies: Iterable[Technology]) -> Sequence[Technology]:
        made = self.making.made
        heads = {**made.technologies, **made.ideas}
        known = {one.pk: heads[str(one.pk)] for one in technologies if str(one.pk) in heads}
        return untouched(self.minutes, made, known)

    def take_back_part(self, entry: Entry) -> bool:
        part = entry.participation
        if part is None or part.confirmed_at is not None or part.pk not in self.making.made.parts:
            return False
        return take_back_part_of(part, self.making.by)

    def take_back_unused(self) -> None:
        """Technologies these minutes made and now speak of no more."""
        made = self.making.made
        spoken = set(
            Entry.objects.filter(minutes=self.minutes, retired_at__isnull=True).values_list("technology_id", flat=True)
        )
        spoken.update(
            Participation.objects.filter(pk__in=made.parts, superseded_at=None).values_list("technology_id", flat=True)
        )
        heads = {int(pk): head for pk, head in made.technologies.items() if int(pk) not in spoken}
        if heads:
            take_back_technologies(ids=[one.pk for one in untouched(self.minutes, made, heads)])


def stored(entry: Entry) -> tuple[Any, ...]:
    return tuple(entry.serializable_value(name) for name in FIELDS)


def says_part(participation: Participation, row: Row, making: Making) -> bool:
    part = row.part
    said_by = making.people.member(part.said_by) if part else None
    return (
        part is not None
        and part.part == participation.part
        and tidy_line(part.facility, 60).casefold() == participation.facility.short_name.casefold()
        and part.technology == participation.technology.number
        and participation.said_by_id == (said_by.pk if said_by else None)
    )


def follow_words(entry: Entry, before: str, row: Row, making: Making) -> None:
    """An action or idea that still has the words of its line takes the corrected ones, if nobody worked on it.

    Whom an action asks, and by when, follows too, unless somebody has set that on the page of actions.
    """
    action, idea, words = entry.action_item, entry.idea, tidy_text(row.text)
    if action and action.state == ActionItem.State.OPEN and action.words == before and wants_action(row):
        action.words = words
        action.save(update_fields=["words"])
        if not changed_by_hand(action):
            action.due, action.technology = row.due, making.technology(row.technology)
            action.assigned_words = tidy_line(row.assigned_words, 200)
            action.save(update_fields=["due", "technology", "assigned_words"])
            action.assignees.set(making.people.present(row.assignees))
    head = idea.text.head if idea else None
    if idea and head and making.by and head.body == before and words not in {"", before} and wants_idea(row):
        ours = making.made.ideas.get(str(idea.pk)) == head.pk
        title = words if head.title == before else head.title
        version = save(text=idea.text, base=head.number, title=tidy_line(title, 200), body=words, by=making.by)
        if ours:
            making.made.ideas[str(idea.pk)] = version.pk
    if idea and str(idea.pk) in making.made.ideas and wants_idea(row):
        idea.raised_by = making.people.member(row.speaker)
        idea.save(update_fields=["raised_by"])
