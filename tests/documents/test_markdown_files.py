"""Documents as Markdown: every kind of block and mark, and nothing lost."""

from documents.markdown import to_markdown
from documents.outline import Section, outline
from tests.documents.made import docx, p, r, styled


def test_docx_heading_and_marks_are_markdown() -> None:
    body = p(r("1. Streams"), style="Title") + p(r("Ana*: ", bold=True), r("2 * 3 _x_ #1"))
    document = to_markdown(docx(body, more=styled("Title")), "roadmap.docx")
    assert document.text == "# 1. Streams\n\n**Ana\\*:** 2 * 3 \\_x\\_ #1\n"
    assert document.notices == ()


def test_outline_gives_every_line_once() -> None:
    text = "before\n\n# One\n\na\n\n```\n# no\n```\n## Two ##\nb\n"
    assert outline(text) == [
        Section("", 0, "before", 1),
        Section("One", 1, "a\n\n```\n# no\n```", 3),
        Section("Two", 2, "b", 10),
    ]
