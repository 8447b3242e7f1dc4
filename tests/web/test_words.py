"""Folding in Python and in the database are twins over the letters of Europe; whatever is given, a vector comes of it."""

from __future__ import annotations

import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.finding import read
from web.words import fold

pytestmark = pytest.mark.django_db

# Latin, Greek, Cyrillic, Armenian, Georgian, with the punctuation, signs of money and ligatures that stand among them.
BLOCKS = [
    (0x20, 0x7E),
    (0xA0, 0x58F),
    (0x10D0, 0x10FF),
    (0x1C90, 0x1CBF),
    (0x1E00, 0x206F),
    (0x20A0, 0x20C0),
    (0xFB00, 0xFB06),
]
LETTERS = [
    letter
    for start, end in BLOCKS
    for letter in map(chr, range(start, end + 1))
    if unicodedata.category(letter) != "Cn"
]
FIXED = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ask(sql: str, *given: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchone()[0]


def test_every_letter_of_europe_is_folded_alike_in_python_and_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT letter, waymark_fold(letter) FROM unnest(%s::text[]) AS letter", [LETTERS])
        different = {letter: (folded, fold(letter)) for letter, folded in cursor.fetchall() if folded != fold(letter)}
    assert different == {}


@FIXED
@given(st.text(st.sampled_from(LETTERS), max_size=200))
def test_words_are_folded_alike_in_python_and_in_the_database(words: str) -> None:
    assert ask("SELECT waymark_fold(%s)", words) == fold(words)


@FIXED
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=300))
def test_any_text_has_words_and_any_query_asks_for_some(words: str) -> None:
    wanted = read(words)
    if wanted.terms:
        ask("SELECT waymark_words(%s) @@ to_tsquery('simple', %s)", words, wanted.expression)


@FIXED
@given(st.text(st.sampled_from(LETTERS), max_size=120), st.integers(0, 100), st.booleans())
def test_what_stands_in_a_text_is_found_in_it_by_both(words: str, place: int, quoted: bool) -> None:
    there = fold(words).split()
    if not there:
        return
    word = there[place % len(there)]
    wanted = read(f'"{word}"' if quoted else word)
    assert wanted.fits(words)
    assert ask("SELECT waymark_words(%s) @@ to_tsquery('simple', %s)", words, wanted.expression)


def test_long_texts_of_the_worst_kind_fit_into_a_vector() -> None:
    worst = " ".join(chr(0x20000 + number) for number in range(40_000)) + " " + "ﷺ" * 150_000
    for text in (worst, "x" * 3_000, " ".join(f"{number:x}" for number in range(60_000)), "𠀀" * 200_001):
        assert ask("SELECT length(waymark_words(%s))", text) is not None


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Jean-François Perrin", "jean francois perrin"),
        ("Emre YILDIZ, Yıldız", "emre yildiz yildiz"),
        ("Søren Ærø Łukasz Đorđe Groß Þór", "soren aero lukasz dorde gross thor"),
        ("ΑΘΉΝΑ Σοφός", "αθηνα σοφοσ"),
        ("Київ ЁЖ", "киів еж"),
        ("e\u0301cole fa\u00adcility", "ecole facility"),
        ("O’Neill-3D (10 keV)", "o neill 3d 10 kev"),
        ("https://github.com/UserOfficeProject", "https github com userofficeproject"),
    ],
)
def test_names_are_folded_as_people_type_them(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert ask("SELECT waymark_fold(%s)", name) == folded
