"""A document somebody brought, as Markdown that says and shows the same: .docx .odt .html .md .txt .rst."""

from dataclasses import dataclass

from documents import packages, pandoc
from documents.encodings import decode
from documents.kinds import kind
from documents.refusal import NESTED, Unreadable
from documents.written.blocks import Left, write
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
    notices: tuple[str, ...] = ()
    if how == "package":
        form, clean = packages.repack(data)
        text, left = _written(pandoc.to_json(clean, form))
    else:
        text, notices = decode(data, declares=how == "html")
        left = Left()
        if how != "text":
            text, left = _written(pandoc.to_json(text.encode(), how))
    if not text.strip("\ufeff\u200b \t\n\f\v\xa0"):
        raise Unreadable("There is no text in this file.")
    return Document(text, (*notices, *_notices(left)))


def _written(tree: bytes) -> tuple[str, Left]:
    try:
        return write(read_tree(tree))
    except RecursionError:
        raise Unreadable(NESTED) from None


def _notices(left: Left) -> list[str]:
    said = []
    if left.pictures:
        said.append("1 picture was left out." if left.pictures == 1 else f"{left.pictures} pictures were left out.")
    if left.contents:
        said.append("The table of contents was left out.")
    return said
