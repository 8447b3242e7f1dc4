"""What the roadmap list shows: its head, its filters and its rows, from a handful of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from decisions.tallies import Tally
from meetings.models import Meeting
from members.models import Group, Membership
from members.permissions import can_lead_group, can_take_part
from members.viewer import Viewer
from roadmap.changes import ids_changed_since
from roadmap.history import FirstSaid, LastSaid, first_said, last_said
from roadmap.models import GONE, Participation, Technology, usual_title
from roadmap.sentences import (
    STATES,
    due_opening,
    due_sentence,
    left_out_sentence,
    parts_sentence,
    states_sentence,
)
from roadmap.tallied import Stand, electorate_size, left_out_of, said_words, silent_words, stands
from web.markdown import excerpt
from web.words import counted, day, fold, listed
from writing.models import Text

ROWS = 100  # shown at a time


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    show: str = "all"  # all, unanswered, changed, actions, mine, gone
    facility: int | None = None
    words: str = ""
    rows: int = ROWS
    names: bool = False

    def address(self, **change: Any) -> str:
        """The query string of this view with something changed; "" for the plain list."""
        values = {"show": self.show, "facility": self.facility, "words": self.words, **change}
        kept = {key: value for key, value in values.items() if value and value != "all"}
        return f"?{urlencode(kept)}" if kept else "."


@dataclass(slots=True)
class Row:
    """One technology in the list. ``place`` counts from 1 in the group's order."""

    pk: int
    number: int
    title: str
    working_title: bool
    first: str
    state: str
    state_word: str
    tally: Tally
    mine: str | None
    hint: str
    actions: int
    last_words: str
    last_on: date | None
    changed: bool
    edited_since: bool = False
    i_write: bool = False
    place: int = 0
    first_said: FirstSaid | None = None
    typed: str = ""

    @property
    def wants_name(self) -> bool:
        """Nobody has given it a name: there is none, or it was inferred."""
        return not self.title or self.working_title

    @property
    def tally_words(self) -> str:
        """``3 pro, 1 contra``; the same fact as the bar."""
        return said_words(self.tally) or "nobody yet"

    @property
    def silent_words(self) -> str:
        return silent_words(self.tally)

    @property
    def one_line(self) -> str:
        """The status line of a phone."""
        said = "" if self.tally_words == "nobody yet" else f"{self.tally_words}, "
        state = f"{self.state_word}, edited since" if self.edited_since else self.state_word
        parts = [state, f"{said}{self.tally.silent} silent"]
        return " · ".join([*parts, "changed"] if self.changed else parts)

    @property
    def placeholder(self) -> str:
        if self.first_said is None:
            return "no name yet"
        speaker = f" – {self.first_said.speaker}" if self.first_said.speaker else ""
        return f"“{self.first_said.words}”{speaker}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as a link: its word with its count."""

    words: str
    address: str
    chosen: bool


@dataclass(slots=True)
class Listing:
    """The whole list page."""

    title: str
    due_on: date | None
    due_for: str
    rows: list[Row]
    shown: list[Row]
    tabs: list[Choice]
    facilities: list[Choice]
    facility_sentence: str
    nothing: str
    ideas: int
    gone: Sequence[Row]
    unnamed: int
    working: int
    can_lead: bool
    asked: Asked
    more: str = ""
    may_move: bool = False
    naming: bool = False
    absent_chair: str = ""
    states: Mapping[str, int] = field(default_factory=dict)
    left_out: str = ""

    @property
    def empty(self) -> bool:
        return not self.rows and not self.gone

    @property
    def gone_words(self) -> str:
        """``1 withdrawn, 1 merged``"""
        numbers = [(sum(row.state == state for row in self.gone), state) for state in GONE]
        return ", ".join(f"{number} {state}" for number, state in numbers if number)

    @property
    def last_id(self) -> str:
        """The anchor of the last row shown, so that showing more goes on from there."""
        return f"T{self.shown[-1].number}" if self.shown else ""

    @property
    def sentence(self) -> str:
        return states_sentence(self.states)

    @property
    def short_sentence(self) -> str:
        return f"{self.states.get('agreed', 0)} of {len(self.rows)} agreed."

    @property
    def due_sentence(self) -> str:
        return due_sentence(self.due_for, self.due_on)

    @property
    def short_due(self) -> str:
        return f"{due_opening(self.due_for, self.due_on)}." if self.due_on else ""


