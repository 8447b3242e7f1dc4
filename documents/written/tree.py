"""Pandoc's tree of a document, as small as Python can hold it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from documents.refusal import NESTED, Unreadable


class Node(NamedTuple):
    """One element: its kind as Pandoc calls it, and what it holds. Words are plain `str`, a blank is " "."""

    kind: str
    holds: Any = None


Inline = Node | str
_SINGLE = {kind: Node(kind) for kind in ("LineBreak", "HorizontalRule", "AlignDefault", "AlignLeft", "AlignCenter")}


@dataclass(frozen=True)
class Tree:
    """A document: its blocks, and what Pandoc took for its title and the like."""

    blocks: Sequence[Node]
    meta: Mapping[str, Node]


def read_tree(written: bytes) -> Tree:
    """The tree Pandoc wrote as JSON. Raises `Unreadable` where it is nested too deeply to be walked."""
    try:
        whole = json.loads(written, object_hook=_element)
    except RecursionError:
        raise Unreadable(NESTED) from None
    return Tree(blocks=whole["blocks"], meta=whole["meta"])


def _element(read: dict[str, Any]) -> Any:
    kind = read.get("t")
    if kind == "Str":
        return read["c"]
    if kind == "Space":
        return " "
    if kind == "SoftBreak":
        return "\n"
    if not isinstance(kind, str):
        return read
    return _SINGLE.get(kind) or Node(kind, read.get("c"))
