"""Tables as files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")
INSIDE = re.compile(r"(?<=[;\t\n])(?= *[=+\-@])")  # many spreadsheets in Europe part cells at ";", whatever is quoted


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The rows as a CSV file to keep, in UTF-8 with the mark that tells spreadsheets so."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return answer


def harmless(cell: object) -> object:
    """Words that a spreadsheet would take for a formula get an apostrophe before them."""
    if not isinstance(cell, str):
        return cell
    cell = INSIDE.sub("'", cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell
