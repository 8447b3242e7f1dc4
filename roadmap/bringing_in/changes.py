"""What a person has said about a document: a list of changes, the newest last; undo takes the last one away.

A change is a small dict, so that a draft keeps it as JSON. ``{"at": 3, "becomes": "T2", "title": …, "text": …}`` says
something about one part; without ``at`` it is about the whole: ``level``, ``order`` and ``name``. With "yes" to the
order go the ``pairs`` that were meant, part → technology, so that what is said of one part later moves no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Change = Mapping[str, Any]

FIELDS = ("becomes", "title", "text", "words")
WHOLE = {"order": {"yes", "each", "new"}, "name": {"take", "leave"}}
WORDS = {"ours", "document"}
UNDOABLE = 60  # changes that can be taken back one by one; older ones that were said anew are forgotten

_BECOMES = re.compile(r"T\d{1,9}|new|scope|part|out")


@dataclass(slots=True)
class Said:
    """All changes put together: what holds now. ``parts``: field → value by part."""

    level: int | None = None
    order: str = ""
    pairs: dict[int, int] = field(default_factory=dict)
    name: str = ""
    parts: dict[int, dict[str, str]] = field(default_factory=dict)

    def of(self, at: int, name: str) -> str | None:
        return self.parts.get(at, {}).get(name)


def said(changes: Iterable[Any]) -> Said:
    """What holds after ``changes``. Whatever is no change is passed over; an empty value takes a field back."""
    found = Said()
    for change in changes:
        if not isinstance(change, Mapping):
            continue
        at = change.get("at")
        if isinstance(at, int):
            there = found.parts.setdefault(at, {})
            for name in FIELDS:
                if isinstance(value := change.get(name), str):
                    there[name] = value
                elif name in change:
                    there.pop(name, None)
            continue
        if "level" in change:
            found.level = change["level"] if isinstance(change["level"], int) else None
        if "order" in change:
            found.order, pairs = str(change["order"] or ""), change.get("pairs")
            found.pairs = {int(key): int(to) for key, to in pairs.items()} if isinstance(pairs, Mapping) else {}
        found.name = str(change.get("name", found.name) or "")
    return found


def is_known(change: Change, parts: int, levels: Iterable[int]) -> bool:
    """Whether a change says something that can be said of a document of so many parts."""
    at = change.get("at")
    if at is None:
        level = change.get("level")
        return (level is None or level in set(levels)) and all(
            change.get(name) in {None, *values} for name, values in WHOLE.items()
        )
    if not isinstance(at, int) or not 0 <= at < parts:
        return False
    becomes, words = change.get("becomes"), change.get("words")
    return (becomes is None or _BECOMES.fullmatch(becomes) is not None) and words in {None, *WORDS}


def added(changes: Sequence[Change], change: Change) -> list[Change]:
    """The list with one more. Of what cannot be taken back any more only the outcome is kept."""
    kept = [*changes, change]
    if len(kept) <= 2 * UNDOABLE:
        return kept
    old, new = kept[:-UNDOABLE], kept[-UNDOABLE:]
    before = said(old)
    whole = {"level": before.level, "order": before.order, "pairs": before.pairs, "name": before.name}
    return [whole, *({"at": at, **fields} for at, fields in before.parts.items() if fields), *new]
