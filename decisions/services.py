"""Taking positions. Locks in one order: question, then stance."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from activity.services import log
from decisions.models import Heard, Position, Question, Stance, Value
from members.models import Member
from web.refusals import Refused
from writing.models import Comment, Version


@transaction.atomic
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
    Raises Refused when the question is closed. One event; five queries; the question's row is locked.
    """
    if value not in Value.values:
        raise Refused("A position is pro, contra or abstain.", status=422)
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.closed_at:
        raise Refused("This question is closed.")
    stance = Stance.objects.select_related("position").filter(question=locked, member=member).first()
    if stance and same_again(stance.position, value, by, version, comment):
        return stance.position
    last = Position.objects.filter(question=locked).order_by("-sequence").values_list("sequence", flat=True).first()
    position = Position.objects.create(
        question=locked,
        member=member,
        sequence=(last or 0) + 1,
        value=value,
        version=version,
        comment=comment,
        recorded_by=by,
        heard=heard,
        said_on=said_on,
    )
    Stance.objects.update_or_create(question=locked, member=member, defaults={"position": position, "value": value})
    log(
        kind="position.taken" if value != Value.WITHDRAWN else "position.withdrawn",
        group=locked.group_id,
        by=by,
        question=locked.pk,
        member=member.pk,
        position=position.pk,
        value=value,
    )
    return position


def same_again(
    earlier: Position, value: str, by: Member | None, version: Version | None, comment: Comment | None
) -> bool:
    return (
        comment is None
        and earlier.value == value
        and earlier.recorded_by_id == (by.pk if by else None)
        and earlier.version_id == (version.pk if version else None)
    )


@transaction.atomic
def undo_position(*, position: Position, by: Member) -> Position | None:
    """Go back to what the member said before ``position``; undone acts stay in the record.

    Raises Refused when a later position of the member counts already.
    """
    Question.objects.select_for_update().get(pk=position.question_id)
    stance = Stance.objects.filter(question_id=position.question_id, member_id=position.member_id).first()
    if stance is None or stance.position_id != position.pk:
        raise Refused("There is a later position. Change that one instead.")
    before = (
        Position.objects.filter(
            question_id=position.question_id, member_id=position.member_id, sequence__lt=position.sequence
        )
        .order_by("-sequence")
        .first()
    )
    if position.value == Value.WITHDRAWN and before is None:
        return None
    return take_position(
        question=position.question,
        member=position.member,
        value=before.value if before else Value.WITHDRAWN,
        by=by if before is None or before.recorded_by_id == before.member_id else before.recorded_by,
        version=before.version if before else position.version,
        heard=before.heard if before else position.heard,
        said_on=before.said_on if before else None,
    )
