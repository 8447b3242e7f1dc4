"""Documents on their way into the roadmap of the cast's group."""

from __future__ import annotations

from typing import Any

from members.models import Member
from roadmap.bringing_in import Plan
from roadmap.brought_in import load, plan_of
from roadmap.models import DocumentDraft, Technology
from roadmap.services import documents
from tests.conftest import Cast
from writing.models import Version

DOCUMENT = """# The optics roadmap

What it is about.

## Mirrors

Polished twice.

### What it needs

- people

## Gratings

Ruled by one maker.
"""


def draft_of(cast: Cast, text: str = DOCUMENT, *, by: Member | None = None, name: str = "optics.docx") -> DocumentDraft:
    return documents.start_document(group=cast.group, text=text, by=by or cast.chair, file_name=name)


def planned(draft: DocumentDraft) -> Plan:
    draft.refresh_from_db()
    return plan_of(draft, load(draft.group))


def say(draft: DocumentDraft, **change: Any) -> DocumentDraft:
    draft.refresh_from_db()
    return documents.change(draft=draft, change=change, base=documents.token(draft), by=draft.by)


def record(draft: DocumentDraft, by: Member | None = None) -> DocumentDraft:
    return documents.record_document(draft=draft, seen=planned(draft).fingerprint, by=by or draft.by)


def brought(cast: Cast, text: str = DOCUMENT) -> DocumentDraft:
    return record(draft_of(cast, text))


def technology(cast: Cast, number: int) -> Technology:
    return Technology.objects.select_related("text__head", "group").get(group=cast.group, number=number)


def head(cast: Cast, number: int) -> Version:
    version = technology(cast, number).text.head
    assert version is not None
    return version
