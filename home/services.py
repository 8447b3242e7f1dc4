"""Making members of people whom the minutes name, and undoing it."""

from __future__ import annotations

from activity.services import log
from members.models import Group, Member, Membership
from members.services import add_member, end_membership
from web.refusals import Refused
from web.transactions import atomic


@atomic
def make_member(*, group: Group, member: Member, by: Member) -> Membership:
    """Make somebody who was known by name only a member: from now on they are counted. A member stays one."""
    membership, new = add_member(group=group, member=member)
    if new:
        log(kind="member.joined", group=group, by=by, member=member.pk)
    return membership


@atomic
def end_member(*, group: Group, member: Member, by: Member) -> None:
    """Somebody is no member any more; what they said and stand for stays in the record, but counts no longer.

    Raises Refused for a chair: a group needs one.
    """
    membership = Membership.objects.select_for_update().filter(group=group, member=member).first()
    if membership is None or membership.ended_at is not None:
        return
    if membership.role == Membership.Role.CHAIR:
        raise Refused("A group needs its chair. Make somebody else chair first.")
    end_membership(membership=membership)
    log(kind="member.left", group=group, by=by, member=member.pk)
