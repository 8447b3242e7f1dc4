"""Loading a group for a page: who may not see it gets 404, as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from members.models import Group
from members.permissions import can_see_group
from members.viewer import viewer_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from members.models import Member


def load_group(request: HttpRequest, slug: str) -> Group:
    """The group of that address, also as ``request.group`` for the frame. One query; Http404 for outsiders."""
    group = Group.objects.filter(slug=slug).first()
    if group is None or not can_see_group(viewer_of(request), group):
        raise Http404("There is no such group here.")
    request.group = group  # type: ignore[attr-defined]
    return group


def signed_in_member(request: HttpRequest) -> Member:
    """The member who acts. Views call it after a right was required, so there is one; else 404."""
    member = viewer_of(request).member
    if member is None:
        raise Http404("Nobody is signed in.")
    return member
