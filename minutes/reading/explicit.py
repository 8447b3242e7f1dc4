"""The written form in which every field is named: what the free grammar cannot say is said here.

One field a line, `Field: value`; a blank line ends an item. It begins with the line `MARK`. A text that begins so
but cannot be read this way is left to the ordinary reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

from .characters import normal_lines, squeeze
from .records import (
    KINDS,
    Attendee,
    Counts,
    Doubt,
    Entry,
    Kind,
    Link,
    NextMeeting,
    Offer,
    Presence,
    Record,
    Section,
    Topic,
)

MARK = "Minutes, every field named"
_FIELD = re.compile(r"(?P<key>[A-Z][a-z]+(?: [a-z]+)*):(?: (?P<value>.*))?$")
_INTEGER = re.compile(r"-?\d{1,9}$")


def write(record: Record) -> str:
    """The text of a record, one field a line. Linear."""
    out = [MARK, ""]

    def put(key: str, value: str | int | float | None) -> None:
        if value is not None:
            out.append(f"{key}: {squeeze(str(value))}".rstrip())

    def each(key: str, values: tuple[str, ...] | tuple[int, ...]) -> None:
        for value in values:
            put(key, value)

    put("Title", record.title)
    put("Date", record.date)
    put("Previous meeting", record.previous)
    put("Next meeting", record.next)
    put("Next date", record.next_meeting.date)
    put("Next words", record.next_meeting.text)
    each("Unlisted", record.unlisted)
    for link in record.links:
        out.append("")
        put("Link", link.url)
        put("Words", link.text)
    for kind, people in (("Present", record.present), ("Apologies", record.apologies)):
        for person in people:
            out.append("")
            put(kind, person.name)
            put("Affiliation", person.affiliation)
            put("Role", person.role)
            put("Presence", person.presence)
            put("Initials", person.initials)
    for section in record.sections:
        out.append("")
        put("Section", section.title)
        put("Presenter", section.presenter)
        put("Level", section.level)
    for entry in record.entries:
        out.append("")
        put(entry.kind.capitalize(), entry.text)
        put("Under section", entry.section)
        if entry.topic is not None:
            put("Topic", "" if entry.topic.title is None and entry.topic.number is None else None)
            put("Technology", entry.topic.number)
            put("Topic title", entry.topic.title)
        put("Speaker", entry.speaker)
        each("Assignee", entry.assignees)
        put("Due", entry.due)
        put("Question", entry.question)
        each("Pro", entry.pro)
        each("Contra", entry.contra)
        each("Abstain", entry.abstain)
        if entry.counts is not None:
            values = (entry.counts.pro, entry.counts.contra, entry.counts.abstain)
            put("Counts", " ".join("?" if v is None else f"{v:g}" if v < 1e6 else str(int(v)) for v in values))
        each("Reference", entry.references)
        put("Uncertain", None if entry.certain else "yes")
        put("Doubtful", entry.doubt)
        put("Inside", "yes" if entry.inside else None)
    for doubt in record.doubts:
        out.append("")
        put("Doubt", doubt.kind)
        put("Message", doubt.message)
        put("Name", doubt.name)
        each("Candidate", doubt.candidates)
        each("Entry", doubt.entries)
    for offer in record.offers:
        out.append("")
        put("Offer", offer.kind)
        put("Quote", offer.quote)
        put("Entry", offer.entry)
        each("Assignee", offer.assignees)
        put("Facility", offer.facility)
        put("Stance", offer.stance)
        put("Technology", offer.topic)
        put("Said by", offer.said_by)
    return "\n".join(out) + "\n"


class _Item:
    """The fields of one item; taking one removes it, so that a field left over shows."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.last = line
        self.fields: dict[str, list[str]] = {}

    def many(self, key: str) -> tuple[str, ...]:
        return tuple(self.fields.pop(key, ()))

    def one(self, key: str) -> str | None:
        values = self.fields.pop(key, [])
        if len(values) > 1:
            raise _NotStatedError
        return values[0] if values else None

    def must(self, key: str) -> str:
        value = self.one(key)
        if value is None:
            raise _NotStatedError
        return value

    def number(self, key: str) -> int | None:
        value = self.one(key)
        return None if value is None else _integer(value)

    def done(self) -> None:
        if self.fields:
            raise _NotStatedError


class _NotStatedError(ValueError):
    """The text only looks as if every field were named."""


def _integer(value: str) -> int:
    if not _INTEGER.match(value):
        raise _NotStatedError
    return int(value)


def parse(text: str) -> Record | None:
    """The record of a text in this form, or None when it is not in it."""
    if MARK not in text[:200]:
        return None
    lines = [squeeze(line) for line in normal_lines(text)]
    start = next((i for i, line in enumerate(lines) if line), 0)
    if lines[start] != MARK:
        return None
    try:
        return _record(list(_items(lines, start + 1)))
    except _NotStatedError:
        return None


