"""From a draft to what is recorded of it: read, answer, cut, pin."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils import timezone

from minutes.models import Correction, MinutesDraft
from minutes.preview import doubts, offers
from minutes.preview.answers import Answers, apply_name_answer
from minutes.preview.asked import Choice, Offered, Question
from minutes.preview.people import Faces, Known, known_in
from minutes.preview.rows import Line, Lost, apply_corrections
from minutes.reading import read
from minutes.reading.records import Entry, Record, Section
from minutes.reading.records import Person as ReaderPerson
from minutes.reading.records import Technology as ReaderTechnology
from minutes.resolved import Heading, Part, Person, Resolved, Row, Vote

LINK_WORDS = re.compile(r"indico|event|agenda|meeting", re.IGNORECASE)
ORDER = ("nothing", "seen", "date", "lost", "gone", "speaker", "assignee", "ambiguous", "label", "vote", "attendance")
"""The kinds of questions, most far-reaching first; a spelling comes last."""
_TITLE_LIMIT = 200


@dataclass(slots=True)
class Understood:
    """A draft read and resolved, with everything that is put to its author. ``lines`` and rows go together."""

    draft: MinutesDraft
    known: Known
    record: Record
    faces: Faces
    answers: Answers
    corrections: list[Correction]
    resolved: Resolved
    lines: list[Line]
    questions: list[Question] = field(default_factory=list)
    offers: list[Offered] = field(default_factory=list)
    moved: list[tuple[Correction, str, int, dict[str, Any]]] = field(default_factory=list)
    is_note: bool = False

    def count(self) -> None:
        """How many questions and offers are open, on the whole and per row."""
        self.resolved.open_doubts = sum(1 for question in self.questions if question.is_open)
        self.resolved.open_offers = sum(1 for offer in self.offers if offer.is_open)
        rows = self.resolved.rows
        for row in rows:
            row.doubts = []
        for question in self.questions:
            if question.is_open:
                for index in question.indices:
                    rows[index].doubts.append(question.key)
        waiting = {offer.index for offer in self.offers if offer.is_open}
        for row in rows:
            row.certain = not row.doubts and row.index not in waiting


@lru_cache(maxsize=8)
def read_text(
    text: str, people: tuple[ReaderPerson, ...], technologies: tuple[ReaderTechnology, ...], file_name: str
) -> Record:
    """The reading of a text. Pure, so the last few are remembered: each answer shows the same text again."""
    return read(text, people=people, technologies=technologies, file_name=file_name or None)


def understand(draft: MinutesDraft) -> Understood:
    """Read a draft and apply everything its author said. Four queries; ``draft.group`` must be loaded."""
    known = known_in(draft.group)
    corrections = list(
        Correction.objects.filter(draft=draft, undone_at__isnull=True).select_related("by").order_by("pk")
    )
    return understand_text(draft, known, corrections)


def understand_text(draft: MinutesDraft, known: Known, corrections: list[Correction]) -> Understood:
    """Like :func:`understand`, from what was loaded already. No query."""
    record = read_text(draft.text, known.for_reader(), known.technologies, draft.file_name)
    answers, faces = Answers(corrections), Faces(known)
    _list_people(record, answers, faces)
    questions = doubts.name_questions(record, answers, faces)
    doubts.apply_attendance_answers(record, answers, faces)
    date = _date(record, answers, draft)
    if (asked := doubts.date_question(record, answers, date)) is not None:
        questions.append(asked)
    questions += doubts.other_questions(record, answers)
    asked_names = {question.key for question in questions}
    for key, value in answers.beginning("name:"):
        if key not in asked_names and value.get("written"):
            apply_name_answer(faces, str(value["written"]), value)  # its doubt is gone with other words of the text
    record = doubts.settle_owners(doubts.settle_labels(record, answers), answers)
    applied = apply_corrections(record, corrections)
    lines, lost = applied.lines, applied.lost
    offered = _place_offers(record, answers, faces, lines)
    is_note = _is_no_meeting(record)
    if is_note:
        lines, lost, offered = _as_one_note(draft.text), [], []
        questions = [q for q in questions if q.kind == "date"]
        questions.append(_nothing_understood(draft.text, answers))
    resolved = _resolved(record=record, answers=answers, faces=faces, lines=lines, offered=offered, date=date)
    entries, places = doubts.concerned(record, questions), _places(lines)
    for question in questions:
        question.indices = sorted({i for entry in entries.get(question.key, ()) for i in places.get(entry, ())})
    questions += [_lost_question(one, lines) for one in lost]
    questions += _lost_offers(answers, offered, lines)
    questions.sort(key=lambda question: ORDER.index(question.kind) if question.kind in ORDER else len(ORDER))
    understood = Understood(
        draft, known, record, faces, answers, corrections, resolved, lines, questions, offered, applied.moved, is_note
    )
    understood.count()
    return understood


# -- people and the day ------------------------------------------------------------------------------------------


def _list_people(record: Record, answers: Answers, faces: Faces) -> None:
    for attendee in record.present:
        presence = "part" if attendee.presence == "part" else "present"
        faces.put_on_list(faces.person(attendee.name), presence, attendee.affiliation or "", attendee.role or "")
    for attendee in record.apologies:
        person = faces.person(attendee.name)
        if person.key not in faces.roster:
            faces.put_on_list(person, "apologised", attendee.affiliation or "", attendee.role or "")
    for _, value in answers.beginning("roster:"):
        person = faces.person(str(value.get("name") or ""), str(value.get("facility") or ""))
        presence = str(value.get("presence"))
        if presence == "none":
            faces.take_off_list(person)
        elif person.name:
            faces.put_on_list(person, presence, str(value.get("facility") or ""))


def _date(record: Record, answers: Answers, draft: MinutesDraft) -> datetime.date:
    """The day of the meeting: as answered, as written, as proposed; else the day the draft was begun."""
    answered = str((answers.value("date") or {}).get("value") or "")
    found = [doubts.iso(answered), doubts.iso(record.date), *doubts.date_candidates(record)]
    return next((day for day in found if day), None) or timezone.localtime(draft.started_at).date()


# -- nothing understood -----------------------------------------------------------------------------------------


def _is_no_meeting(record: Record) -> bool:
    if record.present or record.apologies or len(record.sections) > 1 or any(s.presenter for s in record.sections):
        return False
    if any(doubt.kind in doubts.NAME_DOUBTS for doubt in record.doubts):
        return False  # there may be names: that is asked about instead
    return all(entry.kind == "note" and not entry.topic and not entry.speaker for entry in record.entries)


def _as_one_note(text: str) -> list[Line]:
    source = text.split("\n")
    return [Line([], text, Entry("note", text.strip(), lines=(1, len(source))))] if text.strip() else []


def _nothing_understood(text: str, answers: Answers) -> Question:
    count = sum(1 for line in text.split("\n") if line.strip())
    words = "1 line" if count == 1 else f"{count} lines"
    question = Question(
        "nothing",
        "nothing",
        "This does not look like minutes:",
        f"no names and no topics were found. It would be recorded as one note of {words}.",
        choices=[Choice(1, "note", "Record as a note")],
        link="text",
    )
    question.answer = "recorded as a note" if answers.given("nothing") else ""
    return question


# -- rows -------------------------------------------------------------------------------------------------------


def _places(lines: list[Line]) -> dict[int, list[int]]:
    """For each entry of the reading the lines it is in: several after a split."""
    at: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        for entry in line.entries:
            at.setdefault(entry, []).append(index)
    return at


def _place_offers(record: Record, answers: Answers, faces: Faces, lines: list[Line]) -> list[Offered]:
    """Offers at the line that has their words. Whoever set a line's kind by hand has settled its offers."""
    at = _places(lines)
    found = []
    for offer, one in zip(record.offers, offers.offered(record, answers, faces), strict=True):
        places = at.get(offer.entry, [])
        if not places:
            continue
        with_words = [i for i in places if offer.quote[:30] in lines[i].anchor]
        one.index = (with_words or places)[0]
        if "kind" in lines[one.index].pins and one.kind in {"action", "decision"}:
            continue
        one.value["assignees"] = list(offers.assignees_of(offer, one.value))
        one.value["stance"] = (offer.facility, offer.stance, offer.topic, offer.said_by)
        found.append(one)
    return found


