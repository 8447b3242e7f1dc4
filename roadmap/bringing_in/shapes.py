"""What goes into a plan and what comes out of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from documents.outline import Section

MAX_TITLE = 200
MAX_TEXT = 1_000_000  # characters, as many as a text may have
MAX_ASKED = 500  # characters of the line for the directors
SCOPE = 0  # the number under which the scope of the roadmap is planned; technologies count from 1

Fate = Literal["technology", "new", "scope", "part", "out", "doubt"]
"""``technology``: the text of one that is there; ``new``: a new one; ``part``: of the one above, with its heading."""

State = Literal["first", "same", "left", "changed", "empty"]
"""Against the text that is there. ``left``: the document has not changed, Waymark's newer words stay; ``empty``: the
document has no words for it, so that those that are there stay."""


@dataclass(frozen=True, slots=True)
class Exact(Section):
    """A technology, or the title and scope, of a document that Waymark wrote: title and number as they were there.

    Its title is plain words, its body the whole text. ``working``: nobody had chosen the title.
    """

    number: int | None = None
    asked: str | None = ""
    working: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A text the roadmap has: a technology's, or the scope's (``number`` 0).

    ``named``: somebody chose its title. ``worded``: somebody wrote its text, it is not empty or inferred. ``gone``:
    "withdrawn" or "merged". ``away``: it was taken back; its number is still its own. ``head`` identifies the
    wording. ``brought`` is title and text as a document brought them in last, ``read`` the digest of what that
    document said; None and "" when none did.
    """

    number: int
    title: str
    body: str
    head: int
    named: bool = True
    worded: bool = True
    gone: str = ""
    away: bool = False
    brought: tuple[str, str] | None = None
    read: str = ""
    asked: str = ""
    """What it asks of the directors."""
    brought_head: int = 0
    """Identifies the wording that ``brought`` is."""


@dataclass(frozen=True, slots=True)
class KnownRoadmap:
    """The roadmap as it is: title, scope, every numbered technology in the order of the list."""

    title: str
    scope: Known | None
    technologies: Sequence[Known]

    def by_number(self) -> dict[int, Known]:
        return {one.number: one for one in self.technologies}


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: what is sent, and its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person has to say, once for a part (``at``) or for the whole document (None)."""

    kind: str
    at: int | None
    lead: str
    rest: str
    choices: Sequence[Choice]
    key: str = "becomes"
    """Which field of a change answers it."""
    suggests: Sequence[int] = ()
    """Numbers of technologies it is about besides those of the choices."""

    @property
    def mentions(self) -> set[int]:
        """The technologies it is about."""
        return {*self.suggests, *(int(one.value[1:]) for one in self.choices if one.value.startswith("T"))}


@dataclass(slots=True)
class Part:
    """One part of the document, and what becomes of it. ``at`` is its place in the document, counted from 0."""

    at: int
    source: Section
    title: str
    body: str
    heading: str = ""
    """Its heading as Markdown, for where it stays in a text."""
    number: int | None = None
    """The number its heading carries."""
    fate: Fate = "doubt"
    target: int | None = None
    """The technology it is the text of, or goes into; SCOPE; None when it is left out or in doubt."""
    said: bool = False
    """A person said so."""
    is_title: bool = False
    """The one heading on top: the document's title. Its words go into the scope."""
    over: str = ""
    """What a heading had beyond the length of a title."""
    head: int | None = None
    """The part whose text it joins: of what is above it."""
    follows: bool = False
    """Its fate was that of the one above, which is in doubt or left out."""


@dataclass(slots=True)
class Target:
    """A text as it will be: of a technology or of the scope, out of one or more parts."""

    number: int
    known: Known | None
    title: str
    text: str
    at: int
    read: str
    """Digest of what the document says, before anybody corrected it."""
    parts: list[int] = field(default_factory=list)
    state: State = "first"
    title_state: Literal["same", "new", "left"] = "new"
    asked: str | None = None
    """What it asks of the directors, where the document says another line than is there."""
    working: bool = False
    """The document itself has it as a working title."""

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def writes_text(self) -> bool:
        return self.state in {"first", "changed"} and bool(self.text)

    @property
    def writes_title(self) -> bool:
        return self.title_state == "new" and bool(self.title)

    @property
    def does_something(self) -> bool:
        return self.is_new or self.writes_text or self.writes_title or self.asked is not None


@dataclass(slots=True)
class Plan:
    """What pressing Record does, and what it leaves open."""

    parts: list[Part]
    targets: dict[int, Target]
    doubts: list[Doubt]
    level: int
    levels: Mapping[int, int]
    """Each heading level of the document, and how many headings it has."""
    title: str = ""
    """The document's title, where it is another than the roadmap's."""
    takes_title: bool | None = None
    untouched: Sequence[int] = ()
    keeps_order: bool = False
    """The document has the technologies in another order than the list, which stays as it is."""
    roadmap: KnownRoadmap | None = None

    def writing(self) -> Iterator[Target]:
        """The targets that Record does something for, in the order of the document."""
        return (one for one in sorted(self.targets.values(), key=lambda one: one.at) if one.does_something)

    @property
    def fingerprint(self) -> str:
        """Changes whenever Record would do something else than the person has seen."""
        told: list[list[object]] = [
            [
                *(one.number, one.title, one.writes_title, one.writes_text, one.text, one.asked),
                one.known.head if one.known else 0,
            ]
            for one in self.writing()
        ]
        told.append([self.title if self.takes_title else "", len(self.doubts)])
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