def _items(lines: list[str], start: int) -> Iterator[_Item]:
    item: _Item | None = None
    for number, line in enumerate(lines[start:], start + 1):
        if not line:
            if item is not None:
                yield item
            item = None
            continue
        match = _FIELD.match(line)
        if match is None:
            raise _NotStatedError
        if item is None:
            item = _Item(number)
        item.last = number
        item.fields.setdefault(match["key"], []).append(match["value"] or "")
    if item is not None:
        yield item


def _record(items: list[_Item]) -> Record:
    links: list[Link] = []
    people: dict[str, list[Attendee]] = {"Present": [], "Apologies": []}
    sections: list[Section] = []
    entries: list[Entry] = []
    doubts: list[Doubt] = []
    offers: list[Offer] = []
    head = _Item(0)
    readers: dict[str, Callable[[_Item], None]] = {
        "Link": lambda i: links.append(Link(url=i.must("Link"), text=i.must("Words"))),
        "Present": lambda i: people["Present"].append(_attendee(i, "Present")),
        "Apologies": lambda i: people["Apologies"].append(_attendee(i, "Apologies")),
        "Section": lambda i: sections.append(
            Section(i.must("Section"), i.one("Presenter"), i.number("Level") or 1, i.line)
        ),
        "Doubt": lambda i: doubts.append(_doubt(i, entries)),
        "Offer": lambda i: offers.append(_offer(i, entries)),
    }
    for kind in KINDS:
        readers[kind.capitalize()] = lambda i, kind=kind: entries.append(_entry(i, kind, len(sections)))  # type: ignore[misc]
    for index, item in enumerate(items):
        first = next(iter(item.fields))
        reader = readers.get(first)
        if reader is not None:
            reader(item)
            item.done()
        elif index == 0:
            head = item
        else:
            raise _NotStatedError
    record = Record(
        title=head.one("Title"),
        date=head.one("Date"),
        previous=head.one("Previous meeting"),
        next=head.one("Next meeting"),
        links=tuple(links),
        present=tuple(people["Present"]),
        apologies=tuple(people["Apologies"]),
        sections=tuple(sections),
        entries=tuple(entries),
        next_meeting=NextMeeting(head.one("Next date"), head.one("Next words")),
        unlisted=head.many("Unlisted"),
        doubts=tuple(doubts),
        offers=tuple(offers),
    )
    head.done()
    return record


def _attendee(item: _Item, kind: str) -> Attendee:
    presence = None
    name = item.must(kind)
    if (written := item.one("Presence")) is not None:
        if written not in {"full", "part", "remote"}:
            raise _NotStatedError
        presence = cast("Presence", written)
    return Attendee(
        name,
        item.one("Affiliation"),
        item.one("Role"),
        presence,
        (item.line, item.last),
        item.one("Initials"),
    )


def _entry(item: _Item, kind: Kind, sections: int) -> Entry:
    text = item.must(kind.capitalize())
    section = item.number("Under section")
    if section is not None and not 0 <= section < sections:
        raise _NotStatedError
    number, title, empty = item.number("Technology"), item.one("Topic title"), item.one("Topic")
    topic = Topic(number, title) if number is not None or title is not None or empty is not None else None
    return Entry(
        kind,
        text,
        section=section,
        topic=topic,
        speaker=item.one("Speaker"),
        assignees=item.many("Assignee"),
        due=item.one("Due"),
        question=item.one("Question"),
        pro=item.many("Pro"),
        contra=item.many("Contra"),
        abstain=item.many("Abstain"),
        counts=_counts(item.one("Counts")),
        references=tuple(_integer(r) for r in item.many("Reference")),
        certain=item.one("Uncertain") is None,
        doubt=item.one("Doubtful"),
        inside=item.one("Inside") is not None,
        lines=(item.line, item.last),
    )


def _counts(written: str | None) -> Counts | None:
    if written is None:
        return None
    parts = written.split()
    if len(parts) != 3 or not all(p == "?" or re.fullmatch(r"\d{1,9}(?:\.\d{1,3})?", p) for p in parts):
        raise _NotStatedError
    return Counts(*(None if p == "?" else float(p) for p in parts))


def _doubt(item: _Item, entries: list[Entry]) -> Doubt:
    concerned = tuple(_integer(e) for e in item.many("Entry"))
    lines = tuple(dict.fromkeys(entries[e].lines[0] for e in concerned if 0 <= e < len(entries))) or (item.line,)
    return Doubt(
        lines[0], item.must("Message"), item.must("Doubt"), item.one("Name"), item.many("Candidate"), concerned, lines
    )


def _offer(item: _Item, entries: list[Entry]) -> Offer:
    entry = _integer(item.must("Entry"))
    if not 0 <= entry < len(entries):
        raise _NotStatedError
    return Offer(
        item.must("Offer"),
        entry,
        entries[entry].lines[0],
        item.must("Quote"),
        item.many("Assignee"),
        item.one("Facility"),
        item.one("Stance"),
        item.number("Technology"),
        item.one("Said by"),
    )
