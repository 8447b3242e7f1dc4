"""From lines to blocks: headings, paragraphs, list items and table rows, each knowing its source lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from . import vocabulary
from .characters import fold
from .dates import is_only_date
from .given_names import GIVEN_NAMES
from .lines import Line, drop_interruptions, drop_page_marks, front_matter, lines_of, wrap_width
from .markup import plain
from .records import Span

_COLUMNS = re.compile(r"(?<=\S)\s{4,}(?=\S)")
_DIRECTIVE = re.compile(r"\.\.\s(?P<name>[\w-]{2,20})::\s*(?P<rest>.*)$")
_FIELD = re.compile(r":(?P<label>[A-Za-zÀ-ÿ][\w /-]{1,30}):\s")
_IRC = re.compile(r"\[?\d\d:\d\d(?::\d\d)?\]?\s+<(?P<nick>[^<>\s]{1,30})>\s+#(?P<word>\w{1,16})\s*(?P<rest>.*)$")
_IRC_WORDS = {
    "action": "ACTION: {rest}",
    "agreed": "AGREED: {rest}",
    "agree": "AGREED: {rest}",
    "accepted": "AGREED: {rest}",
    "idea": "IDEA: {rest}",
}
_BULLET = re.compile(r"(?:[-*+•‣◦▪●■□○·–—→➢➤►✓\uf0b7\uf0a7]|o(?=\s{2}))\s+")
_NUMBERED = re.compile(
    r"(?P<n>\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]|(?:\d{1,3}\.\d|(?:2[5-9]|[3-9]\d|\d{3})\.\d{1,2}|\d{1,2}(?:\.\d{1,2}){2})\s?:(?=\s+[^\W\d_])|(?:2[5-9]|[3-9]\d|\d{3})\.\d{1,2}(?=\s+[^\W\d_])|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[A-ZÄÖÜÉÀ][^\s\d]{2})|\(?[a-z]\)|\(?[ivx]{1,5}\)|[ivx]{2,5}\.|[IVX]{2,5}\.)\s+(?=\S)"
)
_CHECKBOX = re.compile(r"\[(?P<x>[ xX✓]?)\]\s+|(?P<u>[☐☑☒✅])\s*")
_RULE = re.compile(r"(?:[-=_*~^+#\"'`:.|]\s?){3,}$")
_TABLE_RULE = re.compile(r"[|+\-=:\s]{3,}$")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^\s:]{0,30}(?:\s[^\s:]{1,30}){0,3})\s?:(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass(slots=True)
class Block:
    """A heading, paragraph, item or row. `starts[i]` is the offset in `text` where line `numbers[i]` begins."""

    kind: str
    text: str
    starts: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    indent: int = 0
    marker: str = ""
    level: int = 0
    mark: str = ""
    gap: bool = False
    gap_after: bool = False
    cells: list[str] = field(default_factory=list)
    checked: bool | None = None
    pieces: list[str] = field(default_factory=list)
    size: int = 0

    def grow(self, piece: str, *, space: bool = True) -> int:
        """Put a piece behind the text, returning its offset; `settle` makes them one, so that growing is linear."""
        if not self.pieces:
            self.pieces, self.size = [self.text], len(self.text)
        if not space and self.pieces[-1].endswith("-"):
            self.pieces[-1] = self.pieces[-1][:-1]
            self.size -= 1
        if space:
            self.pieces.append(" ")
        at = self.size + space
        self.pieces.append(piece)
        self.size = at + len(piece)
        return at

    def settle(self) -> None:
        if self.pieces:
            self.text, self.pieces = "".join(self.pieces), []

    @property
    def first(self) -> int:
        return self.numbers[0]

    @property
    def last(self) -> int:
        return self.numbers[-1]

    def lines_of(self, start: int, end: int) -> Span:
        """First and last source line of a stretch of the text."""
        low = max(bisect_right(self.starts, start) - 1, 0)
        high = max(bisect_right(self.starts, max(end - 1, start)) - 1, low)
        return self.numbers[low], self.numbers[high]


@dataclass(slots=True)
class Document:
    blocks: list[Block]
    front: dict[str, str]
    marked: bool
    """Whether headings carry marks (#, underlines) often enough that bare short lines are none."""


def build(text: str) -> Document:
    """The blocks of a text. Linear in its length."""
    lines = lines_of(text)
    front = front_matter(lines)
    drop_page_marks(lines)
    drop_interruptions(lines)
    width = wrap_width(lines)
    blocks = _assemble(lines, width)
    blocks = _join_cut(blocks)
    for index, block in enumerate(blocks):
        block.gap_after = index + 1 == len(blocks) or blocks[index + 1].gap
    marks = sum(1 for b in blocks if b.mark in {"atx", "under", "wiki"})
    return Document(blocks, front, marks >= 3)


def _assemble(lines: list[Line], width: int) -> list[Block]:
    blocks: list[Block] = []
    gap = True
    current: Block | None = None
    previous: Line | None = None
    for line in lines:
        if line.blank:
            gap, current = True, None
            continue
        text = line.text
        quote = 0
        while text.startswith(">") and not text.startswith(">>>>") and quote < 3:
            text, quote = text[1:].lstrip(), quote + 1
        if not text or text.startswith(("```", "~~~")) or (text.startswith("+-") and _TABLE_RULE.match(text)):
            gap, current = (True, None) if not text else (gap, None)
            continue
        if _RULE.match(text) or _TABLE_RULE.match(text):
            _underline(blocks, text, line, gap=gap)
            current, gap = None, gap or not (blocks and blocks[-1].mark == "under")
            continue
        topic = False
        chat = _IRC.match(text) if "<" in text[:14] else None
        if chat:
            text = _chat(chat)
            current = None
            if not text:
                continue
            topic = text.startswith("## ")
        directive = _DIRECTIVE.match(text) if text.startswith("..") else None
        if directive:
            if directive["name"] != "admonition" or not directive["rest"]:
                current = None
                continue
            text = f"{directive['rest'].strip()}:"
        elif text[0] == ":" and (named := _FIELD.match(text)):
            text = f"{named['label']}: {text[named.end() :]}"
            current = None
        if text.startswith(":   ") and blocks and blocks[-1].kind == "para" and len(blocks[-1].text) < 60:
            above = blocks[-1]
            above.starts.append(above.grow(plain(text[1:]), space=bool(above.grow(":", space=False))))
            above.numbers.append(line.number)
            gap, current, previous = False, above, line
            continue
        block = _start(text, line, gap=gap)
        if topic:
            block.mark = "topic"
        if (
            block.kind == "para"
            and not block.cells
            and not (current is not None and current.cells)
            and current is not None
            and previous is not None
            and current.kind in {"para", "item"}
            and _continues(previous, text, line, current, width)
        ):
            word = plain(text)
            if word:
                hyphen = bool(width) and previous.text.endswith("-") and word[:1].islower()
                current.starts.append(current.grow(word, space=not hyphen))
                current.numbers.append(line.number)
                previous = line
            continue
        if not block.text and not block.cells:
            continue
        blocks.append(block)
        current = block if block.kind in {"para", "item"} else None
        previous, gap = line, False
    for block in blocks:
        block.settle()
    return blocks


def _chat(match: re.Match[str]) -> str:
    """What a meeting bot's command in a chat log says, in the words of the grammar; empty for housekeeping."""
    word, rest, nick = match["word"].lower(), match["rest"].strip(), match["nick"]
    if word in {"startmeeting", "endmeeting", "meetingname", "chair", "endvote", "topic"} and not (
        word == "topic" and rest
    ):
        return ""
    if word == "topic":
        return f"## {rest}"
    if word == "vote" and " " not in rest:
        return f"{nick}: vote {rest}"
    if word == "vote":
        return f"MOTION: {rest}"
    return _IRC_WORDS.get(word, f"<{nick}> {{rest}}").format(rest=rest)


def _underline(blocks: list[Block], text: str, line: Line, *, gap: bool) -> None:
    """Make the paragraph above a heading when the rule is its underline."""
    if gap or not blocks or "|" in text or " " in text:
        return
    above = blocks[-1]
    alone = above.kind == "para" and len(above.numbers) == 1 and above.last == line.number - 1 and above.gap
    if alone and len(above.text) <= 120 and (len(text) >= 0.5 * len(above.text) or text[0] in "=-"):
        above.kind, above.mark = "heading", "under"
        above.level = {"=": 1, "#": 1, "*": 1, "-": 2, "~": 3}.get(text[0], 3)


def _start(text: str, line: Line, *, gap: bool) -> Block:
    """The block that a line would begin."""
    base = {"numbers": [line.number], "indent": line.indent, "gap": gap, "starts": [0]}
    if text.startswith("#"):
        hashes = len(text) - len(text.lstrip("#"))
        rest = text[hashes:]
        if hashes <= 6 and rest[:1] in {" ", ""}:
            return Block("heading", plain(rest.strip().rstrip("#")), level=hashes, mark="atx", **base)  # type: ignore[arg-type]
    if text.startswith("=") and text.endswith("=") and len(text) > 4:
        inner = text.strip("=").strip()
        if inner and not inner.startswith("="):
            level = len(text) - len(text.lstrip("="))
            return Block("heading", plain(inner), level=min(level, 6), mark="wiki", **base)  # type: ignore[arg-type]
    if len(text) > 4 and text[0] == "h" and text[1] in "123456" and text[2:4] == ". ":
        return Block("heading", plain(text[4:]), level=int(text[1]), mark="wiki", **base)  # type: ignore[arg-type]
    if text.startswith("|") or text.count(" | ") >= 2:
        cells = [plain(cell) for cell in text.strip().strip("|").split("|")]
        filled = [c for c in cells if c]
        if (
            len(cells) == 2
            and len(filled) == 2
            and (
                cells[0].endswith(":")
                or fold(cells[0])
                in vocabulary.CHAIRS | vocabulary.SCRIBES | vocabulary.DATE_LABELS - {"date", "time", "day", "when"}
            )
        ):
            return Block("para", f"{cells[0].rstrip(': ')}: {cells[1]}", **base)  # type: ignore[arg-type]
        if any(cells):
            joined = " | ".join(cells)
            return Block("row", joined, cells=cells, **base)  # type: ignore[arg-type]
    bullet = _BULLET.match(text)
    if bullet:
        rest = text[bullet.end() :]
        ticked = _CHECKBOX.match(rest)
        checked = None
        if ticked:
            checked = (ticked.group("x") or ticked.group("u") or " ") not in {" ", "☐", ""}
            rest = rest[ticked.end() :]
        number = _NUMBERED.match(rest)
        marker = bullet.group().strip()
        if rest.startswith("#") and rest.lstrip("#").startswith(" "):
            rest = rest.lstrip("#").strip()
        if number and not is_only_date(plain(rest)):
            rest, marker = rest[number.end() :], number.group("n")
        block = Block("item", plain(rest), marker=marker, checked=checked, **base)  # type: ignore[arg-type]
        block.mark = _bold(rest)
        return block
    box = _CHECKBOX.match(text)
    if box and (box.group("u") or text[1] in " xX"):
        checked = (box.group("x") or box.group("u")) not in {" ", "☐"}
        return Block("item", plain(text[box.end() :]), marker="[]", checked=checked, **base)  # type: ignore[arg-type]
    numbered = _NUMBERED.match(text)
    if numbered and not is_only_date(plain(text)):
        rest = text[numbered.end() :]
        block = Block("item", plain(rest), marker=numbered.group("n"), **base)  # type: ignore[arg-type]
        block.mark = _bold(rest)
        return block
    block = Block("para", plain(text), **base)  # type: ignore[arg-type]
    block.mark = _bold(text)
    columns = _COLUMNS.split(text)
    if len(columns) > 1:
        block.cells = [plain(c) for c in columns]
    return block


def _bold(text: str) -> str:
    """ "bold" when the whole line is emphasised."""
    for mark in ("**", "__", "'''"):
        if text.startswith(mark) and text.rstrip(": ").endswith(mark) and text.count(mark) == 2 and len(text) > 4:
            return "bold"
    return ""


def _continues(previous: Line, text: str, line: Line, current: Block, width: int) -> bool:
    """Whether a line goes on where the one above was broken, rather than saying something of its own."""
    if current.mark == "bold":
        return False
    before = previous.text
    if before.endswith(("  ", "\\")):
        return False
    words = plain(text)
    first = words[:1]
    if before.count("(") > before.count(")") or (first == "(" and len(words) < 60 and words.endswith(")")):
        return True
    label = _LABEL.match(words)
    if label and first.isupper():
        name = fold(label.group("label"))
        if name in vocabulary.THINGS or name in vocabulary.PRESENT or name in vocabulary.APOLOGIES or name in LABELS:
            return False
        if name.split()[0] in GIVEN_NAMES or _SENTENCE_END.search(before[-40:]):
            return False
        if len(before) < 50:
            return False
    length = len(before) + previous.indent
    ended = bool(_SENTENCE_END.search(before[-40:]))
    first_word = len(words.split(" ", 1)[0])
    if width and length >= 0.5 * width:
        return length + 1 + first_word > width - 8 or (first.islower() and not ended)
    if before.endswith((",", " and", " or", " the", " of", " to", " –", " &", "/")) and len(before) > 15:
        return True
    if first.islower() and not ended and len(before) > 25:
        return not _looks_like_list(before)
    return False


LABELS = (
    vocabulary.ACTION_LABELS
    | vocabulary.DECISION_LABELS
    | vocabulary.IDEA_LABELS
    | vocabulary.TOPIC_LABELS
    | vocabulary.NEXT_MEETING
    | vocabulary.PREVIOUS_MEETING
    | vocabulary.PRO
    | vocabulary.CONTRA
    | vocabulary.ABSTAIN
    | vocabulary.CHAIRS
    | vocabulary.SCRIBES
    | vocabulary.DATE_LABELS
    | vocabulary.AOB
    | vocabulary.ACTIONS
    | vocabulary.REMOTE
)


def _looks_like_list(text: str) -> bool:
    return text.startswith(("http", "<http"))


def _join_cut(blocks: list[Block]) -> list[Block]:
    """Join paragraphs that a page break cut: the first stops in mid-sentence, the second begins small."""
    out: list[Block] = []
    for block in blocks:
        above = out[-1] if out else None
        if (
            above is not None
            and block.kind == "para"
            and block.gap
            and above.kind in {"para", "item"}
            and block.text[:1].islower()
            and not _LABEL.match(block.text)
            and max(len(above.text), above.size) >= 60
            and not _SENTENCE_END.search((above.pieces or [above.text])[-1][-40:])
            and not block.text.startswith(("http", "www."))
            and abs(block.indent - above.indent) <= 8
        ):
            hyphen = (above.pieces or [above.text])[-1].endswith("-")
            at = above.grow(block.text, space=not hyphen)
            above.starts.extend(at + s for s in block.starts)
            above.numbers.extend(block.numbers)
            continue
        out.append(block)
    for block in out:
        block.settle()
    return out