def _resolved(
    *,
    record: Record,
    answers: Answers,
    faces: Faces,
    lines: list[Line],
    offered: list[Offered],
    date: datetime.date,
) -> Resolved:
    by_line: dict[int, list[Offered]] = {}
    for one in offered:
        by_line.setdefault(one.index, []).append(one)
    written = doubts.written_names(record)
    rows = [_row(index, line, by_line.get(index, []), faces, written) for index, line in enumerate(lines)]
    title = str((answers.value("title") or {}).get("value") or "") or record.title or "Meeting"
    following = record.next_meeting
    next_words = following.text or ""
    return Resolved(
        title=" ".join(title.split())[:_TITLE_LIMIT],
        date=date,
        next_date=doubts.iso(following.date or record.next),
        next_words="" if doubts.iso(next_words) else next_words[:300],
        link=_link(record),
        roster=list(faces.roster.values()),
        sections=[_heading(section, faces) for section in record.sections],
        rows=rows,
        people=list(faces.people.values()),
        aliases=dict(faces.aliases),
    )


def _link(record: Record) -> str:
    for link in record.links:
        if link.url.startswith(("http://", "https://")) and LINK_WORDS.search(f"{link.text} {link.url}"):
            return link.url[:500]
    return ""


def _heading(section: Section, faces: Faces) -> Heading:
    person = faces.named(section.presenter) if section.presenter else None
    standing = person if person and person.standing != "written" else None
    return Heading(section.title[:300], standing, (section.presenter or "")[:200], section.level, section.line)


