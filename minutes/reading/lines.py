"""The lines of a text as the reader sees them: without tags, front matter and the marks of pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from .characters import fold, normal_lines
from .markup import GOES_ON, without_tags

_PAGE = re.compile(
    r"(?:page|seite|p\.)\s*\d{1,4}(?:\s*(?:of|/|von|sur|de)\s*\d{1,4})?$|-\s*\d{1,3}\s*-$|\d{1,4}\s*/\s*\d{1,4}$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Line:
    """One line as the reader sees it; `number` is that of the source, from 1."""

    number: int
    text: str
    indent: int
    break_before: bool = False

    @property
    def blank(self) -> bool:
        return not self.text


def lines_of(text: str) -> list[Line]:
    rows = normal_lines(without_tags("\n".join(normal_source(text))))
    out = []
    held: list[str] = []
    for last, end in enumerate(rows, 1):
        if end.endswith(GOES_ON):
            held.append(end[:-1].strip())
            continue
        row, number = (" ".join([*held, end]), last - len(held)) if held else (end, last)
        held.clear()
        parts = row.split("\x1e") if "\x1e" in row else (row,)
        for part in parts:
            stripped = part.strip()
            out.append(Line(number, stripped, len(part) - len(part.lstrip()) if stripped else 0))
    return out


def normal_source(text: str) -> list[str]:
    """Source lines with U+001E freed for the reader's own use."""
    return text.replace("\x1e", " ").replace(GOES_ON, " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def front_matter(lines: list[Line]) -> dict[str, str]:
    """Key and value of a front matter at the top; its lines are blanked."""
    start = next((i for i, line in enumerate(lines[:10]) if not line.blank), None)
    if start is None or lines[start].text not in {"---", "+++"}:
        return {}
    found: dict[str, str] = {}
    for index in range(start + 1, min(start + 60, len(lines))):
        text = lines[index].text
        if text == lines[start].text or (text == "..." and lines[start].text == "---"):
            if not found:
                return {}
            for line in lines[start : index + 1]:
                line.text = ""
            return found
        key, colon, value = text.partition(":" if lines[start].text == "---" else "=")
        if colon and " " not in key.strip():
            found[fold(key)] = value.strip().strip("\"'")
        elif text and not text.startswith(("-", "#", "[")):
            return {}
    return {}


def drop_page_marks(lines: list[Line]) -> None:
    """Blank page numbers and running heads: short lines that come back with only their number changed."""
    shapes: Counter[str] = Counter()
    for line in lines:
        if 0 < len(line.text) <= 90 and line.text[-1].isdigit() | line.text[0].isdigit() | ("age" in line.text):
            shapes[_DIGITS.sub("0", line.text)] += 1
    for line in lines:
        if line.blank or len(line.text) > 90:
            continue
        if _PAGE.match(line.text):
            line.text = ""
            continue
        shape = _DIGITS.sub("0", line.text)
        if shapes.get(shape, 0) >= 3 and re.search(r"\b(?:page|seite)\b", shape, re.IGNORECASE):
            line.text = ""


def drop_interruptions(lines: list[Line]) -> None:
    """Blank what a page put into the middle of a sentence: a number alone, or lines that come back at other cuts."""
    shapes: Counter[str] = Counter(_DIGITS.sub("0", line.text) for line in lines if 0 < len(line.text) <= 100)
    dropped: set[str] = set()
    index = 0
    while index < len(lines):
        if lines[index].blank or not _open_ended(lines[index].text):
            index += 1
            continue
        end = index + 1
        between: list[Line] = []
        while end < len(lines) and len(between) < 4 and end - index < 12:
            if not lines[end].blank:
                if lines[end].text[:1].islower():
                    break
                between.append(lines[end])
            end += 1
        gaps = end - index - 1 - len(between)
        if between and gaps and end < len(lines) and lines[end].text[:1].islower():
            for line in between:
                shape = _DIGITS.sub("0", line.text)
                if shape == "0" or (shapes[shape] > 1 and len(line.text) <= 100):
                    dropped.add(shape)
            if all(_DIGITS.sub("0", line.text) in dropped for line in between):
                for line in between:
                    line.text = ""
        index += 1
    for line in lines:
        if line.text and "0" in (shape := _DIGITS.sub("0", line.text)) and shape != "0" and shape in dropped:
            line.text = ""


def _open_ended(text: str) -> bool:
    """Whether a line stops in mid-sentence."""
    return len(text) > 40 and text[-1] not in ".!?:;…|)\"”’'*_>" and not text.startswith(("#", "|"))


def wrap_width(lines: list[Line]) -> int:
    """The column at which the text was broken by its editor, or 0 when lines are as long as their words."""
    lengths = sorted(len(line.text) + line.indent for line in lines if len(line.text) > 20)
    if len(lengths) < 6:
        return 0
    top = lengths[-max(1, len(lengths) // 50)]
    if not 50 <= top <= 130:
        return 0
    near = sum(1 for length in lengths if top - 14 <= length <= top + 5)
    return top if near >= max(4, len(lengths) // 5) else 0
