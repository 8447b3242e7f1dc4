"""The record as it grows: entries, who is unlisted, what is to be asked and what can be offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import actions, prose, topics, vocabulary
from .actions import Action
from .characters import fold
from .labels import Speakers
from .names import Names, has_given_name, looks_like_name
from .records import Doubt, Entry, Offer, Span, Topic
from .turns import Segment

_THEY_WILL = re.compile(r"(?:They|He|She|Both)\swill\s(?!be\b|not\b|have\b)")
_MOVERS = re.compile(r"(?:moved|seconded|proposed|proposer|seconder|mover)(?:\sby)?\s?:", re.IGNORECASE)
_EVERYBODY_ASKED = re.compile(
    r"(?:(?:All\s)?(?:[Mm]embers|[Pp]articipants|[Pp]artners|[Gg]roups|[Ff]acilities|[Ii]nstitutes)|All|Everybody|Everyone)\s(?:of\s\w+\s)?"
    r"(?:are|is|were|was)\s(?:kindly\s)?(?:asked|requested|invited|encouraged)\sto\b"
)


@dataclass(slots=True)
class _Open:
    """A doubt being gathered over all its places."""

    kind: str
    name: str
    candidates: tuple[str, ...]
    entries: list[int]
    lines: list[int]


class Ledger:
    """Entries in order, with the doubts and offers that come with them. Each act takes constant time."""

    def __init__(self, names: Names, speakers: Speakers, date: str | None, known: set[str]) -> None:
        self.names = names
        self.speakers = speakers
        self.date = date
        self.known = known
        self.entries: list[Entry] = []
        self.offers: list[Offer] = []
        self.doubts: list[Doubt] = []
        self.unlisted: list[str] = []
        self.section: int | None = None
        self.mode = ""
        self.section_topic: Topic | None = None
        self.pending: Topic | None = None
        self.free: Topic | None = None
        self.paragraph = 0
        """The first line of the paragraph being read: doubts are about paragraphs."""
        self._spelled: dict[str, str] = {}
        """People named with another spelling where owners stand: who, and as written."""
        self._gathered: dict[tuple[str, str], _Open] = {}
        self._unlisted_keys: set[str] = set()
        self._action_words: dict[str, list[int]] = {}

    def topic(self, own: Topic | None) -> Topic | None:
        return own or self.pending or self.free or self.section_topic

    def who(self, segment: Segment, entry_index: int) -> tuple[str | None, str | None]:
        """The speaker of a turn, and a sentence when that is to be checked."""
        written = segment.written
        if segment.stranger is not None:
            self.note_unlisted(segment.stranger)
            self.gather("speaker", segment.stranger, (), entry_index, self.paragraph)
            return segment.stranger, None
        found = segment.found
        if found is None:
            return None, None
        if found.name is None:
            self.gather("ambiguous", written or "", found.candidates, entry_index, self.paragraph)
            return None, f"“{written}” may be {' or '.join(found.candidates[:4])}."
        if found.how == "spelling":
            self.gather("spelling", written or "", (found.name,), entry_index, self.paragraph)
            return found.name, f"“{written}” read as {found.name}."
        if not found.listed:
            self.note_unlisted(written or found.name)
        return found.name, None

    def offer_action(self, at: int, quote: str, assignees: tuple[str, ...]) -> None:
        entry = self.entries[at]
        number = entry.topic.number if entry.topic else None
        self.offers.append(Offer("action", at, entry.lines[0], quote, assignees, topic=number, said_by=entry.speaker))

    def assigned(self, people: Sequence[str], at: int) -> None:
        for name in people:
            if name not in self.known:
                known = self.names.exact(name)
                if known is not None and known.how == "alias":
                    self.note_unlisted(name)
                    continue
                self.note_unlisted(name)
                if ("speaker", fold(name)) in self._gathered:
                    continue
                self.gather("assignee", name, (), at, self.paragraph)

    def inside(self, at: int) -> None:
        """Actions that a sentence further on in an entry's words would make: offered, the entry stays as it is."""
        words = self.entries[at].text
        if len(words) > 4000:
            return
        for number, (begin, end) in enumerate(prose.sentences(words, 0, len(words))):
            if number > 12:
                break
            will = actions.prose(words, begin, end, self.owner)
            if will is not None:
                self.offer_action(at, words[begin:end].strip(), will.who)
            elif begin and prose.decided(words[begin : begin + 400]):
                entry = self.entries[at]
                number_of = entry.topic.number if entry.topic else None
                self.offers.append(
                    Offer(
                        "decision", at, entry.lines[0], words[begin:end].strip(), topic=number_of, said_by=entry.speaker
                    )
                )
            elif _EVERYBODY_ASKED.match(words, begin) or _THEY_WILL.match(words, begin):
                self.offer_action(at, words[begin:end].strip(), ())

    def participation(self, at: int) -> None:
        entry = self.entries[at]
        own = None
        if entry.topic is None:
            return
        part = prose.participation(entry.text, self.names.facility, own)
        if part is not None:
            self.offers.append(
                Offer(
                    "participation",
                    at,
                    entry.lines[0],
                    part[2],
                    (),
                    part[0],
                    part[1],
                    entry.topic.number,
                    entry.speaker,
                )
            )

    def add_action(self, action: Action, span: Span, topic: Topic | None, spoken: Entry | None) -> None:
        words = action.text
        if not words:
            return
        for index in self._similar(words):
            earlier = self.entries[index]
            if actions.same(Action(earlier.text, list(earlier.assignees)), action) and (
                earlier.certain or self.mode == "action"
            ):
                self.entries[index] = replace(
                    earlier,
                    assignees=earlier.assignees or tuple(action.assignees),
                    due=earlier.due or action.due,
                )
                return
        at = self.add(
            Entry(
                "action",
                words,
                topic=topic,
                speaker=spoken.speaker if spoken else None,
                speaker_as_written=spoken.speaker_as_written if spoken else None,
                assignees=tuple(action.assignees),
                due=action.due,
                lines=span,
            )
        )
        key = self._action_key(words)
        self._action_words.setdefault(key, []).append(at)
        self.assigned(action.unknown, at)
        self._owners_to_check(action.assignees, at)

    def _owners_to_check(self, people: Sequence[str], at: int) -> None:
        for name in people:
            written = self._spelled.pop(name, None)
            if written is not None:
                self.gather("spelling", written, (name,), at, self.paragraph)
        self._spelled.clear()

    def unclear_owner(self, written: str, at: int) -> None:
        """A first name that fits several where an owner stands: asked, the words stay as they are."""
        found = self.names.find(written.strip(" @*_."))
        if found is not None and found.name is None and found.candidates and found.how != "known":
            self.gather("ambiguous", written, found.candidates, at, self.paragraph)

    @staticmethod
    def _action_key(words: str) -> str:
        content = sorted(w for w in fold(words).split() if len(w) > 4)
        return content[-1] if content else fold(words)

    def _similar(self, words: str) -> list[int]:
        return self._action_words.get(self._action_key(words), [])[-8:]

    def last_question(self) -> str | None:
        """The words last said in this section, which is what a vote is about."""
        for entry in reversed(self.entries[-3:]):
            if entry.section != self.section or entry.kind in {"vote", "action"}:
                return None
            if not _MOVERS.match(entry.text):
                return entry.text
        return None

    def add(self, entry: Entry) -> int:
        own = entry.topic.number if entry.topic else None
        entry = replace(
            entry,
            section=self.section,
            topic=entry.topic or self.topic(None),
            references=topics.references(entry.text, own),
        )
        self.entries.append(entry)
        return len(self.entries) - 1

    def owner(self, written: str) -> tuple[str | None, bool]:
        """Who is meant where a person should be: (name or None, whether on the list)."""
        written = written.strip(" @*_.")
        if not written or len(written) > 60:
            return None, False
        found = self.names.exact(written)
        if found is not None and found.name is not None:
            return found.name, found.listed
        near = self.names.find(written) if found is None else None
        if near is not None and near.name is not None and near.listed and len(written) > 3:
            self._spelled[near.name] = written
            return near.name, True
        if near is not None:
            return None, False
        folded = fold(written)
        if folded in vocabulary.EVERYONE:
            return written, True
        facility = self.names.facility(written)
        if facility is not None:
            return facility, True
        if folded in self.speakers.accepted:
            return self.speakers.accepted[folded], False
        if has_given_name(written) and looks_like_name(written, words=3):
            return written, False
        return None, False

    def note_unlisted(self, written: str) -> None:
        key = fold(written)
        if key not in self._unlisted_keys:
            self._unlisted_keys.add(key)
            self.unlisted.append(written)

    def gather(self, kind: str, name: str, candidates: tuple[str, ...], entry: int | None, line: int) -> None:
        if kind == "speaker":
            asked = self._gathered.pop(("assignee", fold(name)), None)
            if asked is not None:
                self._gathered[(kind, fold(name))] = _Open(kind, name, candidates, asked.entries, asked.lines)
        open_ = self._gathered.setdefault((kind, fold(name)), _Open(kind, name, candidates, [], []))
        if entry is not None:
            open_.entries.append(entry)
        open_.lines.append(line)

    def finish(self) -> None:
        """Close what was gathered: one doubt a name, whatever the number of its places."""
        for open_ in self._gathered.values():
            lines = tuple(dict.fromkeys(open_.lines))
            self.doubts.append(
                Doubt(
                    lines[0],
                    _sentence(open_),
                    open_.kind,
                    open_.name,
                    open_.candidates,
                    tuple(dict.fromkeys(open_.entries)),
                    lines,
                )
            )


def _sentence(open_: _Open) -> str:
    times = len(set(open_.entries))
    if open_.kind == "speaker":
        often = f"{times} times" if times > 1 else "once"
        return f"{open_.name} speaks {often} and is not on the list of this meeting."
    if open_.kind == "assignee":
        return f"{open_.name} is asked to do something and is not on the list."
    if open_.kind == "spelling":
        return f"{open_.name} read as {open_.candidates[0]}."
    if open_.kind == "label":
        return f"Is “{open_.name}” somebody who speaks?"
    return f"“{open_.name}” may be {' or '.join(open_.candidates[:4])}."
