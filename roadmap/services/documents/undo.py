"""Taking a document back: possible until somebody has built on what it brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from activity.services import log
from decisions.models import Position, Stance
from members.models import Group, Member
from members.viewer import Place, Viewer
from roadmap.brought_in import SCOPE_KEY, Made
from roadmap.history import last_said
from roadmap.models import ActionItem, DocumentDraft, Participation, Relation, Roadmap, Technology
from roadmap.services import asked
from roadmap.services.importing import take_back_technologies
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic
from web.words import listed
from writing.models import Comment, Version
from writing.services import Wording, save_all

VERSIONS_INSTEAD = "What was there before is among the versions of each text."


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What somebody has built on a text this document brought: its name, what happened, and the text's id."""

    name: str
    what: str
    text: int

    @property
    def sentence(self) -> str:
        return f"{self.name} was {self.what} since."


def hindrances(draft: DocumentDraft) -> list[Hindrance]:
    """Which of the texts somebody has gone on with; empty when the document can be taken back. Four queries."""
    made = Made.of(draft)
    after = {key: one["after"] for key, one in made.texts.items()}
    after |= {str(pk): made.brought.get(str(pk), {}).get("version") for pk in made.new}
    viewer = Viewer(member=draft.by, places={draft.group_id: Place("chair")}, is_signed_in=True)
    ids = [int(key) for key in after if key != SCOPE_KEY]
    answered = set(Position.objects.filter(version__in=filter(None, after.values())).values_list("version", flat=True))
    spoken = set(last_said(made.new, viewer)) if made.new else set()
    found = [
        Hindrance(f"T{row.number}", what, row.text_id)
        for row in used(ids)
        if (what := what_happened(row, after[str(row.pk)], answered, made, spoken))
    ]
    if SCOPE_KEY in after:
        roadmap = Roadmap.objects.select_related("scope").get(group=draft.group_id)
        if roadmap.scope.head_id != after[SCOPE_KEY]:
            found.append(Hindrance("The scope", "edited", roadmap.scope_id))
    return found


def used(ids: list[int]) -> Iterator[Technology]:
    """The technologies, each with ``used``: whether anything hangs on it besides its text. One query."""
    here = Q(technology=OuterRef("pk"))
    hangs = (
        Exists(Comment.objects.filter(thread__technology=OuterRef("pk"), withdrawn_at__isnull=True))
        | Exists(Stance.objects.counting().filter(question__technology=OuterRef("pk")))
        | Exists(ActionItem.objects.filter(here, taken_back_at__isnull=True))
        | Exists(Participation.objects.filter(here, superseded_at__isnull=True))
        | Exists(Relation.objects.filter(here | Q(other=OuterRef("pk")), taken_back_at__isnull=True))
    )
    rows = Technology.objects.filter(pk__in=ids, taken_back_at__isnull=True).annotate(used=hangs)
    return iter(rows.select_related("text").order_by("number", "pk"))


def what_happened(row: Technology, after: int | None, answered: set[int], made: Made, spoken: set[int]) -> str:
    if after is not None and row.text.head_id != after:
        return "edited"
    if after is not None and row.agreed_version_id == after:
        return "agreed"
    if after in answered:
        return "answered"
    if row.pk in {*made.new, *made.back}:
        if row.state != Technology.State.WRITTEN:
            return "set to another state"
        if getattr(row, "used", False) or row.pk in spoken:
            return "spoken of"
    return ""


@atomic
def undo_document(*, draft: DocumentDraft, by: Member) -> DocumentDraft:
    """Take a recorded document back: each text has the wording from before again, as a version of its own.

    What it made is taken off the list; numbers stay their names. Returns the draft, open again as a new one with
    every change that was said. Doing it twice changes nothing. Raises Refused, saying which, when somebody has
    edited, agreed or answered on one of the texts since. One transaction with its event, in the locks of Record.
    """
    locked = DocumentDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.recorded_at is None:
        raise Refused("This document is not recorded.")
    made = Made.of(locked)
    if locked.undone_at is not None:
        return DocumentDraft.objects.get(pk=made.again or locked.pk)
    group = hold(locked.group)
    keys = [int(key) for key in {*made.texts, *made.asked} - {SCOPE_KEY}]
    list(Technology.objects.select_for_update().filter(pk__in=[*keys, *made.new]).order_by("pk"))
    if found := hindrances(locked):
        raise Refused(" ".join(refusal(found)))
    put_back(group, made, by)
    again = DocumentDraft.objects.create(
        group=group,
        by=locked.by,
        file_name=locked.file_name,
        source=locked.source,
        notices=locked.notices,
        sections=locked.sections,
    )
    locked.made = {**locked.made, "again": again.pk}
    locked.undone_at, locked.undone_by = timezone.now(), by
    locked.save(update_fields=["made", "undone_at", "undone_by"])
    log(kind="document.undone", group=group, by=by, document=locked.pk)
    return again


def refusal(found: list[Hindrance]) -> Iterator[str]:
    for what in dict.fromkeys(one.what for one in found):
        names = [one.name for one in found if one.what == what]
        yield f"{listed(names)} {'was' if len(names) == 1 else 'were'} {what} since."
    yield f"The document can no longer be taken back. {VERSIONS_INSTEAD}"


def put_back(group: Group, made: Made, by: Member) -> None:
    """Each text as it was, each technology that the document made off the list, and the roadmap's title."""
    written = {key: one for key, one in made.texts.items() if one["before"] != one["after"]}
    before = Version.objects.in_bulk([one["before"] for one in written.values()])
    earlier = [before[one["before"]] for one in written.values()]
    after = {one["before"]: one["after"] for one in written.values()}
    save_all(
        wordings=[
            Wording(
                text=one.text_id,
                base=after[one.pk],
                title=one.title,
                body=one.body,
                origin=Version.Origin.RESTORED,
                note=f"Restored version {one.number}",
            )
            for one in earlier
        ],
        by=by,
    )
    working = [int(key) for key, one in made.texts.items() if key != SCOPE_KEY and one["working"]]
    Technology.objects.filter(pk__in=working).update(working_title=True)
    asking = Technology.objects.in_bulk([int(key) for key in made.asked])
    lines = [(asking[int(key)], line) for key, line in made.asked.items()]
    asked.write_all([(row, earlier_line) for row, (earlier_line, line) in lines if row.asked_of_directors == line], by)
    take_back_technologies(ids=[*made.new, *made.back])
    if made.title:
        Roadmap.objects.filter(group=group, title=made.title[1]).update(title=made.title[0])
