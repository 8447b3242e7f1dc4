"""The draft of a document: kept as it was read, with every change that was said of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from members.models import Group, Member
from roadmap.bringing_in.changes import Change, added, is_known
from roadmap.bringing_in.levels import levels_of
from roadmap.bringing_in.planning import in_order
from roadmap.brought_in import as_markdown, load, sections_of
from roadmap.models import DocumentDraft
from web.refusals import Refused
from web.transactions import atomic
from writing.mentions import stored
from writing.services.texts import MAX_BODY, tidy

MAX_PARTS = 2000  # headings; the longest of documents has some hundred
NOTHING_THERE = "There is nothing to read yet. Paste your document, or choose a file."
TOO_LONG = "This document has more than five million characters of text. Bring it in in two halves."


class StaleDraft(Refused):
    """The draft was changed elsewhere since ``base``; nothing was saved. ``draft`` is as it is now."""

    def __init__(self, draft: DocumentDraft) -> None:
        self.draft = draft
        super().__init__("This was changed in another window meanwhile. Below it is as it is now; nothing was lost.")


def token(draft: DocumentDraft) -> str:
    """What a form carries to say from which state of the draft it started."""
    return draft.changed_at.isoformat()


@atomic
def start_document(
    *, group: Group, text: str, by: Member, file_name: str = "", notices: Iterable[str] = ()
) -> DocumentDraft:
    """Keep what was read of a document, ``@name`` as the member it means.

    Refused when it is empty, too long, or has thousands of headings.
    """
    text = tidy(as_markdown(text.removeprefix("\ufeff")))
    if not text.strip():
        raise Refused(NOTHING_THERE, status=422)
    if len(text) > MAX_BODY:
        raise Refused(TOO_LONG, status=422)
    text = stored(text, group)
    parts = len(sections_of(text))
    if parts > MAX_PARTS:
        raise Refused(
            f"This document has {parts:,} headings; up to {MAX_PARTS:,} are read. Bring it in in parts.", status=422
        )
    return DocumentDraft.objects.create(
        group=group, by=by, source=text, file_name=tidy(file_name)[:255], notices=list(notices)
    )


def locked_draft(draft: DocumentDraft) -> DocumentDraft:
    """The draft's row, locked; refused when it was recorded meanwhile."""
    locked = DocumentDraft.objects.select_for_update(of=("self",)).select_related("group").get(pk=draft.pk)
    if locked.recorded_at is not None:
        raise Refused("This document is recorded already.")
    return locked


@atomic
def change(*, draft: DocumentDraft, change: Change, base: str, by: Member) -> DocumentDraft:
    """Say something about the document or one of its parts (see :mod:`roadmap.bringing_in.changes`).

    ``base`` is the :func:`token` the page started from; :class:`StaleDraft` when the draft moved on.
    """
    locked = locked_draft(draft)
    if token(locked) != base:
        raise StaleDraft(locked)
    sections = sections_of(locked.source)
    if not is_known(change, len(sections), levels_of(sections)):
        raise Refused("That cannot be said of this document.", status=422)
    if change.get("order") == "yes":
        change = {**change, "pairs": in_order(sections, load(locked.group).known, locked.sections)}
    return _keep(locked, added(locked.sections, change))


@atomic
def undo_last(*, draft: DocumentDraft, by: Member) -> DocumentDraft:
    """Take back what was said last; nothing happens when there is nothing."""
    locked = locked_draft(draft)
    return _keep(locked, locked.sections[:-1]) if locked.sections else locked


def _keep(draft: DocumentDraft, changes: list[Change]) -> DocumentDraft:
    draft.sections = changes
    draft.changed_at = max(timezone.now(), draft.changed_at + datetime.timedelta(microseconds=1))
    draft.save(update_fields=["sections", "changed_at"])
    return draft
