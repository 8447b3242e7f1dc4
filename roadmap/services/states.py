"""Where a technology stands: written, ready, agreed on a version, withdrawn, merged; an idea promoted. All undoable.

Every change is one event that holds how the technology stood before (``was``) and after (``to``), as ids and state
codes. Undo asks that it still stands as the event left it, and puts ``was`` back exactly, since when included.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from activity.models import Event
from activity.services import log
from meetings.models import Meeting
from members.models import Member
from roadmap.models import GONE, Technology
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic
from writing.models import Version

State = Technology.State
FIELDS = ("state", "agreed_version_id", "agreed_meeting_id", "merged_into_id", "state_at")


def standing_of(technology: Technology) -> dict[str, Any]:
    """How it stands, as an event keeps it: a state code, ids, and since when."""
    return {
        "state": technology.state,
        "version": technology.agreed_version_id,
        "meeting": technology.agreed_meeting_id,
        "into": technology.merged_into_id,
        "at": technology.state_at.isoformat() if technology.state_at else None,
    }


def stand(technology: Technology, found: dict[str, Any]) -> None:
    """Make it stand as :func:`standing_of` said."""
    technology.state = found["state"]
    technology.agreed_version_id, technology.agreed_meeting_id = found["version"], found["meeting"]
    technology.merged_into_id = found["into"]
    technology.state_at = datetime.fromisoformat(found["at"]) if found["at"] else None
    technology.save(update_fields=FIELDS)


def locked(technology: Technology) -> Technology:
    """The group's row, then the technology's: states of one group change one at a time, so no two can make a ring."""
    hold(technology.group)
    return (
        Technology.objects.select_for_update(of=("self",)).select_related("text__head", "group").get(pk=technology.pk)
    )


@atomic
def set_state(
    *,
    technology: Technology,
    state: str,
    by: Member,
    version: int | None = None,
    meeting: Meeting | None = None,
    into: Technology | None = None,
    seen: str | None = None,
) -> tuple[Technology, Event | None]:
    """Say where it stands. Agreed takes the version number the chair has before them, and a meeting if there was one.

    Returns the technology and the event, None when it stood so already: a second press changes nothing. ``seen`` is
    the state that the right was required for. Raises Refused when that is another by now, for an idea, for a version
    that is not the newest any more, and for what it cannot be merged into. The group's and the technology's rows are
    locked.
    """
    row = locked(technology)
    if row.state == State.IDEA or state not in State.values or state == State.IDEA:
        raise Refused("An idea becomes a technology first.")
    wanted = {
        "state": state,
        "version": agreed_version(row, version).pk if state == State.AGREED else None,
        "meeting": agreed_meeting(row, meeting) if state == State.AGREED else None,
        "into": merge_target(row, into.pk if into else None).pk if state == State.MERGED else None,
    }
    was = standing_of(row)
    if all(was[key] == value for key, value in wanted.items()):
        return row, None
    if seen is not None and row.state != seen:
        raise Refused(f"T{row.number} was changed meanwhile: it is now {row.get_state_display().lower()}.")
    stand(row, {**wanted, "at": timezone.now().isoformat()})
    event = log(
        kind=f"technology.{state}",
        group=row.group_id,
        by=by,
        technology=row.pk,
        version=row.text.head.number if state == State.AGREED and row.text.head else None,
        meeting=row.agreed_meeting_id,
        into=row.merged_into_id,
        was=was,
        to=standing_of(row),
    )
    return row, event


def agreed_version(technology: Technology, number: int | None) -> Version:
    """The version to agree on: the one the chair saw, if it is still the newest and says anything."""
    head = technology.text.head
    if head is None or not head.body.strip():
        raise Refused(f"T{technology.number} has no text yet; there is nothing to agree on.")
    if number == head.number:
        return head
    on_it = technology.agreed_version
    if on_it is not None and on_it.number == number:
        return on_it
    raise Refused(
        f"Version {head.number} of T{technology.number} was saved meanwhile. Look at it, then agree on that one."
    )


def agreed_meeting(technology: Technology, meeting: Meeting | None) -> int | None:
    if meeting is None:
        return None
    if meeting.group_id != technology.group_id or meeting.taken_back_at is not None:
        raise Refused("There is no such meeting in this group.", status=422)
    return meeting.pk


def merge_target(technology: Technology, into: int | None) -> Technology:
    """The technology it becomes part of. As that one is never merged itself, no ring can come about."""
    name = f"T{technology.number}"
    if into == technology.pk:
        raise Refused(f"{name} cannot become part of itself.", status=422)
    target = (
        Technology.objects.select_related("merged_into")
        .filter(pk=into or 0, group=technology.group_id, number__isnull=False, taken_back_at__isnull=True)
        .exclude(state=State.IDEA)
        .first()
    )
    if target is None:
        raise Refused(f"Choose the technology that {name} is to be part of.", status=422)
    if target.merged_into is not None:
        raise Refused(f"T{target.number} is part of T{target.merged_into.number}, so {name} cannot become part of it.")
    if target.state in GONE:
        raise Refused(f"T{target.number} is withdrawn, so {name} cannot become part of it.")
    return target


@atomic
def undo_state(*, event: Event, by: Member) -> Technology:
    """Put back how it stood before ``event``. A second press changes nothing.

    Raises Refused when the state was changed again since, or what it would be part of again is gone.
    """
    technology = Technology.objects.select_related("group").get(pk=event.data["technology"])
    row = locked(technology)
    now, was = standing_of(row), event.data["was"]
    if now == was:
        return row
    name = f"T{row.number}"
    if now != event.data["to"]:
        raise Refused(
            f"The state of {name} was changed again meanwhile. Nothing was taken back; look at where it stands."
        )
    if was["state"] == State.MERGED:
        merge_target(row, was["into"])
    stand(row, was)
    log(kind="technology.state_undone", group=row.group_id, by=by, technology=row.pk, was=now, to=was)
    return row


@atomic
def promote_idea(*, idea: Technology, by: Member) -> tuple[Technology, Event | None]:
    """An idea becomes a technology, the last of the list, with the next number; with its own, if it had one before.

    A number is a name for life: when this is undone, the idea keeps it and no other gets it. A second press changes
    nothing.
    """
    row = locked(idea)
    if row.taken_back_at is not None:
        raise Refused("This idea was taken back with the minutes it came from.")
    if row.state != State.IDEA:
        return row, None
    was = standing_of(row)
    last = Technology.objects.filter(group=row.group_id).aggregate(number=Max("number"), rank=Max("rank"))
    row.number = row.number or (last["number"] or 0) + 1
    row.rank = last["rank"] + 1
    row.save(update_fields=["number", "rank"])
    stand(row, {**was, "state": State.WRITTEN, "at": timezone.now().isoformat()})
    event = log(kind="technology.promoted", group=row.group_id, by=by, technology=row.pk, was=was, to=standing_of(row))
    return row, event
