"""Replies to a line of the minutes: comments in the line's own thread."""

from __future__ import annotations

from uuid import UUID

from members.models import Member
from minutes.models import Entry, Minutes
from web.refusals import Refused
from web.transactions import atomic
from writing.models import Comment, Thread
from writing.services import post_comment


@atomic
def reply(*, entry: Entry, body: str, by: Member, send_key: UUID | None = None) -> Comment:
    """Answer a line. The first reply opens the line's thread; a second send with the same key adds nothing.

    The rows of the minutes and of the line are locked. Raises Refused when there are no words, or the line is no
    longer in the record.
    """
    Minutes.objects.select_for_update().get(pk=entry.minutes_id)  # or they could be taken back meanwhile
    Entry.objects.select_for_update().get(pk=entry.pk)
    locked = Entry.objects.select_related("minutes__meeting", "thread").get(pk=entry.pk)
    if locked.retired_at or locked.minutes.undone_at:
        raise Refused("This line is no longer in the minutes. Your words are still here.")
    if locked.thread is None:
        locked.thread = Thread.objects.create(group_id=locked.minutes.meeting.group_id, kind=Thread.Kind.ENTRY)
        locked.save(update_fields=["thread"])
    entry.thread = locked.thread
    return post_comment(thread=locked.thread, body=body, by=by, send_key=send_key)
