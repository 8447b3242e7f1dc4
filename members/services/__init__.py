"""Writes over people, facilities and groups."""

from members.services.groups import create_group, set_facility_counts
from members.services.people import (
    add_alias,
    add_member,
    end_membership,
    ensure_facility,
    ensure_person,
)

__all__ = [
    "add_alias",
    "add_member",
    "create_group",
    "end_membership",
    "ensure_facility",
    "ensure_person",
    "set_facility_counts",
]
