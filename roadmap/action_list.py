"""What the page of actions shows: all of a group's actions counted, narrowed, put in groups, a hundred at a time.

An index of every action (a light row each) is read once; all numbers on the page come from it, so that they agree.
Only the rows that are shown are loaded whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from members.models import Group
from members.viewer import Viewer
from roadmap.history import Origin, origins
from roadmap.models import ActionItem
from roadmap.permissions import can_close_action, can_note_action
from web.numbers import number_in
from web.words import counted, day, fold

SHOWS = ("open", "mine", "overdue", "done")
WAYS = ("person", "technology", "meeting")
ROWS = 100
MOST_ROWS = 100_000
NOBODY = "nobody in particular"
BY_THEMSELVES = "Lines of the minutes such as “Action Ana: send the list by 1 March” appear here by themselves."


class Person(NamedTuple):
    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """An action as the numbers of the page need it."""

    pk: int
    is_open: bool
    due: date | None
    closed_at: datetime | None
    technology: int | None
    title: str
    meeting: int | None
    met_on: date | None
    meeting_title: str
    people: tuple[Person, ...]
    others: str

    def asks(self, member: int | None) -> bool:
        return member in {person.pk for person in self.people}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: which actions, narrowed to what, in which groups, how many rows."""

    show: str = "open"
    by: str = ""
    person: int | None = None
    technology: int | None = None
    meeting: int | None = None
    rows: int = ROWS

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """What it does not understand is left out."""
        show, by = query.get("show", ""), query.get("by", "")
        return cls(
            show=show if show in SHOWS else "open",
            by=by if by in WAYS else "",
            person=number_in(query.get("person", "")),
            technology=number_in(query.get("technology", "")),
            meeting=number_in(query.get("meeting", "")),
            rows=max(ROWS, min(number_in(query.get("rows", "")) or ROWS, MOST_ROWS)),
        )

    def address(self, **changed: Any) -> str:
        """The query that asks for this with something changed; what is as usual is left out."""
        one = replace(self, **{"rows": ROWS, **changed})
        values = {
            "show": one.show if one.show != "open" else "",
            "by": one.by,
            "person": one.person,
            "technology": one.technology,
            "meeting": one.meeting,
            "rows": one.rows if one.rows != ROWS else "",
        }
        return f"?{urlencode({key: value for key, value in values.items() if value})}"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with who was asked, where it comes from, and whether the viewer may close it.

    ``anchor`` is its id on the page; an action shown for two people stands there twice.
    """

    action: ActionItem
    anchor: str
    who: str
    origin: Origin | None
    may_close: bool
    overdue: bool

    @property
    def is_open(self) -> bool:
        return self.action.state == ActionItem.State.OPEN


class Heading(NamedTuple):
    """What a group of actions has in common; "" where nothing is grouped."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ActionGroup:
    heading: Heading
    count: int
    rows: list[ActionRow]


@dataclass(frozen=True, slots=True)
class Link:
    """A tab or a view of the page."""

    words: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ActionsPage:
    asked: Asked
    sentence: str
    nothing: str
    tabs: list[Link]
    views: list[Link]
    groups: list[ActionGroup]
    shown: int
    more: str
    people: list[Person]
    technologies: list[tuple[int, str]]
    meetings: list[tuple[int, str]]
    may_note: bool

    @property
    def narrowed(self) -> bool:
        asked = self.asked
        return asked.person is not None or asked.technology is not None or asked.meeting is not None


