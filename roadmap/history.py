"""A technology's history: what was written, said and decided about it, newest first, in one list.

What makes history lives on several floors. Each gives a :data:`HistorySource`; those of higher floors (the
lines of minutes) register theirs at start-up. A source answers with at most ``limit`` lines older than a key,
in one keyset query, always through ``visible_to``; this module joins them. The discussion of the roadmap as a whole
is put together the same way. The other registries here are what the roadmap's pages ask of the minutes: counts for
the list, what was said first, cross references, origins.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal

from django.utils import timezone

from members.models import Group
from members.viewer import Viewer
from roadmap.models import Technology

Kind = Literal["said", "decided", "texts"]

Key = tuple[datetime, int, int]
"""Lines are shown from the greatest key down: the moment, a rank of the source, the row's order within it.

All lines of one meeting share a moment (the beginning of its day) and a rank (``MEETING_RANK`` plus the id of
their minutes), and their order is minus their place: so a dialogue reads from top to bottom.
"""

MEETING_RANK = 10
FIRST_YEAR, LAST_YEAR = 2, 9998  # a day earlier or later in another time zone is still a day
BIGGEST = 2**62  # what an id of the database may be, with room for what is added to it


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting under whose name its lines are grouped."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history. ``template`` is the partial that shows ``row``, given as ``row`` with ``line``, ``asked``.

    It is one ``<li class="line">``. ``occasion`` groups the lines of a meeting under its name.
    """

    key: Key
    kind: Kind
    template: str
    row: Any
    on: date
    occasion: Occasion | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source is asked: at most ``limit`` lines below ``older_than``, of one kind or of all."""

    technology: Technology
    viewer: Viewer
    older_than: Key | None = None
    limit: int = 20
    only: Kind | None = None


@dataclass(frozen=True, slots=True)
class AskedOfRoadmap:
    """The same of the roadmap as a whole: at most ``limit`` lines below ``older_than`` that belong to no technology."""

    group: Group
    viewer: Viewer
    older_than: Key | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a source answers: its lines, greatest key first, and how many there are below ``older_than`` in all.

    ``total`` comes from a window count in the same query (``Window(Count("*"))`` is computed before the limit).
    """

    lines: Sequence[Line] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class LastSaid:
    """What a list says of a technology: how many lines the newest meeting that spoke of it left, and when."""

    lines: int
    on: date


@dataclass(frozen=True, slots=True)
class FirstSaid:
    """The first thing said about a technology, as the placeholder of its name: “words” – speaker."""

    words: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A technology that speaks of this one, or that this one speaks of (``outward``), and where it was said."""

    number: int
    title: str
    outward: bool
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something comes from: ``12 Feb, line 54`` and the address of that line."""

    words: str
    address: str


OriginOf = Literal["idea", "action", "participation", "position"]

HistorySource = Callable[[Asked], Found]
DiscussionSource = Callable[[AskedOfRoadmap], Found]
CountSource = Callable[[Sequence[int], Viewer], Mapping[int, LastSaid]]
FirstSaidSource = Callable[[Sequence[int], Viewer], Mapping[int, FirstSaid]]
SpokenSource = Callable[[Sequence[int], date, Viewer], set[int]]
RelatedSource = Callable[[Technology, Viewer], Sequence[Reference]]
OriginSource = Callable[[OriginOf, Sequence[int], Viewer], Mapping[int, Origin]]

SOURCES: list[HistorySource] = []
DISCUSSIONS: list[DiscussionSource] = []
COUNTS: list[CountSource] = []
FIRST_SAID: list[FirstSaidSource] = []
SPOKEN: list[SpokenSource] = []
RELATED: list[RelatedSource] = []
ORIGINS: list[OriginSource] = []


def register_history(source: HistorySource, counts: CountSource | None = None) -> None:
    SOURCES.append(source)
    if counts is not None:
        COUNTS.append(counts)


def register_discussion(source: DiscussionSource) -> None:
    DISCUSSIONS.append(source)


def register_first_said(source: FirstSaidSource) -> None:
    FIRST_SAID.append(source)


def register_spoken(source: SpokenSource) -> None:
    SPOKEN.append(source)


