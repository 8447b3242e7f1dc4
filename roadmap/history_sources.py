"""The roadmap's own part of a history: comments, positions, versions of the text, and acts that the record has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from decisions.models import Heard, Position, Value
from members.models import Group
from members.permissions import GUEST_NAME, can_see_names
from roadmap.history import Asked, AskedOfRoadmap, DiscussionSource, Found, HistorySource, Key, Line
from roadmap.models import Technology
from web.words import counted, day
from writing.models import Comment, Version

COMMENT_RANK, POSITION_RANK, VERSION_RANK, ACT_RANK = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment as its line shows it. ``html`` is rendered and sanitised; ``position`` is what it is the reason of."""

    pk: int
    who: str
    who_id: int | None
    html: str
    position: str
    edited: bool
    withdrawn: bool
    own: bool
    reply_to: int | None
    reply_to_who: str


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position without words."""

    pk: int
    who: str
    who_id: int | None
    words: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in one line."""

    number: int
    words: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act in one line, shown as a version is."""

    words: str
    note: str = ""
    address: str = ""


def below(key: Key | None, rank: int) -> Q:
    """Rows of a source of that rank below ``key``, by their moment ``at`` and then ``pk``."""
    if key is None:
        return Q()
    moment, key_rank, order = key
    same = Q(at=moment)
    if rank > key_rank:
        return Q(at__lt=moment)
    return Q(at__lt=moment) | (same if rank < key_rank else same & Q(pk__lt=order))


def comments(render: Callable[[str], str]) -> HistorySource:
    """What was written under the technology; ``render`` turns Markdown into safe HTML. One query."""

    def source(asked: Asked) -> Found:
        if asked.only == "texts":
            return Found()
        only = Q(value__isnull=False) if asked.only == "decided" else Q()
        return comment_lines(asked.technology.thread_id, asked, asked.technology.group, render, only)

    return source


def comments_on_roadmap(thread_id: int, render: Callable[[str], str]) -> DiscussionSource:
    """What was written about the roadmap as a whole. One query."""
    return lambda asked: comment_lines(thread_id, asked, asked.group, render)


def comment_lines(
    thread_id: int, asked: Asked | AskedOfRoadmap, group: Group, render: Callable[[str], str], only: Q | None = None
) -> Found:
    """The comments of a thread; ``value`` is the position that one gives the reason of. One query."""
    names = can_see_names(asked.viewer, group)
    reason_of = Position.objects.filter(comment=OuterRef("pk")).order_by("pk").values("value")[:1]
    rows = (
        Comment.objects.filter(below(asked.older_than, COMMENT_RANK), thread=thread_id)
        .annotate(value=Subquery(reason_of))
        .filter(only or Q())
        .select_related("author", "reply_to__author")
        .annotate(total=Window(Count("*")))
        .order_by("-at", "-pk")[: asked.limit]
    )
    lines, total = [], 0
    for row in rows:
        total = row.total
        answers = row.reply_to
        lines.append(
            Line(
                key=(row.at, COMMENT_RANK, row.pk),
                kind="decided" if row.value else "said",
                template="roadmap/_comment_line.html",
                row=CommentRow(
                    pk=row.pk,
                    who=row.author.name if names else GUEST_NAME,
                    who_id=row.author_id if names else None,
                    html="" if row.withdrawn_at else render(row.body),
                    position=Value(row.value).label if row.value else "",
                    edited=row.edited_at is not None,
                    withdrawn=row.withdrawn_at is not None,
                    own=row.author_id == asked.viewer.member_id,
                    reply_to=answers.pk if answers else None,
                    reply_to_who=(answers.author.name if names else GUEST_NAME) if answers else "",
                ),
                on=timezone.localtime(row.at).date(),
            )
        )
    return Found(lines, total)


def positions(asked: Asked) -> Found:
    """Positions given without words, on the site or recorded for somebody; those of minutes are the minutes' lines."""
    if asked.only in {"texts", "said"}:
        return Found()
    names = shows_names(asked)
    rows = (
        Position.objects.filter(
            below(asked.older_than, POSITION_RANK), question=asked.technology.question_id, comment__isnull=True
        )
        .exclude(heard=Heard.MINUTES)
        .select_related("member", "recorded_by")
        .annotate(total=Window(Count("*")))
        .order_by("-at", "-pk")[: asked.limit]
    )
    lines, total = [], 0
    for row in rows:
        total = row.total
        recorder = row.recorded_by.name if row.recorded_by and not row.confirmed and names else ""
        lines.append(
            Line(
                key=(row.at, POSITION_RANK, row.pk),
                kind="decided",
                template="roadmap/_position_line.html",
                row=PositionRow(
                    pk=row.pk,
                    who=row.member.name if names else GUEST_NAME,
                    who_id=row.member_id if names else None,
                    words="takes the position back" if row.value == Value.WITHDRAWN else row.get_value_display(),
                    recorded_by=f"{row.get_heard_display()}; recorded by {recorder}" if recorder else "",
                ),
                on=timezone.localtime(row.at).date(),
            )
        )
    return Found(lines, total)


