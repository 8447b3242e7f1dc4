"""Rows of the database for the lines, sections and attendance of resolved minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from meetings.models import Attendance, Meeting
from minutes.models import Correction, Entry, Minutes, MinutesDraft, Section
from minutes.resolved import Resolved, Row, Vote
from minutes.services.making import STANCES, Hung, Making, tidy_text
from minutes.services.people import People, tidy_line

BATCH = 1000


def meeting_fields(resolved: Resolved, group_name: str) -> dict[str, Any]:
    """What the minutes say of the meeting itself. An address elsewhere is kept when it is a web address."""
    link = resolved.link.strip()
    return {
        "title": tidy_line(resolved.title, 200) or f"{group_name} meeting",
        "date": resolved.date,
        "next_date": resolved.next_date,
        "next_words": tidy_line(resolved.next_words, 300),
        "link": link if link.startswith(("https://", "http://")) and len(link) <= 500 else "",
    }


def attendances(meeting: Meeting, resolved: Resolved, people: People) -> list[Attendance]:
    """Unsaved attendance in the order of the list, each member once.

    Where the list names no facility, it is the one the member belongs to now.
    """
    found: dict[int, Attendance] = {}
    for number, place in enumerate(resolved.roster):
        member = people.member(place.person)
        if member is not None and member.pk not in found:
            found[member.pk] = Attendance(
                meeting=meeting,
                member=member,
                facility=people.facility(place.affiliation) or member.facility,
                presence=place.presence,
                place=number,
            )
    return list(found.values())


def sections(minutes: Minutes, resolved: Resolved, people: People) -> list[Section]:
    """Unsaved sections in order."""
    return [
        Section(
            minutes=minutes,
            place=place,
            title=tidy_line(heading.title, 300),
            presenter=people.member(heading.presenter),
            presenter_as_written=tidy_line(heading.presenter_as_written, 200),
            level=heading.level,
            line=heading.line,
        )
        for place, heading in enumerate(resolved.sections)
    ]


def votes(vote: Vote | None) -> dict[str, Any]:
    """Names by stance as the page shows them, and counts where the minutes give numbers only."""
    if vote is None:
        return {}
    said: dict[str, Any] = {
        stance: [tidy_line(person.name, 120) for person in getattr(vote, stance)] for stance in STANCES
    }
    return {**said, "counts": vote.counts}


def entry_fields(row: Row, making: Making, placed: list[Section]) -> dict[str, Any]:
    """The fields of an entry that the minutes decide. Its attachments are not among them."""
    first, last = row.lines
    return {
        "section": placed[row.section] if row.section is not None and row.section < len(placed) else None,
        "place": row.index,
        "kind": row.kind,
        "technology": making.technology(row.technology),
        "topic_title": tidy_line(row.topic_title, 300),
        "speaker": making.people.member(row.speaker),
        "speaker_as_written": tidy_line(row.speaker_as_written, 200),
        "text": tidy_text(row.text),
        "question": tidy_text(row.vote.question) if row.vote else "",
        "votes": votes(row.vote),
        "line_first": first,
        "line_last": max(first, last),
        "certain": row.certain,
        "inside": row.inside,
    }


def add_entries(
    minutes: Minutes, rows: Iterable[Row], making: Making, hung: Mapping[int, Hung], placed: list[Section]
) -> dict[int, Entry]:
    """Write the lines with what hangs on them, by index. Three queries for each thousand."""
    entries = {
        row.index: Entry(
            minutes=minutes,
            action_item=hung[row.index].action,
            idea=hung[row.index].idea,
            participation=hung[row.index].part,
            **entry_fields(row, making, placed),
        )
        for row in rows
    }
    Entry.objects.bulk_create(entries.values(), batch_size=BATCH)
    add_references({entries[row.index].pk: row for row in rows}, making)
    said = Entry.positions.through
    said.objects.bulk_create(
        [
            said(entry_id=entry.pk, position_id=position.pk)
            for index, entry in entries.items()
            for position in hung[index].positions
        ],
        batch_size=BATCH,
    )
    return entries


def add_references(rows: Mapping[int, Row], making: Making) -> None:
    """Cross references of the entries (id → row) to technologies there are, itself left out."""
    refers = Entry.references.through
    refers.objects.bulk_create(
        [
            refers(entry_id=pk, technology_id=technology.pk)
            for pk, row in rows.items()
            for number in dict.fromkeys(row.references)
            if number != row.technology and (technology := making.technology(number))
        ],
        batch_size=BATCH,
    )


def keep_corrections(draft: MinutesDraft, minutes: Minutes) -> None:
    """Pins, cuts and answers of the draft hold for the minutes from now on, with who made them and when."""
    Correction.objects.filter(draft=draft).holding().copy_to(minutes=minutes)