def listing(group: Group, viewer: Viewer, asked: Asked, *, typed: Mapping[int, str] | None = None) -> Listing:
    """The list as the viewer may see it. Eight queries at most, whatever the number of technologies."""
    facts = group_facts(group)
    electorate = electorate_size(group)
    values = Technology.objects.for_list(group, member_id=viewer.member_id)
    if not viewer.is_inside(group):
        values = [{**value, "open_actions": 0} for value in values]
    positions = stands(group, viewer, electorate) if values else {}
    parts = parts_of(group) if values else {}
    numbered = [value for value in values if value["state"] != Technology.State.IDEA and value["number"] is not None]
    last = last_said([value["pk"] for value in numbered], viewer) if numbered else {}
    met_on: date | None = facts["met_on"]
    changed = ids_changed_since(Text.objects.filter(technology__group=group), met_on) if met_on and values else set()
    nobody = Stand(Tally(electorate))

    rows: list[Row] = []
    gone: list[Row] = []
    for value in numbered:
        row = make_row(
            value,
            positions.get(value["question_id"], nobody),
            parts.get(value["pk"], []),
            last.get(value["pk"]),
            changed=value["text_id"] in changed,
            since=met_on,
        )
        (gone if value["state"] in GONE else rows).append(row)
    for place, row in enumerate(rows, start=1):
        row.place = place
    can_lead = can_lead_group(viewer, group)
    unnamed = sum(not row.title for row in rows)
    plain = asked.show == "all" and asked.facility is None and not asked.words
    naming = can_lead and bool(rows) and ((plain and unnamed > 0) or asked.names or typed is not None)
    if unnamed:
        ids = [row.pk for row in rows if not row.title]
        found = first_said(ids, viewer)
        for row in rows:
            row.first_said = found.get(row.pk)
    for row in rows:
        row.typed = (typed or {}).get(row.number, row.title if row.working_title else "")

    fitting = [row for row in (gone if asked.show == "gone" else rows) if fits(row, asked, parts)]
    page = Listing(
        title=facts["title"] or usual_title(group),
        due_on=facts["due_on"],
        due_for=facts["due_for"] or "",
        rows=rows,
        shown=fitting[: asked.rows],
        tabs=tabs(rows, asked, viewer, group, met_on),
        facilities=facility_choices(parts, rows, asked),
        facility_sentence=facility_sentence(parts, rows, asked.facility),
        nothing="" if fitting else nothing_found(rows, asked, met_on),
        ideas=sum(value["state"] == Technology.State.IDEA for value in values),
        gone=gone,
        unnamed=unnamed,
        working=sum(row.working_title and bool(row.title) for row in rows),
        can_lead=can_lead,
        asked=asked,
        may_move=can_lead and plain and len(rows) > 1,
        naming=naming,
        states={state: sum(row.state == state for row in rows) for state in STATES},
        left_out=left_out_sentence(facts["left_out"]),
    )
    if len(fitting) > asked.rows:
        page.more = asked.address(rows=asked.rows + ROWS)
    if page.empty and not can_lead:
        page.absent_chair = chair_words(group)
    return page


def group_facts(group: Group) -> dict[str, Any]:
    """The roadmap's title and due date, the day of the last meeting, facilities that do not count. One query."""
    facts = (
        Group.objects.filter(pk=group.pk)
        .annotate(
            title=F("roadmap__title"),
            due_on=F("roadmap__due_on"),
            due_for=F("roadmap__due_for"),
            met_on=Subquery(Meeting.objects.held(OuterRef("pk")).values("date")[:1]),
            left_out=left_out_of(OuterRef("pk")),
        )
        .values("title", "due_on", "due_for", "met_on", "left_out")
        .get()
    )
    return {**facts}


PartOf = tuple[int, str, str, bool]  # facility id, short name, part, confirmed


def parts_of(group: Group) -> dict[int, list[PartOf]]:
    """Technology id → the parts that hold. One query."""
    found: dict[int, list[PartOf]] = {}
    rows = (
        Participation.objects.filter(technology__group=group, superseded_at__isnull=True)
        .order_by("facility__short_name")
        .values_list("technology_id", "facility_id", "facility__short_name", "part", "confirmed_at")
    )
    for technology, facility, name, part, confirmed in rows:
        found.setdefault(technology, []).append((facility, name, part, confirmed is not None))
    return found


def make_row(
    value: Mapping[str, Any],
    stand: Stand,
    parts: Sequence[PartOf],
    last: LastSaid | None,
    *,
    changed: bool,
    since: date | None,
) -> Row:
    changed_on = timezone.localtime(value["changed_at"]).date() if value["changed_at"] else None
    if changed_on and since and changed_on > since and not changed:
        changed_on = None  # it reads again as it did then
    said_last = last is not None and (changed_on is None or last.on >= changed_on)
    words = "changed" if changed_on else ""
    if last is not None and said_last:
        words = counted(last.lines, "line")
    return Row(
        pk=value["pk"],
        number=value["number"],
        title=value["title"],
        working_title=value["working_title"],
        first=excerpt(value["beginning"] or "", 160),
        state=value["state"],
        state_word=f"Merged into T{value['into']}" if value["into"] else Technology.State(value["state"]).label,
        tally=stand.tally,
        mine=stand.mine,
        hint=hint(stand, parts),
        actions=value["open_actions"] or 0,
        last_words=words,
        last_on=last.on if last is not None and said_last else changed_on,
        changed=changed,
        edited_since=value["edited_since"],
        i_write=value["i_write"],
    )


