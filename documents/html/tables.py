"""Tables: those that hold facts become pipe tables, those that only lay out a page are taken apart."""

from dataclasses import dataclass, field

_LONG_CELL = 8  # lines; a cell beyond that is a text of its own


@dataclass
class Block:
    """One piece of output: its lines, and what decides about blank lines around it."""

    lines: list[str]
    list_number: int = 0  # the outermost list it stands in; 0 outside lists
    starts_item: bool = False
    plain: bool = True  # a paragraph or list item: may be put on one line with others


@dataclass
class Table:
    rows: list[list[list[Block]]] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """The table as one pipe table, or, where it only lays out a page, the blocks of its cells in order."""
        rows = [row for row in self.rows if any(row)]
        if not rows:
            return []
        if max(len(row) for row in rows) < 2 or len(rows) < 2 or not all(_fits(cell) for row in rows for cell in row):
            return [block for row in rows for cell in row for block in cell]
        lines = ["| " + " | ".join(_one_line(cell) for cell in row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
        return [Block(lines, plain=False)]


def _fits(cell: list[Block]) -> bool:
    return all(block.plain for block in cell) and sum(len(block.lines) for block in cell) <= _LONG_CELL


def _one_line(cell: list[Block]) -> str:
    """The lines of a cell, told apart by a semicolon where no punctuation does it."""
    text = ""
    for line in (line.strip() for block in cell for line in block.lines):
        words = line.removeprefix("- ") if cell[0].list_number else line
        if text and words:
            text += " " if text[-1] in ".;:,!?" else "; "
        text += words
    return text.replace("|", "\\|")
