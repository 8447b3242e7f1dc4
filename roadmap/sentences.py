"""The sentences that say where the roadmap and its technologies stand: said once, for every page and the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from decisions.tallies import Tally
from decisions.tallies import sentence as tally_sentence
from web.words import counted, day, listed

STATES = {"agreed": "agreed", "ready": "ready", "written": "being written"}
PARTS = {
    "leads": "leads {}",
    "takes_part": "takes part in {}",
    "watches": "watches {}",
    "does_not": "does not take part in {}",
    "not_known": "has not said of {}",
}


@dataclass(frozen=True, slots=True)
class PartSaid:
    """A facility's part as it holds: who it is, what, since when, and whether the facility confirmed it."""

    facility: str
    part: str  # leads, takes_part, watches, does_not, not_known
    said_on: date
    confirmed: bool


def standing(count: Tally, parts: Sequence[PartSaid], *, year: int | None = None) -> str:
    """``3 of 17 are pro, nobody is contra, 14 have not said. ESRF does not take part (said on 12 Feb, not confirmed).``

    Positions are people's, parts are facilities': the sentence never says that a facility is for or against.
    Only facilities that stay out are named; the others are in the list beside. ``year`` is the one that dates
    leave out: the year of the group's newest meeting, so that what was said there reads as people say it.
    """
    sentences = [tally_sentence(count)]
    for part in sorted(parts, key=lambda one: one.facility.casefold()):
        if part.part == "does_not":
            said = f"said on {day(part.said_on, year=year)}"
            remark = said if part.confirmed else f"{said}, not confirmed"
            sentences.append(f"{part.facility} does not take part ({remark}).")
    return " ".join(sentences)


def parts_sentence(facility: str, parts: Iterable[str]) -> str:
    """``ESRF takes part in 4, does not take part in 1.``; "" where nothing is known."""
    said = list(parts)
    counts = [(said.count(part), words) for part, words in PARTS.items()]
    told = [words.format(number) for number, words in counts if number]
    return f"{facility} {', '.join(told)}." if told else ""


def left_out_sentence(facilities: Sequence[str]) -> str:
    """``HILL does not count in the tallies (the chair’s setting).``; "" where all count."""
    if not facilities:
        return ""
    verb = "does" if len(facilities) == 1 else "do"
    return f"{listed(facilities)} {verb} not count in the tallies (the chair’s setting)."


def states_sentence(states: Mapping[str, int]) -> str:
    """``11 technologies: 0 agreed, 2 ready, 9 being written.``"""
    total = counted(sum(states.values()), "technology", "technologies")
    said = [f"{states.get(state, 0)} {words}" for state, words in STATES.items()]
    return f"{total}: {', '.join(said)}."


def due_sentence(due_for: str, due_on: date | None) -> str:
    """``For the RDB meeting on 28 May – 12 weeks.``; "" without a date."""
    return f"{due_opening(due_for, due_on)} – {time_left(due_on, timezone.localdate())}." if due_on else ""


def due_opening(due_for: str, due_on: date) -> str:
    return f"For {due_for} on {day(due_on)}" if due_for else f"Due on {day(due_on)}"


def time_left(due_on: date, today: date) -> str:
    """``12 weeks``, ``5 days``, ``today``, ``2 weeks ago``; weeks from a fortnight on."""
    days = (due_on - today).days
    if days == 0:
        return "today"
    size = abs(days)
    words = counted(size // 7, "week") if size >= 14 else counted(size, "day")
    return words if days > 0 else f"{words} ago"
