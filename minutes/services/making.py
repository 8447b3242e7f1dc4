"""What lines of minutes set in motion: technologies, ideas, actions, positions and facilities' parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from django.utils import timezone

from decisions.models import Heard, Position, Stance, Value
from decisions.services import take_position
from meetings.models import Meeting
from members.models import Group, Member
from minutes.models import Entry
from minutes.resolved import Resolved, Row
from minutes.services.made import Made
from minutes.services.people import People, tidy_line
from roadmap.models import ActionItem, Participation, Technology
from roadmap.services import set_part
from roadmap.services.importing import NewAction, ensure_technologies, make_actions, make_ideas

STANCES = ("pro", "contra", "abstain")


@dataclass(slots=True)
class Hung:
    """What hangs on one line once it is recorded."""

    action: ActionItem | None = None
    idea: Technology | None = None
    part: Participation | None = None
    positions: list[Position] = field(default_factory=list)


@dataclass(slots=True)
class Making:
    """One recording under way: what is known, and what it has made so far."""

    group: Group
    meeting: Meeting
    by: Member | None
    people: People
    made: Made
    technologies: dict[int, Technology] = field(default_factory=dict)

    def technology(self, number: int | None) -> Technology | None:
        return self.technologies.get(number) if number is not None else None

    def bring_in_technologies(self, resolved: Resolved) -> None:
        """Those the lines speak of are made where they are new; those only referred to are found, not made."""
        titles: dict[int, str] = {}
        for row in resolved.rows:
            if row.technology is not None:
                title = "" if row.inside else tidy_line(row.topic_title, 200)
                titles[row.technology] = titles.get(row.technology) or title
            if row.part is not None:
                titles.setdefault(row.part.technology, "")
        self.technologies, new = ensure_technologies(group=self.group, titles=titles, by=self.by)
        self.made.technologies.update({str(one.pk): one.text.head_id for one in new})
        referred = {number for row in resolved.rows for number in row.references} - set(self.technologies)
        if referred:
            found = Technology.objects.filter(group=self.group, number__in=referred, taken_back_at__isnull=True)
            self.technologies.update({one.number: one for one in found if one.number is not None})

    def make(self, rows: Sequence[Row]) -> dict[int, Hung]:
        """Everything these lines set in motion, by the lines' index.

        A line kept inside makes nothing that others see: no idea, no position, no part, no title.
        """
        hung = {row.index: Hung() for row in rows}
        self.make_ideas([row for row in rows if wants_idea(row)], hung)
        self.make_actions([row for row in rows if wants_action(row)], hung)
        self.take_positions(rows, hung)
        for row in rows:
            if row.part is not None and not row.inside:
                hung[row.index].part = self.set_part(row)
        return hung

    def make_ideas(self, rows: Sequence[Row], hung: dict[int, Hung]) -> None:
        if not rows:
            return
        ideas = make_ideas(
            group=self.group, ideas=[(tidy_text(row.text), self.people.member(row.speaker)) for row in rows], by=self.by
        )
        for row, idea in zip(rows, ideas, strict=True):
            hung[row.index].idea = idea
            self.made.ideas[str(idea.pk)] = idea.text.head_id

    def make_actions(self, rows: Sequence[Row], hung: dict[int, Hung]) -> None:
        wanted = [
            NewAction(
                words=tidy_text(row.text),
                technology=self.technology(row.technology),
                assignees=self.people.present(row.assignees),
                assigned_words=tidy_line(row.assigned_words, 200),
                due=row.due,
            )
            for row in rows
        ]
        for row, action in zip(
            rows, make_actions(group=self.group, actions=wanted, by=self.by, meeting=self.meeting), strict=True
        ):
            hung[row.index].action = action
            self.made.actions.append(action.pk)

    def take_positions(self, rows: Iterable[Row], hung: dict[int, Hung]) -> None:
        """A position for each person who voted on a technology and can answer; the last vote of a meeting counts.

        Somebody named on two sides of one vote said nothing clear, and what a person said later than this meeting
        stands: then there are only the words. The questions are locked in one order.
        """
        wanted: dict[tuple[int, int], tuple[str, Row, Technology]] = {}
        for row in rows:
            technology = self.technology(row.technology)
            if technology is None or row.inside:
                continue
            for member_id, value in votes_of(row, self.people).items():
                if member_id in self.people.electors:
                    wanted[technology.question_id, member_id] = (value, row, technology)
        if not wanted:
            return
        stances = {
            (stance.question_id, stance.member_id): stance
            for stance in Stance.objects.filter(question_id__in={question for question, _ in wanted}).select_related(
                "position"
            )
        }
        members = {member.pk: member for member in self.people.members.values()}
        for key in sorted(wanted, key=itemgetter(0)):  # questions are locked in order, people come as they were named
            value, row, technology = wanted[key]
            stance = stances.get(key)
            if stance and (says_so_already(stance, value, technology) or said_later(stance, self.meeting.date)):
                continue
            position = take_position(
                question=technology.question,
                member=members[key[1]],
                value=value,
                by=self.by,
                version=technology.text.head,
                heard=Heard.MINUTES,
                said_on=self.meeting.date,
            )
            hung[row.index].positions.append(position)
            self.made.positions.append(position.pk)

    def set_part(self, row: Row) -> Participation | None:
        """The part a facility takes, as noted from the minutes; None when something said later or confirmed holds."""
        part = row.part
        technology = self.technology(part.technology) if part else None
        facility = self.people.facility(part.facility) if part else None
        if part is None or technology is None or facility is None:
            return None
        holds = Participation.objects.filter(
            technology=technology, facility=facility, superseded_at__isnull=True
        ).first()
        if holds is not None and (holds.part == part.part or part_stands(holds, self.meeting.date)):
            return None
        said_by = self.people.member(part.said_by)
        noted_of_own = said_by is None and self.by is not None and self.by.facility_id == facility.pk
        participation = set_part(
            technology=technology,
            facility=facility,
            part=part.part,
            by=None if noted_of_own else self.by,  # it would count as confirmed, and nobody knows who said it
            said_by=said_by,
            said_on=self.meeting.date,
        )
        if said_by is None:
            Participation.objects.filter(pk=participation.pk).update(recorded_by=self.by, said_by=None)
        self.made.parts.append(participation.pk)
        return participation


def wants_idea(row: Row) -> bool:
    """The list of ideas is for everybody who sees the group, so a line kept inside makes none."""
    return row.kind == Entry.Kind.IDEA and not row.inside and bool(row.text.strip())


def wants_action(row: Row) -> bool:
    return row.is_action and bool(row.text.strip())


def tidy_text(words: str) -> str:
    return words.replace("\x00", "\ufffd").strip()


def votes_of(row: Row, people: People) -> dict[int, str]:
    """Member id → stance, of those who are somebody and stand on one side only."""
    found: dict[int, set[str]] = {}
    if row.vote is None:
        return {}
    for stance in STANCES:
        for member in people.present(getattr(row.vote, stance)):
            found.setdefault(member.pk, set()).add(stance)
    return {pk: stances.pop() for pk, stances in found.items() if len(stances) == 1}


def says_so_already(stance: Stance, value: str, technology: Technology) -> bool:
    return stance.value == value and stance.position.version_id == technology.text.head_id


def said_later(stance: Stance, day: date) -> bool:
    """Whether what counts now was said after ``day``, or on it by the member in person."""
    if stance.value == Value.WITHDRAWN and (stance.position.heard == Heard.MINUTES or not stance.position.confirmed):
        return False  # minutes were taken back; the member did not say that
    said = stance.position.said_on or timezone.localdate(stance.position.at)
    return said > day or (said == day and stance.position.confirmed)


def part_stands(part: Participation, day: date) -> bool:
    return part.said_on > day or (part.said_on == day and part.confirmed_at is not None)
