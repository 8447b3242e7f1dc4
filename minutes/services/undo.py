"""Taking minutes back: possible until somebody has built on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from activity.models import Event
from activity.services import log
from decisions.models import Position, Question, Stance
from meetings.models import Attendance, Meeting
from members.models import Alias, Group, Member, Membership
from minutes.models import Correction, Entry, Minutes, MinutesDraft
from minutes.services.made import Made
from minutes.services.taking_back import take_back_part_of, take_back_position
from minutes.services.untouched import whether_used
from roadmap.models import ActionItem, Participation
from roadmap.services.importing import take_back_actions, take_back_technologies
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic
from web.words import listed
from writing.models import Comment

CORRECT_INSTEAD = "“Edit the minutes” keeps what hangs on them."


def hindrances(minutes: Minutes) -> list[str]:
    """What somebody has built on the minutes, as sentences; empty when they can still be taken back. Two queries."""
    made = Made.of(minutes)
    taken = Position.objects.filter(pk__in=made.positions, member=OuterRef("member"), question=OuterRef("question"))
    later = Stance.objects.filter(Exists(taken)).exclude(position__in=made.positions)
    replies = Comment.objects.filter(thread__entry__minutes=minutes, withdrawn_at__isnull=True)
    closed = ActionItem.objects.filter(pk__in=made.actions).exclude(state=ActionItem.State.OPEN)
    parts = Participation.objects.filter(pk__in=made.parts).filter(
        Q(superseded_at__isnull=False) | Q(confirmed_at__gt=F("at"))
    )
    acting = Event.objects.filter(
        group=OuterRef("meeting__group"), at__gt=minutes.recorded_at, actor__memberships__in=made.memberships
    ).exclude(actor=minutes.recorded_by_id)
    found = (
        Minutes.objects.filter(pk=minutes.pk)
        .annotate(
            reply=Subquery(replies.order_by("pk").values("author__name")[:1]),
            reply_line=Subquery(replies.order_by("pk").values("thread__entry__line_first")[:1]),
            position=Subquery(later.order_by("pk").values("member__name")[:1]),
            action=Subquery(closed.order_by("pk").values("words")[:1]),
            part=Subquery(parts.order_by("pk").values("facility__short_name")[:1]),
            acted=Subquery(acting.order_by("pk").values("actor__name")[:1]),
        )
        .values("reply", "reply_line", "position", "action", "part", "acted")
        .get()
    )
    return [*told(found), *used_technologies(minutes, made)]


def told(found: Mapping[str, Any]) -> Iterator[str]:
    if found["reply"]:
        yield f"{found['reply']} has replied to line {found['reply_line']}."
    if found["position"]:
        yield f"{found['position']} has confirmed or changed what the minutes say."
    if found["action"]:
        yield f"An action is closed already: “{found['action']}”."
    if found["part"]:
        yield f"{found['part']} has confirmed or changed its part."
    if found["acted"]:
        yield f"{found['acted']} has taken part since."


def used_technologies(minutes: Minutes, made: Made) -> Iterator[str]:
    heads = {int(pk): head for pk, head in {**made.technologies, **made.ideas}.items()}
    if not heads:
        return
    gone = [one for one, used in whether_used(minutes, made, heads) if used]
    if gone:
        names = dict.fromkeys(f"T{row.number}" if row.number else "an idea" for row in gone)
        yield f"Somebody has gone on with {listed(list(names))}."


@atomic
def undo(*, minutes: Minutes, by: Member) -> None:
    """Take recorded minutes back, with everything they made; their draft is open again with text and answers.

    Positions and parts are undone by adding, so the record of acts keeps both. A technology's number stays its
    name and comes back when it is recorded again. Doing it twice changes nothing. Raises Refused, saying what,
    when somebody has replied, confirmed, changed or written on since. One event.
    """
    group = hold(Group.objects.get(meetings__minutes=minutes))
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    locked = Minutes.objects.select_related("meeting", "text__head").get(pk=minutes.pk)
    if locked.undone_at is not None:
        return
    made = Made.of(locked)
    voted = Position.objects.filter(pk__in=made.positions).values("question")
    list(Question.objects.select_for_update().filter(pk__in=voted).order_by("pk"))  # nobody confirms while we look
    found = hindrances(locked)
    if found:
        raise Refused(f"{' '.join(found)} These minutes can no longer be taken back. {CORRECT_INSTEAD}")
    for position in Position.objects.filter(pk__in=made.positions).select_related("question", "member").order_by("-pk"):
        take_back_position(position, by)
    for part in Participation.objects.filter(pk__in=made.parts).order_by("-pk"):
        take_back_part_of(part, by)
    take_back_actions(ids=made.actions)
    take_back_technologies(ids=[*made.technology_ids, *made.idea_ids])
    let_people_go(group, locked, made)
    now = timezone.now()
    Meeting.objects.filter(pk=locked.meeting_id).update(taken_back_at=now)
    locked.undone_at, locked.undone_by = now, by
    locked.save(update_fields=["undone_at", "undone_by"])
    minutes.undone_at, minutes.undone_by = now, by
    open_again(locked, by)
    log(kind="minutes.undone", group=group, by=by, minutes=locked.pk)


def let_people_go(group: Group, minutes: Minutes, made: Made) -> None:
    """End the places these minutes gave, forget the names only they knew, and mean by aliases what was meant before.

    Who is in other minutes as well stays, and hangs on those from now on.
    """
    there = Q(meeting__taken_back_at__isnull=True) & ~Q(meeting=minutes.meeting_id)
    elsewhere = set(
        Attendance.objects.filter(there, meeting__group=group, member__in=member_ids(made)).values_list(
            "member_id", flat=True
        )
    )
    spoken = Entry.objects.filter(
        minutes__undone_at__isnull=True, minutes__meeting__group=group, retired_at__isnull=True
    ).exclude(minutes=minutes)
    named = spoken.filter(Q(speaker__in=made.members) | Q(action_item__assignees__in=made.members))
    known = elsewhere | {
        pk for pair in named.values_list("speaker_id", "action_item__assignees") for pk in pair if pk is not None
    }
    places = Membership.objects.filter(pk__in=made.memberships, ended_at__isnull=True)
    places.exclude(member_id__in=elsewhere).update(ended_at=timezone.now())
    hand_on(group, minutes, made, elsewhere)
    Member.objects.filter(pk__in=made.members, account__isnull=True, named_in=group).exclude(pk__in=known).update(
        named_in=None
    )
    Member.objects.filter(pk__in=made.facility_of, account__isnull=True).exclude(pk__in=known).update(facility=None)
    aliases = Alias.objects.in_bulk([int(pk) for pk in made.aliases])
    for pk, alias in aliases.items():
        before = made.aliases[str(pk)]
        if before is None:
            alias.delete()
        else:
            alias.member_id = before
            alias.save(update_fields=["member"])


def member_ids(made: Made) -> set[int]:
    return {*made.members, *Membership.objects.filter(pk__in=made.memberships).values_list("member_id", flat=True)}


def hand_on(group: Group, minutes: Minutes, made: Made, elsewhere: set[int]) -> None:
    """The oldest other minutes that list somebody answer for the place from now on."""
    places = Membership.objects.filter(pk__in=made.memberships, member_id__in=elsewhere)
    for place in places:
        other = (
            Minutes.objects.filter(
                meeting__group=group, undone_at__isnull=True, meeting__attendances__member=place.member_id
            )
            .exclude(pk=minutes.pk)
            .order_by("pk")
            .first()
        )
        if other is not None:
            theirs = Made.of(other)
            theirs.memberships.append(place.pk)
            Minutes.objects.filter(pk=other.pk).update(made=theirs.to_json())


def open_again(minutes: Minutes, by: Member) -> None:
    """The draft the minutes came from, with the text and answers as they were recorded or last corrected."""
    draft = MinutesDraft.objects.filter(recorded_as=minutes, corrects__isnull=True).first()
    if draft is None:
        return
    now = timezone.now()
    head = minutes.text.head
    if head is not None and MinutesDraft.objects.filter(recorded_as=minutes, corrects=minutes).exists():
        Correction.objects.filter(draft=draft, undone_at__isnull=True).update(undone_at=now)
        Correction.objects.filter(minutes=minutes).holding().copy_to(draft=draft)
        draft.text = head.body
    draft.recorded_as, draft.changed_at = None, now
    draft.save(update_fields=["text", "recorded_as", "changed_at"])
