"""A Markdown text cut at its headings."""

import re
from collections.abc import Callable
from dataclasses import dataclass

MAX_TITLE = 300  # characters; longer than that, a paragraph was given the looks of a heading
_MAX_NESTED = 50  # lists inside each other; what is deeper is inside all the same
_FEW = 2  # titles make a document; one alone is a sentence


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it down to the next heading of any level.

    `title` is its words without marks; level 0 with the title "" is what stands before the first heading.
    `body` is without blank lines at either end; `line` is the heading's, counted from 1.
    """

    title: str
    level: int
    body: str
    line: int


def outline(text: str) -> list[Section]:
    """The sections of `text` in order; every line that is not blank is in exactly one, as title or in the body.

    Headings count as the renderer reads them: those in fences, lists, quotations and tables do not, nor does one
    of more than `MAX_TITLE` characters. A text with one heading at most, its title, is cut at lines that stand
    for headings, the first kind of which there are several: "Technology 3: …"; paragraphs "1. …", "2. …" counted
    from 1, with text below each; paragraphs in bold. Linear.
    """
    lines = text.split("\n")
    heads = _headings(lines)
    if len(heads) < _FEW:
        for find in (_named, _numbered, _bold):
            found = find(lines, heads)
            if len(found) >= _FEW:
                heads = sorted([*heads, *found], key=lambda head: head.first)
                break
    sections: list[Section] = []
    before = _joined(lines[: heads[0].first if heads else len(lines)])
    if before:
        sections.append(Section("", 0, before, 1))
    for place, head in enumerate(heads):
        end = heads[place + 1].first if place + 1 < len(heads) else len(lines)
        sections.append(Section(head.title, head.level, _joined(lines[head.last : end]), head.first + 1))
    return sections


@dataclass(frozen=True, slots=True)
class _Head:
    title: str
    level: int
    first: int  # line, from 0
    last: int  # the line after it


_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]++(.*+))?")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
_ITEM = re.compile(r"( {0,3}(?:[-*+]|\d{1,9}[.)]))(?: {1,4}(?=\S)| *$| )")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})")


def _headings(lines: list[str]) -> list[_Head]:
    """Headings outside every list, quotation and fence, as CommonMark reads them."""
    found: list[_Head] = []
    fence = ""
    inside: list[int] = []  # how far the text of each list item that is open is indented
    paragraph = -1  # where the paragraph begins that is open outside everything
    goes_on = False  # a paragraph inside something is open: text without indent goes on with it
    for number, line in enumerate(lines):
        if not line.strip():
            paragraph, goes_on = -1, False
            continue
        indent = len(line) - len(line.lstrip(" "))
        if inside and indent < inside[-1]:
            if (
                goes_on
                and not fence
                and _is_paragraph(line.strip())
                and not _ITEM.match(line)
                and line.lstrip()[0] != ">"
            ):
                continue
            fence = ""
            while inside and indent < inside[-1]:
                inside.pop()
        rest = line[inside[-1] :] if inside else line
        if fence:
            closing = _FENCE.match(rest)
            if closing and closing["mark"].startswith(fence) and not rest[closing.end() :].strip():
                fence = ""
            continue
        rule = _RULE.fullmatch(rest)
        setext = _SETEXT.fullmatch(rest)
        if paragraph >= 0 and setext and not inside:
            title = _words(" ".join(part.strip() for part in lines[paragraph:number]))
            if len(title) <= MAX_TITLE:
                found.append(_Head(title, 1 if setext[1][0] == "=" else 2, paragraph, number + 1))
            paragraph = -1
            continue
        while (
            not rule
            and len(inside) < _MAX_NESTED
            and (item := _ITEM.match(rest))
            and not (paragraph >= 0 and _continues(rest))
        ):
            width = item.end() if rest[item.end() :].strip() else len(item[1]) + 1
            inside.append((inside[-1] if inside else 0) + width)
            rest = rest[item.end() :]
            paragraph = -1
            rule = _RULE.fullmatch(rest)
        if (opening := _FENCE.match(rest)) and not rest.startswith("    "):
            fence = opening["mark"]
            paragraph, goes_on = -1, False
            continue
        quoted = rest.lstrip(" ").startswith(">")
        if inside or quoted or rule or rest.startswith("    "):
            if inside or quoted or rule:
                paragraph = -1
                goes_on = not rule and _is_paragraph(rest.lstrip(" >"))
            continue
        head = _ATX.fullmatch(rest) if rest.lstrip(" ").startswith("#") else None
        if head is None:
            paragraph = number if paragraph < 0 and not goes_on else paragraph
            continue
        paragraph, goes_on = -1, False
        title = _words(_without_closing(head[2] or ""))
        if title and len(title) <= MAX_TITLE:
            found.append(_Head(title, len(head[1]), number, number + 1))
    return found


def _without_closing(title: str) -> str:
    """The words of a heading without the signs that may end it: ``Mirrors ##``."""
    title = title.rstrip(" \t")
    bare = title.rstrip("#")
    return bare if not bare or bare[-1] in " \t" else title


