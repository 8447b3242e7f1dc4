"""Two wordings as one page: every word of both is there, marked, and nothing else."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.markdown import render
from writing.marks import marked, marked_line

WORDS = st.lists(
    st.sampled_from(
        [
            "alpha ",
            "beta ",
            "**gamma** ",
            "*delta* ",
            "\n\n",
            "\n- one ",
            "\n1. two ",
            "\n> q ",
            "`code` ",
            "\n# head\n",
            "[x](http://a.b) ",
            "<b> ",
            "& ",
            "\n|a|b|\n|-|-|\n|1|2|\n",
        ]
    ),
    max_size=16,
).map("".join)


def between(before: str, after: str) -> str:
    found = marked(render(before), render(after))
    assert found is not None
    return found.replace("\n", "")


def words(html: str) -> list[str]:
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Kept.", "Kept.", "<p>Kept.</p>"),
        ("Kept for ten years.", "Kept for five years.", "<p>Kept for <del>ten</del> <ins>five</ins> years.</p>"),
        ("Alpha beta gamma.", "Alpha beta.", "<p>Alpha beta <del>gamma</del>.</p>"),
        ("One.", "One.\n\nTwo & <three>.", "<p>One.</p><p><ins>Two &amp; &lt;three&gt;.</ins></p>"),
        ("- a\n- b\n- c", "- a\n- c", '<ul><li>a</li><li class="is-removed"><del>b</del></li><li>c</li></ul>'),
        ("## Old", "## New", "<h2><del>Old</del></h2><h2><ins>New</ins></h2>"),
        ("", "Words.", "<p><ins>Words.</ins></p>"),
        ("Stays. Goes away.", "Stays.", "<p>Stays. <del>Goes away.</del></p>"),
        ("Stays. Stays too.", "Stays. Comes. Stays too.", "<p>Stays. <ins>Comes.</ins> Stays too.</p>"),
    ],
)
def test_marks_are_words_in_their_blocks(before: str, after: str, shown: str) -> None:
    assert between(before, after) == shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Training", "Training & <teaching>", "Training <ins>&amp; &lt;teaching&gt;</ins>"),
        ("Priority next to AI", "Training and more", "<del>Priority next to AI</del> <ins>Training and more</ins>"),
        ("", "A name", "<ins>A name</ins>"),
    ],
)
def test_title_is_marked_as_a_line(before: str, after: str, shown: str) -> None:
    assert marked_line(before, after) == shown


def test_footnotes_of_the_same_words_are_no_change() -> None:
    note = "Said[^1].\n\n[^1]: elsewhere"
    page = between(f"{note}\n\nOld words here.", f"{note}\n\nNew words here.")
    assert page.count("<ins>") == page.count("<del>") == 1


def test_cells_change_in_their_places() -> None:
    head = "| a | b |\n|---|---|\n"
    page = between(f"{head}| 1 | 2 |", f"{head}| 1 | 3 |\n| 4 | 5 |")
    assert "<td>1</td><td><del>2</del> <ins>3</ins></td>" in page
    assert "<td><ins>4</ins></td>" in page


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS)
def test_every_word_of_both_is_there(before: str, after: str) -> None:
    page = between(before, after)
    without_removed = re.sub(r"<del>.*?</del>", " ", page)
    without_added = re.sub(r"<ins>.*?</ins>", " ", page)
    assert "".join(words(without_removed)) == "".join(words(render(after)))
    assert "".join(words(without_added)) == "".join(words(render(before)))
    assert len(re.findall(r"<(?!/|br|hr)", page)) == page.count("</")


def test_removed_links_and_anchors_lead_nowhere() -> None:
    page = between("See [here](http://a.b)[^1].\n\n[^1]: x", "Gone.")
    assert "href" not in page
    assert "id=" not in page


@pytest.mark.parametrize("piece", ["a ", "a\n\n", "- a\n", "**a** b ", "| a |\n"])
def test_marks_made_to_be_slow_are_bounded(piece: str) -> None:
    before, after = render(piece * (30_000 // len(piece))), render(("b " + piece) * (30_000 // len(piece)))
    start = time.process_time()
    marked(before, after)
    assert time.process_time() - start < 20


def test_what_is_too_large_is_not_marked() -> None:
    assert marked("<p>a</p>" * 40_000, "<p>b</p>") is None
