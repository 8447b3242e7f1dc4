"""The sample minutes: every entry that was agreed on, and exactly the doubts and offers the preview shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minutes.reading import Person, Record, Technology, read, write
from minutes.reading.writer import natural

HERE = Path(__file__).parent
SAMPLE = HERE.parents[2] / "minutes" / "sample" / "2025-02-12-wg3.md"
EXPECTED = json.loads((HERE / "2025-02-12-wg3.expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def text() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def record(text: str) -> Record:
    return read(text, file_name=SAMPLE.name)


def test_sample_head_is_as_agreed(record: Record) -> None:
    given = record.to_json()
    for key in ("title", "date", "previous", "next", "present", "apologies", "unlisted"):
        assert given[key] == EXPECTED[key], key
    assert [{"title": s["title"], "presenter": s["presenter"]} for s in given["sections"]] == EXPECTED["sections"]
    assert given["next_meeting"]["date"] == "2025-03-12"
    assert {"text": "Indico page", "url": "#"} in given["links"]


def fits(entry: dict[str, Any], want: dict[str, Any]) -> bool:
    number = entry["topic"]["number"] if entry["topic"] else None
    return (
        entry["kind"] in {want["kind"], *want.get("also", [])}
        and number in {want["topic"], *want.get("topic_also", [])}
        and entry["text"].startswith(want.get("text_start", ""))
        and want.get("text_anywhere", "") in entry["text"]
        and all(
            entry[key] == want[key]
            for key in ("speaker", "assignees", "question", "pro", "contra", "abstain", "references")
            if key in want
        )
    )


def test_sample_gives_every_entry_in_order(record: Record) -> None:
    given = record.to_json()["entries"]
    assert len(given) == len(EXPECTED["entries"])
    for entry, want in zip(given, EXPECTED["entries"], strict=True):
        assert fits(entry, want), (want, entry)


def test_sample_has_three_to_check(record: Record) -> None:
    zdenek, david, thomas = sorted(record.doubts, key=lambda d: ["speaker", "assignee", "spelling"].index(d.kind))
    assert (zdenek.kind, zdenek.name, len(zdenek.entries)) == ("speaker", "Zdenek", 10)
    assert zdenek.lines == (50, 64, 66, 68, 70, 81, 96)
    assert (david.kind, david.name, david.lines) == ("assignee", "David", (64,))
    assert (thomas.kind, thomas.name, thomas.candidates) == ("spelling", "Thomas Hold Rod", ("Thomas Holm Rod",))
    assert thomas.lines == (44,)


def test_sample_makes_seven_offers(record: Record) -> None:
    given = [(o.line, o.kind, o.topic, o.assignees, o.quote.split(" ")[0]) for o in record.offers]
    assert given == [
        (46, "action", 2, (), "invites"),
        (46, "participation", 2, (), "ESRF"),
        (54, "action", 10, ("Jean-François Perrin",), "will"),
        (56, "action", None, ("Paul Millar",), "will"),
        (60, "decision", None, (), "We"),
        (64, "action", 6, ("Zdenek", "David"), "are"),
        (74, "action", 11, ("Rolf Krahl",), "should"),
    ]
    part = record.offers[1]
    assert (part.facility, part.stance, part.said_by) == ("ESRF", "does not take part", "Jean-François Perrin")


def test_sample_knows_an_alias_and_still_lists_who_was_not_there(text: str) -> None:
    record = read(text, people=[Person("7", "Zdenek Matej", "MAX IV", aliases=("Zdenek",))])
    assert sum(e.speaker == "Zdenek Matej" for e in record.entries) == 10
    assert "Zdenek" in record.unlisted
    assert not [d for d in record.doubts if d.name == "Zdenek"]


def test_sample_takes_titles_of_known_technologies(text: str) -> None:
    record = read(text, technologies=[Technology(2, "Shared user-office software")])
    topics = {e.topic for e in record.entries if e.topic and e.topic.number == 2}
    assert [t.title for t in topics] == ["Shared user-office software"]


def test_sample_is_written_in_the_ordinary_grammar(record: Record) -> None:
    assert write(record) == natural(record)
    assert read(write(record)).same_as(record)


def test_sample_lines_of_a_paragraph_cut_by_a_page_break(record: Record) -> None:
    oliver = next(e for e in record.entries if e.speaker == "Oliver Knodel")
    assert oliver.lines == (70, 72)


def test_json_has_all_keys_and_no_others(record: Record) -> None:
    given = record.to_json()
    assert list(given) == [
        "title", "date", "previous", "next", "links", "present", "apologies", "sections", "entries", "next_meeting",
        "unlisted", "unread", "doubts",
    ]  # fmt: skip
    assert list(given["entries"][0]) == [
        "kind", "section", "topic", "speaker", "speaker_as_written", "text", "assignees", "due", "question", "pro",
        "contra", "abstain", "counts", "references", "certain", "doubt", "lines",
    ]  # fmt: skip
    assert {tuple(d) for d in given["doubts"]} == {("line", "message")}
    assert {tuple(s) for s in given["sections"]} == {("title", "presenter", "level", "line")}
