"""Two wordings of a text as one page: what came in is underlined, what went out is struck. Pure, and bounded.

Both are given as the HTML that the renderer made. Blocks (paragraphs, items, rows, cells) are matched first, then the
words inside those that changed, with difflib's Ratcliff–Obershelp matching
(https://docs.python.org/3/library/difflib.html). Where matching would cost too much a block counts as replaced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import Literal

BUDGET = 1_000_000  # pairs of equal blocks or words that one matching may look at
ALIKE = 0.3  # of the words two paragraphs must share to be shown as one that changed
NEAR = 12  # blocks among which the partner of a changed one is looked for, unless there are very many
MANY = 1_000

MOST_TAGS, MOST_CHARACTERS = 60_000, 2_000_000  # of both wordings together

EMPTY = {"br", "hr"}
BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "section", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
IN_ORDER = {"tr", "th", "td", "thead", "tbody"}  # where as many as before stand for the same, whatever their words
KEPT_WHEN_REMOVED = {"em", "strong", "code", "s", "sup"}
TOKEN = re.compile(r"(\w+(?:['’.,/-]\w+)*|[^\w\s]|^(?=\s))(\s*)")

Attributes = tuple[tuple[str, str], ...]
Kind = Literal["same", "ins", "del"]
Code = tuple[str, int, int, int, int]  # difflib's opcode


@dataclass(slots=True)
class Node:
    """An element; without a tag it is a run of words inside a block."""

    tag: str
    attributes: Attributes = ()
    children: list[Node | str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """An element that words stand in. Anchors differ between versions and are no difference."""

    tag: str
    attributes: Attributes = ()

    @property
    def key(self) -> Hashable:
        return self.tag, essential(self.attributes)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign, the white space after it, and the elements around it. ``raw`` is HTML already."""

    text: str
    space: str = ""
    path: tuple[Opened, ...] = ()
    raw: bool = False

    @property
    def key(self) -> Hashable:
        return self.text, tuple(opened.key for opened in self.path)


def marked(before: str, after: str) -> str | None:
    """``after`` with what is new in ``<ins>`` and what ``before`` had besides in ``<del>``; None for what is too large.

    Both are the sanitiser's HTML; of removed words only their formatting is kept, no link and no anchor. Cost: no
    more than seconds; 200 kB of prose take half a second.
    """
    if before.count("<") + after.count("<") > MOST_TAGS or len(before) + len(after) > MOST_CHARACTERS:
        return None
    return "".join(compared(blocks_of(parsed(before)), blocks_of(parsed(after))))


def marked_line(before: str, after: str) -> str:
    """The same for a line of plain words, such as a title, as HTML: one that is hardly alike is struck whole."""
    old, new = Counter(before.split()), Counter(after.split())
    if 2 * (old & new).total() >= ALIKE * (old.total() + new.total()):
        return inline([before], [after])
    return shown([*(("del", token) for token in tokens([before])), *(("ins", token) for token in tokens([after]))])


