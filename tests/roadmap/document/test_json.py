"""The document as JSON reads back to the same document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from roadmap.document import DocumentRecord, read_json, write_json
from tests.roadmap.document.records import DIRECTORS, records


def test_document_reads_back() -> None:
    assert read_json(write_json(DIRECTORS)) == DIRECTORS


@settings(max_examples=100, deadline=None)
@given(records)
def test_any_document_reads_back(record: DocumentRecord) -> None:
    assert read_json(write_json(record)) == record


def test_shape_is_as_described() -> None:
    made = json.loads(write_json(DIRECTORS))
    assert (made["format"], made["version"]) == ("waymark roadmap", 1)
    assert set(made) == {
        *("format", "version", "title", "group", "edition", "summary", "due", "scope", "technologies", "gone")
    }
    assert made["due"] == {"on": "2027-02-17", "for": "the directors’ meeting"}
    assert made["gone"] == [{"number": 1, "merged_into": 3}, {"number": 5, "merged_into": None}]
    first = made["technologies"][0]
    assert first["agreed"] == {"version": 6, "on": "2026-03-12", "edited_since": True}
    assert first["facilities"]["takes_part"] == ["HILL", "DALE; west"]
    assert first["relations"]["overlaps"] == [2]


def changed(**values: Any) -> str:
    return json.dumps({**json.loads(write_json(DIRECTORS)), **values})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "{" * 100_000,
        '{"a":' * 100_000,
        changed(format="other"),
        changed(version=2),
        changed(title=3),
        changed(edition=None),
        changed(edition="soon"),
        changed(due="never"),
        changed(technologies={}),
        changed(technologies=[3]),
        changed(technologies=[{"number": True, "state": "ready"}]),
        changed(technologies=[{"number": 10**12, "state": "ready"}]),
        changed(technologies=[{"number": 0, "state": "ready"}]),
        changed(technologies=[{"number": 1, "state": "idea"}]),
        changed(technologies=[{"number": 1, "state": "ready", "writers": [1]}]),
        changed(technologies=[{"number": 1, "state": "ready", "text_version": {"number": "1"}}]),
        changed(gone=[{"number": "x"}]),
        changed(technologies=[{"number": 1, "state": "ready"}]).replace('"number": 1,', f'"number": {"9" * 6000},'),
    ],
)
def test_anything_else_is_not_ours(text: str) -> None:
    assert read_json(text) is None


def test_missing_members_are_empty() -> None:
    read = read_json(
        '\ufeff{"format": "waymark roadmap", "version": 1, "edition": "2026-11-25",'
        ' "technologies": [{"number": 4, "state": "ready"}]}'
    )
    assert read is not None
    assert (read.title, read.technologies[0].number, read.technologies[0].text) == ("", 4, "")
