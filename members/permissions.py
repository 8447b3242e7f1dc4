"""Rights over groups and people: ``can_<verb>_<noun>(viewer, group)``."""

from members.models import Group
from members.viewer import Viewer


def can_see_group(viewer: Viewer, group: Group) -> bool:
    if group.visibility == Group.Visibility.PUBLIC or viewer.is_inside(group):
        return True
    return group.visibility == Group.Visibility.SITE and viewer.is_signed_in


def can_lead_group(viewer: Viewer, group: Group) -> bool:
    """The chair's acts: order of the roadmap, due date, names of technologies, settings."""
    return viewer.role_in(group) == "chair"


def can_take_part(viewer: Viewer, group: Group) -> bool:
    """A member's acts: write, comment, take positions. Observers read and comment."""
    return viewer.role_in(group) in {"chair", "member"}


GUEST_NAME = "a member"
"""What stands for the name of a person where names are not shown."""


def can_see_names(viewer: Viewer, group: Group) -> bool:
    return viewer.is_inside(group) or group.names_outside


def can_paste_minutes(viewer: Viewer, group: Group) -> bool:
    """Chair and minute taker."""
    place = viewer.place_in(group)
    return place is not None and (place.role == "chair" or place.takes_minutes)
