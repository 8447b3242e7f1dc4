"""Minutes as they will be recorded: the reading, with everything a person answered and corrected applied.

The preview shows a :class:`Resolved`; :mod:`minutes.services.record` writes exactly that. Pure data, no queries.
Lines are 1-based source lines. People are :class:`Person` records, shared by identity of ``key``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

Standing = Literal["member", "listed", "known", "written"]
"""``member``: in the group already; ``listed``: on the list of this meeting, becomes a member; ``known``: known by
name only (somebody answered who it is, or it was so before); ``written``: nobody said who this is, only the name
as written is kept and no person is made."""


@dataclass(slots=True)
class Person:
    """Somebody the minutes name. ``member_id`` is set when the group knows them already."""

    key: str
    name: str
    standing: Standing
    member_id: int | None = None
    affiliation: str = ""


@dataclass(slots=True)
class Place:
    """One line of the attendance."""

    person: Person
    presence: Literal["present", "part", "apologised", "absent"]
    affiliation: str = ""
    role: str = ""
    lines: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Heading:
    """A section."""

    title: str
    presenter: Person | None
    presenter_as_written: str
    level: int
    line: int


@dataclass(slots=True)
class Part:
    """A facility's part that was taken from an offer."""

    facility: str
    part: str
    technology: int
    said_by: Person | None


@dataclass(slots=True)
class Vote:
    """Positions by stance; people the group knows count, names as written are kept beside."""

    question: str = ""
    pro: list[Person] = field(default_factory=list)
    contra: list[Person] = field(default_factory=list)
    abstain: list[Person] = field(default_factory=list)
    counts: dict[str, int | None] | None = None


@dataclass(slots=True)
class Row:
    """One line of the record. ``index`` is its place in the reading, ``corrected_by`` says who corrected it.

    ``is_action``: an action item is made of it (it was certain, or its offer was taken). ``kind`` is what the row
    shows: an offer that is left or not answered yet is a statement.
    """

    index: int
    kind: str
    section: int | None
    technology: int | None
    topic_title: str
    speaker: Person | None
    speaker_as_written: str
    text: str
    lines: tuple[int, int]
    references: tuple[int, ...] = ()
    vote: Vote | None = None
    assignees: list[Person] = field(default_factory=list)
    assigned_words: str = ""
    due: datetime.date | None = None
    is_action: bool = False
    is_decision: bool = False
    part: Part | None = None
    inside: bool = False
    certain: bool = True
    doubts: list[str] = field(default_factory=list)
    corrected_by: str = ""


@dataclass(slots=True)
class Resolved:
    """The whole of it. ``aliases`` are names to be remembered: as written → person."""

    title: str
    date: datetime.date | None
    next_date: datetime.date | None
    next_words: str
    link: str
    roster: list[Place]
    sections: list[Heading]
    rows: list[Row]
    people: list[Person]
    aliases: dict[str, Person] = field(default_factory=dict)
    open_doubts: int = 0
    open_offers: int = 0

    @property
    def technologies(self) -> list[int]:
        """Numbers of the technologies the rows speak of, in order of number."""
        return sorted({row.technology for row in self.rows if row.technology is not None})


@dataclass(slots=True)
class Matching:
    """Where the lines of recorded minutes are in a new reading of them. Ids are of entries, numbers row indices.

    ``rows``: the entry takes over that row's content (one to one). ``kept``: its words have left the minutes; it
    stays with that row's line, or (None) is shown as no longer in the minutes. ``retired``: nothing hangs on it.
    Rows that appear in no value of ``rows`` are new lines.
    """

    rows: dict[int, int] = field(default_factory=dict)
    kept: dict[int, int | None] = field(default_factory=dict)
    retired: list[int] = field(default_factory=list)
