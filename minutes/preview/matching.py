"""Recorded lines found again in a new reading of their minutes, so that what hangs on them stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from django.db.models import Exists, OuterRef

from decisions.models import Position
from minutes.models import Entry, Minutes
from minutes.preview.asked import Choice, Question, excerpt
from minutes.preview.resolve import Understood
from minutes.preview.rows import Finder
from minutes.reading import alignment, records
from minutes.resolved import Matching, Row
from web.words import counted, fold, listed


@dataclass(slots=True)
class Compared:
    """A correction against the record: which rows are ``new`` or ``changed``, and how many are as before."""

    matching: Matching
    status: dict[int, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    gone: int = 0

    @property
    def changed(self) -> int:
        return len(self.status) + self.gone

    def sentence(self, rows: int) -> str:
        """ "3 lines changed, 55 as before. Replies, positions and actions stay where they are." """
        return (
            f"{counted(self.changed, 'line')} changed, {rows - len(self.status)} as before. "
            "Replies, positions and actions stay where they are."
        )


def compare(minutes_id: int, understood: Understood) -> Compared:
    """Where each recorded line is now. Two queries; near-linear in the lines."""
    entries = list(
        Entry.objects.filter(minutes=minutes_id, retired_at__isnull=True)
        .select_related("speaker", "technology")
        .annotate(has_positions=Exists(Position.objects.filter(entries=OuterRef("pk"))))
        .order_by("place", "pk")
    )
    rows = understood.resolved.rows
    standing = [entry for entry in entries if not entry.lost_line]
    pairs, tied = _pairs(minutes_id, standing, understood)
    compared = Compared(Matching())
    for old, new in pairs.items():
        compared.matching.rows[standing[old].pk] = new
        if not _same(standing[old], rows[new]):
            compared.status[new] = "changed"
        if old in tied and (hanging := _hanging(standing[old])):
            _ask_about_tie(compared, standing[old], hanging, rows[new], understood)
    taken = set(pairs.values())
    compared.status |= {row.index: "new" for row in rows if row.index not in taken}
    finder = Finder(understood.lines)
    for entry in entries:
        if entry.lost_line:
            compared.matching.kept[entry.pk] = None
    for old, entry in enumerate(standing):
        if old in pairs:
            continue
        compared.gone += 1
        hanging = _hanging(entry)
        if not hanging:
            compared.matching.retired.append(entry.pk)
            continue
        question = _question(entry, hanging, _opposite(old, pairs, rows), understood)
        given = understood.answers.value(question.key)
        index = None
        if given is not None:
            if given.get("choice") == "near":
                index = finder.find(str(given.get("quote")), int(given.get("line") or 0))
            question.answer = (
                f"kept with line {rows[index].lines[0]}" if index is not None else "no longer in the minutes"
            )
        compared.matching.kept[entry.pk] = index
        compared.questions.append(question)
    return compared


def _pairs(minutes_id: int, standing: Sequence[Entry], understood: Understood) -> tuple[dict[int, int], set[int]]:
    """Which row each recorded line has become, one to one, and which of these pairs might be another. One query."""
    rows = understood.resolved.rows
    body = (
        Minutes.objects.filter(pk=minutes_id).values_list("text__head__body", flat=True).first() or ""
    )  # the words the recorded lines were read from
    found = alignment.match(
        body, [_as_read(entry) for entry in standing], understood.draft.text, [_row_as_read(row) for row in rows]
    )
    pairs = dict(found.new_of)
    moved: dict[str, list[int]] = {}
    for index in reversed(found.new_left):
        moved.setdefault(fold(rows[index].text), []).append(index)
    for index in found.old_left:
        if same := moved.get(fold(standing[index].text)):
            pairs[index] = same.pop()  # the same words at another place
    return pairs, {pair.old for pair in found.ties}


def _as_read(entry: Entry) -> records.Entry:
    number = entry.technology.number if entry.technology else None
    return records.Entry(
        cast("records.Kind", entry.kind),
        entry.text,
        topic=records.Topic(number, entry.topic_title or None) if number or entry.topic_title else None,
        speaker=entry.speaker.name if entry.speaker else entry.speaker_as_written or None,
        lines=(entry.line_first, entry.line_last),
    )


def _row_as_read(row: Row) -> records.Entry:
    return records.Entry(
        cast("records.Kind", row.kind),
        row.text,
        topic=records.Topic(row.technology, row.topic_title or None) if row.technology or row.topic_title else None,
        speaker=row.speaker.name if row.speaker else None,
        lines=row.lines,
    )


def _ask_about_tie(compared: Compared, entry: Entry, hanging: list[str], row: Row, understood: Understood) -> None:
    """Two lines fit about as well: what hangs on the recorded one goes with the better, and somebody is asked."""
    question = Question(
        f"gone:{entry.pk}",
        "gone",
        _hangs(hanging, "may belong to another line:"),
        f"“{excerpt(entry.text)}” was line {entry.line_first}. It is kept with line {row.lines[0]}.",
        lines=(row.lines[0],),
        choices=[Choice(1, "right", "that is right"), Choice(2, "gone", "show as no longer in the minutes")],
    )
    given = understood.answers.value(question.key)
    if given is not None:
        question.answer = "kept" if given.get("choice") == "right" else "no longer in the minutes"
        if given.get("choice") == "gone":
            del compared.matching.rows[entry.pk]
            compared.matching.kept[entry.pk] = None
            compared.status[row.index] = "new"
    question.indices = [row.index]
    compared.questions.append(question)


def _same(entry: Entry, row: Row) -> bool:
    speaker = row.speaker.member_id if row.speaker and row.speaker.standing != "written" else None
    return (
        entry.text == row.text
        and entry.kind == row.kind
        and entry.speaker_id == speaker
        and (entry.technology.number if entry.technology else None) == row.technology
        and entry.inside == row.inside
    )


def _hanging(entry: Entry) -> list[str]:
    """What would lose its line with this entry, in words."""
    found = []
    if entry.has_positions:  # type: ignore[attr-defined]
        names = sum(len(names) for names in entry.votes.values() if isinstance(names, list))
        found.append(counted(max(1, names), "position"))
    if entry.thread_id:
        found.append("what was replied")
    if entry.action_item_id:
        found.append("1 action")
    if entry.participation_id:
        found.append("a facility’s part")
    if entry.idea_id:
        found.append("1 idea")
    return found


def _opposite(old: int, pairs: dict[int, int], rows: Sequence[Row]) -> Row | None:
    """The row that stands where the lost line was: a new one if there is any, else its neighbour."""
    before = max((new for index, new in pairs.items() if index < old), default=-1)
    for index in (before + 1, before):
        if 0 <= index < len(rows):
            return rows[index]
    return None


def _several(hanging: list[str]) -> bool:
    return len(hanging) > 1 or hanging[0][0] not in "1aw"


def _hangs(hanging: list[str], words: str) -> str:
    sentence = f"{listed(hanging)} {words}"
    return sentence[0].upper() + sentence[1:]


def _question(entry: Entry, hanging: list[str], opposite: Row | None, understood: Understood) -> Question:
    it = "them" if _several(hanging) else "it"
    question = Question(
        f"gone:{entry.pk}",
        "gone",
        _hangs(hanging, "have lost their line:" if _several(hanging) else "has lost its line:"),
        f"“{excerpt(entry.text)}” was line {entry.line_first}.",
    )
    if opposite is not None:
        question.lines = (opposite.lines[0],)
        question.indices = [opposite.index]
        question.choices.append(Choice(1, f"near:{opposite.index}", f"keep {it} with line {opposite.lines[0]}"))
    question.choices.append(Choice(len(question.choices) + 1, "gone", f"show {it} as no longer in the minutes"))
    return question
