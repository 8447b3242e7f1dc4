"""Lines of the minutes as pages show them: in their meeting and in the history of their technology."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Value
from django.urls import reverse
from django.utils.safestring import SafeString

from members.models import Group, Member
from members.permissions import GUEST_NAME, can_see_names
from members.viewer import Viewer
from minutes.models import Entry
from minutes.permissions import can_correct_minutes
from minutes.wording import html_of
from roadmap.models import Participation, Technology
from roadmap.rendering import links_to
from web.markdown import Links, mentions, render
from web.words import counted, day
from writing.models import Comment

NUMBER = re.compile(r"\bT([1-9][0-9]{0,3})\b")
STANCES = (("pro", "Pro"), ("contra", "Contra"), ("abstain", "Abstain"))


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment under a line. ``html`` is rendered and sanitised."""

    pk: int
    who: str
    who_id: int | None
    html: SafeString | str
    edited: bool
    withdrawn: bool
    own: bool


@dataclass(slots=True)
class Said:
    """A line as it is shown: nothing is left for the template to find out."""

    pk: int
    kind: str
    who: str
    who_id: int | None
    unknown: bool
    html: SafeString
    address: str
    line: str
    line_address: str
    said_by: str = ""
    due: date | None = None
    part: str = ""
    part_remark: str = ""
    part_since: str = ""
    recorded_by: str = ""
    inside: bool = False
    lost: bool = False
    to_check: bool = False
    done: bool = False
    action_id: int | None = None
    anchors: Sequence[int] = ()
    replies: list[Reply] = field(default_factory=list)


def replies_of(entries: Iterable[Entry], viewer: Viewer, group: Group) -> Mapping[int, list[Reply]]:
    """The replies under lines by the lines' ids, oldest first.

    One query, none where there is no thread; one more where a reply names a member or a technology.
    """
    threads = {entry.thread_id: entry.pk for entry in entries if entry.thread_id}
    if not threads:
        return {}
    names = can_see_names(viewer, group)
    found: dict[int, list[Reply]] = defaultdict(list)
    comments = list(Comment.objects.filter(thread__in=threads).select_related("author").order_by("at", "pk"))
    links = links_in([comment.body for comment in comments], group, names=names)
    for comment in comments:
        found[threads[comment.thread_id]].append(
            Reply(
                pk=comment.pk,
                who=comment.author.name if names else GUEST_NAME,
                who_id=comment.author_id if names else None,
                html="" if comment.withdrawn_at else render(comment.body, link=links),
                edited=comment.edited_at is not None,
                withdrawn=comment.withdrawn_at is not None,
                own=comment.author_id == viewer.member_id,
            )
        )
    return found


def links_in(bodies: Sequence[str], group: Group, *, names: bool) -> Links:
    """What the members and technologies named in these words lead to. At most one query."""
    people = {pk for body in bodies if "@[" in body for pk in mentions(body)}
    numbers = {int(match) for body in bodies for match in NUMBER.findall(body)}
    if not people and not numbers:
        return Links()
    here = Member.objects.filter(pk__in=people, memberships__group=group)  # anybody can type the id of anybody
    members = here.annotate(which=Value("m")).values_list("which", "pk", "name")
    technologies = Technology.objects.filter(group=group, number__in=numbers, taken_back_at__isnull=True)
    rows = members.union(technologies.annotate(which=Value("t")).values_list("which", "number", "text__title"))
    found = list(rows)
    return links_to(
        group,
        {number: title for which, number, title in found if which == "t"},
        [(pk, name if names else GUEST_NAME) for which, pk, name in found if which == "m"],
    )


