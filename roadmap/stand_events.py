"""How it is told that a technology's state, its writers or its line for the directors changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from activity.kinds import EventKind, Told, register_kinds, register_loader
from meetings.models import Meeting
from roadmap.hosts import about, label, load_technologies, sees_technology, technology_address
from roadmap.models import Technology
from web.words import day


def load_meetings(ids: Iterable[int]) -> Mapping[int, Meeting]:
    return Meeting.objects.in_bulk(list(ids))


def agreed(told: Told) -> str:
    """``Ana noted that T2 is agreed on version 6, in the meeting of 12 Mar``"""
    meeting = told.objects.get("meeting")
    where = f", in the meeting of {day(meeting.date)}" if meeting else ""
    return (
        f"{told.actor} noted that {label(told['technology'])} is agreed on version {told.event.data['version']}{where}"
    )


def merged(told: Told) -> str:
    into = told["into"]
    return f"{told.actor} made {label(told['technology'])} part of {label(into) if into else 'another'}"


def state_undone(told: Told) -> str:
    """What it is again: undoing a state is one more act."""
    state = Technology.State(told.event.data["to"]["state"])
    words = "an idea" if state == Technology.State.IDEA else state.label.lower()
    return f"{told.actor} took that back: {label(told['technology'])} is {words} again"


def writer(verb: str, other: str) -> Callable[[Told], str]:
    """For oneself and for somebody else."""

    def sentence(told: Told) -> str:
        name = label(told["technology"])
        if told.event.actor_id == told.event.data["member"]:
            return f"{told.actor} {verb} {name}"
        return f"{told.actor} {other.format(told['member'])} {name}"

    return sentence


def register() -> None:
    register_loader("into", load_technologies)
    register_loader("meeting", load_meetings)
    register_kinds(
        EventKind("technology.agreed", agreed, technology_address, sees_technology),
        EventKind(
            "technology.withdrawn",
            lambda t: f"{t.actor} withdrew {label(t['technology'])}",
            technology_address,
            sees_technology,
        ),
        EventKind("technology.merged", merged, technology_address, sees_technology),
        EventKind(
            "technology.promoted",
            lambda t: f"{t.actor} made an idea a technology: {label(t['technology'])}",
            technology_address,
            sees_technology,
        ),
        EventKind("technology.state_undone", state_undone, technology_address, sees_technology),
        EventKind(
            "technology.writer_added",
            writer("writes", "made {} a writer of"),
            technology_address,
            sees_technology,
        ),
        EventKind(
            "technology.writer_removed",
            writer("no longer writes", "took {} off the writers of"),
            technology_address,
            sees_technology,
        ),
        EventKind(
            "technology.asked",
            lambda t: f"{t.actor} wrote what {label(t['technology'])} asks of the directors",
            technology_address,
            sees_technology,
        ),
        EventKind(
            "technology.asked_nothing",
            lambda t: f"{t.actor} took away what {label(t['technology'])} asked of the directors",
            technology_address,
            sees_technology,
        ),
        EventKind(
            "roadmap.titled",
            lambda t: f"{t.actor} changed the title of the roadmap",
            lambda t: about(t.event.group),
        ),
    )
