"""What the page of a meeting shows, put together from few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from meetings.models import Attendance, Meeting
from members.models import Group
from members.permissions import GUEST_NAME, can_see_names
from members.viewer import Viewer
from minutes.models import Entry, Minutes, Section
from minutes.permissions import can_correct_minutes, can_see_minutes_text
from minutes.services.made import Made, recorded_words
from minutes.services.undo import hindrances
from minutes.shown import Said, Showing, replies_of
from web.words import counted, day

FRESH = timedelta(days=1)  # how long the page offers to its recorder what to do next


@dataclass(frozen=True, slots=True)
class There:
    """Somebody on the list of a meeting. ``remark`` is what is not plain presence."""

    who: str
    who_id: int | None
    facility: str
    remark: str


@dataclass(slots=True)
class Topic:
    """Lines said one after the other on the same thing."""

    number: int | None
    title: str
    lines: list[Said] = field(default_factory=list)


@dataclass(slots=True)
class Chapter:
    """A section of the minutes; the first may have no title."""

    pk: int
    title: str
    presenter: str
    line: int | None
    topics: list[Topic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A line as it stands in the side column."""

    who: str
    words: str
    pk: int
    number: int | None
    done: bool = False


@dataclass(slots=True)
class MeetingPage:
    """The page, for one viewer. Templates only lay it out."""

    meeting: Meeting
    minutes: Minutes | None
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    roster: list[There]
    roster_words: str
    summary: str
    chapters: list[Chapter] = field(default_factory=list)
    lost: list[Said] = field(default_factory=list)
    actions: list[Gathered] = field(default_factory=list)
    decided: list[Gathered] = field(default_factory=list)
    ideas: list[Gathered] = field(default_factory=list)
    recorded: str = ""
    most_spoken_of: int | None = None
    unnamed: int = 0
    can_correct: bool = False
    can_undo: bool = False
    just_recorded: bool = False
    can_see_text: bool = False
    open: int = 0