def page_of(group: Group, viewer: Viewer, asked: Asked) -> ActionsPage:
    """Everything the page shows. Three queries and one a source of origins, at any size."""
    today = timezone.localdate()
    index = index_of(group, viewer)
    narrowed = [one for one in index if fits_filters(one, asked)]
    by_show = {show: [one for one in narrowed if fits(one, show, viewer.member_id, today)] for show in SHOWS}
    placed = placed_in(by_show[asked.show], asked, group)
    cut = placed[: asked.rows]
    rows = rows_of(group, viewer, [one.pk for _, one in cut], today)
    about = about_words(index, asked)
    numbers = {show: len(found) for show, found in by_show.items()}
    return ActionsPage(
        asked=asked,
        sentence=sentence(numbers, about),
        nothing=nothing_words(asked.show, about) if index else BY_THEMSELVES,
        tabs=[Link(f"{show} {numbers[show]}", asked.address(show=show), asked.show == show) for show in SHOWS],
        views=[
            Link("list", asked.address(by=""), not asked.by),
            *(Link(way, asked.address(by=way), asked.by == way) for way in WAYS),
        ],
        groups=groups_of(cut, placed, rows),
        shown=len(cut),
        more=asked.address(rows=asked.rows + ROWS) if len(placed) > len(cut) else "",
        people=sorted({person for one in index for person in one.people}, key=lambda one: (fold(one.name), one.pk)),
        technologies=sorted({(one.technology, one.title) for one in index if one.technology}),
        meetings=meetings_of(index),
        may_note=can_note_action(viewer, group),
    )


def index_of(group: Group, viewer: Viewer) -> list[Indexed]:
    """Every action of the group, open ones by due date, closed ones by when they were closed. One query."""
    return [
        Indexed(
            pk=row["pk"],
            is_open=row["state"] == ActionItem.State.OPEN,
            due=row["due"],
            closed_at=row["closed_at"],
            technology=row["technology__number"],
            title=row["technology__text__title"] or "",
            meeting=row["meeting_id"],
            met_on=row["meeting__date"],
            meeting_title=row["meeting__title"] or "",
            people=tuple(Person(one["pk"], one["name"]) for one in row["people"]),
            others=row["assigned_words"],
        )
        for row in ActionItem.objects.visible_to(viewer).for_index(group)
    ]


def fits_filters(one: Indexed, asked: Asked) -> bool:
    return (
        (asked.person is None or one.asks(asked.person))
        and (asked.technology is None or one.technology == asked.technology)
        and (asked.meeting is None or one.meeting == asked.meeting)
    )


def fits(one: Indexed, show: str, me: int | None, today: date) -> bool:
    if show == "done":
        return not one.is_open
    if show == "mine":
        return one.is_open and one.asks(me)
    if show == "overdue":
        return one.is_open and is_overdue(one.due, today)
    return one.is_open


def is_overdue(due: date | None, today: date) -> bool:
    return due is not None and due < today


def placed_in(found: Sequence[Indexed], asked: Asked, group: Group) -> list[tuple[Heading, Indexed]]:
    """The actions under their headings, in order. Who is asked together with others stands under each of them."""
    if asked.by == "person":
        pairs = [(key, one) for one in found for key in people_keys(one, asked.person)]
        pairs.sort(key=lambda pair: pair[0])
        return [(person_heading(key, group), one) for key, one in pairs]
    if asked.by == "technology":
        ordered = sorted(found, key=lambda one: one.technology or 2**40)
        return [(technology_heading(one, group), one) for one in ordered]
    if asked.by == "meeting":
        ordered = sorted(found, key=lambda one: (one.met_on or date.min, one.meeting or 0), reverse=True)
        return [(meeting_heading(one), one) for one in ordered]
    return [(Heading(""), one) for one in found]


PersonKey = tuple[int, str, int, str]
"""People by name, then groups as they were written, then nobody: (rank, folded name, id, name)."""


def people_keys(one: Indexed, only: int | None) -> list[PersonKey]:
    keys = [(0, fold(who.name), who.pk, who.name) for who in one.people if only in {None, who.pk}]
    if one.others and only is None:
        keys.append((1, fold(one.others), 0, one.others))
    return keys or [(2, "", 0, NOBODY)]


def person_heading(key: PersonKey, group: Group) -> Heading:
    _, _, pk, name = key
    return Heading(name, reverse("person", args=[group.slug, pk]) if pk else "")


