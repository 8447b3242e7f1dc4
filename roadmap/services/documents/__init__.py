"""Writes over documents on their way into the roadmap: the draft and what is said of it, Record, and its undo."""

from roadmap.services.documents.drafts import StaleDraft, change, start_document, token, undo_last
from roadmap.services.documents.record import record_document
from roadmap.services.documents.undo import hindrances, undo_document

__all__ = [
    "StaleDraft",
    "change",
    "hindrances",
    "record_document",
    "start_document",
    "token",
    "undo_document",
    "undo_last",
]
