"""Headings as they are written: the number in front, the title behind it, and how alike two titles are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from roadmap.bringing_in.shapes import MAX_TITLE

_SPELLED_OUT = re.compile(
    r"(?:technology|technologie|topic|tech\.?|t|#)\s*(?:no\.?\s*)?(\d{1,4})(?:\s*[.):,–—-]+\s*|\s+|$)(.*)", re.I | re.S
)
_COUNTED = re.compile(r"(\d{1,4})\s*(?:[.):]\s*|[–—]\s*|-\s+)(?!\d)(.*)", re.S)
_BARE = re.compile(r"(\d{1,3})\s+(?=\D)(.*)", re.S)

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"(?<!\\)\[([^\[\]]{1,300})\]\([^()\s]{1,2000}\)")

CONTENTS = {"contents", "table of contents", "inhalt", "inhaltsverzeichnis", "sommaire", "table des matieres"}
INTRODUCTIONS = {
    "introduction", "scope", "scope of the roadmap", "summary", "executive summary", "preface", "foreword", "abstract",
    "about this document", "about this roadmap", "purpose", "background", "einleitung",
}  # fmt: skip
BACK_MATTER = {
    "references", "bibliography", "literature", "annex", "annexes", "appendix", "appendices", "glossary",
    "abbreviations", "acronyms", "acknowledgements", "acknowledgments", "contributors", "authors",
    "footnotes", "notes", "imprint",
}  # fmt: skip
SCOPE_ITSELF = {"scope", "scope of the roadmap"}


def tidy_title(heading: str) -> str:
    """A heading as plain words on one line, without emphasis around all of it or the colon at its end."""
    title = " ".join(heading.replace("\x00", "\ufffd").split())
    while len(title) > 2 and title[0] == title[-1] and title[0] in "*_`":
        title = title[1:-1].strip()
    title = _ESCAPED.sub(r"\1", _LINK.sub(r"\1", title))
    return title.rstrip(":").rstrip() if title.endswith(":") else title


def numbered(title: str, *, bare: bool = False) -> tuple[int | None, str, bool]:
    """The number in front of a heading, the rest, and whether the heading says that it numbers a technology.

    "Technology 3: Title", "T3 – Title", "#3 Title" say so; "3. Title" and "3) Title" only count; with ``bare`` so
    does "3 Title". "3.1 Title" and "3D printing" have no number.
    """
    if found := _SPELLED_OUT.fullmatch(title):
        return _number(found[1]), found[2].strip(), True
    if found := _COUNTED.fullmatch(title):
        return _number(found[1]), found[2].strip(), False
    if bare and (found := _BARE.fullmatch(title)):
        return _number(found[1]), found[2].strip(), False
    return None, title, False


def _number(digits: str) -> int | None:
    return int(digits) or None


def split_title(title: str) -> tuple[str, str]:
    """A title that fits, and the rest of a heading that was longer."""
    if len(title) <= MAX_TITLE:
        return title, ""
    cut = title.rfind(" ", MAX_TITLE // 2, MAX_TITLE + 1)
    cut = cut if cut > 0 else MAX_TITLE
    return title[:cut].rstrip(), title[cut:].lstrip()


def folded(title: str) -> str:
    """A title as it is compared: without case, diacritics, marks and double blanks."""
    letters = unicodedata.normalize("NFKD", title[:MAX_TITLE].casefold().replace("ß", "ss").replace("&", " and "))
    kept = "".join(" " if not c.isalnum() else c for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split())


def pairs_of(fold: str) -> frozenset[str]:
    """The pairs of letters that follow each other, for :func:`alike`."""
    return frozenset(fold[i : i + 2] for i in range(len(fold) - 1)) or frozenset({fold})


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two titles are, from 0 to 1: Dice's coefficient over pairs of letters (Dice 1945)."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0


def counts_up(numbers: Iterable[int | None]) -> bool:
    """Whether these numbers look like a numbering: at least half of the headings have one, and none comes twice."""
    found = list(numbers)
    there = [number for number in found if number is not None]
    return bool(there) and 2 * len(there) >= len(found) and len(set(there)) == len(there)
