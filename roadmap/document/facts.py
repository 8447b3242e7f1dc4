"""The quiet lines under a technology's heading, as HTML; the same in the page and in the Word file."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from roadmap.document.record import PART_WORDS, RELATION_WORDS, DocumentRecord, TechnologyRecord, listed

NO_TEXT = "No text yet."


def facts(one: TechnologyRecord, numbers: Collection[int]) -> list[str]:
    """A line each: state and version, where it stands, facilities, writers, relations. ``numbers`` can be led to.

    Who stays out is said in the sentence on where it stands.
    """
    state = [one.state_words, "working title" if one.working_title and one.title else "", one.version_words]
    lines = [escape(" · ".join(filter(None, state)))]
    if one.standing:
        lines.append(escape(one.standing))
    parts = [
        f"{PART_WORDS[name]}: {listed(facilities)}."
        for name in ("leads", "takes_part", "watches")
        if (facilities := getattr(one.parts, name))
    ]
    if parts:
        lines.append(escape(" ".join(parts)))
    if one.writers:
        lines.append(escape(f"Written by {listed(one.writers)}."))
    related = [
        f"{words} {listed([reference(number, numbers) for number in found])}."
        for name, words in RELATION_WORDS.items()
        if (found := getattr(one.relations, name))
    ]
    if related:
        lines.append(" ".join(related))
    return lines


def reference(number: int, numbers: Collection[int]) -> str:
    return f'<a href="#T{number}">T{number}</a>' if number in numbers else f"T{number}"


def gone(record: DocumentRecord) -> str:
    """What is no longer in the list, as HTML: ``T6 is part of T3; T7 is withdrawn.``; "" when nothing left it."""
    numbers = {one.number for one in record.technologies}
    words = [
        f"T{one.number} is part of {reference(one.into, numbers)}" if one.into else escape(one.words)
        for one in record.gone
    ]
    return f"{'; '.join(words)}." if words else ""


def asked(one: TechnologyRecord) -> str:
    """What is asked of the directors, as HTML; "" when nothing is."""
    if not one.asked_of_directors:
        return ""
    return f"<strong>Asked of the directors:</strong> {escape(one.asked_of_directors)}"