def _row(index: int, line: Line, offered: list[Offered], faces: Faces, written: dict[int, str]) -> Row:
    said = line.said
    number = said.topic.number if said.topic else None
    as_written = said.speaker_as_written or said.speaker or next((written[e] for e in line.entries if e in written), "")
    if "speaker" in line.pins:
        as_written = said.speaker or ""
    speaker = faces.named(said.speaker or as_written, as_written) if as_written else None
    row = Row(
        index=index,
        kind=said.kind,
        section=said.section,
        technology=number if number and number > 0 else None,
        topic_title=(said.topic.title or "")[:300] if said.topic else "",
        speaker=speaker,
        speaker_as_written=as_written[:200],
        text=said.text,
        lines=said.lines if said.lines[0] else (1, 1),
        references=tuple(n for n in said.references if n > 0),
        due=doubts.iso(said.due),
        inside=bool(line.pins.get("inside", said.inside)),
        corrected_by=line.corrected_by,
    )
    names = said.assignees
    kinds = {one.kind: one for one in offered if one.taken}
    if said.kind in {"action", "decision"} and not said.certain and said.kind not in kinds:
        row.kind = "statement" if speaker else "note"
    if "action" in kinds:
        row.kind = "action"
        names = said.assignees if "people" in line.pins else tuple(kinds["action"].value["assignees"])
    elif "decision" in kinds:
        row.kind = "decision"
    if said.kind == "vote":
        row.vote = Vote(
            question=said.question or "",
            pro=_people(said.pro, faces),
            contra=_people(said.contra, faces),
            abstain=_people(said.abstain, faces),
            counts=_counts(line),
        )
    row.is_action, row.is_decision = row.kind == "action", row.kind == "decision"
    if row.is_action:
        people = _people(names, faces)
        row.assignees = [person for person in people if person.standing != "written"]
        row.assigned_words = ", ".join(person.name for person in people if person.standing == "written")
    if "participation" in kinds:
        facility, stance, topic, said_by = kinds["participation"].value["stance"]
        number = topic or row.technology
        if facility and number:
            row.part = Part(facility, offers.part_value(stance), number, faces.named(said_by) if said_by else speaker)
    return row


def _people(names: tuple[str, ...], faces: Faces) -> list[Person]:
    return list({person.key: person for person in (faces.named(name) for name in names if name.strip())}.values())


def _counts(line: Line) -> dict[str, int | None] | None:
    counts = line.said.counts
    if counts is None:
        return None
    given = {"pro": counts.pro, "contra": counts.contra, "abstain": counts.abstain}
    return {stance: None if count is None else int(count) for stance, count in given.items()}


# -- what lost its words ----------------------------------------------------------------------------------------


_FIELD_WORDS = {
    "kind": "kind",
    "speaker": "speaker",
    "technology": "technology",
    "people": "people",
    "text": "words",
    "inside": "“inside”",
    "due": "day",
    "pro": "pro",
    "contra": "contra",
    "abstain": "abstain",
    "split": "cut",
    "join": "join",
}


def _lost_question(lost: Lost, lines: list[Line]) -> Question:
    one = lost.correction
    what = _FIELD_WORDS.get(one.key, one.key)
    question = Question(
        key=f"lost:{one.pk}",
        kind="lost",
        lead="A correction has lost its words:",
        rest=f"{one.by.name} set the {what} of “{one.quote[:120]}”. These words are no longer in the text.",
        choices=[Choice(1, "drop", "leave the correction out")],
    )
    if lost.near is not None:
        line = lines[lost.near].said.lines[0]
        question.lines = (line,)
        question.choices.insert(0, Choice(1, f"near:{lost.near}", f"keep it with line {line}"))
        question.choices[1].number = 2
    return question


def _lost_offers(answers: Answers, offered: list[Offered], lines: list[Line]) -> list[Question]:
    """Offers that were taken, and whose words have left the text since: asked about, not dropped."""
    there = {one.key for one in offered}
    questions = []
    for key, value in answers.beginning("offer:"):
        given = answers.given(key)
        if key in there or not value.get("take") or given is None:
            continue
        kept = next((line for line in lines if given.quote and given.quote[:30] in line.anchor), None)
        if kept is not None and "kind" in kept.pins:
            continue  # its kind was set by hand since
        questions.append(
            Question(
                key=f"lost:{given.pk}",
                kind="lost",
                lead="Something taken has lost its words:",
                rest=f"“{given.quote[:120]}” is no longer in the text.",
                lines=(given.line,) if given.line else (),
                choices=[Choice(1, "drop", "leave it out")],
            )
        )
    return questions
