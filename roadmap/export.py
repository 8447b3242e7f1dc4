"""The roadmap as a document for one reader: what they may see of it, gathered in a handful of queries.

What never leaves here: actions, discussion, lines of minutes, drafts, ideas, and parts no facility has confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import slugify

from decisions.tallies import Tally
from documents.refusal import NotMade
from members.models import Group, Member
from members.permissions import GUEST_NAME
from members.viewer import Viewer
from roadmap.document import (
    DocumentRecord,
    Gone,
    Parts,
    Relations,
    TechnologyRecord,
    write_csv,
    write_docx,
    write_html,
    write_json,
    write_markdown,
)
from roadmap.document.fitting import Render
from roadmap.document.record import block, one_line
from roadmap.models import GONE, Participation, Relation, Roadmap, Technology, edited_since, usual_title
from roadmap.sentences import PartSaid, standing
from roadmap.tallied import Stand, electorate_size, stands
from web.markdown import Links, render
from web.mentions import MENTION, name_mentions
from web.refusals import Refused
from writing.mentions import names_of

EVERY_YEAR = 0  # dates in a document always have their year: no year is left out


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the document: what it is called, and what a browser is told it is."""

    name: str
    suffix: str
    content_type: str


FORMS = {
    "docx": Form("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "md": Form("Markdown", "md", "text/markdown; charset=utf-8"),
    "html": Form("HTML", "html", "text/html; charset=utf-8"),
    "json": Form("JSON", "json", "application/json"),
    "csv": Form("CSV", "csv", "text/csv; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """The record with its texts as they are stored, and who is mentioned in them: member id → name to show."""

    record: DocumentRecord
    people: Mapping[int, str]


def document_of(group: Group, viewer: Viewer, *, names: bool, on: date | None = None) -> Document:
    """What the viewer may see of the group's roadmap; people by name only with ``names``. Nine queries at most.

    ``on`` is the day of the edition: today.
    """
    shown = Technology.objects.visible_to(viewer).filter(group=group, number__isnull=False)
    rows = list(
        shown.exclude(state=Technology.State.IDEA)
        .select_related("text__head", "agreed_version", "agreed_meeting", "merged_into")
        .prefetch_related(*[Prefetch("writers", Member.objects.order_by("name", "pk"))] if names else [])
        .annotate(edited_since=edited_since())
        .order_by("rank", "pk")
    )
    roadmap = Roadmap.objects.filter(group=group, group__in=Group.objects.visible_to(viewer)).select_related(
        "scope__head"
    )
    about = roadmap.first()
    listed = [row for row in rows if row.state not in GONE]
    electorate = electorate_size(group)
    positions = stands(group, viewer, electorate)
    parts = confirmed_parts(group)
    related = relations_of(listed)
    nobody = Stand(Tally(electorate))
    record = DocumentRecord(
        title=one_line(about.title if about else usual_title(group)),
        edition=on or timezone.localdate(),
        group=one_line(group.name),
        due_on=about.due_on if about else None,
        due_for=one_line(about.due_for) if about else "",
        scope=block(about.scope.head.body) if about and about.scope.head else "",
        technologies=tuple(
            technology_record(
                row,
                standing(
                    positions.get(row.question_id, nobody).tally,
                    parts.get(row.pk, []),
                    year=EVERY_YEAR,
                ),
                parts.get(row.pk, []),
                related.get(row.pk, Relations()),
                names=names,
            )
            for row in listed
        ),
        gone=tuple(
            Gone(row.number, row.merged_into.number if row.merged_into else None)
            for row in sorted(rows, key=lambda one: one.number or 0)
            if row not in listed and row.number
        ),
    )
    return Document(record, people_in(record, group, names=names))


def technology_record(
    row: Technology, sentence: str, parts: Iterable[PartSaid], relations: Relations, *, names: bool
) -> TechnologyRecord:
    head = row.text.head
    loaded: Any = row  # the annotations of document_of
    by_part: dict[str, list[str]] = {}
    for part in parts:
        by_part.setdefault(part.part, []).append(one_line(part.facility))
    return TechnologyRecord(
        number=row.number or 0,
        title=one_line(row.text.title),
        state=row.state,
        text=block(head.body) if head else "",
        asked_of_directors=one_line(row.asked_of_directors),
        working_title=row.working_title,
        version=head.number if head else None,
        version_on=timezone.localtime(head.at).date() if head else None,
        agreed_version=row.agreed_version.number if row.agreed_version else None,
        agreed_on=row.agreed_meeting.date if row.agreed_meeting else None,
        edited_since=loaded.edited_since,
        writers=tuple(one_line(member.name) for member in row.writers.all()) if names else (),
        standing=sentence,
        parts=Parts(**{part: tuple(facilities) for part, facilities in by_part.items() if part != "not_known"}),
        relations=relations,
    )


def confirmed_parts(group: Group) -> dict[int, list[PartSaid]]:
    """Technology id → the parts that hold and that the facilities confirmed. One query."""
    found: dict[int, list[PartSaid]] = {}
    rows = (
        Participation.objects.filter(technology__group=group, superseded_at__isnull=True, confirmed_at__isnull=False)
        .order_by("facility__short_name")
        .values_list("technology_id", "facility__short_name", "part", "said_on")
    )
    for technology, facility, part, said_on in rows:
        found.setdefault(technology, []).append(PartSaid(facility, part, said_on, confirmed=True))
    return found


def relations_of(technologies: Iterable[Technology]) -> dict[int, Relations]:
    """Technology id → the numbers it belongs together with, in both directions, of those given. One query."""
    numbers = {one.pk: one.number or 0 for one in technologies}
    found: dict[int, dict[str, list[int]]] = {}
    both = {"overlaps": ("overlaps", "overlaps"), "needs": ("needs", "needed_by"), "part_of": ("part_of", "has_parts")}
    rows = Relation.objects.filter(technology__in=numbers, other__in=numbers, taken_back_at__isnull=True).values_list(
        "technology_id", "other_id", "kind"
    )
    for technology, other, kind in rows:
        there, back = both[kind]
        found.setdefault(technology, {}).setdefault(there, []).append(numbers[other])
        found.setdefault(other, {}).setdefault(back, []).append(numbers[technology])
    return {pk: Relations(**{kind: tuple(sorted(to)) for kind, to in kinds.items()}) for pk, kinds in found.items()}


def people_in(record: DocumentRecord, group: Group, *, names: bool) -> dict[int, str]:
    """Who is mentioned in the texts, as they are shown: no other group's people by name.

    One query where somebody is and names are shown.
    """
    texts = [record.scope, *(one.text for one in record.technologies)]
    ids = {int(match[1]) for text in texts for match in MENTION.finditer(text)}
    found = names_of(ids, group) if names else {}
    return {pk: one_line(found.get(pk, "")) or GUEST_NAME for pk in ids}


def written(document: Document, form: str) -> bytes:
    """The document in one of :data:`FORMS`. Asks the database nothing.

    Raises :class:`Refused` (503) when the Word file could not be made.
    """
    if form == "docx":
        try:
            return write_docx(document.record, renderer(document))
        except NotMade as error:
            sentence = "The Word file could not be made: it needs more time or memory than one file may. Take the HTML."
            raise Refused(sentence, status=503) from error
    if form == "html":
        return write_html(document.record, renderer(document)).encode()
    record = named(document)
    write = {"md": write_markdown, "json": write_json, "csv": write_csv}[form]
    return write(record).encode()


def named(document: Document) -> DocumentRecord:
    """The record with ``@name`` where its texts mention somebody: so it is typed, and so it reads back."""
    record = document.record
    if not document.people:
        return record
    people = {pk: name if name == GUEST_NAME else f"@{name}" for pk, name in document.people.items()}
    return replace(
        record,
        scope=name_mentions(record.scope, people),
        technologies=tuple(replace(one, text=name_mentions(one.text, people)) for one in record.technologies),
    )


def renderer(document: Document) -> Render:
    """Markdown to safe HTML in which ``T4`` leads to its heading."""
    links = Links(
        technologies={one.number: (f"#T{one.number}", one.heading) for one in document.record.technologies},
        members={pk: ("#", name) for pk, name in document.people.items()},
    )
    return lambda text: render(text, link=links)


def file_name(group: Group, record: DocumentRecord, form: str) -> str:
    """``leaps-technology-roadmap-2026-11-25.docx``: letters, digits and hyphens of ASCII only."""
    words = slugify(record.title)[:80].strip("-") or f"{group.slug}-roadmap"
    return f"{words}-{record.edition.isoformat()}.{FORMS[form].suffix}"
