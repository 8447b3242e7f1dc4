"""Action items: noted, changed, closed with a word, opened again, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from django.utils import timezone

from activity.models import Event
from activity.services import log
from meetings.models import Meeting
from members.models import Group, Member
from roadmap.models import ActionItem, Technology
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic
from web.words import day
from writing.services.texts import tidy

MAX_WORDS = 1000
BY_HAND = ("action.due", "action.changed")
NOT_SO_ANY_MORE = "Somebody changed this action meanwhile. Look at it as it is now."


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
def note_action(
    *,
    group: Group,
    words: str,
    by: Member,
    assignees: Sequence[Member] = (),
    assigned_words: str = "",
    technology: Technology | None = None,
    due: date | None = None,
) -> ActionItem:
    """Note an action by hand. The same one sent again, while it is open, is the one there is. Holds the group's row."""
    hold(group)
    words, assigned_words = tidy(words).strip(), " ".join(tidy(assigned_words).split())
    check_technology(technology)
    same = ActionItem.objects.filter(
        group=group,
        words=words,
        technology=technology,
        due=due,
        assigned_words=assigned_words,
        meeting__isnull=True,
        state=ActionItem.State.OPEN,
        taken_back_at__isnull=True,
    ).prefetch_related("assignees")
    asked = {member.pk for member in assignees}
    for action in same:
        if asked == {member.pk for member in action.assignees.all()}:
            return action
    return make_action(
        group=group,
        words=words,
        by=by,
        assignees=assignees,
        assigned_words=assigned_words,
        technology=technology,
        due=due,
    )


def check_technology(technology: Technology | None) -> None:
    """An action belongs to a technology that can be looked at by its number."""
    if technology is not None and (technology.number is None or technology.taken_back_at is not None):
        raise Refused("That technology is not in the roadmap any more.", status=422)


def locked_open(action: ActionItem) -> ActionItem:
    """The action, held until the transaction ends. Refused when it was closed or taken back meanwhile."""
    locked = ActionItem.objects.select_for_update().get(pk=action.pk)
    if locked.taken_back_at is not None:
        raise Refused("This action was taken back meanwhile.")
    if locked.state != ActionItem.State.OPEN:
        raise Refused("This action was closed meanwhile. Open it again to change it.")
    return locked


@atomic
def change_due(*, action: ActionItem, due: date | None, was: date | None, by: Member) -> ActionItem:
    """Set, move or take away the date. ``was`` is the date the person saw: another one meanwhile is not overwritten.

    Sending it again changes nothing.
    """
    locked = locked_open(action)
    if locked.due == due:
        return locked
    if locked.due != was:
        now = f"it is {day(locked.due)} now" if locked.due else "there is none now"
        raise Refused(f"The date was changed meanwhile: {now}. Nothing was changed.")
    locked.due = due
    locked.save(update_fields=["due"])
    dates = {"due": due.isoformat() if due else None, "was": was.isoformat() if was else None}
    log(kind="action.due", group=locked.group_id, by=by, action=locked.pk, **dates)
    return locked


@atomic
def change_action(
    *,
    action: ActionItem,
    words: str,
    assignees: Sequence[Member],
    assigned_words: str,
    technology: Technology | None,
    was: str,
    by: Member,
) -> ActionItem:
    """Change who is asked, on which technology, and the words of one that was noted by hand.

    The words of others are what the minutes say; they are left alone. ``was`` is :func:`stamp` of the action as the
    person saw it: what somebody else changed meanwhile is not overwritten.
    """
    locked = locked_open(action)
    words, assigned_words = tidy(words).strip(), " ".join(tidy(assigned_words).split())[:200]
    if locked.meeting_id is not None:
        words = locked.words
    if not words:
        raise Refused("An action needs words: what is to be done?", status=422)
    if technology is not None and technology.pk != locked.technology_id:
        check_technology(technology)
    before = stamp(locked)
    now = written(words, [member.pk for member in assignees], assigned_words, technology.pk if technology else None)
    if now == before:
        return locked
    if was != before:
        raise Refused(NOT_SO_ANY_MORE)
    locked.words, locked.assigned_words, locked.technology = words, assigned_words, technology
    locked.save(update_fields=["words", "assigned_words", "technology"])
    locked.assignees.set(assignees)
    log(kind="action.changed", group=locked.group_id, by=by, action=locked.pk)
    return locked


