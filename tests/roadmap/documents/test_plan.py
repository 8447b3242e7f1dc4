"""What each part of a document becomes: levels, matching, doubts, second time. Without a database."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.outline import outline
from roadmap.bringing_in import SCOPE, Known, KnownRoadmap, Plan, plan
from roadmap.bringing_in.changes import UNDOABLE, added, said
from roadmap.bringing_in.headings import numbered, split_title, tidy_title


def known(number: int, title: str = "", body: str = "", **fields: Any) -> Known:
    fields.setdefault("named", bool(title))
    fields.setdefault("worded", bool(body))
    return Known(number, title, body, 100 + number, **fields)


def made(text: str, there: Sequence[Known] = (), *changes: dict[str, Any], title: str = "The roadmap") -> Plan:
    return plan(outline(text), KnownRoadmap(title, known(SCOPE), there), changes)


def fates(found: Plan) -> list[tuple[str, int | None]]:
    return [(part.fate, part.target) for part in found.parts]


def kinds(found: Plan) -> list[str]:
    return [one.kind for one in found.doubts]


TWO = "# The roadmap\n\nWhat it is.\n\n## Mirrors\n\nPolished.\n\n### Costs\n\nMany.\n\n## Gratings\n\nRuled.\n"


@pytest.mark.parametrize(
    ("heading", "number", "title", "spelled_out"),
    [
        ("3. Mirrors", 3, "Mirrors", False),
        ("3) Mirrors", 3, "Mirrors", False),
        ("3 – Mirrors", 3, "Mirrors", False),
        ("T3 – Mirrors", 3, "Mirrors", True),
        ("Technology 3: Mirrors", 3, "Mirrors", True),
        ("technology 3 Mirrors", 3, "Mirrors", True),
        ("Technology 3", 3, "", True),
        ("#3 Mirrors", 3, "Mirrors", True),
        ("3.1 Costs", None, "3.1 Costs", False),
        ("3D printing", None, "3D printing", False),
        ("T3D printing", None, "T3D printing", False),
        ("Mirrors 3", None, "Mirrors 3", False),
        ("0. Mirrors", None, "Mirrors", False),
    ],
)
def test_number_of_heading_is_found(heading: str, number: int | None, title: str, spelled_out: bool) -> None:
    assert numbered(heading) == (number, title, spelled_out)


def test_title_is_tidied_and_cut_without_losing_a_word() -> None:
    assert tidy_title("  **Mirrors  and\tgratings:** ") == "Mirrors and gratings"
    assert tidy_title(r"\*Mirrors\* \[new\] and [gratings](https://example.org/x)") == "*Mirrors* [new] and gratings"
    assert tidy_title(r"\*Mirrors\*") == "*Mirrors*"
    heading = "word " * 20_000
    title, over = split_title(tidy_title(heading))
    assert len(title) <= 200
    assert f"{title} {over}" == heading.strip()


def test_heading_of_100_kilobytes_is_text() -> None:
    found = made(f"# {'word ' * 20_000}\n\nbody\n\n# Other\n")
    assert found.targets[1].title == "Other"
    assert found.targets[SCOPE].text.split()[-2:] == ["word", "body"]
    assert len(found.targets[SCOPE].text) > 99_000


def test_heading_longer_than_a_title_becomes_a_title_and_a_text() -> None:
    found = made(f"# {'word ' * 55}\n\nbody\n\n# Other\n")
    assert len(found.targets[1].title) <= 200
    assert found.targets[1].text.endswith("word\n\nbody")
    assert f"{found.targets[1].title} {found.targets[1].text}".split() == [*["word"] * 55, "body"]


def test_level_below_the_one_title_is_the_technologies() -> None:
    found = made(TWO)
    assert (found.level, found.levels) == (2, {1: 1, 2: 2, 3: 1})
    assert fates(found) == [("scope", 0), ("new", 1), ("part", 1), ("new", 2)]
    assert found.targets[1].text == "Polished.\n\n### Costs\n\nMany."
    assert found.targets[SCOPE].text == "What it is."
    assert found.doubts == []


def test_level_that_names_what_is_there_wins() -> None:
    text = "# Part A\n\n## Mirrors\n\nx\n\n# Part B\n\n## Gratings\n\ny\n\n## Lasers\n\nz\n"
    found = made(text, [known(1, "Mirrors"), known(2, "Gratings"), known(3, "Lasers")])
    assert found.level == 2
    assert kinds(found) == ["above", "above"]
    assert made(text).level == 1


def test_person_can_choose_another_level() -> None:
    found = made(TWO, [], {"level": 1})
    assert fates(found) == [("new", 1), ("part", 1), ("part", 1), ("part", 1)]
    assert (
        found.targets[1].text == "What it is.\n\n## Mirrors\n\nPolished.\n\n### Costs\n\nMany.\n\n## Gratings\n\nRuled."
    )
    assert made(TWO, [], {"level": 5}).level == 2


def test_number_and_title_find_the_technology() -> None:
    there = [known(1, "Mirrors"), known(2, "Gratings"), known(3)]
    found = made("# T2 – Gratings\n\na\n\n# Mirrors\n\nb\n\n# 3. Lasers\n\nc\n", there)
    assert fates(found) == [("technology", 2), ("technology", 1), ("technology", 3)]
    assert found.keeps_order


def test_close_spelling_finds_the_technology_and_shows_the_new_title() -> None:
    found = made("# Polished  mirror systems\n\na\n\n# Gratings\n\nb\n", [known(4, "Polished mirror system")])
    assert fates(found)[0] == ("technology", 4)
    assert found.targets[4].writes_title
    assert found.targets[5].is_new


def test_number_of_a_working_title_is_enough() -> None:
    found = made(
        "# 1. Mirrors\n\na\n\n# 2. Gratings\n\nb\n", [known(1, "Something", named=False), known(2, "Gratings")]
    )
    assert fates(found) == [("technology", 1), ("technology", 2)]


def test_number_against_title_is_asked() -> None:
    found = made("# 1. Gratings\n\na\n\n# 2. Lasers\n\nb\n", [known(1, "Mirrors"), known(2, "Gratings")])
    assert kinds(found) == ["which", "which"]
    assert [choice.value for choice in found.doubts[0].choices] == ["T1", "T2", "new", "part", "out"]
    assert list(found.writing()) == []
    assert found.untouched == []
    settled = made(
        "# 1. Gratings\n\na\n\n# 2. Lasers\n\nb\n",
        [known(1, "Mirrors"), known(2, "Gratings")],
        {"at": 0, "becomes": "T2"},
        {"at": 1, "becomes": "new"},
    )
    assert fates(settled) == [("technology", 2), ("new", 3)]
    assert settled.untouched == [1]


def test_title_of_two_technologies_is_asked() -> None:
    found = made("# Mirrors\n\na\n", [known(1, "Mirrors"), known(2, "mirrors")])
    assert [choice.value for choice in found.doubts[0].choices][:2] == ["T1", "T2"]


def test_two_headings_of_one_technology_are_asked_both() -> None:
    found = made("# Mirrors\n\na\n\n# Mirrors\n\nb\n", [known(1, "Mirrors")])
    assert kinds(found) == ["twice", "twice"]
    one = made("# Mirrors\n\na\n\n# Mirrors\n\nb\n", [known(1, "Mirrors")], {"at": 0, "becomes": "T1"})
    assert fates(one)[0] == ("technology", 1)
    both = made(
        "# Mirrors\n\na\n\n# Mirrors\n\nb\n",
        [known(1, "Mirrors")],
        {"at": 0, "becomes": "T1"},
        {"at": 1, "becomes": "T1"},
    )
    assert kinds(both) == ["twice"]
    assert both.targets[1].text == "a"


def test_withdrawn_technology_is_asked() -> None:
    found = made("# Mirrors\n\na\n", [known(1, "Mirrors", gone="withdrawn")])
    assert kinds(found) == ["gone"]
    assert "withdrawn" in found.doubts[0].rest


def eleven(headings: int = 11) -> str:
    return "# The roadmap\n\n" + "".join(f"## {chr(65 + i) * 3}\n\ntext {i}\n\n" for i in range(headings))


def test_eleven_headings_and_eleven_nameless_are_asked_once() -> None:
    there = [known(number) for number in range(1, 12)]
    found = made(eleven(), there)
    assert kinds(found) == ["order"]
    assert found.doubts[0].lead == "11 headings, 11 technologies without a name:"
    assert found.doubts[0].choices[0].words == "Yes, T1 to T11"
    yes = made(eleven(), there, {"order": "yes"})
    assert [target for _, target in fates(yes)[1:]] == list(range(1, 12))
    each = made(eleven(), there, {"order": "each"})
    assert kinds(each) == ["each"] * 11
    new = made(eleven(), there, {"order": "new"})
    assert [target for _, target in fates(new)[1:]] == list(range(12, 23))


def test_ten_headings_for_eleven_nameless_cannot_go_by_order() -> None:
    found = made(eleven(10), [known(number) for number in range(1, 12)])
    assert [choice.value for choice in found.doubts[0].choices] == ["each", "new"]
    assert list(found.writing()) == []


def test_new_ones_keep_a_free_number_and_others_are_numbered_on() -> None:
    found = made("# 7. Lasers\n\n# Mirrors\n\n# Undulators\n", [known(2, "Mirrors"), known(4, "Gratings", away=True)])
    assert fates(found) == [("new", 7), ("technology", 2), ("new", 8)]
    back = made("# 4. Detectors\n\n# 5. Lasers\n", [known(4, "Gratings", away=True)])
    assert back.targets[4].known is not None
    assert not back.targets[5].known


def test_year_is_no_number() -> None:
    assert fates(made("# 2031: an outlook\n\nx\n\n# Mirrors\n")) == [("new", 1), ("new", 2)]


def test_contents_are_left_out_introduction_is_scope_references_are_asked() -> None:
    text = "# Contents\n\n1\n\n# Introduction\n\nWhy.\n\n# Mirrors\n\na\n\n# Gratings\n\nb\n\n# References\n\nc\n"
    found = made(text)
    assert [fate for fate, _ in fates(found)] == ["out", "scope", "new", "new", "doubt"]
    assert found.targets[SCOPE].text == "# Introduction\n\nWhy."
    assert kinds(found) == ["back"]


def test_no_heading_is_asked() -> None:
    assert kinds(made("only words")) == ["no heading"]
    assert made("only words", [], {"at": 0, "becomes": "scope"}).targets[SCOPE].text == "only words"
    assert made("only words", [], {"at": 0, "becomes": "new"}).targets[1].text == "only words"


def test_corrections_hold_and_parts_follow_what_is_above() -> None:
    out = made(TWO, [], {"at": 1, "becomes": "out"})
    assert [(part.fate, part.follows) for part in out.parts[1:3]] == [("out", False), ("part", True)]
    assert set(out.targets) == {SCOPE, 1}
    joined = made(TWO, [], {"at": 3, "becomes": "part"})
    assert joined.targets[1].text.endswith("## Gratings\n\nRuled.")
    words = made(TWO, [], {"at": 1, "title": "Better mirrors", "text": "Polished twice."})
    assert words.targets[1].title == "Better mirrors"
    assert words.targets[1].text.startswith("Polished twice.\n\n### Costs")
    own = made(TWO, [], {"at": 2, "becomes": "new"})
    assert [target for _, target in fates(own)] == [0, 1, 2, 3]


def test_title_of_the_document_is_only_offered() -> None:
    assert made(TWO).title == ""
    found = made(TWO, title="Another")
    assert (found.title, found.takes_title) == ("The roadmap", None)
    assert made(TWO, [], {"name": "take"}, title="Another").takes_title is True


BROUGHT = {"brought": ("Mirrors", "Polished."), "brought_head": 7}


@pytest.mark.parametrize(
    ("ours", "theirs", "state", "asked"),
    [
        ("", "Polished.", "left", []),
        ("", "Polished twice.", "first", []),
        ("Polished.", "Polished.", "same", []),
        ("Polished.", "Polished twice.", "changed", []),
        ("Polished by us.", "Polished.", "left", []),
        ("Polished by us.", "Polished twice.", "left", ["both"]),
        ("Polished.", "", "empty", []),
    ],
)
def test_second_time_never_writes_over(ours: str, theirs: str, state: str, asked: list[str]) -> None:
    found = made(f"# Mirrors\n\n{theirs}\n", [known(1, "Mirrors", ours, **BROUGHT)])
    assert (found.targets[1].state, kinds(found)) == (state, asked)
    if asked:
        assert list(found.writing()) == []


def test_both_moved_is_settled_by_a_person() -> None:
    there = [known(1, "Mirrors", "Polished by us.", **BROUGHT)]
    text = "# Mirrors\n\nPolished twice.\n"
    assert made(text, there, {"at": 0, "words": "ours"}).targets[1].state == "left"
    taken = made(text, there, {"at": 0, "words": "document"})
    assert (taken.targets[1].state, kinds(taken)) == ("changed", [])


def test_name_given_here_is_kept_when_the_document_has_not_changed_it() -> None:
    there = [known(1, "Better mirrors", "Polished.", **BROUGHT)]
    found = made("# T1 – Mirrors\n\nPolished twice.\n", there, {"at": 0, "becomes": "T1"})
    assert (found.targets[1].title_state, found.targets[1].state) == ("left", "changed")


def test_too_long_text_is_said_and_not_recorded() -> None:
    found = made("# Mirrors\n\n" + "x" * 1_000_001)
    assert kinds(found) == ["long"]
    assert not found.targets[1].writes_text


def test_changes_are_compacted_and_keep_what_holds() -> None:
    changes: list[dict[str, Any]] = []
    for number in range(5 * UNDOABLE):
        changes = added(changes, {"at": number % 7, "text": str(number)})  # type: ignore[assignment]
    assert len(changes) < 3 * UNDOABLE
    assert said(changes).parts[(5 * UNDOABLE - 1) % 7]["text"] == str(5 * UNDOABLE - 1)
    assert len(said(changes).parts) == 7


def test_300_headings_and_300_technologies_take_seconds_at_most() -> None:
    text = "".join(f"# {number * 7919} measures of light, kind {number}\n\ntext\n\n" for number in range(300))
    there = [known(number, f"Instruments of the kind {number * 104729}") for number in range(1, 301)]
    began = time.process_time()
    found = made(text, there)
    assert len(found.parts) == 300
    assert time.process_time() - began < 10


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.text("ab #1.T-\n", max_size=30)), max_size=12),
    st.lists(
        st.fixed_dictionaries(
            {"at": st.integers(-2, 14)},
            optional={
                "becomes": st.sampled_from(["T1", "T2", "T9", "new", "scope", "part", "out", "x"]),
                "title": st.text(max_size=10),
                "text": st.text("ab\n#", max_size=10),
                "words": st.sampled_from(["ours", "document", None]),
            },
        ),
        max_size=8,
    ),
)
def test_any_document_and_any_changes_give_a_plan(pieces: list[tuple[int, str]], changes: list[dict[str, Any]]) -> None:
    text = "\n".join(f"{'#' * level} {words}" if level else words for level, words in pieces)
    there = [known(1, "aa", "b"), known(2, "", ""), known(3, "ab", "x", gone="merged")]
    found = made(text, there, *changes)
    assert len({target.at for target in found.targets.values()}) == len(found.targets)
    assert all(part.at in found.targets[part.target].parts for part in found.parts if part.target is not None)
    assert found.fingerprint == made(text, there, *changes).fingerprint
