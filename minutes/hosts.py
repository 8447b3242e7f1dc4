"""What the lower floors are told of minutes: whose text and threads; how acts are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count
from django.urls import reverse

from activity.kinds import EventKind, Told, register_kinds, register_loader
from meetings.records import register_counts
from members.viewer import Viewer
from minutes.models import Entry, Minutes
from minutes.permissions import (
    can_reply_entry,
    can_see_entry,
    can_see_minutes_text,
)
from web.words import counted, day
from writing.hosts import TextHost, ThreadHost, register_text_host, register_thread_host
from writing.models import Text, Thread


def address(minutes: Minutes) -> str:
    """The page of their meeting; once they were taken back, the list of meetings."""
    meeting = minutes.meeting
    if minutes.undone_at is not None:
        return reverse("meetings", args=[meeting.group.slug])
    return reverse("meeting", args=[meeting.group.slug, meeting.slug])


def label(minutes: Minutes) -> str:
    return f"the minutes of {day(minutes.meeting.date)}"


def load_minutes(ids: Iterable[int]) -> Mapping[int, Minutes]:
    return Minutes.objects.select_related("meeting__group").in_bulk(list(ids))


def load_entries(ids: Iterable[int]) -> Mapping[int, Entry]:
    return Entry.objects.select_related("minutes__meeting__group").in_bulk(list(ids))


def minutes_kind(name: str, words: str) -> EventKind:
    def sentence(told: Told) -> str:
        lines = told.event.data.get("lines")
        tail = f": {counted(lines, 'line')}" if lines is not None else ""
        return f"{told.actor} {words} {label(told['minutes'])}{tail}"

    def sees(viewer: Viewer, told: Told) -> bool:
        return told["minutes"] is not None and viewer.is_inside(told.event.group_id)

    return EventKind(f"minutes.{name}", sentence, lambda told: address(told["minutes"]), sees)


def lines_of_meetings(ids: Sequence[int]) -> Mapping[int, int]:
    """Meeting → how many lines its minutes hold. One query."""
    held = Entry.objects.filter(minutes__meeting__in=ids, minutes__undone_at__isnull=True, retired_at__isnull=True)
    return dict(held.order_by().values_list("minutes__meeting").annotate(number=Count("pk")))


def register() -> None:
    register_text_host(
        Text.Kind.MINUTES,
        TextHost(
            may_see=lambda viewer, text: can_see_minutes_text(viewer, text.minutes),
            # Only through the preview, which reads them again: alone, their lines would no longer fit them.
            may_edit=lambda viewer, text: False,
            address=lambda text: address(text.minutes),
            label=lambda text: label(text.minutes),
            related=("minutes__meeting__group",),
        ),
    )
    register_thread_host(
        Thread.Kind.ENTRY,
        ThreadHost(
            may_see=lambda viewer, thread: can_see_entry(viewer, thread.entry),
            may_write=lambda viewer, thread: can_reply_entry(viewer, thread.entry),
            address=lambda thread: address(thread.entry.minutes),  # a comment's own anchor is added to it
            related=("entry__minutes__meeting__group",),
        ),
    )
    register_counts("lines", lines_of_meetings)
    register_loader("minutes", load_minutes)
    register_loader("entry", load_entries)
    register_kinds(
        minutes_kind("recorded", "recorded"),
        minutes_kind("corrected", "corrected"),
        minutes_kind("undone", "took back"),
    )
