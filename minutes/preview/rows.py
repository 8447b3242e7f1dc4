"""The lines of a reading with people's cuts and pins applied, found again by their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from minutes.models import Correction
from minutes.reading.records import KINDS, Entry, Record, Topic

FIELDS = ("kind", "speaker", "technology", "people", "text", "inside", "due", "pro", "contra", "abstain")
QUOTE_LIMIT = 2000
"""Characters of a line that a correction remembers; longer lines are found by their beginning."""

_NEAR = 40
_ALIKE = 0.6


@dataclass(slots=True)
class Line:
    """One line on its way into the record. ``anchor`` are its words as read: what corrections quote.

    ``entries`` are the indices of the reading's entries it comes from, ``pins`` what people set and who did.
    """

    entries: list[int]
    anchor: str
    said: Entry
    pins: dict[str, Any] = field(default_factory=dict)
    corrected_by: str = ""

    @property
    def quote(self) -> str:
        return self.anchor[:QUOTE_LIMIT]


@dataclass(slots=True)
class Lost:
    """A correction whose words are no longer in the text, and the line that now stands where they were."""

    correction: Correction
    near: int | None


def lines_of(record: Record) -> list[Line]:
    return [Line([index], entry.text, entry) for index, entry in enumerate(record.entries)]


class Finder:
    """Finds lines by quote. Exact words first; then the most alike among the lines near by (bounded work)."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._exact: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            self._exact.setdefault(line.quote, []).append(index)

    def find(self, quote: str, line: int, occurrence: int = 0) -> int | None:
        """The index of the line meant. Of several with these words: the nearest, then the ``occurrence``-th there."""
        if same := self._exact.get(quote):
            nearest = min(abs(self._lines[i].said.lines[0] - line) for i in same)
            there = [i for i in same if abs(self._lines[i].said.lines[0] - line) == nearest]
            return there[min(occurrence, len(there) - 1)]
        return self._alike(quote, line)

    def nearest(self, line: int) -> int | None:
        """The line that stands where a lost one was."""
        if not self._lines:
            return None
        return min(range(len(self._lines)), key=lambda i: (abs(self._lines[i].said.lines[0] - line), i))

    def occurrence(self, index: int) -> int:
        """Which of the lines with the same words in the same place this one is, from 0."""
        wanted = self._lines[index]
        return sum(
            1
            for other in self._exact.get(wanted.quote, ())
            if other < index and self._lines[other].said.lines[0] == wanted.said.lines[0]
        )

    def _alike(self, quote: str, line: int) -> int | None:
        near = sorted(range(len(self._lines)), key=lambda i: abs(self._lines[i].said.lines[0] - line))[:_NEAR]
        best, found = _ALIKE, None
        matcher = SequenceMatcher(None, b=quote[:400], autojunk=False)
        for index in near:
            matcher.set_seq1(self._lines[index].anchor[:400])
            if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
                continue
            if (ratio := matcher.ratio()) > best:
                best, found = ratio, index
        return found


@dataclass(slots=True)
class Applied:
    """Lines with people's corrections in them; ``lost`` are those whose words are gone.

    ``moved`` are corrections that were found though their words or lines differ by now, with what they would quote
    today: (correction, quote, line, value).
    """

    lines: list[Line]
    lost: list[Lost] = field(default_factory=list)
    moved: list[tuple[Correction, str, int, dict[str, Any]]] = field(default_factory=list)


def apply_corrections(record: Record, corrections: Iterable[Correction]) -> Applied:
    """All cuts and pins that hold, in the order they were made. ``correction.by`` must be loaded."""
    lines = lines_of(record)
    applied = Applied(lines)
    finder = Finder(lines)
    for correction in corrections:
        if correction.undone_at is not None or correction.kind == Correction.Kind.ANSWER:
            continue
        value: dict[str, Any] = (
            dict(correction.value) if isinstance(correction.value, dict) else {"to": correction.value}
        )
        index = finder.find(correction.quote, correction.line, int(value.get("occurrence") or 0))
        if index is None:
            applied.lost.append(Lost(correction, None))
            continue
        quote, source_line = lines[index].quote, lines[index].said.lines[0]
        first = index - 1 if correction.key == "join" and index else index
        if correction.kind == Correction.Kind.CUT:
            _cut(lines, index, correction.key, value)
            finder = Finder(lines)
        else:
            _pin(lines[index], correction.key, value.get("to"))
        for touched in lines[first : first + (2 if correction.key == "split" else 1)]:
            touched.corrected_by = correction.by.name
        if (quote, source_line) != (correction.quote, correction.line):
            applied.moved.append((correction, quote, source_line, value))
    for lost in applied.lost:  # the lines are settled only now
        lost.near = finder.nearest(lost.correction.line)
    return applied


def _boundary(words: str, first: str, second: str) -> int:
    """Where a cut between two stretches of words is, when some of them were edited since."""
    if first and words.startswith(first):
        return len(first)
    if second and (at := words.find(second[:24])) > 0:
        return at
    if first and (at := words.find(first[-24:])) >= 0:
        return at + len(first[-24:])
    return max(1, min(len(words) - 1, len(words) * len(first) // max(1, len(first) + len(second))))


def _cut(lines: list[Line], index: int, how: str, value: dict[str, Any]) -> None:
    """Split or join in place; a split leaves in ``value`` what its two parts are today."""
    line = lines[index]
    if how == "split" and len(line.anchor) > 1:
        at = _boundary(line.anchor, str(value.get("first") or ""), str(value.get("second") or ""))
        first, second = line.anchor[:at].strip(), line.anchor[at:].strip()
        if not first or not second:
            return
        value["first"], value["second"] = first, second
        line.pins.pop("text", None)
        rest = Line(list(line.entries), second, replace(line.said, text=second), dict(line.pins))
        line.anchor, line.said = first, replace(line.said, text=first)
        lines.insert(index + 1, rest)
    elif how == "join" and index:
        above = lines[index - 1]
        span = (above.said.lines[0], max(above.said.lines[1], line.said.lines[1]))
        above.said = replace(above.said, text=f"{above.said.text} {line.said.text}", lines=span)
        above.anchor = f"{above.anchor} {line.anchor}"
        above.entries += line.entries
        above.pins.pop("text", None)
        del lines[index]


def _pin(line: Line, name: str, to: Any) -> None:
    said = line.said
    if name == "kind" and to in KINDS:
        line.said = replace(said, kind=to, certain=True, doubt=None)
    elif name == "speaker":
        line.said = replace(said, speaker=str(to or "") or None)
    elif name == "technology":
        line.said = replace(said, topic=Topic(int(to)) if to else None)
    elif name == "people":
        line.said = replace(said, assignees=tuple(map(str, to or ())))
    elif name == "pro":
        line.said = replace(said, pro=tuple(map(str, to or ())))
    elif name == "contra":
        line.said = replace(said, contra=tuple(map(str, to or ())))
    elif name == "abstain":
        line.said = replace(said, abstain=tuple(map(str, to or ())))
    elif name == "text" and to:
        line.said = replace(said, text=str(to))
    elif name == "due":
        line.said = replace(said, due=str(to or "") or None)
    line.pins[name] = to
