"""Documents as Markdown: every kind of block and mark, and nothing lost."""

from documents.markdown import to_markdown
from tests.documents.made import docx, p, r, styled


def test_docx_heading_and_marks_are_markdown() -> None:
    body = p(r("1. Streams"), style="Title") + p(r("Ana*: ", bold=True), r("2 * 3 _x_ #1"))
    document = to_markdown(docx(body, more=styled("Title")), "roadmap.docx")
    assert document.text == "# 1. Streams\n\n**Ana\\*:** 2 * 3 \\_x\\_ #1\n"
    assert document.notices == ()