class Showing:
    """Turns entries loaded by :meth:`EntryQuerySet.as_shown` into lines, for one viewer of one group. No query."""

    def __init__(self, viewer: Viewer, group: Group, replies: Mapping[int, list[Reply]]) -> None:
        self.group, self.replies = group, replies
        self.names = can_see_names(viewer, group)
        self.viewer = viewer

    def said(self, entry: Entry) -> Said:
        """The line. ``entry.minutes.meeting`` must be loaded."""
        meeting = entry.minutes.meeting
        page = reverse("meeting", args=[self.group.slug, meeting.slug])
        said = Said(
            pk=entry.pk,
            kind=entry.kind,
            who=self.speaker(entry),
            who_id=entry.speaker_id if self.names else None,
            unknown=entry.speaker_id is None and bool(entry.speaker_as_written) and self.names,
            html=html_of(entry.text),
            address=f"{page}#e{entry.pk}",
            line=line_words(entry),
            line_address=f"{page}#l{entry.line_first}",
            inside=entry.inside,
            lost=entry.lost_line,
            to_check=not entry.certain and can_correct_minutes(self.viewer, entry.minutes),
            replies=list(self.replies.get(entry.pk, [])),
        )
        if entry.kind == Entry.Kind.VOTE:
            self.show_vote(said, entry)
        action = entry.action_item
        if action is not None and action.taken_back_at is None:
            self.show_action(said, entry)
        elif entry.kind == Entry.Kind.ACTION:
            said.kind = Entry.Kind.STATEMENT if said.who else Entry.Kind.NOTE
        if entry.participation is not None and not entry.participation.taken_back:
            self.show_part(said, entry)
        return said

    def speaker(self, entry: Entry) -> str:
        if not (entry.speaker or entry.speaker_as_written):
            return ""
        if not self.names:
            return GUEST_NAME
        return entry.speaker.name if entry.speaker else entry.speaker_as_written

    def show_vote(self, said: Said, entry: Entry) -> None:
        """``Pro: A, B. Contra: C.``, or numbers where there are only these or names are not shown."""
        words = vote_words(entry.votes, names=self.names)
        if words:
            said.html = html_of(words)
            said.who, said.who_id, said.unknown = "", None, False
        recorder = entry.minutes.recorded_by
        if recorder is not None and self.names:
            said.recorded_by = recorder.name

    def show_part(self, said: Said, entry: Entry) -> None:
        """The part the line noted, and what holds now where it was set anew since."""
        part: Any = entry.participation
        now: dict[str, Any] | None = getattr(entry, "part_now", None)
        facility = part.facility.short_name
        said.part = f"{facility} {part.get_part_display()}"
        if now is not None and now["part"] != part.part:
            since = day(datetime.fromisoformat(now["at"]))
            said.part_since = f"since {since}: {Participation.Part(now['part']).label}"
        elif now is not None and now["confirmed"] is None:
            on = day(entry.minutes.meeting.date)
            said.part_remark = f"From the minutes of {on}; nobody at {facility} has confirmed it yet"

    def show_action(self, said: Said, entry: Entry) -> None:
        """Who is asked stands first; who said so stays, where it is somebody else."""
        action: Any = entry.action_item
        asked: list[dict[str, Any]] = getattr(entry, "asked", None) or []
        people = [one["name"] for one in asked] if self.names else [GUEST_NAME] * bool(asked)
        if self.names and action.assigned_words:
            people.append(action.assigned_words)
        said.due = action.due
        said.done, said.action_id = action.state != "open", action.pk
        said.kind = Entry.Kind.ACTION
        if not people:
            return
        alone = len(asked) == 1 and self.names and not action.assigned_words
        if entry.speaker_id is None or entry.speaker_id not in {one["id"] for one in asked}:
            said.said_by = said.who if self.names else ""
        said.who, said.unknown = ", ".join(people), False
        said.who_id = asked[0]["id"] if alone else None


def line_words(entry: Entry) -> str:
    if entry.line_last > entry.line_first:
        return f"Lines {entry.line_first}–{entry.line_last}"
    return f"Line {entry.line_first}"


def vote_words(votes: Mapping[str, Any], *, names: bool) -> str:
    said = [(label, votes.get(stance) or []) for stance, label in STANCES]
    if not any(people for _, people in said):
        counts = votes.get("counts") or {}
        numbers = [f"{number:g} {stance}" for stance, _ in STANCES if (number := counts.get(stance)) is not None]
        return f"{', '.join(numbers)}." if numbers else ""
    if names:
        return " ".join(f"{label}: {', '.join(people)}." for label, people in said if people)
    return " ".join(f"{label}: {counted(len(people), 'person', 'people')}." for label, people in said if people)
