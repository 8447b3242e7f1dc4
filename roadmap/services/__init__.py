"""Writes over the roadmap."""

from roadmap.services.actions import (
    change_action,
    change_due,
    close_action,
    make_action,
    note_action,
    reopen_action,
    take_back_action,
)
from roadmap.services.discussion import write_about
from roadmap.services.parts import (
    confirm_part,
    confirm_parts,
    set_counts,
    set_part,
    take_back_part,
    unconfirm_parts,
)
from roadmap.services.roadmaps import create_roadmap, set_due
from roadmap.services.technologies import (
    add_technologies,
    ensure_technology,
    make_idea,
    mark_ready,
    move_technology,
    name_technologies,
    save_text,
    take_back_names,
    take_back_technology,
)

__all__ = [
    "add_technologies",
    "change_action",
    "change_due",
    "close_action",
    "confirm_part",
    "confirm_parts",
    "create_roadmap",
    "ensure_technology",
    "make_action",
    "make_idea",
    "mark_ready",
    "move_technology",
    "name_technologies",
    "note_action",
    "reopen_action",
    "save_text",
    "set_counts",
    "set_due",
    "set_part",
    "take_back_action",
    "take_back_names",
    "take_back_part",
    "take_back_technology",
    "unconfirm_parts",
    "write_about",
]
