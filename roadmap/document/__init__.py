"""The roadmap as a document: what it says, and its files. Pure: no Django, no database."""

from roadmap.document.as_json import read_json, write_json
from roadmap.document.as_markdown import read_markdown, write_markdown
from roadmap.document.record import DocumentRecord, Gone, Parts, Relations, TechnologyRecord

__all__ = [
    "DocumentRecord",
    "Gone",
    "Parts",
    "Relations",
    "TechnologyRecord",
    "read_json",
    "read_markdown",
    "write_json",
    "write_markdown",
]
