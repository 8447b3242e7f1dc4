"""Working groups and their settings."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from members.models import Facility, Group, GroupFacility, Member, Membership
from web.refusals import Refused
from web.transactions import atomic


@atomic
def create_group(
    *, slug: str, name: str, chair: Member, full_name: str = "", visibility: str = Group.Visibility.MEMBERS
) -> Group:
    """A new working group with its chair. Raises Refused when the address is taken or reserved."""
    group = Group(slug=slug, name=name, full_name=full_name, visibility=visibility)
    try:
        group.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), status=422) from error
    group.save()
    Membership.objects.create(group=group, member=chair, role=Membership.Role.CHAIR)
    return group


@atomic
def set_facility_counts(*, group: Group, facility: Facility, counts: bool) -> GroupFacility:
    """Whether a facility counts in the group's tallies."""
    setting, _ = GroupFacility.objects.update_or_create(group=group, facility=facility, defaults={"counts": counts})
    return setting
