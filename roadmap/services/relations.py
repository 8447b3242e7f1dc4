"""How technologies belong together: noted, taken away."""

from __future__ import annotations

from django.utils import timezone

from activity.services import log
from members.models import Member
from roadmap.models import Relation, Technology
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic


@atomic
def relate(*, technology: Technology, other: Technology, kind: str, by: Member) -> tuple[Relation, bool]:
    """Note that ``technology`` overlaps with, needs, or is part of ``other``; whether that is new.

    What holds already is the one there is: a second press adds nothing. Raises Refused for itself, for what is not
    in the roadmap (any more), and for a part that would come to be part of itself. The group's row is locked.
    """
    hold(technology.group)
    if technology.pk == other.pk:
        raise Refused("A technology is not related to itself.", status=422)
    if kind not in Relation.Kind.values:
        raise Refused("Technologies overlap, one needs the other, or is part of it.", status=422)
    listed = {
        one.pk: one for one in Technology.objects.listed(technology.group).filter(pk__in=[technology.pk, other.pk])
    }
    for one in (technology, other):
        if one.pk not in listed:
            raise Refused(
                f"T{one.number} is not in the roadmap any more." if one.number else "An idea has no relations."
            )
    if kind == Relation.Kind.OVERLAPS and technology.pk > other.pk:
        technology, other = other, technology  # said once, it reads the same both ways
    holding = Relation.objects.filter(technology=technology, other=other, kind=kind, taken_back_at__isnull=True)
    if (found := holding.first()) is not None:
        return found, False
    if kind == Relation.Kind.PART_OF and technology.pk in wholes_of(other):
        raise Refused(f"{other} is part of {technology} already, so {technology} cannot be part of it.")
    relation = Relation.objects.create(technology=technology, other=other, kind=kind, noted_by=by)
    log(kind="relation.noted", group=technology.group_id, by=by, relation=relation.pk)
    return relation, True


def wholes_of(technology: Technology) -> set[int]:
    """The ids of all it is part of, directly or through others. One query for the group's parts."""
    pairs = Relation.objects.filter(
        technology__group=technology.group_id, kind=Relation.Kind.PART_OF, taken_back_at__isnull=True
    ).values_list("technology_id", "other_id")
    above: dict[int, list[int]] = {}
    for part, whole in pairs:
        above.setdefault(part, []).append(whole)
    found: set[int] = set()
    waiting = [technology.pk]
    while waiting:
        new = set(above.get(waiting.pop(), ())) - found
        found |= new
        waiting.extend(new)
    return found


@atomic
def take_back_relation(*, relation: Relation, by: Member) -> bool:
    """It holds no longer; whether it did until now. Noting it again is the undo."""
    locked = Relation.objects.select_for_update(of=("self",)).select_related("technology").get(pk=relation.pk)
    if locked.taken_back_at is not None:
        return False
    locked.taken_back_at = timezone.now()
    locked.save(update_fields=["taken_back_at"])
    log(kind="relation.taken back", group=locked.technology.group_id, by=by, relation=locked.pk)
    return True
