"""Taking positions. Locks in one order: question, then stance."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from activity.services import log
from decisions.models import Heard, Position, Question, Stance, Value
from members.models import Member
from web.refusals import Refused
from web.transactions import atomic
from writing.models import Comment, Version


@atomic
def take_position(
    *,
    question: Question,
    member: Member,
    value: str,
    by: Member | None,
    version: Version | None = None,
    comment: Comment | None = None,
    heard: str = Heard.SITE,
    said_on: date | None = None,
) -> Position:
    """Record what ``member`` says on ``question``; it counts at once.

    The same value again by the member on the same version, without words, adds nothing (a double click).
    Raises Refused when the question is closed. One event; six queries; the question's row is locked.
    """
    if value not in Value.values:
        raise Refused("A position is pro, contra or abstain.", status=422)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.closed_at:
        raise Refused("This question is closed.")
    stance = Stance.objects.select_related("position").filter(question=locked, member=member).first()
    if stance and same_again(stance.position, value, by, version, comment):
        return stance.position
    position = Position(
        question=locked,
        member=member,
        value=value,
        version=version,
        comment=comment,
        recorded_by=by,
        heard=heard,
        said_on=said_on,
    )
    return let_count(position, by)


def same_again(
    earlier: Position, value: str, by: Member | None, version: Version | None, comment: Comment | None
) -> bool:
    return (
        comment is None
        and earlier.value == value
        and earlier.recorded_by_id == (by.pk if by else None)
        and earlier.version_id == (version.pk if version else None)
    )


def let_count(position: Position, by: Member | None) -> Position:
    """Add a position to its locked question and let it count. ``by`` acts, whoever recorded it first."""
    numbers = Position.objects.filter(question=position.question).order_by("-sequence")
    position.sequence = (numbers.values_list("sequence", flat=True).first() or 0) + 1
    position.save(force_insert=True)
    Stance.objects.bulk_create(
        [Stance(question=position.question, member=position.member, position=position, value=position.value)],
        update_conflicts=True,
        unique_fields=["question", "member"],
        update_fields=["position", "value"],
    )
    log(
        kind="position.taken" if position.value != Value.WITHDRAWN else "position.withdrawn",
        group=position.question.group_id,
        by=by,
        question=position.question_id,
        member=position.member_id,
        position=position.pk,
        value=position.value,
    )
    return position


@atomic
def undo_position(*, position: Position, by: Member | None) -> Position | None:
    """Go back to what the member said before ``position``; undone acts stay in the record.

    What was said before comes back with its words, its day and whoever recorded it: what somebody gave in person
    stays given in person. Raises Refused when a later position of the member counts already.
    """
    question = Question.objects.select_for_update().get(pk=position.question_id)
    stance = Stance.objects.filter(question=question, member_id=position.member_id).first()
    if stance is None or stance.position_id != position.pk:
        raise Refused("There is a later position. Change that one instead.")
    earlier = Position.objects.filter(question=question, member_id=position.member_id, sequence__lt=position.sequence)
    before = earlier.order_by("-sequence").first()
    if before is None and position.value == Value.WITHDRAWN:
        return None
    again = Position(
        question=question,
        member=position.member,
        value=before.value if before else Value.WITHDRAWN,
        version=before.version if before else position.version,
        comment=before.comment if before else None,
        recorded_by=before.recorded_by if before else by,
        heard=before.heard if before else position.heard,
        said_on=(before.said_on or timezone.localdate(before.at)) if before else None,
    )
    return let_count(again, by)