def register_related(source: RelatedSource) -> None:
    RELATED.append(source)


def register_origins(source: OriginSource) -> None:
    ORIGINS.append(source)


def last_said(technology_ids: Sequence[int], viewer: Viewer) -> dict[int, LastSaid]:
    """Per technology the newest that any source knows. One query a source."""
    found: dict[int, LastSaid] = {}
    for source in COUNTS:
        for key, last in source(technology_ids, viewer).items():
            if key not in found or last.on > found[key].on:
                found[key] = last
    return found


def first_said(technology_ids: Sequence[int], viewer: Viewer) -> dict[int, FirstSaid]:
    """Per technology the first thing said about it, where there is any. One query a source."""
    return {key: said for source in FIRST_SAID for key, said in source(technology_ids, viewer).items()}


def spoken_of_by(technology_ids: Sequence[int], on: date, viewer: Viewer) -> set[int]:
    """Those that something was said about on that day or before. One query a source."""
    return {key for source in SPOKEN for key in source(technology_ids, on, viewer)}


def related(technology: Technology, viewer: Viewer) -> list[Reference]:
    """Cross references both ways, each technology and direction once. One query a source."""
    found: dict[tuple[int, bool], Reference] = {}
    for source in RELATED:
        for reference in source(technology, viewer):
            found.setdefault((reference.number, reference.outward), reference)
    return sorted(found.values(), key=lambda one: (one.number, not one.outward))


def origins(kind: OriginOf, ids: Sequence[int], viewer: Viewer) -> dict[int, Origin]:
    """Where rows of one kind come from, by their ids, as far as the viewer may see it. One query a source."""
    if not ids:
        return {}
    return {key: origin for source in ORIGINS for key, origin in source(kind, ids, viewer).items()}


@dataclass(frozen=True, slots=True)
class History:
    """One page of history. ``older`` is how many lines are left below ``next_key``."""

    lines: list[Line]
    total: int
    next_key: Key | None = None

    @property
    def older(self) -> int:
        return self.total - len(self.lines)


def history(asked: Asked, own: Iterable[HistorySource]) -> History:
    """The newest ``asked.limit`` lines below ``asked.older_than``, and how many more there are.

    One query a source. ``own`` are the roadmap's own sources: comments, positions, versions, states.
    """
    return joined([source(asked) for source in (*own, *SOURCES)], asked.limit)


def discussion(asked: AskedOfRoadmap, own: Iterable[DiscussionSource]) -> History:
    """The same of what was said about the roadmap as a whole. ``own`` are its comments and acts."""
    return joined([source(asked) for source in (*own, *DISCUSSIONS)], asked.limit)


def joined(found: Sequence[Found], limit: int) -> History:
    lines = heapq.nlargest(limit, (line for part in found for line in part.lines), key=lambda line: line.key)
    total = sum(part.total for part in found)
    return History(lines, total, lines[-1].key if total > len(lines) else None)


@dataclass(frozen=True, slots=True)
class DayOfHistory:
    """The lines of one day, or of one meeting of that day."""

    on: date
    occasion: Any
    lines: list[Line]


def days_of(lines: Sequence[Line]) -> list[DayOfHistory]:
    grouped = groupby(lines, key=lambda line: (line.on, line.occasion))
    return [DayOfHistory(on, occasion, list(found)) for (on, occasion), found in grouped]


def cursor_of(key: Key) -> str:
    """A key as an address carries it."""
    return f"{key[0].timestamp() * 1_000_000:.0f}_{key[1]}_{key[2]}"


def key_from(words: str) -> Key | None:
    """The key a cursor stands for; None for anything else."""
    parts = words.split("_")
    if len(parts) != 3:
        return None
    try:
        moment, rank, order = (int(part) for part in parts)
        seconds, micro = divmod(moment, 1_000_000)
        at = datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone()).replace(microsecond=micro)
    except (ValueError, OverflowError, OSError):
        return None
    if not (FIRST_YEAR <= at.year <= LAST_YEAR and abs(rank) < BIGGEST and abs(order) < BIGGEST):
        return None
    return at, rank, order
