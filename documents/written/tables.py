"""Pandoc's tables as a grid: every row equally long, a merged cell once and empty ones beside and below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.written.tree import Node

MAX_COLUMNS = 200

Cell = Sequence[Node]
_RULES = {"AlignLeft": ":---", "AlignRight": "---:", "AlignCenter": ":---:"}


@dataclass(frozen=True)
class Grid:
    """Rows of cells, all as long as the longest; `rules` are the delimiters of the columns as typed."""

    rows: list[list[Cell]]
    rules: list[str]
    caption: Cell
    merged: bool


def grid(table: Node) -> Grid:
    """The cells of `table` where they are seen. The first row is the head, whether it was said to be one or not."""
    _, caption, columns, head, bodies, foot = table.holds
    rows = [*head[1]]
    for body in bodies:
        rows += [*body[2], *body[3]]
    rows += foot[1]
    below: dict[int, int] = {}  # for each column: rows that a cell from above still covers
    placed: list[list[Cell]] = []
    merged = False
    for _, cells in rows:
        row: list[Cell] = []
        waiting = list(cells)
        while waiting or below.get(len(row), 0):
            column = len(row)
            if below.get(column, 0):
                below[column] -= 1
                row.append([])
                continue
            _, _, high, wide, blocks = waiting.pop(0)
            merged = merged or high > 1 or wide > 1
            for extra in range(min(wide, MAX_COLUMNS)):
                row.append(blocks if not extra else [])
                below[column + extra] = high - 1
        placed.append(row)
    width = max((len(row) for row in placed), default=0)
    rules = [_RULES.get(column[0].kind, "---") for column in columns]
    rules += ["---"] * (width - len(rules))
    return Grid(
        rows=[[*row, *([[]] * (width - len(row)))] for row in placed if any(row)],
        rules=rules,
        caption=caption[1],
        merged=merged,
    )