def _is_paragraph(text: str) -> bool:
    return bool(text) and not (_ATX.fullmatch(text) or _FENCE.match(text) or _RULE.fullmatch(text))


def _continues(rest: str) -> bool:
    """Whether a line that looks like an item goes on with the paragraph above: only "1." begins a list there."""
    number = re.match(r" {0,3}(\d{1,9})[.)]", rest)
    return bool(number and int(number[1]) != 1) or not rest.strip(" -*+0123456789.)")


# Lines that stand for headings

_NAMED = re.compile(r"(?:Technology|Technologie|Tech\.?|Topic|T)\s*#?\s*(\d{1,4})\s*[:.–—-]\s*\S.*", re.I)
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+\S.*")


def _named(lines: list[str], heads: list[_Head]) -> list[_Head]:
    found = _lone(lines, heads, "Tt*_", lambda title: bool(_NAMED.fullmatch(title)), alone=False)
    numbers = {match[1] for head in found if (match := _NAMED.fullmatch(head.title))}
    return found if len(numbers) == len(found) else []


def _numbered(lines: list[str], heads: list[_Head]) -> list[_Head]:
    found = _lone(
        lines, heads, "0123456789*_", lambda title: bool(_NUMBER.fullmatch(title)) and title[-1] not in ".;,:!"
    )
    counted = [int(match[1]) for head in found if (match := _NUMBER.fullmatch(head.title))]
    if not found:
        return []
    ends = [*(head.first for head in found[1:]), len(lines)]
    with_text = all(_joined(lines[head.last : end]) for head, end in zip(found, ends, strict=True))
    return found if counted == list(range(1, len(found) + 1)) and with_text else []


def _bold(lines: list[str], heads: list[_Head]) -> list[_Head]:
    def is_bold(line: str) -> bool:
        return line.startswith("**") and line.endswith("**") and len(line) > 4 and "**" not in line[2:-2]

    return [
        head
        for head in _lone(lines, heads, "*", lambda title: len(title) < MAX_TITLE // 2)
        if is_bold(lines[head.first].strip())
    ]


def _lone(
    lines: list[str], heads: list[_Head], signs: str, stands: Callable[[str], bool], *, alone: bool = True
) -> list[_Head]:
    """Lines outside fences that begin with one of `signs` and stand for a heading; where `alone`, paragraphs."""
    level = heads[0].level + 1 if heads else 1
    found: list[_Head] = []
    fenced = ""
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fenced or fence:
            if fence is not None:
                mark = fence["mark"]
                fenced = mark if not fenced else "" if mark.startswith(fenced) else fenced
            continue
        if line[:1] not in signs or len(line) > MAX_TITLE or not line.strip():
            continue
        begins = not number or not lines[number - 1].strip()
        ends = number + 1 == len(lines) or not lines[number + 1].strip()
        if alone and not (begins and ends):
            continue
        title = _words(line)
        if title and stands(title):
            found.append(_Head(title, min(level, 6), number, number + 1))
    return found


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()\s]{0,2000}\)")
_MARKS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3}|~~|`+)(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")


def _words(title: str) -> str:
    """The words of a title without marks, escapes and the addresses of its links."""
    title = title.strip()[: 4 * MAX_TITLE]
    title = _LINK.sub(r"\1", title)
    for _ in range(3):
        title = _MARKS.sub(r"\2", title)
    return " ".join(_ESCAPED.sub(r"\1", title).split())


def _joined(lines: list[str]) -> str:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end])
