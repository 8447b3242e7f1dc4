"""Writes over texts and comments."""

from writing.services.comments import edit_comment, post_comment, put_back_comment, withdraw_comment
from writing.services.texts import Stale, Wording, create_text, restore, save, save_all

__all__ = [
    "Stale",
    "Wording",
    "create_text",
    "edit_comment",
    "post_comment",
    "put_back_comment",
    "restore",
    "save",
    "save_all",
    "withdraw_comment",
]
