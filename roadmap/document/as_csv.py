"""The document as CSV: one row a technology, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from roadmap.document.record import PART_WORDS, RELATION_WORDS, STATES, DocumentRecord, TechnologyRecord

# What a spreadsheet would take for a formula when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Many spreadsheets in Europe part cells at ";", whatever is quoted; "- " is the item of a list.
_FORMULA_INSIDE = re.compile(r"(?<=[;\t\n])(?=[ \ufeff\u00a0]*(?:[=@＝＠]|[+\-＋－](?! )))")

HEAD = (
    *("Number", "Title", "Working title", "State", "Agreed version", "Agreed on", "Edited since"),
    *("Version", "Version of", "Asked of the directors", "Written by", "Where it stands"),
    *PART_WORDS.values(),
    *RELATION_WORDS.values(),
    "Text",
)


def write_csv(record: DocumentRecord) -> str:
    """The technologies as rows under :data:`HEAD`, with a byte order mark, so that accents open right everywhere.

    A cell that would begin a formula begins with an apostrophe instead, as spreadsheets mark words; so does a line of
    it, and what stands behind a semicolon.
    """
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(HEAD)
    for one in record.technologies:
        writer.writerow([_cell(value) for value in _row(one)])
    return "\ufeff" + made.getvalue()


def _row(one: TechnologyRecord) -> list[str | int | date | None]:
    parts = [", ".join(getattr(one.parts, name)) for name in PART_WORDS]
    relations = [", ".join(f"T{number}" for number in getattr(one.relations, name)) for name in RELATION_WORDS]
    return [
        f"T{one.number}",
        one.title,
        "yes" if one.working_title else "",
        STATES[one.state],
        one.agreed_version,
        one.agreed_on,
        "yes" if one.edited_since else "",
        one.version,
        one.version_on,
        one.asked_of_directors,
        ", ".join(one.writers),
        one.standing,
        *parts,
        *relations,
        one.text,
    ]


def _cell(value: str | int | date | None) -> str:
    words = "" if value is None else str(value)
    begun = words.lstrip(" \ufeff\u00a0").startswith(_FORMULA)
    blank = len(words) - len(words.lstrip())
    return ("'" if begun else "") + words[:blank] + _FORMULA_INSIDE.sub("'", words[blank:])
