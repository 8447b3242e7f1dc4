"""What is put to a person: questions (the reader is unsure) and offers (something could be set in motion)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Opens = Literal["", "person", "date", "people"]


@dataclass(slots=True)
class Choice:
    """One answer. ``opens`` says what else has to be filled in for it: a person of the list, people, a day."""

    number: int
    value: str
    words: str
    opens: Opens = ""


@dataclass(slots=True)
class Question:
    """One thing to check: ``lead`` in bold, then ``rest``. ``answer`` is what was answered, in words.

    ``indices`` are rows it concerns, ``lines`` source lines, ``marks`` the words to mark in them.
    """

    key: str
    kind: str
    lead: str
    rest: str
    lines: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    quote: str = ""
    choices: list[Choice] = field(default_factory=list)
    note: str = ""
    asks_name: bool = False
    proposed: str = ""
    answer: str = ""
    indices: list[int] = field(default_factory=list)
    link: str = ""

    @property
    def line(self) -> int:
        return self.lines[0] if self.lines else 0

    @property
    def is_open(self) -> bool:
        return not self.answer


@dataclass(slots=True)
class Offered:
    """One offer: words before, in bold and after. ``taken`` is None while nobody answered."""

    key: str
    kind: str
    line: int
    quote: str
    before: str
    bold: str
    after: str
    quiet: str
    short: str
    inline: str
    take: str = "Take"
    leave: str = "Leave"
    names_person: bool = False
    asks_people: bool = False
    taken: bool | None = None
    value: dict[str, Any] = field(default_factory=dict)
    index: int = 0

    @property
    def is_open(self) -> bool:
        return self.taken is None

    @property
    def answer(self) -> str:
        return "" if self.taken is None else "taken" if self.taken else self.leave.replace("Leave", "left", 1)


_BREAKS = (", ", "; ", " – ", " - ", " to ", " for ", " in ", " on ", " of ", " with ", " from ")
_SHORT = 60
_CUT = 58


def excerpt(words: str) -> str:
    """The beginning of what was said, up to a place where one may stop: “We continue with a small group …”."""
    words = " ".join(words.split())
    if len(words) <= _SHORT:
        return words
    head = words[:_CUT]
    at = max(head.rfind(mark) for mark in _BREAKS)
    if at < 24:
        at = head.rfind(" ")
    return f"{head[: at if at > 0 else _CUT].rstrip(' ,;–-')} …"
