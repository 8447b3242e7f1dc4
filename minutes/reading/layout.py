"""Blocks put right once all are known: titles that run into their text, and fields set as headings."""

from __future__ import annotations

import re
from dataclasses import replace

from . import vocabulary
from .blocks import Block
from .characters import fold
from .dates import is_only_date

# "3. REPORT OF THE BOARD. The board met …", "APPROVAL OF MINUTES – Bo moved …"
_RUN_IN = re.compile(
    r"(?P<title>[^\W\d_a-z][^a-zà-ÿ.:;!?\n]{5,70}?)(?P<end>\.|:|\s[–—-])\s+(?=[^\W\d_a-z][^\s]{0,30}[a-zà-ÿ\s])"
)
_FIELDS = (
    vocabulary.DATE_LABELS
    | vocabulary.CHAIRS
    | vocabulary.SCRIBES
    | frozenset(
        fold(w) for w in ("location", "place", "venue", "ort", "lieu", "where", "room", "raum", "heure", "duration")
    )
) - {"minutes", "notes", "author", "moderation", "termin", "protokoll"}


def settle(blocks: list[Block]) -> list[Block]:
    """The blocks with run-in titles as headings of their own and fields on one line. Linear."""
    return _fields([part for block in blocks for part in _run_in(block)])


def _run_in(block: Block) -> list[Block]:
    if block.kind not in {"para", "item"} or block.cells or block.checked is not None or len(block.text) < 30:
        return [block]
    match = _RUN_IN.match(block.text)
    numbered = block.kind == "item" and block.marker[:1].isdigit()
    if match is None or not (numbered or (block.kind == "para" and block.gap)):
        return [block]
    title = match["title"].strip()
    words = title.split()
    if len(words) < 2 or sum(len(w) > 3 for w in words) < 2 or fold(title) in vocabulary.PRESENT | vocabulary.APOLOGIES:
        return [block]
    head = replace(
        block,
        kind="heading",
        text=title,
        starts=[0],
        numbers=[block.first],
        level=2,
        mark="run-in",
        gap_after=False,
        marker="",
    )
    at = match.end()
    kept = [i for i, start in enumerate(block.starts) if start > at]
    number = block.lines_of(at, at + 1)[0]
    rest = replace(
        block,
        kind="para",
        text=block.text[at:],
        starts=[0, *(block.starts[i] - at for i in kept)],
        numbers=[number, *(block.numbers[i] for i in kept)],
        gap=False,
        marker="",
        mark="",
    )
    return [head, rest]


def _fields(blocks: list[Block]) -> list[Block]:
    """`## Location` with one short line below it, as the line "Location: …"."""
    out: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        after = blocks[index + 2] if index + 2 < len(blocks) else None
        if (
            block.kind == "heading"
            and below is not None
            and below.kind in {"para", "item"}
            and below.checked is None
            and len(below.text) <= 80
            and ": " not in below.text
            and not below.text.endswith(".")
            and (after is None or after.kind == "heading")
            and fold(block.text.rstrip(":")) in _FIELDS
            and (fold(block.text.rstrip(":")) not in vocabulary.DATE_LABELS or is_only_date(below.text) or index < 12)
        ):
            words = block.text.rstrip(": ")
            out.append(
                replace(
                    below,
                    kind="para",
                    text=f"{words}: {below.text}",
                    starts=[0, *(s + len(words) + 2 for s in below.starts)],
                    numbers=[block.first, *below.numbers],
                    gap=True,
                    marker="",
                    mark="",
                )
            )
            index += 2
            continue
        out.append(block)
        index += 1
    return out