def stamp(action: ActionItem) -> str:
    """What an action says apart from its date, short: equal as long as nobody changed it. One query, or none."""
    people = [member.pk for member in action.assignees.all()]
    return written(action.words, people, action.assigned_words, action.technology_id)


def written(words: str, people: Iterable[int], others: str, technology: int | None) -> str:
    whole = "\x1f".join([words, ",".join(map(str, sorted(set(people)))), others, str(technology or "")])
    return sha256(whole.encode()).hexdigest()[:16]


def changed_by_hand(action: ActionItem) -> bool:
    """Whether somebody has set its date, people or technology since it was noted. One query."""
    return Event.objects.filter(kind__in=BY_HAND, group=action.group_id, data__action=action.pk).exists()


def noted_by(action: ActionItem) -> int | None:
    """The id of the member who noted it. One query."""
    made = Event.objects.filter(kind="action.made", group=action.group_id, data__action=action.pk)
    return made.order_by("pk").values_list("actor_id", flat=True).first()


@atomic
def close_action(*, action: ActionItem, by: Member, words: str | None = None, dropped: bool = False) -> ActionItem:
    """Say that it is done (or dropped), with a word if wanted. Closing a closed one changes nothing.

    ``words`` None: the word somebody gave when it was closed before stays.
    """
    locked = ActionItem.objects.select_for_update().get(pk=action.pk)
    if locked.taken_back_at is not None:
        raise Refused("This action was taken back meanwhile.")
    if locked.state != ActionItem.State.OPEN:
        return locked
    locked.state = ActionItem.State.DROPPED if dropped else ActionItem.State.DONE
    if words is not None:
        locked.closing_words = words.strip()[:300]
    locked.closed_by, locked.closed_at = by, timezone.now()
    locked.save(update_fields=["state", "closing_words", "closed_by", "closed_at"])
    log(kind=f"action.{locked.state}", group=locked.group_id, by=by, action=locked.pk)
    return locked


@atomic
def reopen_action(*, action: ActionItem, by: Member) -> ActionItem:
    """Undo of closing. The closing word stays in its box; the record of acts keeps that it was closed."""
    locked = ActionItem.objects.select_for_update().get(pk=action.pk)
    if locked.state == ActionItem.State.OPEN:
        return locked
    locked.state = ActionItem.State.OPEN
    locked.closed_by = locked.closed_at = None
    locked.save(update_fields=["state", "closed_by", "closed_at"])
    log(kind="action.reopened", group=locked.group_id, by=by, action=locked.pk)
    return locked


@atomic
def take_back_action(*, action: ActionItem, by: Member, back: bool = False) -> bool:
    """Undo of noting one by hand, or with ``back`` the undo of that; whether anything changed.

    One that came out of minutes is dropped instead: the minutes still say it.
    """
    locked = ActionItem.objects.select_for_update().get(pk=action.pk)
    if locked.meeting_id is not None:
        raise Refused("This action stands in the minutes. Drop it, or correct the minutes.")
    if (locked.taken_back_at is None) == back:
        return False
    if not back and locked.state != ActionItem.State.OPEN:
        raise Refused("This action was closed meanwhile. Open it again to take it back.")
    locked.taken_back_at = None if back else timezone.now()
    locked.save(update_fields=["taken_back_at"])
    log(kind="action.put back" if back else "action.taken back", group=locked.group_id, by=by, action=locked.pk)
    return True
