"""What every page's frame needs: the person, their groups, and what they may do in the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.permissions import can_paste_minutes
from members.viewer import viewer_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from members.models import Group


def frame(request: HttpRequest) -> dict[str, Any]:
    """``me``, ``viewer``, ``group``, ``groups``, ``can_paste``; views set ``request.group``. No query of its own."""
    if not hasattr(request, "viewer"):  # an error page, before the middleware ran
        return {"me": None, "viewer": None, "group": None, "groups": [], "can_paste": False}
    viewer = viewer_of(request)
    group: Group | None = getattr(request, "group", None)
    return {
        "me": viewer.member,
        "viewer": viewer,
        "group": group,
        "groups": sorted(viewer.places.values(), key=lambda place: place.name.casefold()),
        "can_paste": group is not None and can_paste_minutes(viewer, group),
    }
