"""Action items: made, closed with a word, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from activity.services import log
from meetings.models import Meeting
from members.models import Group, Member
from roadmap.models import ActionItem, Technology
from web.refusals import Refused
from web.transactions import atomic


@atomic
def make_action(
    *,
    group: Group,
    words: str,
    by: Member | None,
    assignees: Sequence[Member] = (),
    assigned_words: str = "",
    technology: Technology | None = None,
    meeting: Meeting | None = None,
    due: date | None = None,
) -> ActionItem:
    """Note what somebody is asked to do. Nobody is mailed."""
    words = words.strip()
    if not words:
        raise Refused("An action needs words: what is to be done?", status=422)
    action = ActionItem.objects.create(
        group=group,
        technology=technology,
        meeting=meeting,
        words=words,
        assigned_words=assigned_words[:200],
        due=due,
    )
    action.assignees.set(assignees)
    log(kind="action.made", group=group, by=by, action=action.pk)
    return action


@atomic
def close_action(*, action: ActionItem, by: Member, words: str = "", dropped: bool = False) -> ActionItem:
    """Say that it is done (or dropped), with a word if wanted. Closing a closed one changes nothing."""
    locked = ActionItem.objects.select_for_update().get(pk=action.pk)
    if locked.state != ActionItem.State.OPEN:
        return locked
    locked.state = ActionItem.State.DROPPED if dropped else ActionItem.State.DONE
    locked.closing_words = words.strip()[:300]
    locked.closed_by, locked.closed_at = by, timezone.now()
    locked.save(update_fields=["state", "closing_words", "closed_by", "closed_at"])
    log(kind=f"action.{locked.state}", group=locked.group_id, by=by, action=locked.pk)
    return locked


@atomic
def reopen_action(*, action: ActionItem, by: Member) -> ActionItem:
    """Undo of closing; the closing word goes, the record of acts keeps that it was closed."""
    locked = ActionItem.objects.select_for_update().get(pk=action.pk)
    if locked.state == ActionItem.State.OPEN:
        return locked
    locked.state, locked.closing_words = ActionItem.State.OPEN, ""
    locked.closed_by = locked.closed_at = None
    locked.save(update_fields=["state", "closing_words", "closed_by", "closed_at"])
    log(kind="action.reopened", group=locked.group_id, by=by, action=locked.pk)
    return locked
