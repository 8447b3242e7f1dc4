"""What a person corrected beats the reader, on this text and on later ones."""

from __future__ import annotations

import pytest

from minutes.reading import Applied, Cut, Person, Pin, apply, read

TEXT = """# Cables 2024-03-04

Present: Ana Kováč (DESY), Bo O'Neill (ESRF)

Technology 2: Ana: the cable is broken. It was new. – Bo: who pays? – Tomas: not me

Bo will order another one.

Ana: yes

Ana: yes
"""


def applied(text: str = TEXT, pins: tuple[Pin, ...] = (), cuts: tuple[Cut, ...] = ()) -> Applied:
    return apply(read(text), text, pins, cuts)


def test_pin_sets_fields_and_makes_certain() -> None:
    done = applied(pins=(Pin("will order another one", 7, {"kind": "note", "assignees": (), "inside": True}),))
    entry = next(e for e in done.record.entries if e.text.startswith("will order"))
    assert (entry.kind, entry.assignees, entry.inside, entry.certain) == ("note", (), True, True)
    assert done.lost_pins == ()
    assert not [o for o in done.record.offers if o.quote.startswith("will order")]


def test_pin_finds_its_place_after_the_lines_moved() -> None:
    pin = Pin("who pays?", 5, {"speaker": "Ana Kováč"})
    done = applied("\n\n\nSomething new on top, long enough to be no heading at all.\n\n" + TEXT, pins=(pin,))
    assert next(e for e in done.record.entries if e.text == "who pays?").speaker == "Ana Kováč"


def test_pin_takes_the_nearest_of_equal_lines() -> None:
    done = applied(pins=(Pin("yes", 11, {"kind": "decision"}),))
    assert [(e.lines[0], e.kind) for e in done.record.entries if e.text == "yes"] == [
        (9, "statement"),
        (11, "decision"),
    ]


def test_pin_of_a_speaker_settles_the_doubt() -> None:
    text = TEXT + "\nTomas: I do\n"
    people = [Person("1", "Tomas Berg")]
    doubts = read(text, people=people).doubts
    assert [d.kind for d in doubts]
    record = read(text, people=people)
    done = apply(
        record, text, [Pin("not me", 5, {"speaker": "Tomas Berg"}), Pin("I do", 13, {"speaker": "Tomas Berg"})]
    )
    assert [e.speaker for e in done.record.entries if e.text in {"not me", "I do"}] == ["Tomas Berg", "Tomas Berg"]
    assert not [d for d in done.record.doubts if d.entries]


def test_pin_without_a_place_is_lost_and_said_so() -> None:
    pin = Pin("nobody said this", 5, {"kind": "note"})
    assert applied(pins=(pin,)).lost_pins == (pin,)


def test_pin_of_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        applied(pins=(Pin("who pays?", 5, {"colour": "red"}),))


def test_cut_splits_at_its_words() -> None:
    done = applied(cuts=(Cut("It was new.", 5),))
    assert [e.text for e in done.record.entries[:3]] == ["the cable is broken.", "It was new.", "who pays?"]
    assert done.record.entries[1].speaker == "Ana Kováč"
    assert done.record.entries[1].topic == done.record.entries[0].topic


def test_cut_joins_with_the_line_above() -> None:
    done = applied(cuts=(Cut("who pays?", 5, "join"),))
    assert done.record.entries[0].text == "the cable is broken. It was new. – who pays?"
    assert done.record.entries[0].speaker == "Ana Kováč"


def test_offers_and_doubts_follow_their_entry_after_a_cut() -> None:
    before = read(TEXT)
    done = applied(cuts=(Cut("It was new.", 5),))
    for old, new in zip(before.offers, done.record.offers, strict=True):
        assert done.record.entries[new.entry].text == before.entries[old.entry].text


def test_pin_on_a_part_that_a_cut_made() -> None:
    done = applied(pins=(Pin("It was new.", 5, {"kind": "note", "speaker": None}),), cuts=(Cut("It was new.", 5),))
    assert (done.record.entries[1].kind, done.record.entries[1].speaker) == ("note", None)


def test_cut_without_a_place_is_lost() -> None:
    cut = Cut("nowhere", 5)
    assert applied(cuts=(cut,)).lost_cuts == (cut,)
