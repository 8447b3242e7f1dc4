"""Finding in a group: technologies, ideas and the roadmap's own text, people and facilities, meetings, lines of the
minutes, comments. Each source is asked through ``visible_to`` or after ``can_see_names``, in a fixed number of queries.

Lines and comments come newest first, technologies with what is in the title before what is in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import JSONObject, Substr
from django.urls import reverse
from django.utils.safestring import SafeString

from home.people import for_facilities, known_by_name, lines_of
from meetings.models import Meeting
from members.models import Group, Member, Membership
from members.permissions import GUEST_NAME, can_see_names
from members.viewer import Viewer
from minutes.models import Entry, Minutes, Section
from minutes.shown import line_words, links_in
from minutes.wording import words_of
from roadmap.history import cursor_of
from roadmap.history_sources import COMMENT_RANK
from roadmap.hosts import address as technology_address
from roadmap.models import GONE, Roadmap, Technology
from web.finding import Term, Wanted, marked, near, snippet
from web.full_text import Words, asked, matching
from web.markdown import plain
from web.words import counted, day
from writing.hosts import text_host, thread_host, thread_relations
from writing.models import Comment, Version

MOST_OF_A_TEXT = 200_000  # characters: as many as are searched
HEADINGS = 3  # of one meeting
MOST_SPLITS = 8  # of the words into a name and what was said


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source is asked: the rows from ``start`` on, at most ``limit``; with a limit of 0, only how many.

    ``people`` are those of the group whose names the viewer may see (:func:`people_of`).
    """

    group: Group
    viewer: Viewer
    wanted: Wanted
    people: Sequence[Any] = ()
    start: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. ``link`` says which of the three columns leads to ``address``."""

    address: str
    who: SafeString | str = ""
    words: SafeString | str = ""
    also: SafeString | str = ""
    where: str = ""
    link: str = "words"
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    hits: Sequence[Hit]
    total: int


def page_of(rows: QuerySet[Any], one: Asked) -> tuple[list[Any], int]:
    """A page of ordered rows and how many there are in all, in one query; two when the page is beyond the last."""
    if not one.limit:
        return [], rows.order_by().count()
    page = list(rows.annotate(total=Window(Count("*")))[one.start : one.start + one.limit])
    return page, page[0].total if page else (rows.order_by().count() if one.start else 0)


# The roadmap


def in_roadmap(one: Asked) -> Found:
    """Technologies, ideas, and what the roadmap says of itself. Three queries."""
    written = matching(Version.objects.all(), one.wanted, "title", "body").order_by().values("pk")
    scopes = Roadmap.objects.filter(group=one.group, scope__head__in=written).select_related("scope__head")
    scope = scopes.first()
    wanted = Q(text__head__in=written)
    if one.wanted.number:
        wanted |= Q(number=one.wanted.number)
    ordered = (
        Technology.objects.visible_to(one.viewer)
        .filter(wanted, group=one.group)
        .select_related("text")
        .annotate(
            body=Substr("text__head__body", 1, MOST_OF_A_TEXT),
            title_words=Words("text__title"),
            nearness=Case(
                When(number=one.wanted.number or 0, then=0),
                When(state__in=GONE, then=3),
                When(title_words=asked(one.wanted), then=1),
                default=2,
            ),
        )
        .order_by("nearness", "rank", "pk")
    )
    rows, total = page_of(ordered, one)
    shows_scope = scope is not None and bool(one.limit) and not one.start
    bodies = [near(row.body or "", one.wanted) for row in rows]
    bodies.append(near(scope.scope.head.body, one.wanted) if shows_scope and scope and scope.scope.head else "")
    links = links_in(bodies, one.group, names=can_see_names(one.viewer, one.group))
    words = [snippet(plain(body, link=links), one.wanted) for body in bodies]
    hits = [technology_hit(row, part, one) for row, part in zip(rows, words, strict=False)]
    if scope is not None and shows_scope:
        hits.append(scope_hit(scope, words[-1], one))
    return Found(hits, total + (scope is not None))


def technology_hit(row: Any, words: SafeString, one: Asked) -> Hit:
    row.group = one.group
    if row.number is None:
        return Hit(technology_address(row), "Idea", words or row.text.title, where=day(row.created_at))
    title = marked(row.text.title, one.wanted) or f"Technology {row.number}"
    return Hit(technology_address(row), f"T{row.number}", title, words, row.get_state_display())


def scope_hit(row: Roadmap, words: SafeString, one: Asked) -> Hit:
    row.scope.group = one.group
    return Hit(text_host(row.scope).address(row.scope), "Roadmap", marked(row.title, one.wanted), words)


# People and facilities


def people_of(group: Group, viewer: Viewer) -> Sequence[Any]:
    """Members and who is known by name, each with ``written``, the group's other ways to write the name. One query.

    Nobody where the viewer may not see names.
    """
    if not can_see_names(viewer, group):
        return []
    inside = Membership.objects.current().filter(group=group)
    known = known_by_name(group, viewer).order_by()
    return list(
        Member.objects.filter(Q(pk__in=inside.values("member")) | Q(pk__in=known.values("pk")))
        .select_related("facility")
        .annotate(
            is_member=Exists(inside.filter(member=OuterRef("pk"))),
            written=ArrayAgg("aliases__name", filter=Q(aliases__group=group), distinct=True, default=Value([])),
        )
        .order_by("name", "pk")
    )


def among_people(one: Asked) -> Found:
    """Facilities and people by name, alias and facility; nothing where the viewer may not see names. One query.

    Compared here, name by name: a group has hundreds, not thousands.
    """
    if not can_see_names(one.viewer, one.group) or not one.wanted.terms:
        return Found([], 0)
    hits = [facility_hit(row, one) for row in for_facilities(one.group) if fits(one, row.short_name, row.full_name)]
    named: list[Hit] = []
    from_there: list[Hit] = []
    for row in one.people:
        house = row.facility.short_name if row.facility else ""
        if fits(one, row.name, *row.written):
            named.append(person_hit(row, house, one))
        elif fits(one, row.name, *row.written, house):
            from_there.append(person_hit(row, house, one))
    hits += [*named, *from_there]
    return Found(hits[one.start : one.start + one.limit], len(hits))


def fits(one: Asked, *names: str) -> bool:
    return one.wanted.fits(" · ".join(names))


def said(rows: QuerySet[Any], one: Asked, column: str, speaker: str) -> QuerySet[Any]:
    """Rows that hold all words; or some of them, said by somebody whose name has the others: “perrin top-most”."""
    if not one.wanted.terms:
        return rows.none()
    rests: dict[tuple[Term, ...], list[int]] = {}
    for person in one.people:
        rest = one.wanted.missing(" · ".join([person.name, *person.written]))
        if 0 < len(rest) < len(one.wanted.terms):
            rests.setdefault(rest, []).append(person.pk)
    found = Q(found_words=asked(one.wanted))
    for rest, ids in list(rests.items())[:MOST_SPLITS]:
        found |= Q(found_words=asked(replace(one.wanted, terms=rest)), **{f"{speaker}__in": ids})
    held: QuerySet[Any] = rows.annotate(found_words=Words(column)).filter(found)
    return held


def facility_hit(row: Any, one: Asked) -> Hit:
    address = reverse("facility", args=[one.group.slug, row.pk])
    name, full = marked(row.short_name, one.wanted), marked(row.full_name, one.wanted)
    return Hit(address, name, full, where=counted(row.people, "member"), link="who")


def person_hit(row: Any, house: str, one: Asked) -> Hit:
    address = reverse("person", args=[one.group.slug, row.pk])
    also = ", ".join(alias for alias in row.written if one.wanted.fits(alias))
    return Hit(
        address,
        marked(row.name, one.wanted),
        marked(house, one.wanted),
        marked(f"also written {also}", one.wanted) if also else "",
        "" if row.is_member else "known by name only",
        link="who",
    )


# Meetings and minutes


def among_meetings(one: Asked) -> Found:
    """Meetings by title and day (2025-02-12), and by the headings of their minutes. One query."""
    headings = matching(
        Section.objects.filter(minutes__in=Minutes.objects.visible_to(one.viewer)), one.wanted, "title"
    ).order_by("place")
    titled = matching(Meeting.objects.all(), one.wanted, "title", "slug")
    ordered = (
        Meeting.objects.visible_to(one.viewer)
        .filter(group=one.group)
        .filter(Q(pk__in=titled.values("pk")) | Q(pk__in=headings.order_by().values("minutes__meeting")))
        .annotate(
            headings=ArraySubquery(
                headings.filter(minutes__meeting=OuterRef("pk")).values(one=JSONObject(title="title", line="line"))[
                    :HEADINGS
                ]
            )
        )
        .order_by("-date", "-pk")
    )
    rows, total = page_of(ordered, one)
    return Found([meeting_hit(row, one) for row in rows], total)


def meeting_hit(row: Any, one: Asked) -> Hit:
    address = reverse("meeting", args=[one.group.slug, row.slug])
    if row.headings and not one.wanted.fits(f"{row.title} {row.slug}"):
        address += f"#l{row.headings[0]['line']}"
    also = marked(" · ".join(heading["title"] for heading in row.headings), one.wanted)
    return Hit(address, day(row.date), marked(row.title, one.wanted), also)


def in_minutes(one: Asked) -> Found:
    """Lines of the minutes, newest meeting first, as they were said. One query.

    Who voted how is said by names; where these are not shown, votes are not searched.
    """
    lines = lines_of(one.group, one.viewer)
    if not can_see_names(one.viewer, one.group):
        lines = lines.exclude(kind=Entry.Kind.VOTE)
    ordered = (
        said(lines, one, "text", "speaker")
        .select_related("minutes__meeting", "speaker", "technology")
        .order_by("-minutes__meeting__date", "-minutes", "place", "pk")
    )
    rows, total = page_of(ordered, one)
    return Found([line_hit(row, one) for row in rows], total)


def line_hit(row: Entry, one: Asked) -> Hit:
    meeting = row.minutes.meeting
    number = row.technology.number if row.technology else None
    where = f"{day(meeting.date)}, {line_words(row).lower()}"
    return Hit(
        f"{reverse('meeting', args=[one.group.slug, meeting.slug])}#e{row.pk}",
        marked(speaker_of(row, one), one.wanted),
        snippet(words_of(row.text), one.wanted),
        where=f"T{number} · {where}" if number else where,
        link="where",
        inside=row.inside,
    )


def speaker_of(row: Entry, one: Asked) -> str:
    kinds: dict[str, str] = {Entry.Kind.DECISION: "Decided", Entry.Kind.IDEA: "Idea", Entry.Kind.VOTE: "Vote"}
    name = row.speaker.name if row.speaker else row.speaker_as_written
    if name and not can_see_names(one.viewer, one.group):
        name = GUEST_NAME
    return name or kinds.get(row.kind, "")


# Comments


def in_comments(one: Asked) -> Found:
    """Comments and replies, newest first, where the viewer may see what they are about. Two queries."""
    about = (
        Q(thread__technology__in=Technology.objects.visible_to(one.viewer))
        | Q(thread__entry__in=Entry.objects.visible_to(one.viewer))
        | Q(thread__roadmap__group__in=Group.objects.visible_to(one.viewer))
    )
    ordered = (
        said(Comment.objects.filter(about, thread__group=one.group, withdrawn_at=None), one, "body", "author")
        .select_related("author", *(f"thread__{name}" for name in thread_relations()))
        .order_by("-at", "-pk")
    )
    rows, total = page_of(ordered, one)
    names = can_see_names(one.viewer, one.group)
    links = links_in([row.body for row in rows], one.group, names=names)
    return Found(
        [
            Hit(
                comment_address(row),
                marked(row.author.name, one.wanted) if names else GUEST_NAME,
                snippet(plain(near(row.body, one.wanted), link=links), one.wanted),
                where=f"{about_what(row)} · {day(row.at)}",
                link="where",
                inside=is_inside(row),
            )
            for row in rows
        ],
        total,
    )


def comment_address(comment: Comment) -> str:
    """Its place on the page of what it is about; a technology's history begins with it, however old it is."""
    thread = comment.thread
    address = thread_host(thread).address(thread)
    if thread.kind == "technology" and thread.technology.number is not None:
        address += f"?older={cursor_of((comment.at, COMMENT_RANK, comment.pk + 1))}"
    return address if "#" in address else f"{address}#c{comment.pk}"


def about_what(comment: Comment) -> str:
    thread = comment.thread
    if thread.kind == "technology":
        return f"T{thread.technology.number}" if thread.technology.number else "an idea"
    if thread.kind == "entry":
        return f"reply to {line_words(thread.entry).lower()} of {day(thread.entry.minutes.meeting.date)}"
    return "the roadmap"


def is_inside(comment: Comment) -> bool:
    return comment.thread.kind == "entry" and comment.thread.entry.inside


Source = Callable[[Asked], Found]
SOURCES: dict[str, tuple[str, Source, int]] = {  # what it is called, who knows, and how many are shown among all
    "roadmap": ("Roadmap", in_roadmap, 5),
    "people": ("People and facilities", among_people, 5),
    "meetings": ("Meetings", among_meetings, 3),
    "minutes": ("Minutes", in_minutes, 10),
    "comments": ("Comments", in_comments, 5),
}
