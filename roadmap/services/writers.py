"""Who writes a technology: set by the chair, or by a member for themself."""

from __future__ import annotations

from collections.abc import Iterable

from activity.services import log
from members.models import Member, Membership
from roadmap.models import Technology
from web.refusals import Refused
from web.transactions import atomic


@atomic
def change_writers(
    *, technology: Technology, by: Member, add: Iterable[int] = (), remove: Iterable[int] = ()
) -> tuple[list[Member], list[Member]]:
    """Add and remove writers by their ids; returns those who are new and those who are no longer.

    What is so already changes nothing, so the undo is the same with the two exchanged, whatever else was changed
    meanwhile. Raises Refused for who is no member of the group, and for observers. The technology's row is locked.
    """
    row = Technology.objects.select_for_update().get(pk=technology.pk)
    there = {member.pk: member for member in row.writers.all()}
    wanted = set(add) - there.keys()
    current = Membership.objects.current().filter(group=row.group_id).exclude(role=Membership.Role.OBSERVER)
    new = list(Member.objects.filter(pk__in=current.filter(member__in=wanted).values("member")).order_by("name", "pk"))
    if len(new) != len(wanted):
        raise Refused("Writers are members of the group.", status=422)
    gone = [there[pk] for pk in sorted(set(remove) & there.keys())]
    row.writers.add(*new)
    row.writers.remove(*gone)
    for kind, members in (("technology.writer_added", new), ("technology.writer_removed", gone)):
        for member in members:
            log(kind=kind, group=row.group_id, by=by, technology=row.pk, member=member.pk)
    return new, gone
