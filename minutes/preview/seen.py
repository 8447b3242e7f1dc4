"""Whether these minutes were recorded before: the same day, and the same title or much of the same text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from members.models import Group
from minutes.models import Minutes
from minutes.preview.answers import Answers
from minutes.preview.asked import Choice, Question
from minutes.resolved import Resolved
from web.words import day, fold

_CANDIDATES = 5
_ALIKE = 0.5


@dataclass(slots=True)
class Seen:
    """Recorded minutes that these seem to be, and how many lines differ."""

    minutes: Minutes
    differ: int


def seen_before(group: Group, text: str, resolved: Resolved) -> Seen | None:
    """The minutes of that day that these seem to be. One query, over at most five meetings; linear in the texts."""
    lines = Counter(line.strip() for line in text.split("\n") if line.strip())
    best: Seen | None = None
    if resolved.date is None:
        return None
    same_day = (
        Minutes.objects.filter(meeting__group=group, meeting__date=resolved.date, undone_at__isnull=True)
        .select_related("meeting", "recorded_by", "text__head")
        .order_by("-pk")[:_CANDIDATES]
    )
    for minutes in same_day:
        body = minutes.text.head.body if minutes.text.head else ""
        theirs = Counter(line.strip() for line in body.split("\n") if line.strip())
        common = (lines & theirs).total()
        alike = common / max(1, lines.total(), theirs.total())
        if alike < _ALIKE and fold(minutes.meeting.title) != fold(resolved.title):
            continue
        found = Seen(minutes, max((lines - theirs).total(), (theirs - lines).total()))
        if best is None or found.differ < best.differ:
            best = found
    return best


def seen_question(seen: Seen, answers: Answers) -> Question:
    by = seen.minutes.recorded_by.name if seen.minutes.recorded_by else "an import"
    differ = {0: "No line differs.", 1: "1 line differs."}.get(seen.differ, f"{seen.differ} lines differ.")
    show = {0: "", 1: " – show it"}.get(seen.differ, f" – show the {seen.differ}")
    question = Question(
        "seen",
        "seen",
        f"These minutes were recorded on {day(seen.minutes.recorded_at)} by {by}.",
        differ,
        choices=[
            Choice(1, f"correct:{seen.minutes.pk}", f"Correct the record{show}"),
            Choice(2, "another", "It is another meeting"),
        ],
    )
    question.answer = "another meeting" if answers.given("seen") else ""
    return question
