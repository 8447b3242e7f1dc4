"""Documents made to break the reader: one sentence each, in bounded time, and nothing fetched."""

import time
from collections.abc import Callable

import pytest

from documents import pandoc
from documents.html.cleaned import cleaned
from documents.markdown import MAX_BYTES, Unreadable, to_markdown
from documents.outline import MAX_TITLE, outline
from documents.typed import tidied
from tests.documents import made
from tests.documents.made import docx, odt, p, package, r, styled
from tests.growth import assert_grows_with_the_text

_PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="wp"><wp:docPr id="1" name="x" descr="{}"/><a:graphic xmlns:a="a">'
    '<pic:pic xmlns:pic="pic"><pic:blipFill><a:blip r:link="rId9"/></pic:blipFill></pic:pic></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
)


def refusal(data: bytes, name: str = "roadmap.docx") -> str:
    with pytest.raises(Unreadable) as caught:
        to_markdown(data, name)
    assert caught.value.sentence.endswith(" Nothing was recorded.")
    return caught.value.sentence


def in_time(data: bytes, name: str, seconds: float = 20) -> str:
    """What `data` gives, text or refusal, within a time that only something quadratic would need."""
    start = time.monotonic()
    try:
        text = to_markdown(data, name).text
        outline(text)
    except Unreadable as refused:
        text = refused.sentence
    assert time.monotonic() - start < seconds
    return text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"x" * (MAX_BYTES + 1), "a.docx", "larger than 25 MB"),
        (b"", "a.docx", "This file is empty."),
        (docx(""), "a.docx", "There is no text in this file."),
        (docx("<w:p>"), "a.docx", "broken"),
        (docx(p(r("x")), more={"word/settings.xml": b" " * 45_000_000}), "a.docx", "unpacks to far more"),
        (odt("<text:p>" + "a" * 41 * 1024 * 1024 + "</text:p>"), "a.odt", "unpacks to far more"),
        (package({"a.docx": docx(p(r("x")))}), "a.docx", "a zip archive"),
        (odt("<text:p>x</text:p>", manifest="<m:encryption-data/>"), "a.odt", "password"),
        (b"%PDF-1.7\n", "a.docx", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le"), "a.doc", "old .doc format"),
        (odt("<text:list><text:list-item>" * 10_000 + "</text:list-item></text:list>" * 10_000), "a.odt", "nested too deeply"),
        (b"<ul><li>x" * 10_000, "a.html", "nested too deeply"),
        (b"<b>" * 300_000, "a.html", "more markup than text"),
    ],
)  # fmt: skip
def test_hostile_document_is_refused_with_one_sentence(data: bytes, name: str, words: str) -> None:
    assert words in refusal(data, name)


def test_document_longer_than_its_limit_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MAX_TREE", 1_000)
    assert "longer than five hundred pages" in refusal(docx(p(r("word " * 1_000))))


def test_macros_and_comments_are_told_and_left_out() -> None:
    body = p(r("kept"), '<w:r><w:commentReference w:id="1"/></w:r>')
    document = to_markdown(docx(body, macros=True, more=made.comments("a reviewer")), "roadmap.docm")
    assert document.text == "kept\n"
    assert document.notices == ("1 comment of a reviewer was left out.", "Its macros were not opened.")


def test_pictures_outside_the_file_are_not_fetched_but_counted() -> None:
    document = to_markdown(docx(p(r("a "), _PICTURE.format("The beam"), r(" b"))), "roadmap.docx")
    assert document.text == "a [picture: The beam] b\n"
    assert document.notices == ("1 picture was left out; a word stands in its place.",)
    page = to_markdown(b"<p>a<img src='http://127.0.0.1:9/x.png' alt='image1.png'>b", "a.html")
    assert page.text == "a [picture] b\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"word " * 1_000_000, "a.txt"),
        (b"*[a](b)_`![x" * 100_000, "a.md"),
        (b"![a](b" * 200_000, "a.md"),
        (b"<br " * 200_000, "a.md"),
        (b"<!-- " * 200_000, "a.md"),
        (b"[^1]: a [^2]\n" * 40_000, "a.md"),
        (b"- " * 10_000 + b"x", "a.md"),
        (b"".join(b" " * place + b"- x\n" for place in range(1_000)), "a.md"),
        (b"[" * 1_000_000, "a.md"),
        (b"# " * 200_000, "a.md"),
        (b"**x\n\n" * 50_000, "a.md"),
        (b"<b><i>" * 10_000 + b"x", "a.html"),
        (b"<table><tr>" + b"<td colspan=100>x" * 300 + b"</table>", "a.html"),
        (b"<table>" + b"<tr><td rowspan=900>x<td rowspan=900>y" * 500 + b"</table>", "a.html"),
    ],
)
def test_text_made_to_be_slow_is_read_in_time(text: bytes, name: str) -> None:
    assert "x" in in_time(text, name) or b"x" not in text


def test_heading_of_100_kb_is_text() -> None:
    sections = outline("# One\n\ntext\n\n# " + "word " * 20_000)
    assert [section.title for section in sections] == ["One"]
    assert len(sections[0].body) > 50 * MAX_TITLE


def test_docx_of_300_headings_has_300_sections() -> None:
    styles = styled("Title")
    styles["word/styles.xml"] = str(styles["word/styles.xml"]).replace(
        "</w:styles>", '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    body = "".join(p(r(f"Technology {place}"), style="h") + p(r("Text.")) for place in range(300))
    sections = outline(to_markdown(docx(body, more=styles), "a.docx").text)
    assert [section.title for section in sections] == [f"Technology {place}" for place in range(300)]


def test_marks_of_direction_stay_but_overrides_go() -> None:
    document = to_markdown(docx(p(r("\u05d0\u200f a\u202eb\u200bc \u200dd"))), "a.docx")
    assert document.text == "\u05d0\u200f abc \u200dd\n"


@pytest.mark.parametrize(
    "wrap",
    [
        "<table><tr><td>{}</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        "<blockquote>{}</blockquote>",
        "<ul><li>x{}</li></ul>",
    ],
)
def test_heading_inside_something_is_no_section(wrap: str) -> None:
    text = to_markdown(wrap.format("<h1>Inside</h1>").encode(), "a.html").text
    assert "Inside" in text
    assert [section.title for section in outline(text)] == [""]


@pytest.mark.parametrize(
    ("work", "begins", "piece", "ends"),
    [
        (tidied, "--><!--", "<!--", ""),
        (tidied, "", "<img ", ""),
        (tidied, "# Mirrors", " ", "{#mirrors"),
        (tidied, "# Mirrors", " ", "#x"),
        (outline, "# Mirrors", " ", "x\n\n# Gratings"),
        (cleaned, '<p style="', "mso-list:", '">x'),
        (cleaned, '<b style="', "font-weight:a;", " " * 20_000 + '">x'),
    ],
)
def test_document_made_to_be_slow_grows_with_its_length(
    work: Callable[[str], object], begins: str, piece: str, ends: str
) -> None:
    assert_grows_with_the_text(work, lambda number: f"{begins}{piece * number}{ends}", 24_000)


def test_comments_are_left_out_and_one_without_end_is_text() -> None:
    assert tidied("a <!-- b -->c<!---->d <!-- e")[0] == "a cd <!-- e"
    assert tidied("a --> <!-- b")[0] == "a --> <!-- b"