def load(viewer: Viewer, group: Group, slug: str) -> Meeting:
    """The meeting of that address with its neighbours and minutes; Http404 when there is none to see. One query."""
    found = (
        Meeting.objects.visible_to(viewer)
        .for_page(group)
        .select_related("minutes__recorded_by", "minutes__text")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise Http404("There is no such meeting here.")
    found.group = group
    return found


def page_of(meeting: Meeting, viewer: Viewer) -> MeetingPage:
    """Everything the page shows: six queries, eight for who may correct the minutes."""
    group = meeting.group
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.undone_at is not None:
        minutes = None
    roster = list(Attendance.objects.for_meeting(meeting))
    page = MeetingPage(
        meeting=meeting,
        minutes=minutes,
        before=neighbour(getattr(meeting, "before", None)),
        after=neighbour(getattr(meeting, "after", None)),
        roster=[there(one) for one in roster] if can_see_names(viewer, group) else by_facility(roster),
        roster_words=roster_words(roster),
        summary="",
    )
    if minutes is None:
        page.summary = sentence([page.roster_words, next_meeting(meeting)])
        return page
    minutes.meeting = meeting
    entries = list(Entry.objects.for_meeting(minutes, viewer))
    showing = Showing(viewer, group, replies_of(entries, viewer, group))
    lines = [showing.said(entry) for entry in entries]
    lay_out(page, entries, lines, list(minutes.sections.select_related("presenter").order_by("place")), viewer)
    gather(page, entries, lines)
    numbers = Counter(entry.technology.number for entry in entries if entry.technology and entry.technology.number)
    spoken = f"{counted(len(entries), 'line')} on {counted(len(numbers), 'technology', 'technologies')}"
    page.summary = sentence([page.roster_words, spoken, next_meeting(meeting)])
    page.can_see_text = can_see_minutes_text(viewer, minutes)
    page.can_correct = can_correct_minutes(viewer, minutes)
    if page.can_correct:
        made = Made.of(minutes)
        page.open = made.open
        page.can_undo = not hindrances(minutes)
        mine = viewer.member_id == minutes.recorded_by_id
        page.just_recorded = page.can_undo and mine and timezone.now() - minutes.recorded_at < FRESH
        page.recorded = recorded_words(made, len(entries), len(numbers))
        page.most_spoken_of = min(numbers, key=lambda number: (-numbers[number], number), default=None)
        page.unnamed = len(
            {
                one.technology.number
                for one in entries
                if one.technology and (one.technology.working_title or not one.technology.text.title)
            }
        )
    return page


def neighbour(found: dict[str, str] | None) -> tuple[str, str] | None:
    """Slug and day of a meeting before or after."""
    return (found["slug"], day(date.fromisoformat(found["date"]))) if found else None


def there(one: Attendance) -> There:
    remarks = {"part": "part of the time", "apologised": "apologies", "absent": "absent"}
    return There(
        who=one.member.name,
        who_id=one.member_id,
        facility=one.facility.short_name if one.facility else "",
        remark=remarks.get(one.presence, ""),
    )


def by_facility(roster: Sequence[Attendance]) -> list[There]:
    """The list for who may not see names: each facility with how many were there."""
    found: dict[str, list[Attendance]] = {}
    for one in roster:
        found.setdefault(one.facility.short_name if one.facility else "no facility named", []).append(one)
    return [There(name, None, "", roster_words(found[name])) for name in sorted(found, key=str.casefold)]


def roster_words(roster: Sequence[Attendance]) -> str:
    """``15 present, 2 apologies``"""
    counts = Counter("present" if one.presence == "part" else one.presence for one in roster)
    parts = [f"{counts['present']} present"] if roster else []
    if counts["apologised"]:
        parts.append(counted(counts["apologised"], "apology", "apologies"))
    if counts["absent"]:
        parts.append(f"{counts['absent']} absent")
    return ", ".join(parts)


def next_meeting(meeting: Meeting) -> str:
    if meeting.next_date:
        return f"Next meeting {day(meeting.next_date)}"
    return f"Next meeting: {meeting.next_words.rstrip('.')}" if meeting.next_words else ""


def sentence(parts: Sequence[str]) -> str:
    return " ".join(f"{part}." for part in parts if part)


def lay_out(
    page: MeetingPage, entries: Sequence[Entry], lines: Sequence[Said], sections: Sequence[Section], viewer: Viewer
) -> None:
    """The document: sections in order, in each the lines by what they are about; lost lines at the end.

    Every source line of the minutes that a line or heading covers has an anchor, the first that covers it.
    """
    names = can_see_names(viewer, page.meeting.group)
    seen: set[int] = set()
    chapters = {one.pk: chapter(one, names=names) for one in sections}
    order = [Chapter(0, "", "", None), *chapters.values()]
    for entry, line in zip(entries, lines, strict=True):
        if entry.lost_line:
            page.lost.append(line)
            continue
        line.anchors = list(new_anchors(entry, seen))
        line.line_address = ""  # it is here
        where = chapters.get(entry.section_id or 0, order[0])
        number = entry.technology.number if entry.technology else None
        title = entry.technology.text.title if entry.technology else entry.topic_title
        if not where.topics or (where.topics[-1].number, where.topics[-1].title) != (number, title):
            where.topics.append(Topic(number, title))
        where.topics[-1].lines.append(line)
    for one in order:
        if one.line in seen:
            one.line = None
    page.chapters = [one for one in order if one.title or one.topics]


def new_anchors(entry: Entry, seen: set[int]) -> Iterator[int]:
    for number in range(entry.line_first, min(entry.line_last, entry.line_first + 200) + 1):
        if number not in seen:
            seen.add(number)
            yield number


def chapter(section: Section, *, names: bool) -> Chapter:
    presenter = section.presenter.name if section.presenter else section.presenter_as_written
    return Chapter(section.pk, section.title, (presenter if names else GUEST_NAME) if presenter else "", section.line)


def gather(page: MeetingPage, entries: Sequence[Entry], lines: Sequence[Said]) -> None:
    """Actions, decisions and ideas beside the document."""
    lists = {"action": page.actions, "decision": page.decided, "idea": page.ideas}
    for entry, line in zip(entries, lines, strict=True):
        if line.kind in lists:
            number = entry.technology.number if entry.technology else None
            who = line.who if line.kind == "action" else ""
            lists[line.kind].append(Gathered(who, shortened(entry.text), line.pk, number, line.done))


def shortened(words: str, limit: int = 120) -> str:
    words = " ".join(words.split())
    return words if len(words) <= limit else f"{words[: limit - 1].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in the list, with what a viewer may know of it."""

    slug: str
    on: date
    title: str
    present: int
    lines: int
    technologies: int
    decided: int
    actions: int
    recorded: bool


def rows_of(group: Group, viewer: Viewer) -> list[MeetingRow]:
    """The group's meetings, newest first, with what was recorded of them. Two queries."""
    said = Entry.objects.visible_to(viewer).filter(minutes__meeting__group=group, lost_line=False)
    counts = {
        row["minutes__meeting"]: row
        for row in said.order_by()
        .values("minutes__meeting")
        .annotate(
            lines=Count("pk"),
            technologies=Count("technology", distinct=True),
            decided=Count("pk", filter=Q(kind=Entry.Kind.DECISION)),
            actions=Count("action_item", filter=Q(action_item__taken_back_at__isnull=True)),
        )
    }
    rows = (
        Meeting.objects.visible_to(viewer)
        .for_list(group)
        .annotate(recorded=Exists(Minutes.objects.filter(meeting=OuterRef("pk"), undone_at__isnull=True)))
        .values("pk", "slug", "date", "title", "present_count", "recorded")
    )
    nothing = {"lines": 0, "technologies": 0, "decided": 0, "actions": 0}
    return [
        MeetingRow(
            slug=row["slug"],
            on=row["date"],
            title=row["title"],
            present=row["present_count"],
            lines=counts.get(row["pk"], nothing)["lines"],
            technologies=counts.get(row["pk"], nothing)["technologies"],
            decided=counts.get(row["pk"], nothing)["decided"],
            actions=counts.get(row["pk"], nothing)["actions"],
            recorded=row["recorded"],
        )
        for row in rows
    ]
