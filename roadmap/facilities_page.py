"""What the page of facilities shows: each facility's part in each technology, as a picture and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q

from members.models import Facility, Group, GroupFacility, Member, Membership
from members.permissions import can_see_names, can_take_part
from members.viewer import Viewer
from roadmap.history import Origin, origins
from roadmap.models import Participation, Technology
from roadmap.permissions import can_note_participation, can_set_counts
from roadmap.sentences import left_out_sentence, parts_sentence
from web.words import counted, day

ROWS = 50  # technologies shown at a time
PARTS = [(part.value, part.label) for part in Participation.Part if part != Participation.Part.NOT_KNOWN]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the picture, the list of facilities, or one of them."""

    by: str = "technology"
    facility: int | None = None
    rows: int = ROWS

    @property
    def here(self) -> str:
        """The query string that leads back to this view; "" for the picture."""
        if self.facility is not None:
            return f"?{urlencode({'facility': self.facility})}"
        return "?by=facility" if self.by == "facility" else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A facility's part in a technology, and all there is to know of it."""

    pk: int
    facility: str
    part: str
    said: str
    on: date
    origin: Origin | None
    confirmed: bool
    confirmed_by: str
    confirmed_on: datetime | None

    @property
    def words(self) -> str:
        return Participation.Part(self.part).label

    @property
    def confirmed_words(self) -> str:
        if not self.confirmed:
            return "not confirmed"
        by = f" by {self.confirmed_by}" if self.confirmed_by else ""
        return f"confirmed{by} on {day(self.confirmed_on)}"

    @property
    def source(self) -> str:
        """``Ana Kováč, minutes of 12 Feb, line 54``, or who said it and when where no minutes say it."""
        when = f"minutes of {self.origin.words}" if self.origin else day(self.on)
        return f"{self.said}, {when}" if self.said else when

    @property
    def remark(self) -> str:
        return f"{self.source}; {self.confirmed_words}"


@dataclass(slots=True)
class Column:
    """A facility of the group."""

    pk: int
    name: str
    full_name: str
    people: int
    counts: bool
    own: bool
    parts: list[Cell] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """``ESRF takes part in 4, does not take part in 1.``"""
        return parts_sentence(self.name, [cell.part for cell in self.parts])

    @property
    def unconfirmed(self) -> int:
        return sum(not cell.confirmed for cell in self.parts)


@dataclass(slots=True)
class Row:
    """A technology; ``cells`` are as the columns are, None where nothing is known."""

    pk: int
    number: int
    title: str
    own: Cell | None
    cells: list[Cell | None]

    @property
    def silent(self) -> bool:
        return self.own is None and not any(self.cells)


@dataclass(slots=True)
class FacilitiesPage:
    """The page, for one viewer. Templates only lay it out."""

    asked: Asked
    technologies: int
    ideas: int
    columns: list[Column]
    own: Column | None
    others: list[Column]
    rows: list[Row]
    one: Column | None
    names: bool
    can_note: bool
    can_set_counts: bool
    left_out: str
    more: str = ""
    last_id: str = ""
    speakers: Sequence[tuple[int, str]] = ()

    @property
    def sentence(self) -> str:
        """``15 facilities, 11 technologies. 3 parts are known, 1 of them confirmed.``"""
        known = sum(len(column.parts) for column in self.columns)
        confirmed = known - sum(column.unconfirmed for column in self.columns)
        head = (
            f"{counted(len(self.columns), 'facility', 'facilities')}, "
            f"{counted(self.technologies, 'technology', 'technologies')}."
        )
        if not known:
            return f"{head} No part is known yet."
        if known == 1:
            return f"{head} 1 part is known{'' if confirmed else ', not confirmed'}."
        return f"{head} {known} parts are known, {confirmed or 'none'} of them confirmed."


