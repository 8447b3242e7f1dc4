"""Writes over the roadmap."""

from roadmap.services.actions import close_action, make_action, reopen_action
from roadmap.services.parts import confirm_part, set_part, take_back_part
from roadmap.services.technologies import (
    ensure_technology,
    make_idea,
    move_technology,
    name_technologies,
    set_due,
    take_back_technology,
)

__all__ = [
    "close_action",
    "confirm_part",
    "ensure_technology",
    "make_action",
    "make_idea",
    "move_technology",
    "name_technologies",
    "reopen_action",
    "set_due",
    "set_part",
    "take_back_part",
    "take_back_technology",
]
