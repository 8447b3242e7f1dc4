"""A technology's history: what was written, said and decided about it, newest first, in one list.

What makes history lives on several floors. Each gives a :class:`HistorySource`; those of higher floors (the
lines of minutes) register theirs at start-up. A source answers with at most ``limit`` lines older than a key,
in one keyset query, always through ``visible_to``; this module joins them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from members.viewer import Viewer
from roadmap.models import Technology

Key = tuple[datetime, int, int]
"""Newest first: the moment, a rank of the source, the row's order within it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history. ``template`` is the partial that shows ``row``; ``occasion`` groups lines of a meeting."""

    key: Key
    kind: str  # said, decided, texts
    template: str
    row: Any
    on: date
    occasion: Any = None
    thread_id: int | None = None


HistorySource = Callable[[Technology, Viewer, Key | None, int], Sequence[Line]]
CountSource = Callable[[Sequence[int], Viewer], Mapping[int, "LastSaid"]]


@dataclass(frozen=True, slots=True)
class LastSaid:
    """What a list says of a technology: how many lines the newest meeting that spoke of it left, and when."""

    lines: int
    on: date


SOURCES: list[HistorySource] = []
COUNTS: list[CountSource] = []


def register_history(source: HistorySource, counts: CountSource | None = None) -> None:
    SOURCES.append(source)
    if counts is not None:
        COUNTS.append(counts)


def history(
    technology: Technology,
    viewer: Viewer,
    own: Iterable[HistorySource],
    *,
    older_than: Key | None = None,
    limit: int = 20,
) -> tuple[list[Line], Key | None]:
    """The newest ``limit`` lines older than ``older_than``, and the key to go on from (None at the end).

    One query a source. ``own`` are the roadmap's own sources: comments, positions, versions.
    """
    wanted = limit + 1
    found = [source(technology, viewer, older_than, wanted) for source in (*own, *SOURCES)]
    lines = heapq.nlargest(wanted, (line for part in found for line in part), key=lambda line: line.key)
    if len(lines) <= limit:
        return lines, None
    return lines[:limit], lines[limit - 1].key
