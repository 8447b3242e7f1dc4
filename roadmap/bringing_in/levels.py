"""Which headings are the technologies: those of the level that fits best what the roadmap has."""

from __future__ import annotations

from collections.abc import Sequence

from documents.outline import Section
from roadmap.bringing_in.headings import counts_up, folded, numbered, tidy_title
from roadmap.bringing_in.shapes import Exact, KnownRoadmap


def levels_of(document: Sequence[Section]) -> dict[int, int]:
    """Heading level → how many headings it has, the highest first."""
    found: dict[int, int] = {}
    for part in document:
        if part.level:
            found[part.level] = found.get(part.level, 0) + 1
    return dict(sorted(found.items()))


def title_at(document: Sequence[Section], level: int) -> int | None:
    """Where the document's own title is: the first heading, alone on its level, above those of ``level``."""
    first = next((at for at, part in enumerate(document) if part.level), None)
    if first is None or document[first].level >= level:
        return None
    return first if sum(part.level == document[first].level for part in document) == 1 else None


def fitting_level(document: Sequence[Section], known: KnownRoadmap) -> int:
    """The level whose headings fit best; 0 when there is no heading.

    First counts how many of them name or number a technology that is there, then whether they number one through,
    whether they are as many as the technologies, and whether there are several; the higher level wins.
    """
    levels = levels_of(document)
    if exact := [part.level for part in document if isinstance(part, Exact)]:
        return max(exact)
    there = [one for one in known.technologies if not one.away]
    titles = {folded(one.title) for one in there if one.title}
    numbers = {one.number for one in there}

    def fits(level: int) -> tuple[int, bool, bool, bool, int]:
        headings = [numbered(tidy_title(part.title)) for part in document if part.level == level]
        found = sum(
            (folded(title) in titles) or (spelled_out and (number in numbers or not numbers))
            for number, title, spelled_out in headings
        )
        enough = 2 * found >= min(len(headings), len(there) or len(headings))
        counted = len(headings) > 1 and counts_up(number for number, _, _ in headings)
        as_many = len(headings) > 1 and len(headings) == len(there)
        return found if enough else 0, counted, as_many, len(headings) > 1, -level

    below = [level for level in levels if title_at(document, level) is not None] or list(levels)
    return max(levels, key=lambda level: (*fits(level)[:4], level in below, -level), default=0)
