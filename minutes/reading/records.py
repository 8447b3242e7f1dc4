"""What reading gives: plain, frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Kind = Literal["statement", "vote", "decision", "action", "idea", "note"]
Presence = Literal["full", "part", "remote"]
KINDS: tuple[Kind, ...] = ("statement", "vote", "decision", "action", "idea", "note")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the group knows already; `key` is the caller's own and never looked into."""

    key: str
    name: str
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Technology:
    """One item of the roadmap that exists already."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """One name on the list; `presence` is None when the text does not say more than the list itself."""

    name: str
    affiliation: str | None = None
    role: str | None = None
    presence: Presence | None = None
    lines: Span = (0, 0)
    initials: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A technology by number, a free topic by title, or both."""

    number: int | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    presenter: str | None = None
    level: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes counted; None is "not said", which is not zero."""

    pro: float | None = None
    contra: float | None = None
    abstain: float | None = None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    date: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the minutes say. `lines` are first and last source line, counted from 1."""

    kind: Kind
    text: str
    section: int | None = None
    topic: Topic | None = None
    speaker: str | None = None
    speaker_as_written: str | None = None
    assignees: tuple[str, ...] = ()
    due: str | None = None
    question: str | None = None
    pro: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()
    counts: Counts | None = None
    references: tuple[int, ...] = ()
    certain: bool = True
    doubt: str | None = None
    lines: Span = (0, 0)
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where the reader is unsure. One doubt covers every line it concerns.

    `kind` is one of speaker, assignee, spelling, ambiguous, label, date, next, vote, attendance.
    `lines` are the first lines of the paragraphs concerned, `entries` indices into `Record.entries`.
    """

    line: int
    message: str
    kind: str = "speaker"
    name: str | None = None
    candidates: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the reader could set in motion; nothing happens until a person takes it.

    `kind` is one of action, participation, decision. `entry` is an index into `Record.entries`,
    `quote` the words the offer rests on.
    """

    kind: str
    entry: int
    line: int
    quote: str
    assignees: tuple[str, ...] = ()
    facility: str | None = None
    stance: str | None = None
    topic: int | None = None
    said_by: str | None = None


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


@dataclass(frozen=True, slots=True)
class Record:
    """Everything one text of minutes says."""

    title: str | None = None
    date: str | None = None
    previous: str | None = None
    next: str | None = None
    links: tuple[Link, ...] = ()
    present: tuple[Attendee, ...] = ()
    apologies: tuple[Attendee, ...] = ()
    sections: tuple[Section, ...] = ()
    entries: tuple[Entry, ...] = ()
    next_meeting: NextMeeting = field(default_factory=NextMeeting)
    unlisted: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    offers: tuple[Offer, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The documented JSON: all keys always present, nothing more. Dates are YYYY-MM-DD or null."""
        return {
            "title": self.title,
            "date": self.date,
            "previous": self.previous,
            "next": self.next,
            "links": [{"text": link.text, "url": link.url} for link in self.links],
            "present": [{"name": a.name, "affiliation": a.affiliation} for a in self.present],
            "apologies": [{"name": a.name, "affiliation": a.affiliation} for a in self.apologies],
            "sections": [
                {"title": s.title, "presenter": s.presenter, "level": s.level, "line": s.line} for s in self.sections
            ],
            "entries": [_entry_json(entry) for entry in self.entries],
            "next_meeting": {"date": self.next_meeting.date, "text": self.next_meeting.text},
            "unlisted": list(self.unlisted),
            "unread": list(self.unread),
            "doubts": [{"line": d.line, "message": d.message} for d in self.doubts],
        }

    def normal(self) -> Record:
        """The record without what only the layout of its text decides.

        Lines, names as written and the sentences built from them are blanked; doubts about the spelling
        of a name are left out, because a written record spells it right.
        """
        return replace(
            self,
            present=tuple(replace(a, lines=(0, 0)) for a in self.present),
            apologies=tuple(replace(a, lines=(0, 0)) for a in self.apologies),
            sections=tuple(replace(s, line=0, level=1) for s in self.sections),
            entries=tuple(
                replace(
                    e,
                    lines=(0, 0),
                    speaker_as_written=None,
                    doubt=None,
                    # The words of a vote by name are names as written.
                    text="" if e.pro or e.contra or e.abstain else e.text,
                )
                for e in self.entries
            ),
            doubts=tuple(
                replace(d, line=0, lines=(), message="")
                for d in sorted(self.doubts, key=lambda d: (d.kind, d.name or "", d.entries))
                if d.kind not in LAYOUT_DOUBTS
            ),
            offers=tuple(replace(o, line=0) for o in self.offers),
        )

    def same_as(self, other: Record) -> bool:
        """Whether both say the same, whatever the layout."""
        return self.normal() == other.normal()


LAYOUT_DOUBTS = frozenset({"spelling", "label", "heading", "date", "next", "attendance"})


def _entry_json(entry: Entry) -> Mapping[str, Any]:
    return {
        "kind": entry.kind,
        "section": entry.section,
        "topic": {"number": entry.topic.number, "title": entry.topic.title} if entry.topic else None,
        "speaker": entry.speaker,
        "speaker_as_written": entry.speaker_as_written,
        "text": entry.text,
        "assignees": list(entry.assignees),
        "due": entry.due,
        "question": entry.question,
        "pro": list(entry.pro),
        "contra": list(entry.contra),
        "abstain": list(entry.abstain),
        "counts": (
            {
                "pro": _number(entry.counts.pro),
                "contra": _number(entry.counts.contra),
                "abstain": _number(entry.counts.abstain),
            }
            if entry.counts
            else None
        ),
        "references": list(entry.references),
        "certain": entry.certain,
        "doubt": entry.doubt,
        "lines": list(entry.lines),
    }
