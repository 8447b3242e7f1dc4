"""Web pages, mails and what word processors call HTML."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.html.text import html_to_text
from documents.reading import Unreadable, to_text
from tests.growth import assert_grows_with_the_text


def read(page: str) -> str:
    return to_text(page.encode(), "m.html").text


def test_html_is_recognised_by_content() -> None:
    page = b"\xef\xbb\xbf <!-- saved --><!DOCTYPE html><html><body><p>Ana: yes</p></body></html>"
    assert to_text(page, "minutes.txt").text == "Ana: yes\n"


def test_html_hidden_parts_are_left_out() -> None:
    page = """<html><head><title>T</title><style>p{}</style></head><body><script>alert("<p>1</p>")</script><nav>Menu</nav>
    <p hidden>secret</p><p>open <span style="display: none">never</span>words<!-- no --></p><template>x</template>
    <div style="mso-hide:all"><p>preheader</p><div>deeper</div></div><noscript>n</noscript><svg><text>s</text></svg></body>"""
    assert read(page) == "open words\n"


def test_html_paragraph_is_natural_text() -> None:
    page = "<p>Ana&nbsp;said:\n it's  <i>very</i> good ... @me #2 1. a_b *x* [y] &lt;z&gt; &amp; “q”<br>next line</p><p>2</p>"
    assert read(page) == "Ana said: it's very good ... @me #2 1. a_b *x* [y] <z> & “q”\nnext line\n\n2\n"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<b>Ana: </b>yes", "**Ana:** yes"),
        ("<b>An</b><strong>a</strong>", "**Ana**"),
        ("<b>a<br>b</b>", "**a**\n**b**"),
        ("<b style='font-weight:normal'>x <span style='font-weight:700'>y</span></b>", "x **y**"),
        ("<b>: </b>x", ": x"),
        ("<s>gone</s> and <del>away</del>", "~~gone~~ and ~~away~~"),
        ("10<sup>3</sup> H<sub>2</sub>O 1<sup>st</sup>", "10³ H₂O 1st"),
        ("<h2>The <b>bold</b> head</h2>", "## The bold head"),
        ("<a href='https://x.org/a b(c)'>here</a>", "[here](https://x.org/a%20b%28c%29)"),
        ("<a href='https://x.org/'>x.org</a>", "<https://x.org/>"),
        ("<a href='mailto:a@x.org'>a@x.org</a>", "<a@x.org>"),
        ("<a href='javascript:alert(1)'>js</a> <a href='#top'>up</a> <a href='data:x'>d</a>", "js up d"),
        ("<a href='https://www.google.com/url?q=https://x.org/p&amp;sa=D'>p</a>", "[p](https://x.org/p)"),
        ("<a href=http://x.org>a</a><a href=http://x.org/2>b</a>", "[a](http://x.org)[b](http://x.org/2)"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol start=3><li>a<li><p>b<p>more</ol>", "3. a\n4. b\n\n   more"),
        ("<ul><li><input type=checkbox checked> done<li><input type=checkbox>open</ul>", "- [x] done\n- [ ] open"),
        ("<dl><dt>Present<dd>Ana, Bo<dt>Absent:<dd>Cy</dl>", "Present: Ana, Bo\n\nAbsent: Cy"),
        ("<dl><dt>Present<dd><ul><li>Ana</ul><dt>alone</dl>after", "Present\n\n- Ana\n\nalone\n\nafter"),
        ("<blockquote><p>a<p>b</blockquote>c", "> a\n\n> b\n\nc"),
        ("<pre>\nAna:  x\n  y\n</pre>", "Ana:  x\n  y"),
        ("<table><tr><th>A<th>B<tr><td>1|2<td>x<br>y</table>", "| A | B |\n| --- | --- |\n| 1\\|2 | x; y |"),
        ("<table><tr><td><p>one</p><td><ul><li>a<li>b</ul></table>", "one\n\n- a\n- b"),
        ("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table></table>", "| a | b |\n| --- | --- |\n| c | d |"),
        ("<p>a<hr>b<hr>", "a\n\n---\n\nb"),
        ("m&uuml;\u00adller&#8203;&#x2013;&#0;&#xD800;", "müller–\ufffd\ufffd"),
        ("a < b and c > d <", "a < b and c > d <"),
        ("</table></li></ul></td>x<td>y", "x\n\ny"),
    ],
)  # fmt: skip
def test_html_element_as_text(page: str, text: str) -> None:
    assert read(f"{page}\n") == f"{text}\n"


def test_html_from_word_keeps_its_lists() -> None:
    item = "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp; </span></span><![endif]>{}</p>"
    page = item.format(1, "·", "one") + item.format(2, "o", "two") + item.format(1, "3.", "three")
    assert read(page) == "- one\n  - two\n3. three\n"


def test_html_pictures_are_left_out_and_counted() -> None:
    text = to_text(b"<p>a<img src=http://x.org/track.gif><img src='data:x'>", "m.html")
    assert (text.text, text.notices) == ("a\n", ("2 pictures were left out.",))


def test_html_declared_encoding_counts() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>Kováč'
    assert to_text(page.encode("iso-8859-2"), "m.html").text == "Kováč\n"
    assert to_text(b"<meta charset=zip><p>a\xe9", "m.html").text == "aé\n"


SLOW = {
    "<div>": ("", 40_000),
    "<b>": ("", 40_000),
    "<p>x": ("", 40_000),
    "x<br>": ("", 40_000),
    "<a href='": ("", 40_000),
    "<a": ("", 40_000),
    "<!--": ("", 40_000),
    "<script>": ("", 40_000),
    "<nav>": ("", 40_000),
    "<span style='display:none'>": ("", 40_000),
    "&": ("", 300_000),
    "9": ("&#", 300_000),
    "<tr><td>a<td>b": ("<table>", 5_000),
    "<li>a": ("<ul>", 6_000),
    "<li>b": ("<ul><li>" * 95, 4_000),
    "x ": ("<table><tr><td>" * 39, 150_000),
    "</table></li>": ("", 30_000),
}


@pytest.mark.parametrize("piece", SLOW)
def test_html_made_to_be_slow_grows_with_the_page(piece: str) -> None:
    head, number = SLOW[piece]

    def page(count: int) -> str:
        return f"{head}{piece * count} last word"

    assert "last word" in read(page(number))
    assert_grows_with_the_text(read, page, number)


@pytest.mark.parametrize("tag", ["<ul><li>", "<blockquote>", "<table><tr><td>"])
def test_html_nested_beyond_reason_is_refused(tag: str) -> None:
    with pytest.raises(Unreadable, match="nested too deeply"):
        read(tag * 50_000)


def test_html_of_markup_alone_is_refused() -> None:
    with pytest.raises(Unreadable, match="more markup than text"):
        read("<b>" * 600_000)


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<ol>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<dl>",
        "<dt>",
        "<dd>",
        "</dl>",
        "<pre>",
        "</pre>",
        "<h1>",
        "</h1>",
        "<br>",
        "<hr>",
        "<a_href='http://x.org'>",
        "</a>",
        "<blockquote>",
        "</blockquote>",
        "<p_hidden>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<",
        ">",
        "&",
        "word",
        "other",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=40))
def test_html_in_any_order_never_fails(pieces: list[str]) -> None:
    text, _ = html_to_text("".join(piece.replace("_", " ") for piece in pieces))
    assert text == "" or text.endswith("\n")


_VISIBLE = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<ul>",
        "<li>",
        "</ul>",
        "<ol>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<dl>",
        "<dt>",
        "<dd>",
        "</dl>",
        "<pre>",
        "</pre>",
        "<h1>",
        "</h1>",
        "<br>",
        "<i>",
        "</i>",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_VISIBLE, max_size=40))
def test_html_loses_no_word(tags: list[str]) -> None:
    page = "".join(f"{tag} word{place}x " for place, tag in enumerate(tags))
    text, _ = html_to_text(page)
    assert [word for word in (f"word{place}x" for place in range(len(tags))) if word not in text] == []
