"""The register of what was decided: decisions and votes of the minutes, and states the group agreed on.

They live on several floors. Each gives a :data:`DecidedSource`; the minutes register theirs at start-up. A source
answers with at most ``limit`` lines older than a key, in one keyset query, always through ``visible_to``; this module
joins them, newest first, those of one meeting together and in the order they were said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Window
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from meetings.models import Meeting
from members.models import Group
from members.permissions import can_see_names
from members.viewer import Viewer
from roadmap.history import Found, History, Key, Line, joined
from roadmap.history_sources import below
from roadmap.models import Technology
from web.words import day

LIMIT = 50
STATES_RANK = 5
STATES = ("technology.agreed", "technology.withdrawn", "technology.merged")
UNDONE = "technology.state_undone"


@dataclass(frozen=True, slots=True)
class AskedDecided:
    """What the register is asked: of one technology, of one meeting, with these words; lines below ``older_than``.

    ``technologies`` and ``meetings`` are all the viewer may see of the group, by their ids.
    """

    group: Group
    viewer: Viewer
    technologies: Mapping[int, Technology] = field(default_factory=dict)
    meetings: Mapping[int, Meeting] = field(default_factory=dict)
    technology: Technology | None = None
    meeting: Meeting | None = None
    words: str = ""
    older_than: Key | None = None
    limit: int = LIMIT


DecidedSource = Callable[[AskedDecided], Found]
SOURCES: list[DecidedSource] = []


def register_decided(source: DecidedSource) -> None:
    SOURCES.append(source)


def decided(asked: AskedDecided) -> History:
    """The newest lines below ``older_than``, and how many more there are. One query a source."""
    return joined([source(asked) for source in (states, *SOURCES)], asked.limit)


def technologies_of(group: Group, viewer: Viewer) -> dict[int, Technology]:
    """By number, those that left the roadmap included: what was decided of them stays. One query."""
    found = Technology.objects.visible_to(viewer).filter(group=group, number__isnull=False)
    return {one.pk: one for one in found.select_related("text").order_by("number")}


def meetings_of(group: Group, viewer: Viewer) -> dict[int, Meeting]:
    """Newest first. One query."""
    found = Meeting.objects.visible_to(viewer).filter(group=group).order_by("-date", "-pk")
    return {one.pk: one for one in found}


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state as the register shows it: ``T2 is agreed on version 6``, who noted it, and in which meeting it was."""

    anchor: str
    words: str
    who: str
    technology: Technology
    address: str
    meeting: Meeting | None


def states(asked: AskedDecided) -> Found:
    """Technologies agreed on, withdrawn or merged, as the record of acts has them. One query.

    They stand on the day they were noted. What was taken back is left out: an event says so, whose ``was`` is how
    the technology stood after the one it takes back.
    """
    taken_back = Event.objects.filter(
        kind=UNDONE,
        pk__gt=OuterRef("pk"),
        data__technology=OuterRef("data__technology"),
        data__was=OuterRef("data__to"),
    )
    events = Event.objects.filter(
        below(asked.older_than, STATES_RANK), ~Exists(taken_back), group=asked.group, kind__in=STATES
    )
    words = asked.words.casefold()
    wanted = [
        pk
        for pk, one in asked.technologies.items()
        if asked.technology in {None, one} and words in f"{one} {one.text.title}".casefold()
    ]
    events = events.filter(data__technology__in=wanted)
    if asked.meeting is not None:
        events = events.filter(data__meeting=asked.meeting.pk)
    rows = list(events.select_related("actor").annotate(total=Window(Count("*"))).order_by("-at", "-pk")[: asked.limit])
    names = can_see_names(asked.viewer, asked.group)
    return Found([line_of(row, asked, names=names) for row in rows], getattr(rows[0], "total", 0) if rows else 0)


def line_of(event: Event, asked: AskedDecided, *, names: bool) -> Line:
    technology = asked.technologies[event.data["technology"]]
    row = StateRow(
        anchor=f"s{event.pk}",
        words=state_words(event, technology, asked),
        who=str(event.actor or "") if names else "",
        technology=technology,
        address=reverse("technology", args=[asked.group.slug, technology.number]),
        meeting=asked.meetings.get(event.data.get("meeting") or 0),
    )
    key = (event.at, STATES_RANK, event.pk)
    return Line(key, "decided", "roadmap/_decided_state.html", row, timezone.localdate(event.at))


def state_words(event: Event, technology: Technology, asked: AskedDecided) -> str:
    """``T2 is agreed on version 6``"""
    if event.kind == "technology.withdrawn":
        return f"{technology} is withdrawn"
    if event.kind == "technology.merged":
        into = asked.technologies.get(event.data.get("into") or 0)
        return f"{technology} is part of {into or 'another technology'} now"
    version = event.data.get("version")
    return f"{technology} is agreed on version {version}" if version else f"{technology} is agreed"


@dataclass(frozen=True, slots=True)
class DecidedPage:
    """The register for one viewer."""

    asked: AskedDecided
    history: History
    technologies: list[Technology]
    meetings: list[tuple[str, str]]
    ideas: int

    @property
    def narrowed(self) -> bool:
        return bool(self.asked.technology or self.asked.meeting or self.asked.words)

    @property
    def sentence(self) -> str:
        """``5 decisions and votes on T2 from 12 Feb with “mirror”, newest first.``"""
        number = self.history.total
        about = f" on {self.asked.technology}" if self.asked.technology else ""
        about += f" from {day(self.asked.meeting.date)}" if self.asked.meeting else ""
        about += f" with “{self.asked.words}”" if self.asked.words else ""
        if not number:
            return f"Nothing was decided{about}." if about else ""
        if number == 1:
            return f"One decision or vote{about}."
        return f"{number} decisions and votes{about}, newest first."
