"""The roadmap as a plan needs it: every text, its wording now, and what a document said of it last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef

from documents.outline import Section, outline
from members.models import Group
from roadmap.bringing_in import MAX_ASKED, Exact, Known, KnownRoadmap, Plan, plan
from roadmap.document import TechnologyRecord, read_json, read_markdown, write_markdown
from roadmap.models import GONE, DocumentDraft, Roadmap, Technology
from writing.models import Text, Version

SCOPE_KEY = "scope"
_OURS = re.compile(r"^## Technology ([1-9][0-9]{0,8})(?=:|[ \t]*$)", re.MULTILINE)
EARLIER = 50  # documents looked through for what was brought in last


@dataclass(slots=True)
class Made:
    """What recording made, as ids, kept with the document. Keys of the maps are technologies' ids or "scope".

    ``texts``: the version before, the version made, and whether the title was a working title before.
    ``brought``: the version that has what the document brought in last, and the digest of what it said.
    """

    new: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    brought: dict[str, dict[str, Any]] = field(default_factory=dict)
    title: list[str] = field(default_factory=list)
    asked: dict[str, list[str]] = field(default_factory=dict)
    """What each technology asked of the directors before, and since."""
    names: int = 0
    words: int = 0
    """How many texts got words."""
    open: int = 0
    again: int | None = None
    """The draft that was opened again by taking this document back."""

    @classmethod
    def of(cls, draft: DocumentDraft) -> Made:
        return cls(**draft.made)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a plan is made from, and the rows it speaks of. ``technologies`` by number."""

    known: KnownRoadmap
    technologies: dict[int, Technology]
    roadmap: Roadmap | None


def load(group: Group) -> Loaded:
    """The roadmap of the group. Four queries, whatever its size."""
    inferred = Version.objects.filter(
        text=OuterRef("text"), origin=Version.Origin.INFERRED, body=OuterRef("text__head__body")
    )
    rows = list(
        Technology.objects.filter(group=group, number__isnull=False)
        .select_related("text__head")
        .annotate(inferred=Exists(inferred), text_head=F("text__head"))
        .order_by("rank", "pk")
    )
    roadmap = Roadmap.objects.filter(group=group).select_related("scope__head").first()
    said = said_last(group)
    versions = Version.objects.in_bulk([one["version"] for one in said.values()])
    known = [of_technology(row, said.get(str(row.pk)), versions) for row in rows]
    scope = of_scope(roadmap.scope, said.get(SCOPE_KEY), versions) if roadmap else None
    return Loaded(
        KnownRoadmap(roadmap.title if roadmap else "", scope, known),
        {row.number: row for row in rows if row.number is not None},
        roadmap,
    )


def said_last(group: Group) -> dict[str, dict[str, Any]]:
    """Technology (or "scope") → the version that has what a document brought in last, and what that said."""
    found: dict[str, dict[str, Any]] = {}
    recorded = DocumentDraft.objects.filter(group=group, recorded_at__isnull=False, undone_at__isnull=True)
    for made in recorded.order_by("-recorded_at", "-pk").values_list("made__brought", flat=True)[:EARLIER]:
        for key, value in (made or {}).items():
            found.setdefault(key, value)
    return found


def of_technology(row: Technology, said: dict[str, Any] | None, versions: dict[int, Version]) -> Known:
    head = row.text.head
    body = head.body if head else ""
    return Known(
        number=row.number or 0,
        title=row.text.title,
        body=body,
        head=head.pk if head else 0,
        named=bool(row.text.title) and not row.working_title,
        worded=bool(body.strip()) and not getattr(row, "inferred", False),
        gone=row.state if row.state in GONE else "",
        away=row.taken_back_at is not None,
        asked=row.asked_of_directors,
        brought=brought(said, versions),
        read=said["read"] if said else "",
        brought_head=said["version"] if said else 0,
    )


def of_scope(text: Text, said: dict[str, Any] | None, versions: dict[int, Version]) -> Known:
    head = text.head
    body = head.body if head else ""
    return Known(
        number=0,
        title="",
        body=body,
        head=head.pk if head else 0,
        worded=bool(body.strip()),
        brought=brought(said, versions),
        read=said["read"] if said else "",
        brought_head=said["version"] if said else 0,
    )


def brought(said: dict[str, Any] | None, versions: dict[int, Version]) -> tuple[str, str] | None:
    version = versions.get(said["version"]) if said else None
    return (version.title, version.body) if version else None


def sections_of(source: str) -> Sequence[Section]:
    """The parts of a draft's document. One that Waymark wrote is read as it was written, not by its headings."""
    record = read_markdown(source)
    if record is None:
        return outline(source)
    lines = {int(found[1]): source.count("\n", 0, found.start()) + 1 for found in _OURS.finditer(source)}
    return [
        Exact(record.title, 1, record.scope, 1),
        *(exact(one, lines.get(one.number, 1)) for one in record.technologies),
    ]


def exact(one: TechnologyRecord, line: int) -> Exact:
    """A technology as Waymark wrote it. A line for the directors that somebody made too long ends its text."""
    text, asked = one.text, one.asked_of_directors
    if len(asked) <= MAX_ASKED:
        return Exact(one.title, 2, text, line, one.number, asked, one.working_title)
    return Exact(one.title, 2, f"{text}\n\n{asked}".strip("\n"), line, one.number, None, one.working_title)


def as_markdown(text: str) -> str:
    """What a draft keeps of a document that may be the JSON Waymark writes."""
    record = read_json(text) if text.lstrip().startswith("{") else None
    return write_markdown(record) if record is not None else text


def plan_of(draft: DocumentDraft, loaded: Loaded, *, changes: Iterable[Any] | None = None) -> Plan:
    """What recording the draft would do to the roadmap as it is. No query."""
    return plan(sections_of(draft.source), loaded.known, draft.sections if changes is None else changes)
