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
    one = Offered(
        key=key,
        kind=offer.kind,
        line=offer.line,
        quote=offer.quote,
        before=quote,
        bold="",
        after="",
        quiet="",
        short="",
        inline="",
    )
    leave = "Leave as a statement" if record.entries[offer.entry].speaker else "Leave as a note"
    if offer.kind == "participation":
        one.short = one.inline = f"{offer.facility} {part_label(offer.stance)}" + (
            f" in T{offer.topic}" if offer.topic else ""
        )
        said_by = f", as said by {faces.named(offer.said_by).name}" if offer.said_by else ""
        one.before, one.after, one.quiet = f"{quote} → ", f"{one.short}{said_by}", "; shown as not confirmed."
    elif offer.kind == "decision":
        one.before, one.bold, one.after = f"{quote} ", "Decided", "?"
        one.short, one.inline, one.leave = f"Decided: {quote}", "Decided?", leave
    elif offer.assignees:
        on = f"on T{offer.topic} " if offer.topic else ""
        one.bold = listed([faces.named(name).name for name in offer.assignees])
        one.before, one.after, one.names_person = f"Action {on}for ", f": {quote}", True
        one.short, one.inline = f"☐ Action {on}for {one.bold}: {quote}", f"an action {on}for {one.bold}"
    else:
        one.quiet, one.inline = " – an action for nobody in particular", "an action for nobody in particular"
        one.short, one.asks_people = f"☐ Action: {quote}", True
        one.take, one.leave = "Take as an action for …", leave
    return one


def part_label(stance: str | None) -> str:
    value = part_value(stance)
    return str(Participation.Part(value).label)


def part_value(stance: str | None) -> str:
    return _PARTS.get(stance or "", Participation.Part.NOT_KNOWN)


def assignees_of(offer: Offer, value: dict[str, Any]) -> tuple[str, ...]:
    """Who is to do it: those named when the offer was taken, else those the words name."""
    people = value.get("people")
    return tuple(map(str, people)) if isinstance(people, list) and people else offer.assignees
