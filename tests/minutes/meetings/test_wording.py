"""The words of a line as HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.wording import html_of
from tests.growth import assert_grows_with_the_text

REL = 'rel="noopener nofollow ugc"'


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("plain & <b>", "plain &amp; &lt;b&gt;"),
        ("two\nlines", "two<br>lines"),
        ("see (<https://a.org/x>),", f'see (<a href="https://a.org/x" {REL}>a.org/x</a>),'),
        ("see https://www.a.org/.", f'see <a href="https://www.a.org/" {REL}>a.org</a>.'),
        ("(https://a.org/b_(c))", f'(<a href="https://a.org/b_(c)" {REL}>a.org/b_(c)</a>)'),
        ("[the page](https://a.org)", f'<a href="https://a.org" {REL}>the page</a>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
        ("https://a.org/?q=1&r=2", f'<a href="https://a.org/?q=1&amp;r=2" {REL}>a.org/?q=1&amp;r=2</a>'),
    ],
)
def test_words_and_addresses(words: str, html: str) -> None:
    assert html_of(words) == html


@given(st.text())
def test_any_words_are_escaped(words: str) -> None:
    html = str(html_of(words))

    assert "<script" not in html
    assert html.count("<") == html.count("<br>") + 2 * html.count("<a href=")


@pytest.mark.parametrize(("head", "piece"), [("", "["), ("", "<https://"), ("https://a", ")"), ("", "[a](")])
def test_hostile_words_grow_with_the_text(head: str, piece: str) -> None:
    assert_grows_with_the_text(html_of, lambda count: head + piece * count, 60_000)
