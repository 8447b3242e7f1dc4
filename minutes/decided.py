"""Decisions and votes of the minutes, as the roadmap's register of decisions shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Window
from django.urls import reverse

from members.permissions import can_see_names
from minutes.history import beginning, below
from minutes.models import Entry
from minutes.shown import STANCES, Said, Showing
from roadmap.decided import AskedDecided, register_decided
from roadmap.history import MEETING_RANK, Found, Line, Occasion

KINDS = (Entry.Kind.VOTE, Entry.Kind.DECISION)


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A line with what it is about. ``counts`` is ``Pro 3, contra 1`` of a vote, ``question`` what it was about."""

    said: Said
    counts: str
    question: str
    number: int | None
    title: str
    topic: str


def decided(asked: AskedDecided) -> Found:
    """Lines of the minutes that decide or vote, meetings newest first, in each as they were said. One query."""
    names = can_see_names(asked.viewer, asked.group)
    entries = Entry.objects.visible_to(asked.viewer).filter(
        below(asked.older_than), minutes__meeting__group=asked.group, kind__in=KINDS
    )
    if asked.technology is not None:
        entries = entries.filter(technology=asked.technology)
    if asked.meeting is not None:
        entries = entries.filter(minutes__meeting=asked.meeting)
    if asked.words:
        entries = entries.filter(speaks_of(asked.words, names=names))
    rows = list(
        entries.as_shown()
        .annotate(total=Window(Count("*")))
        .order_by("-minutes__meeting__date", "-minutes", "place", "pk")[: asked.limit]
    )
    showing = Showing(asked.viewer, asked.group, {})
    return Found([line_of(row, showing) for row in rows], getattr(rows[0], "total", 0) if rows else 0)


def speaks_of(words: str, *, names: bool) -> Q:
    """Whether a line holds the words. Who may not see names does not find votes by who voted."""
    text = Q(text__icontains=words) if names else Q(text__icontains=words) & ~Q(kind=Entry.Kind.VOTE)
    return (
        text
        | Q(question__icontains=words)
        | Q(topic_title__icontains=words)
        | Q(technology__text__title__icontains=words)
    )


def line_of(row: Entry, showing: Showing) -> Line:
    meeting = row.minutes.meeting
    technology = row.technology if row.technology and row.technology.taken_back_at is None else None
    shown = DecidedRow(
        said=showing.said(row),
        counts=counts_words(row.votes) if row.kind == Entry.Kind.VOTE else "",
        question=row.question,
        number=technology.number if technology else None,
        title=technology.text.title if technology else "",
        topic=row.topic_title,
    )
    return Line(
        key=(beginning(meeting.date), MEETING_RANK + row.minutes_id, -row.place),
        kind="decided",
        template="minutes/_decided.html",
        row=shown,
        on=meeting.date,
        occasion=Occasion(meeting.title, reverse("meeting", args=[showing.group.slug, meeting.slug])),
    )


def counts_words(votes: dict[str, Any]) -> str:
    """``Pro 3, contra 1``: the people who were named; where there are none, the numbers that were given."""
    counts = votes.get("counts") or {}
    numbers = [(stance, len(votes.get(stance) or [])) for stance, _ in STANCES]
    if not any(number for _, number in numbers):
        numbers = [(stance, counts[stance]) for stance, _ in STANCES if counts.get(stance) is not None]
        return ", ".join(f"{stance} {number:g}" for stance, number in numbers).capitalize()
    return ", ".join(f"{stance} {number}" for stance, number in numbers if number).capitalize()


def register() -> None:
    register_decided(decided)
