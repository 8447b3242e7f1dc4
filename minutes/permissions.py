"""Rights over minutes: ``can_<verb>_<noun>(viewer, obj)``."""

from members.models import Group
from members.permissions import can_paste_minutes, can_see_group
from members.viewer import Viewer
from minutes.models import Entry, Minutes, MinutesDraft


def can_record_minutes(viewer: Viewer, group: Group) -> bool:
    return can_paste_minutes(viewer, group)


def can_see_draft(viewer: Viewer, draft: MinutesDraft) -> bool:
    """A draft is its author's alone, as long as they may record minutes."""
    return viewer.member_id == draft.by_id and can_record_minutes(viewer, draft.group)


def can_see_minutes_text(viewer: Viewer, minutes: Minutes) -> bool:
    """The whole source text may hold lines kept inside, so it is for the group; others read the lines."""
    return minutes.undone_at is None and viewer.is_inside(minutes.meeting.group_id)


def can_correct_minutes(viewer: Viewer, minutes: Minutes) -> bool:
    return can_record_minutes(viewer, minutes.meeting.group)


def can_see_entry(viewer: Viewer, entry: Entry) -> bool:
    """``entry.minutes.meeting.group`` must be loaded."""
    meeting = entry.minutes.meeting
    if entry.retired_at or entry.minutes.undone_at or meeting.taken_back_at:
        return False
    if entry.inside:
        return viewer.is_inside(meeting.group_id)
    return can_see_group(viewer, meeting.group)


def can_reply_entry(viewer: Viewer, entry: Entry) -> bool:
    return viewer.is_inside(entry.minutes.meeting.group_id)
