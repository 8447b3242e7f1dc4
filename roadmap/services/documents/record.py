"""Pressing Record: what the preview shows becomes the roadmap, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.utils import timezone

from activity.services import log
from members.models import Group, Member
from roadmap.bringing_in import SCOPE, Plan, Target
from roadmap.brought_in import SCOPE_KEY, Loaded, Made, load, plan_of
from roadmap.models import DocumentDraft, Roadmap, Technology
from roadmap.services import asked
from roadmap.services.importing import NewTechnology, make_all
from roadmap.services.roadmaps import create_roadmap
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic
from writing.models import Version
from writing.services import Stale, Wording, save_all

MOVED = "The roadmap or this draft was changed meanwhile. Look at it again, then record; nothing is recorded yet."
NOTHING = "There is nothing to record yet: say first what the parts of the document are."


@atomic
def record_document(*, draft: DocumentDraft, seen: str, by: Member) -> DocumentDraft:
    """Bring the document in as the plan with the fingerprint ``seen`` says.

    A draft is recorded once: pressing again, also at the same moment, gives the same. Refused when the roadmap or
    the draft has moved on since the plan was shown, and when there is nothing to record. One transaction with its
    one event; the rows of the draft, the group, the technologies and the texts are locked, in this order. About
    thirty queries, however many technologies there are.
    """
    # Locked without joins: what PostgreSQL joins to a row it waited for is from before the wait.
    locked = DocumentDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.recorded_at is not None:
        return locked
    group = hold(locked.group)
    create_roadmap(group=group, by=by)
    loaded = load(group)
    made_plan = plan_of(locked, loaded)
    if made_plan.fingerprint != seen:
        raise Refused(MOVED)
    if not made_plan.targets and not made_plan.takes_title:
        raise Refused(NOTHING, status=422)
    try:
        note = f"From {locked.file_name or 'a pasted document'}"
        made = Recording(group, made_plan, loaded, note, by).write()
    except Stale:
        raise Refused(MOVED) from None
    made.open = len(made_plan.doubts)
    locked.made, locked.recorded_at = asdict(made), timezone.now()
    locked.save(update_fields=["made", "recorded_at"])
    log(kind="document.recorded", group=group, by=by, document=locked.pk, texts=made.words, names=made.names)
    return locked


@dataclass(slots=True)
class Recording:
    """One recording under way: what is to be done, the rows as they are, and what was made so far."""

    group: Group
    plan: Plan
    loaded: Loaded
    note: str
    by: Member
    made: Made = field(default_factory=Made)
    lines: list[tuple[Technology, str]] = field(default_factory=list)
    """What technologies ask of the directors now."""

    def write(self) -> Made:
        targets = sorted(self.plan.targets.values(), key=lambda one: one.at)
        self.write_over([one for one in targets if one.known is not None])
        self.write_new([one for one in targets if one.known is None])
        asked.write_all(self.lines, self.by)
        roadmap = self.loaded.roadmap
        if self.plan.takes_title and roadmap is not None:
            self.made.title = [roadmap.title, self.plan.title]
            Roadmap.objects.filter(pk=roadmap.pk).update(title=self.plan.title)
        return self.made

    def write_new(self, targets: Sequence[Target]) -> None:
        wanted = [NewTechnology(one.number, one.title, one.text, note=self.note) for one in targets]
        for one, technology in zip(targets, make_all(self.group, wanted, self.by, tell=False), strict=True):
            self.made.new.append(technology.pk)
            self.made.names += bool(one.title)
            self.made.words += bool(one.text)
            self.ask_of_directors(one, technology)
            if one.working:
                Technology.objects.filter(pk=technology.pk).update(working_title=True)
            keep(self.made, str(technology.pk), technology.text.head_id, one)

    def write_over(self, targets: Sequence[Target]) -> None:
        """Versions over the texts that are there, where they change; names that somebody has now chosen."""
        rows = {one.number: self.loaded.technologies[one.number] for one in targets if one.number != SCOPE}
        held = Technology.objects.select_for_update().filter(pk__in=[row.pk for row in rows.values()]).order_by("pk")
        lines = {row.pk: row.asked_of_directors for row in held}
        if any(lines[row.pk] != row.asked_of_directors for row in rows.values()):
            raise Refused(MOVED)  # all else is held by the group's row, or compared with its base
        texts = {number: row.text_id for number, row in rows.items()}
        if self.loaded.roadmap is not None:
            texts[SCOPE] = self.loaded.roadmap.scope_id
        changed = [one for one in targets if changes(one)]
        versions = save_all(wordings=[wording(one, texts[one.number], self.note) for one in changed], by=self.by)
        doubted = {one.at for one in self.plan.doubts}
        for one in targets:
            version, row = versions.get(texts[one.number]), rows.get(one.number)
            key = str(row.pk) if row is not None else SCOPE_KEY
            self.note_what_changed(one, key, version, row)
            if row is not None:
                self.ask_of_directors(one, row)
            if one.at not in doubted:
                keep(self.made, key, version.pk if version else None, one)
        self.made.back = [row.pk for row in rows.values() if row.taken_back_at is not None]
        named = [rows[one.number].pk for one in targets if one.number in rows and one.writes_title and not one.working]
        Technology.objects.filter(pk__in=named, working_title=True).update(working_title=False)
        Technology.objects.filter(pk__in=self.made.back).update(taken_back_at=None)

    def ask_of_directors(self, one: Target, row: Technology) -> None:
        """The line a document of Waymark's own carries; no other document has one."""
        if one.asked is not None:
            self.made.asked[str(row.pk)] = [row.asked_of_directors, one.asked]
            self.lines.append((row, one.asked))

    def note_what_changed(self, one: Target, key: str, version: Version | None, row: Technology | None) -> None:
        """What undo needs: a working title that became a name is noted though its words may be the same."""
        known, working = one.known, row is not None and row.working_title
        if known is None:
            return
        if version is not None or (working and one.writes_title):
            after = version.pk if version else known.head
            self.made.texts[key] = {"before": known.head, "after": after, "working": working}
        self.made.words += version is not None and one.writes_text
        self.made.names += row is not None and one.writes_title and (working or one.title != known.title)


def changes(one: Target) -> bool:
    """Whether the text itself changes; a working title may be kept as it is and only become a name."""
    known = one.known
    if known is None:
        return False
    return (one.writes_text and one.text != known.body) or (one.writes_title and one.title != known.title)


def wording(one: Target, text: int, note: str) -> Wording:
    known = one.known
    if known is None:
        raise ValueError(one.number)
    first = not known.worded
    return Wording(
        text=text,
        base=known.head,
        title=one.title if one.writes_title else known.title,
        body=one.text if one.writes_text else known.body,
        origin=Version.Origin.IMPORTED if first else Version.Origin.REIMPORTED,
        note=note,
    )


def keep(made: Made, key: str, version: int | None, one: Target) -> None:
    """What the document said of this text, so that the same words next time are known to be the same."""
    if one.state == "empty" or not one.read:
        return
    if version is None and one.known is not None:
        version = one.known.head if one.state == "same" else one.known.brought_head
    if version:
        made.brought[key] = {"version": version, "read": one.read}
