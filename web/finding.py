"""What somebody looks for: read from a search box, compared with words, and marked in them. Pure; asks no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from web.words import fold

MOST_CHARACTERS = 200
MOST_WORDS = 12
BEGINNING = 3  # so many letters find words that begin with them; fewer, or a number, the whole word only
SNIPPET = 240

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")
_NUMBER = re.compile(r"(?:t|technology|tech)?\s*#?\s*([1-9][0-9]{0,3})", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"[0-9]+")
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u00ad\u0300-\u036f\u200c\u200d\u2060\ufeff])*")


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand one after the other. ``open``: the last of them may be the beginning of a word."""

    words: tuple[str, ...]
    open: bool = False

    @property
    def expression(self) -> str:
        words = " <-> ".join(f"'{word}'" for word in self.words)
        return f"({words}:*)" if self.open else f"({words})"

    def fits(self, there: Sequence[str], place: int) -> bool:
        """Whether the term stands in the folded words ``there`` from ``place`` on."""
        part = there[place : place + len(self.words)]
        if len(part) < len(self.words) or tuple(part[:-1]) != self.words[:-1]:
            return False
        return part[-1].startswith(self.words[-1]) if self.open else part[-1] == self.words[-1]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query. ``text`` is what was typed, without what was too much; every term must be found.

    ``number`` is the technology that "T4", "#4" or "technology 4" means; ``too_long`` and ``too_many`` say that only
    the beginning is looked for.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    number: int | None = None
    too_long: bool = False
    too_many: bool = False

    @property
    def expression(self) -> str:
        """For ``to_tsquery``: folded words are letters and digits only, so nothing in them is read as an operator."""
        return " & ".join(term.expression for term in self.terms)

    def fits(self, words: str) -> bool:
        """Whether ``words`` hold all terms, as the database would find them."""
        return bool(self.terms) and not self.missing(words)

    def missing(self, words: str) -> tuple[Term, ...]:
        """The terms that do not stand in ``words``."""
        there = fold(words).split()
        return tuple(term for term in self.terms if not any(term.fits(there, at) for at in range(len(there))))


def read(typed: str) -> Wanted:
    """The query of a search box; any string at all. “Quoted words” stay together, others are found in any order."""
    text = " ".join(typed.replace("\x00", " ").split())
    too_long = len(text) > MOST_CHARACTERS
    text = text[:MOST_CHARACTERS].rstrip()
    terms: dict[Term, None] = {}
    end = 0
    for quoted in _QUOTED.finditer(text):
        terms |= dict.fromkeys(_single(text[end : quoted.start()]))
        if words := tuple(fold(quoted[1]).split()):
            terms[Term(words)] = None
        end = quoted.end()
    terms |= dict.fromkeys(_single(text[end:]))
    kept: list[Term] = []
    for term in terms:
        room = MOST_WORDS - sum(len(one.words) for one in kept)
        if room > 0:
            kept.append(Term(term.words[:room], term.open))
    number = _NUMBER.fullmatch(text)
    too_many = sum(len(term.words) for term in terms) > MOST_WORDS
    return Wanted(text, tuple(kept), int(number[1]) if number else None, too_long, too_many)


def _single(text: str) -> Iterator[Term]:
    """A term a word. A plural finds its singular too: it is looked for by its beginning, without the s."""
    for word in fold(text).split():
        if len(word) < BEGINNING or _LONE_NUMBER.fullmatch(word):
            yield Term((word,))
        elif len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
            yield Term((word[:-1],), open=True)
        else:
            yield Term((word,), open=True)


# Marking


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    term: int


@lru_cache(maxsize=20_000)
def _folded(token: str) -> tuple[str, ...]:
    return tuple(fold(token).split())


def _marks(text: str, wanted: Wanted) -> list[_Mark]:
    """Where the terms stand in ``text``, in order; linear in it."""
    there: list[str] = []
    spans: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text):
        for word in _folded(token[0]):
            there.append(word)
            spans.append(token.span())
    found = []
    for place in range(len(there)):
        for number, term in enumerate(wanted.terms):
            if term.fits(there, place):
                found.append(_Mark(spans[place][0], spans[place + len(term.words) - 1][1], number))
    return found


def marked(text: str, wanted: Wanted) -> SafeString:
    """``text`` as safe HTML with what was looked for in ``<mark>``: everything is escaped first, piece by piece."""
    pieces: list[str] = []
    end = 0
    for mark in sorted(_marks(text, wanted), key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= end:
            pieces += [escape(text[end : mark.start]), "<mark>", escape(text[mark.start : mark.end]), "</mark>"]
            end = mark.end
    pieces.append(escape(text[end:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped


def snippet(text: str, wanted: Wanted, length: int = SNIPPET) -> SafeString:
    """The part of ``text`` in which most of the terms stand, the first of these, marked; cut between words."""
    if len(text) <= length:
        return marked(text, wanted)
    start = best_place(text, wanted, length)
    start = max(0, min(start - length // 6, len(text) - length))
    end = min(len(text), start + length)
    if start and (blank := text.find(" ", start, start + 30)) >= 0:
        start = blank + 1
    if end < len(text) and (blank := text.rfind(" ", end - 30, end)) >= 0:
        end = blank
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{marked(text[start:end], wanted)}{after}")  # noqa: S308 - as marked() made it


def best_place(text: str, wanted: Wanted, length: int) -> int:
    """Where the ``length`` characters with most of the terms begin: the first of their marks, 0 without any."""
    marks = _marks(text, wanted)
    best, most = 0, 0
    counts = [0] * len(wanted.terms)
    first = 0
    for mark in marks:
        counts[mark.term] += 1
        while mark.end - marks[first].start > length and marks[first] is not mark:
            counts[marks[first].term] -= 1
            first += 1
        if (different := sum(number > 0 for number in counts)) > most:
            best, most = marks[first].start, different
    return best


def near(source: str, wanted: Wanted, length: int = 1_200) -> str:
    """The lines of a long source around its best place, so that no more than these must be read as Markdown."""
    if len(source) <= 2 * length:
        return source
    place = best_place(source, wanted, SNIPPET)
    start = source.rfind("\n", 0, max(0, place - length // 3)) + 1
    start = max(start, place - length)
    end = source.find("\n", min(len(source), place + length))
    end = len(source) if end < 0 else min(end, place + 2 * length)
    return source[start:end]
