"""Taking back what minutes set in motion: adding an act that undoes it, never removing one."""

from __future__ import annotations

from django.utils import timezone

from activity.models import Event
from decisions.models import Position, Stance
from decisions.services import take_position, undo_position
from members.models import Member
from roadmap.models import Participation
from roadmap.services import take_back_part


def take_back_position(position: Position, by: Member | None) -> None:
    """The member is back at what they said before; nothing happens when a later position counts.

    What somebody had said in person comes back as said in person, with its day.
    """
    stance = Stance.objects.filter(question_id=position.question_id, member_id=position.member_id).first()
    if stance is None or stance.position_id != position.pk:
        return
    before = (
        Position.objects.filter(
            question_id=position.question_id, member_id=position.member_id, sequence__lt=position.sequence
        )
        .select_related("question", "member", "version", "recorded_by")
        .order_by("-sequence")
        .first()
    )
    if before is None or not before.confirmed:
        undo_position(position=position, by=by or position.member)
        return
    take_position(
        question=before.question,
        member=before.member,
        value=before.value,
        by=before.recorded_by,
        version=before.version,
        heard=before.heard,
        said_on=before.said_on or timezone.localdate(before.at),
    )


def take_back_part_of(part: Participation, by: Member | None) -> bool:
    """The part that held before holds again, unless that one was taken back itself. Whether ``part`` held."""
    holds: Participation | None = Participation.objects.filter(pk=part.pk, superseded_at__isnull=True).first()
    if holds is None:
        return False
    while holds is not None:
        take_back_part(participation=holds, by=by)
        holds = Participation.objects.filter(
            technology_id=part.technology_id, facility_id=part.facility_id, superseded_at__isnull=True
        ).first()
        if holds is not None and not taken_back_before(holds):
            break
    return True


def taken_back_before(part: Participation) -> bool:
    return Event.objects.filter(kind="participation.took back", data__participation=part.pk).exists()
