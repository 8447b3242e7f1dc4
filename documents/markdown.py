"""A document somebody brought, as Markdown that says and shows the same: .docx .odt .html .md .txt .rst."""

from collections import Counter
from dataclasses import dataclass, replace

from documents import packages, pandoc
from documents.encodings import decode
from documents.html.cleaned import cleaned
from documents.kinds import kind
from documents.office import opendocument, word
from documents.reading import harmless_rst
from documents.refusal import NESTED, Unreadable
from documents.typed import tidied
from documents.written.blocks import write
from documents.written.tree import read_tree

__all__ = ["MAX_BYTES", "Document", "Unreadable", "to_markdown"]

MAX_BYTES = 25 * 1024 * 1024  # a Word file full of pictures is an ordinary document


@dataclass(frozen=True)
class Document:
    """What a document says, as Markdown. `notices` are sentences for a person: what was assumed, what left out."""

    text: str
    notices: tuple[str, ...] = ()


def to_markdown(data: bytes, name: str) -> Document:
    """The text of a document of at most `MAX_BYTES`, known by its content first and by the suffix of `name` second.

    Headings, lists, tables, links, footnotes and the looks of words become the Markdown that `web.markdown` shows
    as they were meant; signs that would be read as marks are escaped. Pictures leave a word in their place.
    Nothing outside the file is read. Raises `Unreadable`, whose `sentence` is for the screen, and nothing else.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("This file is larger than 25 MB.")
    if not data.strip():
        raise Unreadable("This file is empty.")
    how = kind(data, name)
    if how == "package":
        text, notices = _package(packages.unpack(data))
    else:
        text, notices = decode(data, declares=how == "html")
        if how == "html":
            page, counts = cleaned(text)
            text, left = _written(pandoc.to_json(page.encode(), "html"), titled=counts["title"] > 0)
            counts = counts + left
        elif how == "rst":
            text, counts = _written(pandoc.to_json(harmless_rst(text).encode(), "rst"))
        else:
            text, counts = tidied(text)
        notices = (*notices, *_notices(counts))
    if not text.strip("\ufeff\u200b \t\n\f\v\xa0"):
        raise Unreadable("There is no text in this file.")
    return Document(text, notices)


def _package(package: packages.Package) -> tuple[str, tuple[str, ...]]:
    parts, counts = (word if package.form == "docx" else opendocument).prepared(package.parts)
    counts["macros"] += package.macros
    tree = pandoc.to_json(replace(package, parts=parts).packed(), package.form)
    text, left = _written(tree, titled=counts["title"] > 0)
    return text, tuple(_notices(counts + left))


def _written(tree: bytes, *, titled: bool = False) -> tuple[str, Counter[str]]:
    try:
        return write(read_tree(tree), titled=titled)
    except RecursionError:
        raise Unreadable(NESTED) from None


def _notices(counts: Counter[str]) -> list[str]:
    return [
        one if counts[what] == 1 else many.format(counts[what]) for what, one, many in _SENTENCES if counts[what] > 0
    ]


# What was met, and what a person is told of one and of several.
_SENTENCES = (
    ("pictures", "1 picture was left out; a word stands in its place.",
     "{} pictures were left out; a word stands in the place of each."),
    ("contents", "The table of contents was left out.", "The table of contents was left out."),
    ("changes", "1 tracked change was taken as accepted.", "{} tracked changes were taken as accepted."),
    ("comments", "1 comment of a reviewer was left out.", "{} comments of reviewers were left out."),
    ("formulas", "1 formula is kept as TeX.", "{} formulas are kept as TeX."),
    ("merged", "1 table had merged cells; their words stand in the first of them.",
     "{} tables had merged cells; their words stand in the first of them."),
    ("opened", "1 table with long texts in its cells is written as paragraphs.",
     "{} tables with long texts in their cells are written as paragraphs."),
    ("titles_noted", "1 footnote of a heading stands below it.", "{} footnotes of headings stand below them."),
    ("objects", "1 embedded file was not opened.", "{} embedded files were not opened."),
    ("front matter", "The lines at the top that only a program reads were left out.", ""),
    ("macros", "Its macros were not opened.", "Its macros were not opened."),
)  # fmt: skip
