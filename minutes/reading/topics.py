"""What is spoken about: technologies by number, free topics, and references to other technologies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .records import Topic

_TECHNOLOGY = re.compile(
    r"(?:Technolog(?:y|ie)\s?#?(?P<a>\d{1,3})|T(?P<b>\d{1,3})|#(?P<c>\d{1,2}))(?:\s?(?::|\s[–—-]|\.(?=\s))\s*|\s*$)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:Technolog(?:y|ie)\s?#?(?P<a>\d{1,3})|T(?P<b>\d{1,3})|#(?P<c>\d{1,2}))(?:\s?[:–—.-]\s*|\s+|\s*$)(?:[–—-]\s)?(?P<title>.*)$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"(?:(?:agenda\s)?item|top|punkt|point)?\s?\d{1,2}(?:\.\d{1,2}){0,2}\s?[.:)–-]?\s+(?=T\d|Technolog)", re.IGNORECASE
)
_FREE = re.compile(r"(?:Topic|Thema|Sujet|Subtopic)\s?(?:\d{1,2}\s?)?:\s*(?P<title>[^\n]{1,160})$", re.IGNORECASE)
_LINE = re.compile(
    r"(?:Technolog(?:y|ie)\s?#?(?P<a>\d{1,3})|T(?P<b>\d{1,3})|#(?P<c>\d{1,2}))(?:\s?[:.]?(?:\s[–—-])?\s+(?P<title>\S.*)|\s?:?\s*)$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r": |\b(?:will|should|must|shall|is|are|was|were|has|have|can|could|would|needs?|wird|soll|ist|sind|est|sont)\b"
)
_REFERENCE = re.compile(
    r"(?:→|->|=>|\b(?:see|cf\.?|siehe|voir|vgl\.?)(?:\salso)?)\s?(?:technolog(?:y|ie)\s?#?(?P<a>\d{1,3})|T(?P<b>\d{1,3})(?!\w)|#(?P<c>\d{1,3})(?!\w))",
    re.IGNORECASE,
)


def leading(text: str, titles: Mapping[int, str]) -> tuple[Topic, int] | None:
    """The technology a paragraph begins with, and where its text goes on."""
    match = _TECHNOLOGY.match(text)
    if match is None or (match["b"] and not text.startswith("T")):
        return None
    number = int(match["a"] or match["b"] or match["c"])
    return Topic(number, titles.get(number)), match.end()


def of_heading(text: str, titles: Mapping[int, str]) -> Topic | None:
    """The technology a heading names, also behind an agenda number: "2. T5 – lenses", "TOP 3: Technologie 2"."""
    numbering = _NUMBERING.match(text)
    match = _HEADING.match(text, numbering.end() if numbering else 0)
    if match is None or (match["b"] and text[match.start("b") - 1] != "T"):
        return None
    number = int(match["a"] or match["b"] or match["c"])
    return Topic(number, titles.get(number) or match["title"].strip() or None)


def line(text: str) -> bool:
    """Whether a line of its own is the title of a technology: `#2 Shared login`, `T4: Data catalogue`, `T9`.

    What somebody says of it ("T4: Ana: too early", "Technology 4: we need money.") is no title.
    """
    if len(text) > 90:
        return False
    match = _LINE.match(text)
    if match is None or (match["b"] and not text.startswith("T")):
        return False
    title = match["title"]
    if title is None:
        return True
    return (
        (title[0].isupper() or title[0].isdigit())
        and len(title.split()) <= 10
        and title[-1] not in ".!?;,…"
        and not _SAID.search(title)
        and " – " not in title
        and " - " not in title
    )


def title_of(text: str) -> str:
    """The words of a technology's title line, without its number."""
    match = _LINE.match(text)
    return (match["title"] or "") if match else ""


def free(text: str) -> str | None:
    """The title of "Topic: …"."""
    match = _FREE.match(text)
    return match["title"].strip() if match else None


def references(text: str, own: int | None) -> tuple[int, ...]:
    """Technologies a text points at ("→ technology 10", "see T10"), each once, without its own."""
    found = [int(m["a"] or m["b"] or m["c"]) for m in _REFERENCE.finditer(text)]
    return tuple(n for n in dict.fromkeys(found) if n != own)