def hint(stand: Stand, parts: Sequence[PartOf]) -> str:
    """Where they come from, shown on hover or focus: ``Pro: ALBA, HZB. ESRF does not take part (not confirmed).``"""
    said = []
    if stand.pro_facilities:
        said.append(f"Pro: {', '.join(stand.pro_facilities)}.")
    if stand.contra_facilities:
        said.append(f"Contra: {', '.join(stand.contra_facilities)}.")
    for _, name, part, confirmed in parts:
        if part != "not_known":
            said.append(f"{name} {Participation.Part(part).label}{'' if confirmed else ' (not confirmed)'}.")
    return " ".join(said)


def fits(row: Row, asked: Asked, parts: Mapping[int, Sequence[PartOf]]) -> bool:
    if asked.show == "unanswered" and row.mine is not None:
        return False
    if asked.show == "changed" and not row.changed:
        return False
    if asked.show == "actions" and not row.actions:
        return False
    if asked.show == "mine" and not row.i_write:
        return False
    if asked.facility is not None and not any(part[0] == asked.facility for part in parts.get(row.pk, [])):
        return False
    haystack = fold(f"T{row.number} {row.title} {row.first}")
    return all(word in haystack for word in fold(asked.words).split())


def tabs(rows: Sequence[Row], asked: Asked, viewer: Viewer, group: Group, met_on: date | None) -> list[Choice]:
    wanted = [("all", "All", len(rows))]
    if can_take_part(viewer, group):
        wanted.append(("unanswered", "I have not answered", sum(row.mine is None for row in rows)))
    if met_on is not None:
        wanted.append(("changed", f"Changed since {day(met_on)}", sum(row.changed for row in rows)))
    if viewer.is_inside(group):
        wanted.append(("actions", "Open actions", sum(row.actions > 0 for row in rows)))
    if (written := sum(row.i_write for row in rows)) or asked.show == "mine":
        wanted.append(("mine", "I write", written))
    return [
        Choice(with_number(words, number), asked.address(show=show, words="", facility=None), asked.show == show)
        for show, words, number in wanted
    ]


def with_number(words: str, number: int) -> str:
    """``Open actions 4``; a year before the number is kept apart from it."""
    return f"{words} – {number}" if words[-1].isdigit() else f"{words} {number}"


def facility_choices(parts: Mapping[int, Sequence[PartOf]], rows: Sequence[Row], asked: Asked) -> list[Choice]:
    names = {part[0]: part[1] for row in rows for part in parts.get(row.pk, [])}
    ordered = sorted(names.items(), key=lambda one: one[1].casefold())
    chosen = [Choice(name, asked.address(facility=pk), asked.facility == pk) for pk, name in ordered]
    if asked.facility is not None:
        chosen.insert(0, Choice("All facilities", asked.address(facility=None), chosen=False))
    return chosen


def facility_sentence(parts: Mapping[int, Sequence[PartOf]], rows: Sequence[Row], facility: int | None) -> str:
    """``ESRF takes part in 4, does not take part in 1.``"""
    if facility is None:
        return ""
    mine = [part for row in rows for part in parts.get(row.pk, []) if part[0] == facility]
    return parts_sentence(mine[0][1], [part[2] for part in mine]) if mine else ""


def nothing_found(rows: Sequence[Row], asked: Asked, met_on: date | None) -> str:
    if asked.words:
        return f"No technology matches “{asked.words}”."
    if asked.facility is not None:
        return "No technology says anything of that facility here."
    return {
        "unanswered": f"You have answered all {len(rows)}.",
        "changed": f"No text changed since {day(met_on)}.",
        "actions": "No action is open.",
        "mine": "You write none of them.",
        "gone": "None is withdrawn or merged.",
    }.get(asked.show, "Nothing here yet.")


def chair_words(group: Group) -> str:
    """Who has to begin, for members who see an empty roadmap. One query."""
    chairs = list(
        Membership.objects.current()
        .filter(group=group, role=Membership.Role.CHAIR)
        .order_by("pk")
        .values_list("member__name", "member__account__last_login")
    )
    said = "The chair has not put anything here yet."
    seen = [f"{name} was last here {day(at)}." for name, at in chairs if at is not None]
    if not seen and chairs:
        return f"{said} The chair is {listed([name for name, _ in chairs])}."
    return " ".join([said, *seen])
