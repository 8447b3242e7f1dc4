"""Entries keep their identity while their text is edited."""

from __future__ import annotations

from minutes.reading import match, read

HEAD = "# Cables 2024-03-04\n\nPresent: Ana Kováč, Bo O'Neill, Cem Yıldız\n\n"
LINES = [
    "Ana: the first cable is broken",
    "Bo: since when?",
    "Cem: since last Tuesday, I believe",
    "Ana: order a new one",
]


def matched(old: str, new: str) -> tuple[dict[int, int], tuple[int, ...], tuple[int, ...]]:
    found = match(old, read(old).entries, new, read(new).entries)
    return found.new_of, found.old_left, found.new_left


def text(lines: list[str]) -> str:
    return HEAD + "\n\n".join(lines) + "\n"


def test_unchanged_text_pairs_everything() -> None:
    assert matched(text(LINES), text(LINES)) == ({0: 0, 1: 1, 2: 2, 3: 3}, (), ())


def test_inserted_line_is_left_over_on_the_new_side() -> None:
    new = [*LINES[:2], "Cem: and another thing", *LINES[2:]]
    assert matched(text(LINES), text(new)) == ({0: 0, 1: 1, 2: 3, 3: 4}, (), (2,))


def test_removed_line_is_left_over_on_the_old_side() -> None:
    assert matched(text(LINES), text([LINES[0], *LINES[2:]])) == ({0: 0, 2: 1, 3: 2}, (1,), ())


def test_corrected_word_keeps_the_pair() -> None:
    new = [LINES[0].replace("broken", "torn"), *LINES[1:]]
    assert matched(text(LINES), text(new)) == ({0: 0, 1: 1, 2: 2, 3: 3}, (), ())


def test_wording_weighs_more_than_the_speaker() -> None:
    new = [LINES[0], "Cem: since when?", "Bo: since last Tuesday, I believe", LINES[3]]
    assert matched(text(LINES), text(new))[0] == {0: 0, 1: 1, 2: 2, 3: 3}


def test_lines_joined_into_one_paragraph_keep_their_entries() -> None:
    new = HEAD + " – ".join(LINES) + "\n"
    assert matched(text(LINES), new)[0] == {0: 0, 1: 1, 2: 2, 3: 3}


def test_rewritten_line_is_no_partner() -> None:
    new = [*LINES[:2], "Cem: quite another matter altogether, namely plugs", LINES[3]]
    assert matched(text(LINES), text(new)) == ({0: 0, 1: 1, 3: 3}, (2,), (2,))


def test_two_equal_lines_made_one_are_a_tie() -> None:
    old, new = text(["Ana: yes, certainly we do", "Ana: yes, certainly we do"]), text(["Ana: yes, certainly we all do"])
    found = match(old, read(old).entries, new, read(new).entries)
    assert len(found.pairs) == 1
    assert found.ties == found.pairs


def test_order_is_kept() -> None:
    new = [LINES[3], LINES[0], LINES[1], LINES[2]]
    pairs = sorted(matched(text(LINES), text(new))[0].items())
    assert [n for _, n in pairs] == sorted(n for _, n in pairs)
    assert len(pairs) == 3
