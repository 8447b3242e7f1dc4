"""Writing: a record as minutes that read back as the same record."""

from __future__ import annotations

from . import explicit
from .records import Attendee, Entry, Record


def write(record: Record) -> str:
    """Minutes that say what the record says.

    In the ordinary grammar where that can say all of it, otherwise in the form that names every field;
    either way `read(write(record)).same_as(record)`. Costs one reading.
    """
    from .reader import read

    text = natural(record)
    return text if read(text).same_as(record) else explicit.write(record)


def natural(record: Record) -> str:
    """The record in the ordinary grammar, whether or not that can say all of it."""
    out = [f"# {record.title}" if record.title else "", ""]
    if record.date:
        out += [f"Date: {record.date}", ""]
    days = [f"Previous meeting: {record.previous}."] if record.previous else []
    if (record.next and record.next_meeting.date != record.next) or (record.next and record.previous):
        days.append(f"Next meeting: {record.next}.")
    if days:
        out += [" ".join(days), ""]
    if record.links:
        out += [" ".join(f"[{link.text}]({link.url})" for link in record.links), ""]
    for heading, people in (("Present", record.present), ("Apologies", record.apologies)):
        if people:
            out += [f"## {heading}", "", *(_attendee(p) for p in people), ""]
    section: int | None = None
    for entry in record.entries:
        if entry.section is not None and entry.section != section:
            for index in range(0 if section is None else section + 1, entry.section + 1):
                out += _section(record, index)
            section = entry.section
        out += [_entry(entry), ""]
    for index in range(0 if section is None else section + 1, len(record.sections)):
        out += _section(record, index)
    if (record.next_meeting.text and record.next_meeting.text != record.next) or (
        record.next_meeting.text and not record.previous
    ):
        out += [f"Next meeting: {record.next_meeting.text}", ""]
    return "\n".join(out)


def _section(record: Record, index: int) -> list[str]:
    section = record.sections[index]
    lines = [f"## {section.title}", ""]
    return [*lines, section.presenter, ""] if section.presenter else lines


def _attendee(person: Attendee) -> str:
    inside = [p for p in (person.initials, person.affiliation, person.role) if p]
    presence = {"remote": "remote", "part": "part of the time", "full": "in person"}
    if person.presence:
        inside.append(presence[person.presence])
    return f"- {person.name} ({', '.join(inside)})" if inside else f"- {person.name}"


def _entry(entry: Entry) -> str:
    lead = ""
    if entry.topic is not None and entry.topic.number is not None:
        lead = f"Technology {entry.topic.number}: "
    elif entry.topic is not None and entry.topic.title:
        lead = f"Topic: {entry.topic.title}\n\n"
    due = f" (due {entry.due})" if entry.due else ""
    if entry.kind == "vote":
        sides = [
            f"{side}: {', '.join(names)}"
            for side, names in (("pro", entry.pro), ("contra", entry.contra), ("abstain", entry.abstain))
            if names
        ]
        return lead + (" ".join(sides) if sides else entry.text)
    said = f"{entry.speaker}: " if entry.speaker else ""
    if entry.kind == "decision" and entry.certain:
        return f"{lead}{said}DECISION: {entry.text}"
    if entry.kind == "action" and entry.certain:
        who = f" {', '.join(entry.assignees)}" if entry.assignees else ""
        return f"{lead}{said}ACTION{who}: {entry.text}{due}"
    if entry.kind == "action" and entry.assignees == (entry.speaker,):
        return f"{lead}{entry.speaker} {entry.text}"
    # A name whose spelling is to be checked stays as it was written, so that it is asked about again.
    speaker = entry.speaker_as_written if entry.doubt and entry.speaker_as_written else entry.speaker
    text = f"{speaker}: {entry.text}" if speaker and not _said(entry) else entry.text
    return f"{lead}IDEA: {text}" if entry.kind == "idea" else f"{lead}{text}"


def _said(entry: Entry) -> bool:
    """Whether the speaker is in the sentence itself ("Ana suggests to …")."""
    return not entry.certain and entry.kind == "statement" and not entry.doubt
