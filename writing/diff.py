"""Word differences between two texts: pure, readable, bounded.

Paragraphs are compared first, then the words inside changed paragraphs, with difflib's Ratcliff–Obershelp
matching (https://docs.python.org/3/library/difflib.html). Its worst case is quadratic, so words are compared
only within paragraphs whose product of lengths stays in a budget; beyond it a paragraph counts as replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

BUDGET = 4_000_000  # compared pairs of words per paragraph
WORD = re.compile(r"\s+|\w+|[^\w\s]")

Kind = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words and what became of it."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the comparison: its pieces, and whether anything in it changed."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def compare(before: str, after: str) -> list[Paragraph]:
    """The two texts as one list of paragraphs with what was added and removed. Every word of both is in it."""
    old, new = before.split("\n"), after.split("\n")
    result: list[Paragraph] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=len(old) > 2000).get_opcodes():
        if tag == "equal":
            result += [Paragraph((Piece("same", line),)) for line in old[i1:i2]]
        elif tag == "replace":
            result += replaced(old[i1:i2], new[j1:j2])
        else:
            result += [Paragraph((Piece("removed", line),)) for line in old[i1:i2]]
            result += [Paragraph((Piece("added", line),)) for line in new[j1:j2]]
    return result


def replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    for index in range(max(len(old), len(new))):
        if index >= len(new):
            yield Paragraph((Piece("removed", old[index]),))
        elif index >= len(old):
            yield Paragraph((Piece("added", new[index]),))
        else:
            yield Paragraph(tuple(compare_words(old[index], new[index])))


def compare_words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) * len(new) > BUDGET:
        yield Piece("removed", before)
        yield Piece("added", after)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Piece("removed", "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("added", "".join(new[j1:j2]))


def words_changed(before: str, after: str) -> int:
    """How many words differ: the larger of the words removed and the words added."""
    counts = {"added": 0, "removed": 0, "same": 0}
    for paragraph in compare(before, after):
        for piece in paragraph.pieces:
            counts[piece.kind] += len(piece.words.split())
    return max(counts["added"], counts["removed"])
