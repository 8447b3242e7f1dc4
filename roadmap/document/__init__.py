"""The roadmap as a document: what it says, and its files. Pure: no Django, no database."""

from roadmap.document.as_csv import write_csv
from roadmap.document.as_docx import write_docx
from roadmap.document.as_html import write_html
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
    "write_csv",
    "write_docx",
    "write_html",
    "write_json",
    "write_markdown",
]
