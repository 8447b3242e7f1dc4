"""What Record writes of the sample is what the sample is known to say; and several presses at one moment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minutes.models import Correction
from minutes.services import drafts
from tests.conftest import Cast
from tests.minutes.preview.conftest import Desk, desk_with
from tests.together import at_once
from web.refusals import Refused

EXPECTED = json.loads((Path(__file__).parent.parent / "reading" / "2025-02-12-wg3.expected.json").read_text("utf-8"))


def is_said(wanted: dict[str, Any], text: str) -> bool:
    start, anywhere = wanted.get("text_start"), wanted.get("text_anywhere")
    return (
        (start is None or text.startswith(start)) and (anywhere is None or anywhere in text) and bool(start or anywhere)
    )


def test_resolved_sample_is_what_is_expected_once_offers_are_taken(sample: Desk) -> None:
    for offer in sample.look().understood.offers:
        if offer.kind == "participation" or offer.names_person or offer.kind == "decision":
            sample.answer(offer.key, "take")
    resolved = sample.look().resolved
    wanted = EXPECTED["entries"]
    assert len(resolved.rows) == len(wanted)
    for row, entry in zip(resolved.rows, wanted, strict=True):
        assert row.kind == entry["kind"] or row.kind in entry.get("also", []), row
        assert row.technology in [entry["topic"], *entry.get("topic_also", [])], row
        if row.kind == "vote":
            assert row.vote is not None
            assert {s: [p.name for p in getattr(row.vote, s)] for s in ("pro", "contra", "abstain")} == {
                s: entry[s] for s in ("pro", "contra", "abstain")
            }
            continue
        assert is_said(entry, row.text), row
        if entry.get("speaker"):
            assert row.speaker is not None
            assert row.speaker.name == entry["speaker"]
        if "assignees" in entry and row.is_action:
            asked = [p.name for p in row.assignees] + [n for n in row.assigned_words.split(", ") if n]
            assert asked == entry["assignees"]
    assert (resolved.title, str(resolved.date), str(resolved.next_date)) == (
        EXPECTED["title"],
        EXPECTED["date"],
        EXPECTED["next"],
    )
    there = [{"name": p.person.name, "affiliation": p.affiliation} for p in resolved.roster if p.presence == "present"]
    away = [
        {"name": p.person.name, "affiliation": p.affiliation} for p in resolved.roster if p.presence == "apologised"
    ]
    assert (there, away) == (EXPECTED["present"], EXPECTED["apologies"])
    assert [(s.title, s.presenter_as_written or None) for s in resolved.sections] == [
        (s["title"], s["presenter"]) for s in EXPECTED["sections"]
    ]


@pytest.fixture
def committed(transactional_db: None, request: pytest.FixtureRequest) -> Desk:
    cast: Cast = request.getfixturevalue("cast")
    return desk_with(cast, "2026-03-04\n\nPresent\n\n- Bo O'Neill (HILL)\n\nTechnology 1: Zdenek: hello")


def test_of_eight_saves_from_the_same_text_one_is_taken(committed: Desk) -> None:
    draft, by = committed.fresh(), committed.cast.chair
    base = drafts.token(draft)

    def save(number: int) -> object:
        return drafts.change_text(draft=committed.fresh(), text=f"Bo: number {number}", base=base, by=by)

    answers = at_once(save, 8)
    assert sum(isinstance(one, drafts.StaleText) for one in answers) == 7
    assert committed.fresh().text.startswith("Bo: number")


def test_eight_answers_to_one_question_leave_one(committed: Desk) -> None:
    by = committed.cast.chair

    def answer(number: int) -> object:
        choice = ("present", "quoted")[number % 2]
        return drafts.answer(draft=committed.fresh(), key="name:zdenek", value={"choice": choice}, by=by)

    assert not any(isinstance(one, Refused) for one in at_once(answer, 8))
    assert Correction.objects.count() == 8
    assert Correction.objects.filter(undone_at__isnull=True).count() == 1
