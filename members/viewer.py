"""Who is looking: the signed-in member and their places, loaded once per request."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from members.models import Group, Member


@dataclass(frozen=True, slots=True)
class Place:
    """What a member is in one group, and how the group is called: enough for the frame of every page."""

    role: str
    takes_minutes: bool = False
    speaks_for_facility: bool = False
    slug: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A request's person, as rights need it: the member (None when anonymous) and a place per group id."""

    member: Member | None = None
    places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))
    is_signed_in: bool = False

    @property
    def member_id(self) -> int | None:
        return self.member.pk if self.member else None

    @property
    def group_ids(self) -> tuple[int, ...]:
        return tuple(self.places)

    def place_in(self, group: Group | int) -> Place | None:
        return self.places.get(group if isinstance(group, int) else group.pk)

    def role_in(self, group: Group | int) -> str | None:
        """``chair``, ``member``, ``observer``, or None outside the group."""
        place = self.place_in(group)
        return place.role if place else None

    def is_inside(self, group: Group | int) -> bool:
        return self.role_in(group) is not None


ANONYMOUS = Viewer()


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request; the first use costs one query (account, member and memberships together)."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer
