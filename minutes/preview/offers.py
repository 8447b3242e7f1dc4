"""The reader's offers in words, and what taking one makes of a line."""

from __future__ import annotations

from collections import Counter
from typing import Any

from minutes.preview.answers import Answers, offer_key
from minutes.preview.asked import Offered, excerpt
from minutes.preview.people import Faces
from minutes.reading.records import Offer, Record
from roadmap.models import Participation
from web.words import listed

_PARTS = {label: value for value, label in Participation.Part.choices} | {
    value: value for value in Participation.Part.values
}


def offered(record: Record, answers: Answers, faces: Faces) -> list[Offered]:
    """All offers of a reading, in its order, with what was answered to each."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for offer in record.offers:
        key = offer_key(offer.kind, offer.quote, seen[offer.kind, offer.quote])
        seen[offer.kind, offer.quote] += 1
        one = _in_words(key, offer, record, faces)
        value = answers.value(key)
        if value is not None:
            one.value, one.taken = value, bool(value.get("take"))
        found.append(one)
    return found


def _in_words(key: str, offer: Offer, record: Record, faces: Faces) -> Offered:
    quote = f"“{excerpt(offer.quote)}”"
    if offer.kind == "participation":
        part = part_label(offer.stance)
        says = f"{offer.facility} {part} in T{offer.topic}" if offer.topic else f"{offer.facility} {part}"
        said_by = f", as said by {faces.named(offer.said_by).name}" if offer.said_by else ""
        return Offered(
            key,
            offer.kind,
            offer.line,
            offer.quote,
            f"{quote} → ",
            "",
            f"{says}{said_by}",
            "; shown as not confirmed.",
            says,
        )
    if offer.kind == "decision":
        leave = "Leave as a statement" if record.entries[offer.entry].speaker else "Leave as a note"
        return Offered(
            key, offer.kind, offer.line, offer.quote, f"{quote} ", "Decided", "?", "", f"Decided: {quote}", leave=leave
        )
    if offer.assignees:
        names = listed([faces.named(name).name for name in offer.assignees])
        on = f"on T{offer.topic} " if offer.topic else ""
        return Offered(
            key,
            offer.kind,
            offer.line,
            offer.quote,
            f"Action {on}for ",
            names,
            f": {quote}",
            "",
            f"☐ Action {on}for {names}: {quote}",
            names_person=True,
        )
    return Offered(
        key,
        offer.kind,
        offer.line,
        offer.quote,
        quote,
        "",
        "",
        " – an action for nobody in particular",
        f"☐ Action: {quote}",
        take="Take as an action for …",
        leave="Leave as a statement" if record.entries[offer.entry].speaker else "Leave as a note",
        asks_people=True,
    )


def part_label(stance: str | None) -> str:
    value = part_value(stance)
    return str(Participation.Part(value).label)


def part_value(stance: str | None) -> str:
    return _PARTS.get(stance or "", Participation.Part.NOT_KNOWN)


def assignees_of(offer: Offer, value: dict[str, Any]) -> tuple[str, ...]:
    """Who is to do it: those named when the offer was taken, else those the words name."""
    people = value.get("people")
    return tuple(map(str, people)) if isinstance(people, list) and people else offer.assignees
