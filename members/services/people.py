"""People and facilities as minutes name them. The events that tell of them belong to the act that needs them."""

from __future__ import annotations

from django.utils import timezone

from members.models import Alias, Facility, Group, Member, Membership
from web.refusals import Refused
from web.transactions import atomic
from web.words import fold


@atomic
def ensure_facility(*, short_name: str) -> Facility:
    """The facility of that short name, compared without case; made when there is none."""
    short_name = " ".join(short_name.split())[:60]
    if not short_name:
        raise Refused("A facility needs a name.", status=422)
    facility = Facility.objects.filter(short_name__iexact=short_name).first()
    return facility or Facility.objects.create(short_name=short_name)


@atomic
def ensure_person(*, group: Group, name: str, facility: Facility | None = None) -> Member:
    """Somebody named in a group's minutes and not known yet: known by name only, no membership."""
    name = " ".join(name.split())[:120]
    if not name:
        raise Refused("A person needs a name.", status=422)
    return Member.objects.create(name=name, facility=facility, named_in=group)


@atomic
def add_member(*, group: Group, member: Member, role: str = Membership.Role.MEMBER) -> tuple[Membership, bool]:
    """Make somebody a member of the group; whether that is new. A place that ended begins again."""
    membership, created = Membership.objects.get_or_create(group=group, member=member, defaults={"role": role})
    if not created and membership.ended_at is not None:
        membership.ended_at = None
        membership.save(update_fields=["ended_at"])
        return membership, True
    return membership, created


@atomic
def end_membership(*, membership: Membership) -> None:
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])


@atomic
def add_alias(*, group: Group, member: Member, name: str, by: Member | None) -> Alias | None:
    """Remember that the group writes this member so. A name already remembered is moved to ``member``.

    Returns None when the alias says nothing new (it is the member's own name).
    """
    name = " ".join(name.split())[:120]
    folded = fold(name)
    if not folded or folded == fold(member.name):
        return None
    alias, _ = Alias.objects.update_or_create(
        group=group, folded=folded, defaults={"member": member, "name": name, "added_by": by}
    )
    return alias
