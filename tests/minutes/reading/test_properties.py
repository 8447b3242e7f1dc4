"""What holds for any text at all."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.reading import Attendee, Counts, Entry, NextMeeting, Person, Record, Section, Topic, read, write
from minutes.reading.records import KINDS

PIECES = st.sampled_from(
    [
        "Present", "Apologies: ", "Present: ", "Ana Kováč", "Bo O'Neill", "Ana", "Bo", ": ", " – ", " - ", "\n", "\n\n", "- ", "# ",
        "Technology 2: ", "T3: ", "ACTION ", "DECISION: ", "IDEA: ", "pro: ", "contra: ", "abstain: ", "[5|1|2]", "(9/3/0)", " (DESY)",
        "2025-02-12", "03/04/2021", "Next meeting: ", "DTNM", "AOB", "| a | b |", "|---|---|", "1. ", "1.2 ", "==========", "will ", "to ",
        "do this. ", "why? ", "Zdenek", "→ technology 10", "see T4", "<b>", "</p>", "&amp;", "**", "_", "\\", "…", "\ufeff", "\x85", "\t",
        "> ", "[x] ", "[ ] ", "@ana", "<ana> ", "(due 2025-03-01)", "It was agreed that ", "We continue ", "ESRF won't be part of it",
        "Minutes, every field named\n", "Title: ", "Statement: x\n", "unanimous", "carried", "+1", "http://a.b/c", "[a](b)", "é", "\x00",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join))
PLENTY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PLENTY
@given(TEXTS)
def test_any_text_is_read_and_nothing_is_left_unread(text: str) -> None:
    record = read(text)
    json.dumps(record.to_json())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert record.unread == ()
    assert all(1 <= e.lines[0] <= e.lines[1] <= lines for e in record.entries)
    assert all(e.section is None or 0 <= e.section < len(record.sections) for e in record.entries)
    assert all(0 <= o.entry < len(record.entries) for o in record.offers)
    assert all(0 <= i < len(record.entries) for d in record.doubts for i in d.entries)


@PLENTY
@given(TEXTS)
def test_a_record_read_is_written_and_read_again(text: str) -> None:
    record = read(text)
    assert read(write(record)).normal() == record.normal()


@PLENTY
@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(text) == read(text)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Mn"]), min_size=1, max_size=12
)
PHRASES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
DAYS = st.dates().map(lambda d: d.isoformat())
NAMES = st.lists(PHRASES, max_size=3).map(tuple)
ENTRIES = st.builds(
    Entry,
    kind=st.sampled_from(KINDS),
    text=PHRASES,
    topic=st.none() | st.builds(Topic, st.none() | st.integers(0, 999), st.none() | PHRASES),
    speaker=st.none() | PHRASES,
    assignees=NAMES,
    due=st.none() | DAYS,
    question=st.none() | PHRASES,
    pro=NAMES,
    contra=NAMES,
    abstain=NAMES,
    counts=st.none() | st.builds(Counts, st.none() | st.integers(0, 99), st.none() | st.integers(0, 99), st.none()),
    certain=st.booleans(),
    inside=st.booleans(),
)
PEOPLE = st.lists(st.builds(Attendee, PHRASES, st.none() | PHRASES), max_size=3).map(tuple)
RECORDS = st.builds(
    Record,
    title=st.none() | PHRASES,
    date=st.none() | DAYS,
    previous=st.none() | DAYS,
    next=st.none() | DAYS,
    present=PEOPLE,
    apologies=PEOPLE,
    sections=st.lists(st.builds(Section, PHRASES, st.none() | PHRASES), max_size=3).map(tuple),
    entries=st.lists(ENTRIES, max_size=4).map(tuple),
    next_meeting=st.builds(NextMeeting, st.none() | DAYS, st.none() | PHRASES),
    unlisted=NAMES,
)


@PLENTY
@given(RECORDS)
def test_any_record_can_be_written(record: Record) -> None:
    assert read(write(record)).normal() == record.normal()


@PLENTY
@given(TEXTS, st.lists(PHRASES, max_size=3))
def test_known_people_never_break_the_reading(text: str, names: list[str]) -> None:
    people = [Person(str(i), name, aliases=(name[:3],)) for i, name in enumerate(names)]
    assert read(text, people=people).unread == ()
