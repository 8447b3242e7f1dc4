"""What other floors know of meetings by number, for the administration's list and its CSV file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Counts = Callable[[Sequence[int]], Mapping[int, int]]

COUNTS: dict[str, Counts] = {}


def register_counts(name: str, counts: Counts) -> None:
    """``counts`` tells for meetings' ids how many of ``name`` each has, in one query; without an entry it has none."""
    COUNTS[name] = counts
