"""Writes over texts and comments."""

from writing.services.comments import edit_comment, post_comment, put_back_comment, withdraw_comment
from writing.services.texts import Stale, create_text, restore, save

__all__ = [
    "Stale",
    "create_text",
    "edit_comment",
    "post_comment",
    "put_back_comment",
    "restore",
    "save",
    "withdraw_comment",
]
