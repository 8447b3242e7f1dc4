"""Stances, recomputed from the positions."""

from collections.abc import Iterator

from django.db.models import Count, Max

from decisions.models import Position, Question, Stance


def differences() -> Iterator[str]:
    """Every stance that is not the member's last position, and every question whose sequence has a gap."""
    last = {
        (position.question_id, position.member_id): position
        for position in Position.objects.order_by("question_id", "member_id", "-sequence").distinct(
            "question_id", "member_id"
        )
    }
    for stance in Stance.objects.order_by("pk"):
        position = last.pop((stance.question_id, stance.member_id), None)
        if position is None or stance.position_id != position.pk or stance.value != position.value:
            yield f"question {stance.question_id}: the stance of member {stance.member_id} is not their last position"
    for question, member in last:
        yield f"question {question}: the position of member {member} has no stance"
    counted = Question.objects.annotate(count=Count("positions"), newest=Max("positions__sequence")).filter(count__gt=0)
    for one in counted.order_by("pk"):
        if one.count != one.newest:
            yield f"question {one.pk}: its positions are not numbered 1 to {one.count}"