def technology_heading(one: Indexed, group: Group) -> Heading:
    if one.technology is None:
        return Heading("No technology")
    return Heading(f"T{one.technology} {one.title}".rstrip(), reverse("technology", args=[group.slug, one.technology]))


def meeting_heading(one: Indexed) -> Heading:
    return Heading(f"{day(one.met_on)} · {one.meeting_title}") if one.met_on else Heading("Noted outside a meeting")


def groups_of(
    cut: Sequence[tuple[Heading, Indexed]],
    placed: Sequence[tuple[Heading, Indexed]],
    rows: dict[int, ActionRow],
) -> list[ActionGroup]:
    """The rows that are shown, in their groups. ``count`` is how many the group has, also below the cut."""
    whole: dict[Heading, int] = {}
    for heading, _ in placed:
        whole[heading] = whole.get(heading, 0) + 1
    seen: dict[int, int] = {}
    groups = []
    for heading, pairs in groupby(cut, key=lambda pair: pair[0]):
        found = []
        for _, one in pairs:
            if one.pk not in rows:  # taken back between the two queries
                continue
            seen[one.pk] = seen.get(one.pk, 0) + 1
            copy = f"-{seen[one.pk]}" if seen[one.pk] > 1 else ""
            found.append(replace(rows[one.pk], anchor=f"action-{one.pk}{copy}"))
        groups.append(ActionGroup(heading, whole[heading], found))
    return groups


def rows_of(group: Group, viewer: Viewer, ids: Iterable[int], today: date) -> dict[int, ActionRow]:
    """The rows of these actions by their ids. Two queries and one a source of origins."""
    found = list(ActionItem.objects.for_page(group, viewer).filter(pk__in=set(ids)))
    lines = origins("action", [action.pk for action in found], viewer)
    return {action.pk: row_of(action, viewer, lines.get(action.pk), today) for action in found}


def row_of(action: ActionItem, viewer: Viewer, origin: Origin | None, today: date) -> ActionRow:
    people = list(action.assignees.all())
    names = [*(member.name for member in people), action.assigned_words]
    return ActionRow(
        action=action,
        anchor=f"action-{action.pk}",
        who=", ".join(name for name in names if name) or NOBODY,
        origin=origin,
        may_close=can_close_action(viewer, action, people),
        overdue=action.state == ActionItem.State.OPEN and is_overdue(action.due, today),
    )


def meetings_of(index: Iterable[Indexed]) -> list[tuple[int, str]]:
    """Meetings that asked for something, newest first."""
    met = {(one.met_on, one.meeting) for one in index if one.met_on and one.meeting}
    return [(pk, day(on)) for on, pk in sorted(met, reverse=True)]


def about_words(index: Iterable[Indexed], asked: Asked) -> str:
    """`` for Bo O'Neill on T2 from 12 Feb``: what the list is narrowed to."""
    words = ""
    if asked.person is not None:
        names = (who.name for one in index for who in one.people if who.pk == asked.person)
        words += f" for {next(names, 'that person')}"
    if asked.technology is not None:
        words += f" on T{asked.technology}"
    if asked.meeting is not None:
        days = (day(one.met_on) for one in index if one.meeting == asked.meeting)
        words += f" from {next(days, 'that meeting')}"
    return words


def sentence(numbers: dict[str, int], about: str) -> str:
    """``4 open actions on T2, 1 of them yours. None is overdue.``: the same numbers as the tabs."""
    if not numbers["open"]:
        return f"No action is open{about}."
    yours = f", {numbers['mine']} of them yours" if numbers["mine"] else ""
    if numbers["open"] == numbers["mine"] == 1:
        yours = ", yours"
    late = numbers["overdue"]
    overdue = "None is overdue." if not late else f"{late} {'is' if late == 1 else 'are'} overdue."
    return f"{counted(numbers['open'], 'open action')}{about}{yours}. {overdue}"


def nothing_words(show: str, about: str) -> str:
    words = {"mine": "You have no open action", "overdue": "None is overdue", "done": "None is done yet"}
    return f"{words.get(show, 'No action is open')}{about}."
