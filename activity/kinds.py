"""What kinds of event there are. The app that makes an event registers how it is told.

An :class:`EventKind` knows the sentence, the address and who may see it. So that a feed of fifty lines costs
a handful of queries, sentences are given the objects they speak of, loaded in bulk by key (``"technology"``,
``"member"`` …): each key has one loader, registered by the app that owns the model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from activity.models import Event
from members.viewer import Viewer

Loader = Callable[[Iterable[int]], Mapping[int, Any]]


@dataclass(slots=True)
class Told:
    """An event with the objects it speaks of, ready for its sentence."""

    event: Event
    objects: dict[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        return str(self.objects.get("actor") or "Waymark")

    def __getitem__(self, key: str) -> Any:
        """The object the event names under ``key``, None when it is gone; KeyError when it names none.

        (Templates ask a thing's items before its attributes, so an unknown key must not answer.)
        """
        return self.objects[key]

    @property
    def sentence(self) -> str:
        return KINDS[self.event.kind].sentence(self)

    @property
    def address(self) -> str:
        return KINDS[self.event.kind].address(self)


def inside_only(viewer: Viewer, told: Told) -> bool:
    return viewer.is_inside(told.event.group_id)


def anybody(viewer: Viewer, told: Told) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class EventKind:
    """How one kind of event is told. ``may_see`` is asked after the group's own visibility."""

    name: str
    sentence: Callable[[Told], str]
    address: Callable[[Told], str]
    may_see: Callable[[Viewer, Told], bool] = inside_only
    together: Callable[[Sequence[Told]], str] | None = None
    """How several are told that somebody caused at once, in the order they happened; None: each on its own."""
    alike: Callable[[Told], Hashable] = lambda told: None
    """Only those of which this is the same are told together."""


KINDS: dict[str, EventKind] = {}
LOADERS: dict[str, Loader] = {}


def register_kinds(*kinds: EventKind) -> None:
    KINDS.update({kind.name: kind for kind in kinds})


def register_loader(key: str, loader: Loader) -> None:
    LOADERS[key] = loader


def tell(events: Iterable[Event], viewer: Viewer) -> list[Told]:
    """The events the viewer may see, each with its objects; one query per key that occurs."""
    told = [Told(event) for event in events if event.kind in KINDS]
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in told:
        for key, value in line.event.data.items():
            if key in LOADERS and isinstance(value, int):
                wanted[key].add(value)
        if line.event.actor_id:
            wanted["member"].add(line.event.actor_id)
    found = {key: LOADERS[key](ids) for key, ids in wanted.items()}
    for line in told:
        ids = line.event.data
        line.objects = {key: found[key].get(ids[key]) for key in found if isinstance(ids.get(key), int)}
        line.objects["actor"] = found["member"].get(line.event.actor_id) if line.event.actor_id else None
    return [line for line in told if KINDS[line.event.kind].may_see(viewer, line)]


AT_ONCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did at once: one event, or several of a kind that are told together, oldest first."""

    told: Sequence[Told]

    @property
    def event(self) -> Event:
        return self.told[-1].event

    @property
    def sentence(self) -> str:
        together = KINDS[self.event.kind].together
        return self.told[0].sentence if len(self.told) == 1 or together is None else together(self.told)

    @property
    def address(self) -> str:
        return self.told[0].address


def acts(told: Sequence[Told]) -> list[Act]:
    """A feed's lines, newest first: what one act caused stands in one line."""
    runs: list[list[Told]] = []
    for line in told:
        if runs and _belongs(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [Act(run[::-1]) for run in runs]


def _belongs(newer: Told, older: Told) -> bool:
    kind = KINDS[newer.event.kind]
    return (
        kind.together is not None
        and (newer.event.kind, newer.event.actor_id) == (older.event.kind, older.event.actor_id)
        and newer.event.at - older.event.at <= AT_ONCE
        and kind.alike(newer) == kind.alike(older)
    )