def facilities_page(group: Group, viewer: Viewer, asked: Asked) -> FacilitiesPage:
    """The page as the viewer may see it. Six queries at most, whatever the number of rows."""
    names = can_see_names(viewer, group)
    technologies = list(
        Technology.objects.listed(group)
        .annotate(title=F("text__title"))
        .order_by("rank", "pk")
        .values_list("pk", "number", "title")
    )
    cells = cells_of(group, viewer, names=names)
    by_facility: dict[int, dict[int, Cell]] = {}
    for (technology, facility), cell in cells.items():
        by_facility.setdefault(facility, {})[technology] = cell
    mine = viewer.member.facility_id if viewer.member and can_take_part(viewer, group) else None
    columns = columns_of(group, by_facility, mine, everybody=names)
    own = next((column for column in columns if column.own), None)
    one = next((column for column in columns if column.pk == asked.facility), None)
    others = [column for column in columns if not column.own]
    shown = technologies if one or asked.by == "facility" else technologies[: asked.rows]
    page = FacilitiesPage(
        asked=asked,
        technologies=len(technologies),
        ideas=Technology.objects.ideas(group).count(),
        columns=columns,
        own=own,
        others=others,
        rows=rows_of(shown, cells, [one] if one else others, own),
        one=one,
        names=names,
        can_note=can_note_participation(viewer, group),
        can_set_counts=can_set_counts(viewer, group),
        left_out=left_out_sentence([column.name for column in columns if not column.counts]),
    )
    if len(shown) < len(technologies):
        page.more, page.last_id = f"?rows={asked.rows + ROWS}", f"T{shown[-1][1]}"
    if one is not None and page.can_note and not one.own:
        page.speakers = speakers_of(group, one)
    return page


def cells_of(group: Group, viewer: Viewer, *, names: bool) -> dict[tuple[int, int], Cell]:
    """Technology and facility → the part that holds, where one is known. Two queries."""
    rows = list(
        Participation.objects.filter(technology__in=Technology.objects.listed(group), superseded_at__isnull=True)
        .exclude(part=Participation.Part.NOT_KNOWN)
        .order_by("technology__rank", "technology_id")
        .values(
            "pk",
            "technology_id",
            "facility_id",
            "part",
            "said_on",
            "confirmed_at",
            facility_name=F("facility__short_name"),
            said=F("said_by__name"),
            noted=F("recorded_by__name"),
            confirmed=F("confirmed_by__name"),
        )
    )
    lines = origins("participation", [row["pk"] for row in rows], viewer)
    return {
        (row["technology_id"], row["facility_id"]): Cell(
            pk=row["pk"],
            facility=row["facility_name"],
            part=row["part"],
            said=said_words(row, lines.get(row["pk"])) if names else "",
            on=row["said_on"],
            origin=lines.get(row["pk"]),
            confirmed=row["confirmed_at"] is not None,
            confirmed_by=(row["confirmed"] or "") if names else "",
            confirmed_on=row["confirmed_at"],
        )
        for row in rows
    }


def said_words(row: Mapping[str, Any], origin: Origin | None) -> str:
    """Who said it; where neither minutes nor the person wrote it down, who noted it too."""
    said, noted = row["said"] or "", row["noted"] or ""
    if origin is not None or not noted or said == noted:
        return said
    return f"{said}, noted by {noted}" if said else f"noted by {noted}"


def columns_of(
    group: Group, parts: Mapping[int, Mapping[int, Cell]], mine: int | None, *, everybody: bool
) -> list[Column]:
    """The facilities of the group's members and those whose part is known; outside, only these. One query."""
    members = Membership.objects.current().filter(group=group, member__facility__isnull=False)
    known = Q(pk__in=list(parts))
    rows = (
        Facility.objects.filter(known | Q(pk__in=members.values("member__facility")) if everybody else known)
        .annotate(
            people=Count("members", filter=Q(members__in=members.values("member"))),
            left_out=Exists(GroupFacility.objects.filter(group=group, facility=OuterRef("pk"), counts=False)),
        )
        .values_list("pk", "short_name", "full_name", "people", "left_out")
    )
    found = [
        Column(pk, name, full_name, people, not left_out, pk == mine, list(parts.get(pk, {}).values()))
        for pk, name, full_name, people, left_out in rows
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.pk))


def rows_of(
    technologies: Sequence[tuple[int, Any, str]],
    cells: Mapping[tuple[int, int], Cell],
    columns: Sequence[Column],
    own: Column | None,
) -> list[Row]:
    return [
        Row(
            pk=pk,
            number=number,
            title=title,
            own=cells.get((pk, own.pk)) if own else None,
            cells=[cells.get((pk, column.pk)) for column in columns],
        )
        for pk, number, title in technologies
    ]


def speakers_of(group: Group, facility: Column) -> list[tuple[int, str]]:
    """Who may have said what a facility's part is: its own people first. One query."""
    people = (
        Member.objects.filter(memberships__in=Membership.objects.current().filter(group=group))
        .order_by("name", "pk")
        .values_list("pk", "name", "facility_id")
    )
    return [(pk, name) for pk, name, _ in sorted(people, key=lambda one: one[2] != facility.pk)]
