"""The roadmap as a whole: made with its scope and its discussion, and when it is due."""

from __future__ import annotations

from datetime import date

from activity.services import log
from members.models import Group, Member
from roadmap.models import Roadmap, usual_title
from web.refusals import Refused
from web.transactions import atomic
from writing.models import Text, Thread, Version
from writing.services import create_text


@atomic
def create_roadmap(*, group: Group, by: Member | None, title: str = "") -> Roadmap:
    """The group's roadmap, with an empty scope and a discussion of its own; the one there is, if there is one."""
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    found = Roadmap.objects.filter(group=group).first()
    if found is not None:
        return found
    return Roadmap.objects.create(
        group=group,
        title=title or usual_title(group),
        scope=create_text(group=group, kind=Text.Kind.ROADMAP, title="", body="", by=by, origin=Version.Origin.WRITTEN),
        thread=Thread.objects.create(group=group, kind=Thread.Kind.ROADMAP),
    )


@atomic
def set_title(*, group: Group, title: str, by: Member, before: str | None = None) -> tuple[str, Roadmap]:
    """What the roadmap is called. Returns the title it had, and the roadmap; the same title again changes nothing.

    ``before`` is the title an undo was offered against: raises Refused when it is called otherwise by now.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=create_roadmap(group=group, by=by).pk)
    title, had = " ".join(title.split()), roadmap.title
    if not title:
        raise Refused("A roadmap needs a title.", status=422)
    if title == had:
        return had, roadmap
    if before is not None and had != before:
        raise Refused(f"The roadmap was given another title meanwhile: “{had}”. Nothing was taken back.")
    roadmap.title = title
    roadmap.save(update_fields=["title"])
    log(kind="roadmap.titled", group=group, by=by)
    return had, roadmap


@atomic
def set_due(*, group: Group, due_on: date | None, due_for: str, by: Member) -> Roadmap:
    """When the roadmap is due and for what; the same again changes nothing."""
    roadmap = Roadmap.objects.select_for_update().get(pk=create_roadmap(group=group, by=by).pk)
    if (roadmap.due_on, roadmap.due_for) == (due_on, due_for.strip()):
        return roadmap
    roadmap.due_on, roadmap.due_for = due_on, due_for.strip()
    roadmap.save(update_fields=["due_on", "due_for"])
    log(kind="roadmap.due", group=group, by=by)
    return roadmap
