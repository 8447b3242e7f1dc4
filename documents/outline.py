"""A Markdown text cut at its headings."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it down to the next heading of any level.

    `title` is as typed, without the heading's own marks; level 0 with the title "" is what stands before the
    first heading. `body` is without blank lines at either end; `line` is the heading's, counted from 1.
    """

    title: str
    level: int
    body: str
    line: int


def outline(text: str) -> list[Section]:
    """The sections of `text` in order; every line that is not blank is in exactly one, as title or in the body.

    Headings count as the renderer reads them: those in fences, lists, quotations and tables do not.
    """
    lines = text.split("\n")
    heads = _headings(lines)
    sections: list[Section] = []
    if not heads or any(line.strip() for line in lines[: heads[0].first]):
        end = heads[0].first if heads else len(lines)
        sections.append(Section("", 0, _joined(lines[:end]), 1))
    for place, head in enumerate(heads):
        end = heads[place + 1].first if place + 1 < len(heads) else len(lines)
        sections.append(Section(head.title, head.level, _joined(lines[head.last : end]), head.first + 1))
    return [section for section in sections if section.title or section.body or section.level]


@dataclass(frozen=True, slots=True)
class _Head:
    title: str
    level: int
    first: int  # line, from 0
    last: int  # the line after it


_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r"(?P<indent> {0,3})(?P<mark>`{3,}(?=[^`]*$)|~{3,})")


def _headings(lines: list[str]) -> list[_Head]:
    """Headings of the outermost level, in one pass; linear."""
    found: list[_Head] = []
    fence = ""
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening["mark"].startswith(fence) and not line[opening.end() :].strip():
                fence = ""
            continue
        if opening:
            fence = opening["mark"]
            continue
        head = _ATX.fullmatch(line) if line.lstrip(" ").startswith("#") else None
        if head:
            found.append(_Head((head[2] or "").strip(), len(head[1]), number, number + 1))
    return found


def _joined(lines: list[str]) -> str:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end])
