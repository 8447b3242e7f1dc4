"""The reader's doubts as questions with choices, and what their answers mean for the people of a text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from minutes.preview.answers import WAS_THERE, Answers, apply_name_answer, digest, name_key
from minutes.preview.asked import Choice, Question
from minutes.preview.people import Faces
from minutes.reading.records import Doubt, Entry, Record
from web.words import day, fold

NAME_DOUBTS = frozenset({"speaker", "assignee", "spelling", "ambiguous", "label"})


def iso(value: str | None) -> datetime.date | None:
    """The day an ISO date names, or None."""
    try:
        return datetime.date.fromisoformat(value or "")
    except ValueError:
        return None


def name_questions(record: Record, answers: Answers, faces: Faces) -> list[Question]:
    """Questions about who is meant; what was answered already is applied to ``faces``."""
    questions = []
    for doubt in record.doubts:
        if doubt.kind not in NAME_DOUBTS or not doubt.name:
            continue
        known = faces.is_known(doubt.name)
        if doubt.kind in {"speaker", "assignee"} and known is not None and not known.is_member:
            continue  # answered at an earlier meeting and remembered
        question = _name_question(doubt, record.entries, faces)
        value = answers.value(question.key)
        if value is not None:
            person = apply_name_answer(faces, doubt.name, value)
            question.answer = _answered(value, person.name if person else "", person.affiliation if person else "")
        questions.append(question)
    return questions


def _name_question(doubt: Doubt, entries: Sequence[Entry], faces: Faces) -> Question:
    name = doubt.name or ""
    times = len(set(doubt.entries))
    question = Question(
        key=name_key(name), kind=doubt.kind, lead=name, rest="", lines=doubt.lines or (doubt.line,), marks=(name,)
    )
    question.note = f"Applies to all {times} and is remembered." if times > 1 else "It is remembered."
    if doubt.kind == "spelling" and doubt.candidates:
        person = faces.named(doubt.candidates[0])
        question.rest = f"read as {_with_place(person.name, person.affiliation)}."
        question.proposed = person.name
        question.choices = [Choice(1, "yes", "yes"), Choice(2, "is", "somebody else …", "person")]
        return question
    if doubt.kind == "ambiguous" and doubt.candidates:
        question.rest = "may be several people. Who is it?"
        people = [faces.named(candidate) for candidate in doubt.candidates[:4]]
        question.choices = [
            Choice(number, f"is:{person.name}", _with_place(person.name, person.affiliation))
            for number, person in enumerate(people, 1)
        ]
        if len(people) == 1:
            question.rest = f"is not on the list of this meeting. Did this mean {question.choices[0].words}?"
            question.choices[0].words = "yes"
        question.choices.append(Choice(len(people) + 1, "is", "somebody else …", "person"))
        return question
    often = f"{times} times" if times > 1 else "once"
    if doubt.kind == "label":
        question.lead, question.rest = f"“{name}”", f"begins a line {often}. Is it somebody who speaks?"
    elif doubt.kind == "assignee":
        question.rest = "is asked to do something and is not on the list."
        asked = [entries[i] for i in doubt.entries if i < len(entries)]
        question.quote = asked[0].text if asked else ""
    else:
        question.rest = f"speaks {often} and is not on the list of this meeting."
    question.choices = [Choice(number, value, words) for number, (value, words) in enumerate(WAS_THERE.items(), 1)]
    question.choices.append(Choice(4, "is", "somebody on the list …", "person"))
    question.choices.append(Choice(5 if doubt.kind == "label" else 0, "word", "not a person"))
    question.asks_name = True
    return question


def _with_place(name: str, affiliation: str) -> str:
    return f"{name} ({affiliation})" if affiliation else name


def _answered(value: dict[str, object], person: str, affiliation: str) -> str:
    choice = str(value.get("choice"))
    if choice == "word":
        return "not a person"
    if choice in WAS_THERE:
        given = str(value.get("name") or "")
        who = f" ({_with_place(given, affiliation)})" if given else f" ({affiliation})" if affiliation else ""
        return WAS_THERE[choice] + who
    return f"is {_with_place(person, affiliation)}"


def settle_labels(record: Record, answers: Answers) -> Record:
    """The reading after it was answered whether a word before a colon is somebody who speaks.

    Entries keep their order and number: one that begins "Bo: …" becomes Bo's statement, and what a word that is no
    person "said" becomes a note that begins with that word.
    """
    entries = list(record.entries)
    for doubt in record.doubts:
        value = answers.value(name_key(doubt.name)) if doubt.kind in NAME_DOUBTS and doubt.name else None
        if value is None or doubt.name is None:
            continue
        is_person = value.get("choice") != "word"
        if is_person != (doubt.kind == "label"):
            continue
        for index in doubt.entries:
            if index < len(entries):
                change = _said_by if is_person else _not_said_by
                entries[index] = change(entries[index], doubt.name)
    return replace(record, entries=tuple(entries))


def settle_owners(record: Record, answers: Answers) -> Record:
    """The reading after it was answered which of several people is to do something: the action is theirs."""
    entries = list(record.entries)
    for doubt in record.doubts:
        value = answers.value(name_key(doubt.name)) if doubt.kind == "ambiguous" and doubt.name else None
        if value is None or doubt.name is None or value.get("choice") == "word":
            continue
        for index in doubt.entries:
            if index < len(entries) and entries[index].kind == "action" and not entries[index].assignees:
                entries[index] = _owned_by(entries[index], doubt.name)
    return replace(record, entries=tuple(entries))


def _owned_by(entry: Entry, name: str) -> Entry:
    begin = re.match(rf"\W{{0,3}}{re.escape(name)}\W{{0,3}}(?:[:–—-]|\bto\b)\s*", entry.text)
    text = entry.text[begin.end() :] if begin and begin.end() < len(entry.text) else entry.text
    return replace(entry, assignees=(name,), text=text)


def _said_by(entry: Entry, name: str) -> Entry:
    begin = re.match(rf"\W{{0,3}}{re.escape(name)}\W{{0,3}}[:–—-]\s*", entry.text)
    if entry.speaker is not None or begin is None or begin.end() >= len(entry.text):
        return entry
    kind = "statement" if entry.kind == "note" else entry.kind
    return replace(
        entry,
        kind=kind,
        text=entry.text[begin.end() :],
        speaker=name,
        speaker_as_written=name,
        certain=True,
        doubt=None,
    )


def _not_said_by(entry: Entry, name: str) -> Entry:
    entry = replace(entry, assignees=tuple(one for one in entry.assignees if one != name))
    if fold(entry.speaker_as_written or entry.speaker or "") != fold(name):
        return entry
    kind = "note" if entry.kind == "statement" else entry.kind
    return replace(entry, kind=kind, text=f"{name}: {entry.text}", speaker=None, speaker_as_written=None)


def date_candidates(record: Record) -> list[datetime.date]:
    """The days the text or its file may mean; of 03/04/2021 the third of April first."""
    doubt = next((d for d in record.doubts if d.kind == "date"), None)
    found = [day for day in map(iso, doubt.candidates if doubt else ()) if day]
    numbers = re.search(r"(\d{1,2})[./-]\d{1,2}[./-]\d{2,4}", doubt.message) if doubt and record.date is None else None
    if numbers:
        found.sort(key=lambda day: day.day != int(numbers[1]))
    return found


def date_question(record: Record, answers: Answers, given: datetime.date | None) -> Question | None:
    """Which day it was, when the text leaves that open. ``given`` is the day that counts until it is answered."""
    doubt = next((d for d in record.doubts if d.kind == "date"), None)
    answered = iso(str((answers.value("date") or {}).get("value") or ""))
    if doubt is None and record.date is not None:
        return None
    candidates = date_candidates(record)
    words = "Which day was this meeting?"
    if len(candidates) == 2 and record.date is None:
        words = f"{_long(candidates[0])} or {_long(candidates[1])}?"
    question = Question("date", "date", words, "", lines=(doubt.line,) if doubt else ())
    if candidates and doubt is not None and record.date is not None:
        question.rest = doubt.message
    question.choices = [
        Choice(number, f"date:{found.isoformat()}", day(found, year=0))
        for number, found in enumerate(candidates[:4], 1)
    ]
    question.choices.append(
        Choice(len(question.choices) + 1, "date", "another day …" if candidates else "this day", "date")
    )
    question.proposed = given.isoformat() if given else ""
    question.answer = day(answered, year=0) if answered else ""
    return question


def _long(value: datetime.date) -> str:
    return f"{value.day} {value:%B}"


def other_questions(record: Record, answers: Answers) -> list[Question]:
    """Doubts that a look settles: a vote whose names and numbers differ, somebody on two lists."""
    questions = []
    for doubt in record.doubts:
        if (doubt.kind in NAME_DOUBTS and doubt.name) or doubt.kind == "date":
            continue
        question = Question(
            key=f"{doubt.kind}:{digest(doubt.message)}",
            kind=doubt.kind,
            lead="",
            rest=doubt.message,
            lines=doubt.lines or (doubt.line,),
            marks=(doubt.name,) if doubt.name else (),
            choices=[Choice(1, "ok", "it is right so")],
        )
        if doubt.kind == "attendance" and doubt.name:
            question.choices = [Choice(1, "present", "was there"), Choice(2, "apologised", "was not there")]
        value = answers.value(question.key)
        if value is not None:
            chosen = next((c.words for c in question.choices if c.value == value.get("choice")), "it is right so")
            question.answer = chosen
        questions.append(question)
    return questions


def apply_attendance_answers(record: Record, answers: Answers, faces: Faces) -> None:
    for doubt in record.doubts:
        if doubt.kind != "attendance" or not doubt.name:
            continue
        value = answers.value(f"{doubt.kind}:{digest(doubt.message)}")
        if value and value.get("choice") in {"present", "apologised"}:
            faces.put_on_list(faces.named(doubt.name), str(value["choice"]))


def concerned(record: Record, questions: Sequence[Question]) -> dict[str, set[int]]:
    """For each question, the entries it is about."""
    by_key: dict[str, set[int]] = {question.key: set() for question in questions}
    for doubt in record.doubts:
        key = (
            name_key(doubt.name)
            if doubt.kind in NAME_DOUBTS and doubt.name
            else f"{doubt.kind}:{digest(doubt.message)}"
        )
        if key in by_key:
            by_key[key].update(doubt.entries)
    return by_key


def written_names(record: Record) -> dict[int, str]:
    """Names as written of entries whose speaker the reader left open because several people fit."""
    return {
        entry: doubt.name
        for doubt in record.doubts
        if doubt.kind == "ambiguous" and doubt.name
        for entry in doubt.entries
        if entry < len(record.entries) and record.entries[entry].speaker is None and fold(doubt.name)
    }
