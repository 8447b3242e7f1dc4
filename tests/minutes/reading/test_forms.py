"""The forms minutes take: one text in, one JSON of what must come out of it. Keys not given are not checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minutes.reading import Attendee, Entry, Record, read, write

FORMS = Path(__file__).parent / "forms"
NAMES = sorted(p.stem for p in FORMS.glob("*.json"))


def text_of(name: str) -> str:
    path = next(p for p in FORMS.iterdir() if p.stem == name and p.suffix != ".json")
    return path.read_bytes().decode("utf-8")


def fits(entry: Entry, want: dict[str, Any]) -> bool:
    topic = (entry.topic.number or entry.topic.title) if entry.topic else None
    given = entry_json(entry) | {"topic": topic}
    return entry.text.startswith(want.get("text_start", "")) and all(
        given[key] == value for key, value in want.items() if key != "text_start"
    )


def entry_json(entry: Entry) -> dict[str, Any]:
    return Record(entries=(entry,)).to_json()["entries"][0]


def people(found: tuple[Attendee, ...], want: list[Any]) -> list[Any]:
    return [[p.name, p.affiliation] if isinstance(w, list) else p.name for p, w in zip(found, want, strict=False)] + [
        p.name for p in found[len(want) :]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_form_is_read(name: str) -> None:
    want = json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8"))
    record = read(text_of(name))
    given = record.to_json()
    for key in ("title", "date", "previous", "next", "unlisted"):
        if key in want:
            assert given[key] == want[key], key
    for key, value in want.get("next_meeting", {}).items():
        assert given["next_meeting"][key] == value
    for key, found in (("present", record.present), ("apologies", record.apologies)):
        if key in want:
            assert people(found, want[key]) == want[key]
    listed = {p.name: p for p in (*record.present, *record.apologies)}
    assert {n: listed[n].role for n in want.get("roles", {})} == want.get("roles", {})
    assert {n: listed[n].presence for n in want.get("presence", {})} == want.get("presence", {})
    if "sections" in want:
        assert [
            [s.title, s.presenter] if isinstance(w, list) else s.title
            for s, w in zip(record.sections, want["sections"], strict=True)
        ] == want["sections"]
    for title in want.get("sections_once", []):
        assert sum(s.title.endswith(title) for s in record.sections) == 1, title
    if "links" in want:
        assert [link.url for link in record.links] == want["links"]
    if "count" in want:
        assert len(record.entries) == want["count"], [(e.kind, e.speaker, e.text) for e in record.entries]
    rest = list(record.entries)
    for expected in want.get("entries", []):
        at = next((i for i, e in enumerate(rest) if fits(e, expected)), None)
        assert at is not None, (expected, [entry_json(e) for e in rest])
        rest = rest[at + 1 :]
    if "votes" in want:
        assert [entry_json(e)["counts"] for e in record.entries if e.counts] == want["votes"]
    for expected in want.get("doubts", []):
        assert any(
            d.kind == expected["kind"]
            and d.name == expected.get("name", d.name)
            and list(d.candidates) == expected.get("candidates", list(d.candidates))
            for d in record.doubts
        ), (expected, record.doubts)
    if "doubts" in want:
        assert len(record.doubts) == len(want["doubts"]), record.doubts
    if "doubt_kinds" in want:
        assert {d.kind for d in record.doubts} == set(want["doubt_kinds"])
    offers = [
        {"kind": o.kind, "assignees": list(o.assignees), "facility": o.facility, "stance": o.stance, "topic": o.topic,
         "said_by": o.said_by} for o in record.offers
    ]  # fmt: skip
    for expected in want.get("offers", []):
        assert any(all(o[k] == v for k, v in expected.items()) for o in offers), (expected, offers)
    if "offers" in want:
        assert len(offers) == len(want["offers"]), offers
    speakers = {e.speaker for e in record.entries} | set(record.unlisted)
    assert not speakers & set(want.get("not_speakers", []))
    assert not [e.text for e in record.entries for noise in want.get("not_text", []) if noise in e.text]


@pytest.mark.parametrize("name", NAMES)
def test_form_is_written_and_read_again(name: str) -> None:
    record = read(text_of(name))
    assert read(write(record)).normal() == record.normal()


@pytest.mark.parametrize("name", NAMES)
def test_form_accounts_for_every_line(name: str) -> None:
    record = read(text_of(name))
    lines = len(text_of(name).split("\n"))
    assert record.unread == ()
    assert all(1 <= e.lines[0] <= e.lines[1] <= lines for e in record.entries)