def versions(asked: Asked) -> Found:
    """What was written in the text, a line a version. The first, empty one says nothing. One query."""
    if asked.only in {"decided", "said"}:
        return Found()
    names = shows_names(asked)
    technology = asked.technology
    rows = (
        Version.objects.filter(below(asked.older_than, VERSION_RANK), text=technology.text_id)
        .exclude(number=1, body="", title="")
        .select_related("author", "based_on")
        .defer("body", "based_on__body")
        .annotate(total=Window(Count("*")))
        .order_by("-at", "-pk")[: asked.limit]
    )
    lines, total = [], 0
    for row in rows:
        total = row.total
        author = row.author.name if row.author and names else (GUEST_NAME if row.author else "Waymark")
        compare = reverse("compare", args=[technology.group.slug, technology.text_id])
        lines.append(
            Line(
                key=(row.at, VERSION_RANK, row.pk),
                kind="texts",
                template="roadmap/_version_line.html",
                row=VersionRow(
                    number=row.number,
                    words=f"{author} {version_words(row)}",
                    note=row.note if row.origin != Version.Origin.RESTORED else "",
                    address=f"{compare}?from={row.number - 1}&to={row.number}" if row.number > 1 else "",
                ),
                on=timezone.localtime(row.at).date(),
            )
        )
    return Found(lines, total)


def states(asked: Asked) -> Found:
    """How its state was changed, what was taken back included. No query: a technology has few, its page loads all."""
    if asked.only in {"texts", "said"}:
        return Found()
    loaded: Any = asked.technology  # the annotations of for_page
    names = shows_names(asked)
    found = [
        act_line(one["pk"], datetime.fromisoformat(one["at"]), one["who"] or "", state_words(one), names=names)
        for one in loaded.turns
    ]
    below_key = [line for line in found if asked.older_than is None or line.key < asked.older_than]
    return Found(below_key[: asked.limit], len(below_key))


def state_words(turn: Mapping[str, Any]) -> str:
    """After who said so: ``noted that it is agreed on version 6, in the meeting of 12 Mar``."""
    act = turn["kind"].removeprefix("technology.")
    if act == "agreed":
        where = f", in the meeting of {day(date.fromisoformat(turn['met_on']))}" if turn["met_on"] else ""
        return f"noted that it is agreed on version {turn['version']}{where}"
    if act == "merged":
        return f"made it part of {f'T{number}' if (number := turn['into']) else 'another'}"
    if act == "state_undone":
        state = Technology.State(turn["state"])
        return f"took that back: it is {'an idea' if state == Technology.State.IDEA else state.label.lower()} again"
    return {
        "ready": "says it is ready for the group",
        "written": "says it is still being written",
        "withdrawn": "withdrew it",
        "promoted": "made the idea a technology",
    }[act]


def acts_on_roadmap(asked: AskedOfRoadmap) -> Found:
    """That the roadmap was given another title or date. One query."""
    words = {"roadmap.titled": "changed the title of the roadmap", "roadmap.due": "set when the roadmap is due"}
    rows = list(
        Event.objects.filter(below(asked.older_than, ACT_RANK), group=asked.group, kind__in=words)
        .select_related("actor")
        .annotate(total=Window(Count("*")))
        .order_by("-at", "-pk")[: asked.limit]
    )
    names = can_see_names(asked.viewer, asked.group)
    lines = [act_line(row.pk, row.at, str(row.actor or ""), words[row.kind], names=names) for row in rows]
    return Found(lines, getattr(rows[0], "total", 0) if rows else 0)


def act_line(pk: int, at: datetime, actor: str, words: str, *, names: bool) -> Line:
    """An event as a line: who did it, and ``words``."""
    who = (actor if names else GUEST_NAME) if actor else "Waymark"
    on = timezone.localtime(at).date()
    return Line((at, ACT_RANK, pk), "decided", "roadmap/_version_line.html", ActRow(f"{who} {words}"), on)


def version_words(version: Version) -> str:
    """What a version did, after its author's name: ``changed 14 words``."""
    origin = version.origin
    if origin == Version.Origin.NAMED:
        return f"named it “{version.title}”"
    if origin == Version.Origin.INFERRED:
        return "inferred the title and text from the minutes"
    if origin == Version.Origin.IMPORTED:
        return "brought the text in"
    if origin == Version.Origin.RESTORED:
        return version.note[:1].lower() + version.note[1:] or "restored an earlier version"
    if version.number == 1:
        return "wrote the first version"
    return f"changed {counted(version.words_changed, 'word')}"


def shows_names(asked: Asked) -> bool:
    return can_see_names(asked.viewer, asked.technology.group)
