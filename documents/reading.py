"""A file somebody brought, as text: the one door for .txt .md .rst .html .docx .odt."""

import re
from dataclasses import dataclass

from documents import packages, pandoc
from documents.encodings import decode
from documents.html.text import html_to_text
from documents.kinds import kind
from documents.refusal import Unreadable

__all__ = ["MAX_BYTES", "Text", "Unreadable", "to_text"]

MAX_BYTES = 5 * 1024 * 1024

# Directives that would read another file. The sandbox refuses them, and the whole text with them.
_READS_FILES = re.compile(r"^(\s*)\.\.(?=\s+(?:include|literalinclude)::)", re.M | re.I)
_FILE_OPTION = re.compile(r"^(\s+):(file|url):", re.M | re.I)


@dataclass(frozen=True)
class Text:
    """What a file says. `notices` are sentences about what was assumed or left out, in the order they arose."""

    text: str
    notices: tuple[str, ...] = ()


def to_text(data: bytes, name: str) -> Text:
    """The text of a file of at most `MAX_BYTES`, known by its content first and by the suffix of `name` second.

    Plain text and Markdown come back as they are, with "\\n" as line end and no byte order mark. The others become
    the Markdown a person would have typed: a paragraph a line, "- " lists, pipe tables, "#" headings, no escapes.
    Nothing outside the file is read. Raises `Unreadable`, whose `sentence` is for the screen, and nothing else.
    Cost: text and HTML in this process, linear; the others start Pandoc (`documents.pandoc`).
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("This file is larger than 5 MB.")
    if not data.strip():
        raise Unreadable("This file is empty.")
    how = kind(data, name)
    if how == "package":
        package = packages.unpack(data)
        # Word has no quotations, only indented paragraphs, which Pandoc takes for them.
        return _with_text(*html_to_text(pandoc.to_html(package.packed(), package.form), quotes=False))
    text, notices = decode(data, declares=how == "html")
    if how == "html":
        text, more = html_to_text(text)
        return _with_text(text, (*notices, *more))
    if how == "rst":
        text, more = html_to_text(pandoc.to_html(harmless_rst(text).encode(), "rst"))
        return _with_text(text, (*notices, *more))
    return _with_text(text, notices)


def _with_text(text: str, notices: tuple[str, ...]) -> Text:
    if not text.strip("\ufeff\u200b \t\n\f\v\xa0"):
        raise Unreadable("There is no text in this file.")
    return Text(text, notices)


def harmless_rst(text: str) -> str:
    """reStructuredText in which nothing asks for another file; its words stay where they are."""
    return _FILE_OPTION.sub(r"\1\2:", _READS_FILES.sub(r"\1\\..", text))