# Reading and writing HTML


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, tuple((name, value or "") for name, value in attrs))
        self.open[-1].children.append(node)
        if tag not in EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(html: str) -> list[Node | str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.open[0].children


def opening(tag: str, attributes: Attributes) -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{said}>"


def element(tag: str, attributes: Attributes, inside: str) -> str:
    """``inside`` as it is when there is no tag."""
    if not tag:
        return inside
    return opening(tag, attributes) + ("" if tag in EMPTY else f"{inside}</{tag}>")


def written(node: Node | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    return element(node.tag, node.attributes, "".join(map(written, node.children)))


def essential(attributes: Attributes) -> Attributes:
    """Without anchors: a footnote's differ from version to version."""
    return tuple((name, value) for name, value in attributes if name != "id" and not value.startswith("#"))


def key_of(node: Node | str) -> Hashable:
    """Equal for nodes that read and lead alike."""
    if isinstance(node, str):
        return node
    return node.tag, essential(node.attributes), tuple(map(key_of, node.children))


def blocks_of(children: Sequence[Node | str]) -> list[Node]:
    """The blocks among ``children``; words between them become a run, white space between them goes."""
    found: list[Node] = []
    for is_block, group in groupby(children, key=lambda child: isinstance(child, Node) and child.tag in BLOCKS):
        members = list(group)
        if is_block:
            found += [member for member in members if isinstance(member, Node)]
        elif any(isinstance(member, Node) or member.strip() for member in members):
            found.append(Node("", (), members))
    return found


def words_in(node: Node | str) -> Counter[str]:
    if isinstance(node, str):
        return Counter(node.split())
    return sum(map(words_in, node.children), Counter[str]())


# Matching


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Code]:
    """difflib's opcodes, with what is equal at both ends taken off first; one replacement where that costs too much."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle, there = old[start : len(old) - end], new[start : len(new) - end]
    counts = Counter(there)
    if sum(number * counts[key] for key, number in Counter(middle).items()) > BUDGET:
        codes: list[Code] = [("replace", 0, len(middle), 0, len(there))]
    else:
        codes = [*SequenceMatcher(None, middle, there, autojunk=False).get_opcodes()]
    moved = [(tag, i1 + start, i2 + start, j1 + start, j2 + start) for tag, i1, i2, j1, j2 in codes]
    if start:
        moved.insert(0, ("equal", 0, start, 0, start))
    if end:
        moved.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return moved


def compared(old: Sequence[Node], new: Sequence[Node]) -> Iterator[str]:
    """Two lists of blocks as one, written."""
    for tag, i1, i2, j1, j2 in matches([key_of(node) for node in old], [key_of(node) for node in new]):
        if tag == "equal":
            yield from map(written, new[j1:j2])
        else:
            yield from replaced(old[i1:i2], new[j1:j2])


def replaced(old: Sequence[Node], new: Sequence[Node]) -> Iterator[str]:
    """Blocks that differ: those alike are shown as one that changed, in order, the others as gone or come."""
    same_places = len(old) == len(new) and all(
        one.tag == other.tag and one.tag in IN_ORDER for one, other in zip(old, new, strict=True)
    )
    words = [words_in(node) for node in old]
    near = NEAR if len(old) + len(new) < MANY else 1
    at, begun = 0, 0
    for index, node in enumerate(new):
        partner = index if same_places else partner_of(node, old, words, range(at, min(at + near, len(old))))
        if partner is None:
            continue
        yield from (whole(gone, "del") for gone in old[at:partner])
        yield from (whole(come, "ins") for come in new[begun:index])
        yield changed(old[partner], node)
        at, begun = partner + 1, index + 1
    yield from (whole(gone, "del") for gone in old[at:])
    yield from (whole(come, "ins") for come in new[begun:])


def partner_of(node: Node, old: Sequence[Node], words: Sequence[Counter[str]], places: range) -> int | None:
    """The first of ``places`` whose block is alike enough."""
    own = words_in(node)
    for place in places:
        if old[place].tag != node.tag:
            continue
        total = own.total() + words[place].total()
        if not total or 2 * (own & words[place]).total() / total >= ALIKE:
            return place
    return None


def changed(old: Node, new: Node) -> str:
    """A block that is there in both."""
    before, after = blocks_of(old.children), blocks_of(new.children)
    if new.tag and any(node.tag for node in (*before, *after)):
        return element(new.tag, new.attributes, "".join(compared(before, after)))
    return element(new.tag, new.attributes, inline(old.children, new.children))


def whole(node: Node, kind: Kind) -> str:
    """A block that came or went, with all its words marked."""
    blocks = blocks_of(node.children)
    if node.tag and any(child.tag for child in blocks):
        inside = "".join(whole(child, kind) for child in blocks)
    else:
        inside = shown([(kind, token) for token in tokens(node.children)])
    if kind == "ins":
        return element(node.tag, node.attributes, inside)
    return element(node.tag, (("class", "is-removed"),) if node.tag == "li" else (), inside)


# Words


def tokens(children: Sequence[Node | str], path: tuple[Opened, ...] = ()) -> Iterator[Token]:
    for child in children:
        if isinstance(child, str):
            for match in TOKEN.finditer(child):
                yield Token(match[1], match[2], path)
        elif child.tag in EMPTY:
            yield Token(opening(child.tag, ()), "", path, raw=True)
        else:
            yield from tokens(child.children, (*path, Opened(child.tag, child.attributes)))


def inline(old: Sequence[Node | str], new: Sequence[Node | str]) -> str:
    """Two runs of words as one, written."""
    before, after = list(tokens(old)), list(tokens(new))
    codes = matches([token.key for token in before], [token.key for token in after])
    pieces: list[tuple[Kind, Token]] = []
    for tag, i1, i2, j1, j2 in slid(codes, before, after):
        if tag == "equal":
            pieces += [("same", token) for token in after[j1:j2]]
        else:
            pieces += [("del", token) for token in before[i1:i2]]
            pieces += [("ins", token) for token in after[j1:j2]]
    return shown(pieces)


def slid(codes: Sequence[Code], old: Sequence[Token], new: Sequence[Token]) -> Iterator[Code]:
    """A sentence that came or went keeps its own full stop: not “. It went” but “It went.” is marked."""
    moved = 0  # words that what is equal next has given away
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        i1, j1, moved = i1 + moved, j1 + moved, 0  # noqa: PLW2901
        run, start, end = (new, j1, j2) if tag == "insert" else (old, i1, i2)
        has_next = place + 1 < len(codes) and codes[place + 1][0] == "equal"
        if tag in {"insert", "delete"} and has_next and is_sign(run[start]) and run[start].key == run[end].key:
            yield "equal", i1, i1 + 1, j1, j1 + 1
            i1, i2, j1, j2, moved = i1 + 1, i2 + 1, j1 + 1, j2 + 1, 1  # noqa: PLW2901
        yield tag, i1, i2, j1, j2


def is_sign(token: Token) -> bool:
    return not token.raw and len(token.text) == 1 and not token.text.isalnum()


def path_of(piece: tuple[Kind, Token]) -> tuple[Opened, ...]:
    kind, token = piece
    if kind != "del":
        return token.path
    return tuple(Opened(opened.tag) for opened in token.path if opened.tag in KEPT_WHEN_REMOVED)


def joined(last: Kind, kind: Kind, words: str) -> bool:
    """Whether words of both wordings would run into each other without a blank between."""
    return (
        (last, kind) == ("del", "ins")
        or (kind == "del" and words[:1].isalnum())
        or (last == "del" and words[:1].isalnum())
    )


def shown(pieces: Sequence[tuple[Kind, Token]]) -> str:
    """Words with their marks, in the elements they stand in. Blanks at the ends of a mark stay outside it."""
    made: list[str] = []
    open_now: tuple[Opened, ...] = ()
    last: Kind = "same"
    for (kind, path), group in groupby(pieces, key=lambda piece: (piece[0], path_of(piece))):
        words = "".join(
            token.text if token.raw else escape(token.text + token.space, quote=False) for _, token in group
        )
        if made and not made[-1][-1:].isspace() and joined(last, kind, words):
            made.append(" ")
        kept = 0
        while kept < min(len(path), len(open_now)) and path[kept] == open_now[kept]:
            kept += 1
        made += [f"</{opened.tag}>" for opened in reversed(open_now[kept:])]
        made += [opening(opened.tag, opened.attributes) for opened in path[kept:]]
        bare = words.strip()
        if kind == "same" or not bare:
            made.append(words)
        else:
            lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
            made.append(f"{lead}<{kind}>{bare}</{kind}>{trail}")
        open_now, last = path, kind
    made += [f"</{opened.tag}>" for opened in reversed(open_now)]
    return "".join(made)
