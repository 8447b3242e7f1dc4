"""The roadmap as a document: everything its files say, as plain data.

Nothing in here is kept inside the group: no actions, no discussion, no lines of minutes, no drafts, and facilities'
parts only as those facilities confirmed them. Who gathers a record (:mod:`roadmap.export`) answers for that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

STATES = {"written": "Being written", "ready": "Ready", "agreed": "Agreed"}
"""The states a technology of the document may be in, and their words."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"([0-9]{1,2}) (\w{3}) ([0-9]{1,4})")
_BREAKS = re.compile("[\\t\\n\\v\\f\\r\\x1c-\\x1f\\x85\\u2028\\u2029 ]+")


@dataclass(frozen=True, slots=True)
class Parts:
    """Facilities by their confirmed part, each list in the order it is shown."""

    leads: tuple[str, ...] = ()
    takes_part: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    does_not: tuple[str, ...] = ()


PART_WORDS = {
    "leads": "Leads",
    "takes_part": "Takes part",
    "watches": "Watches",
    "does_not": "Does not take part",
}


@dataclass(frozen=True, slots=True)
class Relations:
    """Numbers of the technologies it belongs together with, by how."""

    overlaps: tuple[int, ...] = ()
    needs: tuple[int, ...] = ()
    needed_by: tuple[int, ...] = ()
    part_of: tuple[int, ...] = ()
    has_parts: tuple[int, ...] = ()


RELATION_WORDS = {
    "overlaps": "Overlaps with",
    "needs": "Needs",
    "needed_by": "Is needed by",
    "part_of": "Is part of",
    "has_parts": "Has as part",
}


@dataclass(frozen=True, slots=True)
class TechnologyRecord:
    """One technology. ``text`` is Markdown with line ends "\\n"; every other string is one line of plain words.

    ``version`` and ``version_on`` say which wording ``text`` is; ``agreed_version`` and ``agreed_on`` (the day of the
    meeting) are set when ``state`` is "agreed"; ``edited_since`` says that these are no longer the words agreed on.
    ``standing`` is the sentence of :func:`roadmap.sentences.standing`.
    """

    number: int
    title: str = ""
    state: str = "written"
    text: str = ""
    asked_of_directors: str = ""
    working_title: bool = False
    version: int | None = None
    version_on: date | None = None
    agreed_version: int | None = None
    agreed_on: date | None = None
    edited_since: bool = False
    writers: tuple[str, ...] = ()
    standing: str = ""
    parts: Parts = field(default_factory=Parts)
    relations: Relations = field(default_factory=Relations)

    @property
    def heading(self) -> str:
        """``Technology 3: Shared user-office software``"""
        return f"Technology {self.number}: {self.title}" if self.title else f"Technology {self.number}"

    @property
    def state_words(self) -> str:
        """``Agreed on version 6 in the meeting of 12 Mar 2026; edited since``"""
        if self.state != "agreed" or self.agreed_version is None:
            return STATES[self.state]
        meeting = f" in the meeting of {day(self.agreed_on)}" if self.agreed_on else ""
        return f"Agreed on version {self.agreed_version}{meeting}{'; edited since' if self.edited_since else ''}"

    @property
    def version_words(self) -> str:
        """``Version 4 of 3 Mar 2026``; "" when that is not known."""
        if self.version is None:
            return ""
        return f"Version {self.version} of {day(self.version_on)}" if self.version_on else f"Version {self.version}"


@dataclass(frozen=True, slots=True)
class Gone:
    """A number that is no longer in the list: withdrawn (``into`` is None), or part of another technology."""

    number: int
    into: int | None = None

    @property
    def words(self) -> str:
        return f"T{self.number} is part of T{self.into}" if self.into else f"T{self.number} is withdrawn"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The whole document. ``edition`` is the day it was made; ``technologies`` are in the group's order."""

    title: str
    edition: date
    group: str = ""
    due_on: date | None = None
    due_for: str = ""
    scope: str = ""
    technologies: tuple[TechnologyRecord, ...] = ()
    gone: tuple[Gone, ...] = ()

    @property
    def edition_words(self) -> str:
        """``Edition of 25 Nov 2026, 11 technologies: 2 agreed, 3 ready, 6 being written.``"""
        total = len(self.technologies)
        counts = [(sum(one.state == state for one in self.technologies), state) for state in ("agreed", "ready")]
        counts.append((total - sum(number for number, _ in counts), "being written"))
        said = f": {', '.join(f'{number} {word}' for number, word in counts)}" if total else ""
        return f"Edition of {day(self.edition)}, {total} {'technology' if total == 1 else 'technologies'}{said}."

    @property
    def due_words(self) -> str:
        """``For the directors’ meeting on 17 Feb 2027.``; "" when no date is set."""
        if self.due_on is None:
            return ""
        return f"For {self.due_for} on {day(self.due_on)}." if self.due_for else f"Due on {day(self.due_on)}."

    @property
    def gone_words(self) -> str:
        """``T6 is part of T3; T7 is withdrawn.``"""
        return f"{'; '.join(one.words for one in self.gone)}." if self.gone else ""


def day(value: date | None) -> str:
    """``12 Feb 2025``: in a document the year always stands."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else ""


def day_of(words: str) -> date | None:
    """What :func:`day` wrote, as a date; None for anything else."""
    match = _DAY.fullmatch(words.strip())
    if match is None or match[2] not in _MONTHS:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    except ValueError:
        return None


def one_line(words: str) -> str:
    """Plain words on one line: every break and run of blanks is one blank. No-break spaces stay."""
    return _BREAKS.sub(" ", words).strip(" ")


def block(text: str) -> str:
    """A text as the files carry it: "\\n" at line ends, no blank lines around it. Indentation stays."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text)


def listed(words: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
