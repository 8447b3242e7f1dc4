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
from roadmap.services.asked import ask_directors, undo_asked
from roadmap.services.discussion import write_about
from roadmap.services.parts import (
    confirm_part,
    confirm_parts,
    set_counts,
    set_part,
    take_back_part,
    unconfirm_parts,
)
from roadmap.services.relations import relate, take_back_relation
from roadmap.services.roadmaps import create_roadmap, set_due, set_title
from roadmap.services.states import promote_idea, set_state, undo_state
from roadmap.services.technologies import (
    add_technologies,
    ensure_technology,
    make_idea,
    move_technology,
    name_technologies,
    save_text,
    take_back_idea,
    take_back_names,
    take_back_technology,
)
from roadmap.services.writers import change_writers

__all__ = [
    "add_technologies",
    "ask_directors",
    "change_action",
    "change_due",
    "change_writers",
    "close_action",
    "confirm_part",
    "confirm_parts",
    "create_roadmap",
    "ensure_technology",
    "make_action",
    "make_idea",
    "move_technology",
    "name_technologies",
    "note_action",
    "promote_idea",
    "relate",
    "reopen_action",
    "save_text",
    "set_counts",
    "set_due",
    "set_part",
    "set_state",
    "set_title",
    "take_back_action",
    "take_back_idea",
    "take_back_names",
    "take_back_part",
    "take_back_relation",
    "take_back_technology",
    "unconfirm_parts",
    "undo_asked",
    "undo_state",
    "write_about",
]
