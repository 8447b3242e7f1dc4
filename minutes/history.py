"""What the roadmap's pages show of the minutes: the lines of a technology, and what can be counted from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Value, Window
from django.db.models.fields import BooleanField
from django.urls import reverse
from django.utils import timezone

from members.models import Group
from members.permissions import GUEST_NAME, can_see_names
from members.viewer import Viewer
from minutes.models import Entry, EntryQuerySet
from minutes.shown import Showing, replies_of
from roadmap.history import (
    MEETING_RANK,
    Asked,
    AskedOfRoadmap,
    FirstSaid,
    Found,
    Key,
    LastSaid,
    Line,
    Occasion,
    Origin,
    OriginOf,
    Reference,
    register_discussion,
    register_first_said,
    register_history,
    register_origins,
    register_related,
    register_spoken,
)
from roadmap.models import Technology
from web.words import day

FIRST_WORDS = 90
DECIDED = (Entry.Kind.VOTE, Entry.Kind.DECISION, Entry.Kind.ACTION)
WAY: Mapping[OriginOf, str] = {
    "idea": "idea",
    "action": "action_item",
    "participation": "participation",
    "position": "positions",
}


def below(key: Key | None) -> Q:
    """Entries shown after ``key``: of an earlier day, of that day's earlier minutes, or said later in them."""
    if key is None:
        return Q()
    moment, rank, order = key
    on = timezone.localdate(moment)
    earlier = Q(minutes__meeting__date__lt=on)
    if moment > beginning(on):
        return earlier | Q(minutes__meeting__date=on)
    minutes = rank - MEETING_RANK
    return earlier | (
        Q(minutes__meeting__date=on)
        & (Q(minutes__lt=max(0, minutes)) | Q(minutes=max(0, minutes), place__gt=max(0, -order)))
    )


def beginning(on: object) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))  # type: ignore[arg-type]


def lines(asked: Asked) -> Found:
    """The lines of the minutes on a technology, meetings newest first, in each as they were said. Two queries."""
    if asked.only == "texts":
        return Found()
    entries = Entry.objects.visible_to(asked.viewer).filter(below(asked.older_than), technology=asked.technology)
    if asked.only == "decided":
        entries = entries.filter(kind__in=DECIDED)
    elif asked.only == "said":
        entries = entries.exclude(kind__in=DECIDED)
    return found_in(entries, asked, asked.technology.group)


def of_the_whole(asked: AskedOfRoadmap) -> Found:
    """What the minutes say about the roadmap as a whole, in the same order. Two queries.

    That is what belongs to no technology but was said among them: in a section in which other lines do. What has
    become an idea stands in the list of ideas.
    """
    visible = Entry.objects.visible_to(asked.viewer)
    among = visible.filter(technology__isnull=False, section=OuterRef("section"))
    entries = visible.filter(
        below(asked.older_than),
        Exists(among),
        minutes__meeting__group=asked.group,
        technology__isnull=True,
        idea__isnull=True,
    )
    return found_in(entries, asked, asked.group)


def found_in(entries: EntryQuerySet, asked: Asked | AskedOfRoadmap, group: Group) -> Found:
    rows = list(
        entries.as_shown()
        .annotate(total=Window(Count("*")))
        .order_by("-minutes__meeting__date", "-minutes", "place", "pk")[: asked.limit]
    )
    showing = Showing(asked.viewer, group, replies_of(rows, asked.viewer, group))
    found = []
    for row in rows:
        meeting = row.minutes.meeting
        found.append(
            Line(
                key=(beginning(meeting.date), MEETING_RANK + row.minutes_id, -row.place),
                kind="decided" if row.kind in DECIDED else "said",
                template="minutes/_line.html",
                row=showing.said(row),
                on=meeting.date,
                occasion=Occasion(meeting.title, reverse("meeting", args=[group.slug, meeting.slug])),
            )
        )
    return Found(found, getattr(rows[0], "total", 0) if rows else 0)


