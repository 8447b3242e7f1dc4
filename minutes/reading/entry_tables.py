"""Tables outside rosters as entries: of actions, of a vote, of what each said."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from . import actions, votes
from .blocks import Block
from .characters import squeeze
from .ledger import Ledger
from .records import Entry


def enter(rows: Sequence[Block], book: Ledger) -> None:
    """A table: of actions, of a vote, or rows that are notes."""
    columns = actions.columns_of(rows[0].cells)
    if columns and len(rows) > 1:
        for row in rows[1:]:
            action = actions.from_row(row, columns, book.owner, book.date)
            if action is not None:
                book.paragraph = row.first
                book.add_action(action, (row.first, row.last), book.topic(None), None)
        return
    if len(rows) >= 2:
        for head, row in itertools.pairwise(rows):
            vote = votes.graded(head.cells, row.cells) or votes.sides_table(head.cells, row.cells)
            if vote is not None:
                question = book.last_question()
                words = squeeze(f"{head.text} / {row.text}")
                book.add(
                    Entry(
                        "vote",
                        words,
                        question=question,
                        counts=vote.tally(),
                        topic=book.topic(None),
                        lines=(head.first, row.last),
                    )
                )
                return
    for row in rows:
        cells = [c for c in row.cells if c]
        if not cells:
            continue
        book.paragraph = row.first
        if len(cells) >= 2 and (found := book.names.exact(cells[0])) and found.name and len(cells[0]) < 60:
            book.add(
                Entry(
                    "statement",
                    squeeze(" | ".join(cells[1:])),
                    speaker=found.name,
                    speaker_as_written=cells[0],
                    topic=book.topic(None),
                    lines=(row.first, row.last),
                )
            )
            continue
        book.add(Entry("note", squeeze(" | ".join(cells)), topic=book.topic(None), lines=(row.first, row.last)))
