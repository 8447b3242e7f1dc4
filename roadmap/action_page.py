"""One action: who may be asked, what happened to it, and the form it is noted and changed by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from activity.kinds import Told, tell
from activity.models import Event
from members.models import Group, Member
from members.viewer import Viewer
from roadmap.models import ActionItem, Technology
from roadmap.services.actions import stamp
from web.words import day

EVENTS = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A person or a technology in the form."""

    pk: int
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """An action's fields as the form shows them: what the action says, or what somebody has just typed."""

    words: str = ""
    people: frozenset[str] = frozenset()
    others: str = ""
    technology: str = ""
    due: str = ""
    was: str = ""

    @classmethod
    def of(cls, action: ActionItem) -> Typed:
        return cls(
            words=action.words,
            people=frozenset(str(member.pk) for member in action.assignees.all()),
            others=action.assigned_words,
            technology=str(action.technology_id or ""),
            was=stamp(action),
        )


@dataclass(frozen=True, slots=True)
class ActionFormPage:
    """The form: what stands in it and what can be chosen."""

    typed: Typed
    people: list[Choice]
    technologies: list[Choice]


def askable(group: Group, action: ActionItem | None = None) -> list[Member]:
    """Who can be asked: the group's members, and whom its minutes know by name only. One query."""
    here = Q(memberships__group=group, memberships__ended_at__isnull=True) | Q(named_in=group)
    here &= Q(canonical__isnull=True)
    if action is not None:
        here |= Q(action_items=action)
    return list(Member.objects.filter(here).distinct().order_by("name", "pk"))


def bearing(group: Group, action: ActionItem | None = None) -> list[Technology]:
    """The technologies an action may belong to, in the group's order. One query."""
    found = Technology.objects.listed(group)
    if action is not None and action.technology_id:
        found |= Technology.objects.filter(pk=action.technology_id)
    return list(found.select_related("text").order_by("rank", "pk"))


def form_page(typed: Typed, people: Iterable[Member], technologies: Iterable[Technology]) -> ActionFormPage:
    return ActionFormPage(
        typed,
        [Choice(one.pk, one.name, str(one.pk) in typed.people) for one in people],
        [Choice(one.pk, f"{one} {one.text.title}".strip(), str(one.pk) == typed.technology) for one in technologies],
    )


@dataclass(frozen=True, slots=True)
class Happened:
    """One act of an action's history, newest first."""

    told: Told
    words: str


def history_of(action: ActionItem, viewer: Viewer) -> list[Happened]:
    """Who noted, changed, closed and reopened it, and when. One query, and one for who acted and one for the action."""
    events = Event.objects.filter(group=action.group_id, kind__startswith="action.", data__action=action.pk)
    told = tell(events.select_related("group").order_by("-pk")[:EVENTS], viewer)
    return [Happened(one, happened_words(one)) for one in told]


HAPPENED = {
    "action.made": "noted it",
    "action.done": "closed it as done",
    "action.dropped": "dropped it",
    "action.reopened": "opened it again",
    "action.taken back": "took it back",
    "action.put back": "noted it again",
    "action.changed": "changed who is asked, or what it is about",
}


def happened_words(told: Told) -> str:
    """``Bo O'Neill moved the date from 1 Mar to 5 Mar``"""
    if told.event.kind != "action.due":
        return f"{told.actor} {HAPPENED.get(told.event.kind, 'worked on it')}"
    due, was = (date_in(told.event.data.get(name)) for name in ("due", "was"))
    if due is None:
        return f"{told.actor} took the date away, it was {day(was)}"
    return (
        f"{told.actor} moved the date from {day(was)} to {day(due)}"
        if was
        else f"{told.actor} set the date: {day(due)}"
    )


def date_in(words: object) -> date | None:
    return date.fromisoformat(words) if isinstance(words, str) else None