def last_said(technology_ids: Sequence[int], viewer: Viewer) -> Mapping[int, LastSaid]:
    """How many lines the newest meeting that spoke of each technology left, and its day. One query."""
    rows = (
        Entry.objects.visible_to(viewer)
        .filter(technology__in=technology_ids)
        .annotate(
            lines=Window(Count("pk"), partition_by=[F("technology"), F("minutes")]), on=F("minutes__meeting__date")
        )
        .order_by("technology", "-minutes__meeting__date", "-minutes")
        .distinct("technology")
        .values("technology", "lines", "on")
    )
    return {row["technology"]: LastSaid(row["lines"], row["on"]) for row in rows}


def first_said(technology_ids: Sequence[int], viewer: Viewer) -> Mapping[int, FirstSaid]:
    """What was said first about each technology, and by whom. One query."""
    rows = (
        Entry.objects.visible_to(viewer)
        .filter(technology__in=technology_ids)
        .exclude(text="")
        .exclude(kind=Entry.Kind.VOTE)
        .select_related("speaker", "minutes__meeting__group")
        .order_by("technology", "minutes__meeting__date", "minutes", "place", "pk")
        .distinct("technology")
    )
    found = {}
    for row in rows:
        speaker = row.speaker.name if row.speaker else row.speaker_as_written
        if speaker and not can_see_names(viewer, row.minutes.meeting.group):
            speaker = GUEST_NAME
        found[row.technology_id or 0] = FirstSaid(shortened(row.text), speaker)
    return found


def spoken_of_by(technology_ids: Sequence[int], on: date, viewer: Viewer) -> set[int]:
    """Those that minutes of that day or before speak of. One query."""
    lines = Entry.objects.visible_to(viewer).filter(technology__in=technology_ids, minutes__meeting__date__lte=on)
    return set(lines.order_by().values_list("technology", flat=True).distinct())


def shortened(words: str) -> str:
    """At most 90 characters, cut between words."""
    words = " ".join(words.split())
    return words if len(words) <= FIRST_WORDS else f"{words[: FIRST_WORDS - 1].rsplit(' ', 1)[0].rstrip(',;:')}…"


def related(technology: Technology, viewer: Viewer) -> Sequence[Reference]:
    """Technologies that lines about this one refer to, and those whose lines refer to it, newest first. One query."""
    visible = Entry.objects.visible_to(viewer)
    listed = ~Q(pk=technology.pk) & Q(taken_back_at=None, number__isnull=False)
    others = Technology.objects.filter(listed).exclude(state__in=[Technology.State.WITHDRAWN, Technology.State.MERGED])
    columns = ("pk", "line_first", "minutes__meeting__date", "minutes__meeting__slug", "number", "title", "outward")
    outward = visible.filter(technology=technology, references__in=others).annotate(
        number=F("references__number"),
        title=F("references__text__title"),
        outward=Value(value=True, output_field=BooleanField()),
    )
    inward = visible.filter(references=technology, technology__in=others).annotate(
        number=F("technology__number"),
        title=F("technology__text__title"),
        outward=Value(value=False, output_field=BooleanField()),
    )
    rows = outward.values(*columns).union(inward.values(*columns)).order_by("-minutes__meeting__date", "pk")
    return [
        Reference(
            number=row["number"],
            title=row["title"],
            outward=row["outward"],
            words=f"{day(row['minutes__meeting__date'])}, line {row['line_first']}",
            address=f"{reverse('meeting', args=[technology.group.slug, row['minutes__meeting__slug']])}#e{row['pk']}",
        )
        for row in rows
    ]


def origins(kind: OriginOf, ids: Sequence[int], viewer: Viewer) -> Mapping[int, Origin]:
    """The lines that ideas, actions, parts or positions come from, by their ids. One query."""
    way = WAY[kind]
    rows = (
        Entry.objects.visible_to(viewer)
        .filter(**{f"{way}__in": ids})
        .values("pk", "line_first", "minutes__meeting__date", "minutes__meeting__slug", of=F(way))
        .annotate(group=Max("minutes__meeting__group__slug"))
    )
    return {
        row["of"]: Origin(
            words=f"{day(row['minutes__meeting__date'])}, line {row['line_first']}",
            address=f"{reverse('meeting', args=[row['group'], row['minutes__meeting__slug']])}#e{row['pk']}",
        )
        for row in rows
    }


def register() -> None:
    register_history(lines, last_said)
    register_discussion(of_the_whole)
    register_first_said(first_said)
    register_spoken(spoken_of_by)
    register_related(related)
    register_origins(origins)
