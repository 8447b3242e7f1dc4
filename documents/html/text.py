"""HTML to text: a stream of tags becomes blocks, without ever building a tree."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from documents.html.inline import PLAIN, Line, Look, address
from documents.html.tables import Block, Table
from documents.html.tokens import Start, tokens
from documents.refusal import NESTED, Unreadable

MAX_NESTED = 200  # lists, quotations and tables inside each other
MAX_NESTED_TABLES = 40  # each is copied into the one around it
MAX_TAGS = 500_000  # a page of 5 MB written by a program has half of it; more take longer than anybody waits
_MAX_INDENTS = 12  # deeper structure is written, but indented no further
_MAX_LOOKS = 100

_BREAKING = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "details",
        "dialog",
        "div",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "p",
        "section",
        "summary",
    ]
)
_LOOKS = frozenset(
    [
        "a",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "span",
        "font",
        "s",
        "strike",
        "del",
        "sup",
        "sub",
        "code",
        "tt",
        "kbd",
        "samp",
        "mark",
        "small",
        "big",
        "cite",
        "q",
        "ins",
    ]
)
_BULLET = re.compile(r"[·•▪§o\uf0b7\uf0a7\uf0d8\u2013-]?")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
_WORD_LEVEL = re.compile(r"mso-list:[^;]*\blevel([1-9])", re.I)


def html_to_text(source: str, *, quotes: bool = True) -> tuple[str, tuple[str, ...]]:
    """The words a reader of the page sees, as Markdown without escapes, and notices on what was left out.

    Paragraphs are one line each, but for line breaks the page has inside them. With `quotes` off, quotations
    are ordinary paragraphs. Raises `Unreadable` for structures nested beyond `MAX_NESTED`. Linear time.
    """
    if source.count("<") > MAX_TAGS:
        raise Unreadable("This page is more markup than text. Copy its text and paste it.")
    writer = _Writer(quotes=quotes)
    for token in tokens(source):
        if isinstance(token, str):
            writer.text(token)
        elif isinstance(token, Start):
            writer.start(token.name, token.attributes)
        else:
            writer.end(token.name)
    return writer.finish()


@dataclass
class _Open:
    """An open element that shapes what is inside it: list, item, quote, table, cell."""

    name: str
    marker: str = ""  # what its first line begins with
    indent: str = ""  # what its later lines begin with
    number: int = 0  # which list this is
    next: int | None = None  # the number of an ordered list's next item
    table: Table | None = None
    outside: tuple[list[Block], int] | None = None  # of a cell: where blocks went before it, and the base


class _Writer:
    def __init__(self, *, quotes: bool) -> None:
        self.quotes = quotes
        self.blocks: list[Block] = []  # of the innermost cell, or of the page
        self.open: list[_Open] = []
        self.base = 0  # what is open from here on is inside the innermost cell
        self.tables = 0
        self.line = Line()
        self.looks: list[tuple[str, Look]] = []
        self.heading = 0
        self.verbatim: list[str] | None = None
        self.ignored: list[str] | None = None  # a bullet or number that is not text of the page
        self.in_term = self.in_notes = False
        self.term = ""
        self.lists = self.links = self.pictures = 0

    # Tokens

    def text(self, text: str) -> None:
        if self.verbatim is not None:
            self.verbatim.append(text)
        elif self.ignored is not None:
            self.ignored.append(text)
        else:
            self.line.add(text, self.look)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "br":
            if self.verbatim is not None:
                self.verbatim.append("\n")
            else:
                self.line.add_break()
        elif name in _LOOKS:
            self._start_look(name, attributes)
        elif name == "img":
            self.pictures += 1
        elif name == "input":
            if attributes.get("type", "").lower() == "checkbox":
                self.line.add("[x] " if "checked" in attributes else "[ ] ", PLAIN)
        elif handler := _STARTS.get(name):
            self.flush()
            if self.term and name not in {"dt", "dd"}:
                self._flush_term()
            handler(self, name, attributes)
        elif name in _BREAKING:
            self.flush()
            self.in_notes = self.in_notes or "footnotes" in attributes.get("class", "").split()
            if name == "p":
                self._start_paragraph(attributes.get("style", ""))

    def end(self, name: str) -> None:
        if name in _LOOKS:
            self._end_look(name)
        elif name in _BREAKING or name in _STARTS:
            self.flush()
            self.heading = 0
            if name == "p":
                self._close("word")
            elif name == "dl":
                self._flush_term()
            elif name in _CLOSES:
                self._close(_CLOSES[name])

    def finish(self) -> tuple[str, tuple[str, ...]]:
        self.flush()
        self._close_down_to(0)
        self._flush_term()
        notices: tuple[str, ...] = ()
        if self.pictures:
            notices = ("1 picture was left out." if self.pictures == 1 else f"{self.pictures} pictures were left out.",)
        while self.blocks and self.blocks[-1].lines == ["---"]:
            self.blocks.pop()
        return _joined(self.blocks), notices

    # Looks of words

    @property
    def look(self) -> Look:
        return self.looks[-1][1] if self.looks else PLAIN

    def _start_look(self, name: str, attributes: dict[str, str]) -> None:
        style = attributes.get("style", "")
        look = self.look
        if _NOT_BOLD.search(style):
            look = replace(look, bold=False)
        elif name in {"b", "strong"} or _BOLD.search(style):
            look = replace(look, bold=True)
        if name in {"s", "strike", "del"} or _STRUCK.search(style):
            look = replace(look, struck=True)
        if name in {"code", "tt", "kbd", "samp"}:
            look = replace(look, code=True)
        if name in {"sup", "sub"}:
            look = replace(look, script=name)
        if name == "a":
            look = self._link(look, attributes)
        if "mso-list" in style and "ignore" in style.lower():
            self.ignored = []
        if len(self.looks) < _MAX_LOOKS:
            self.looks.append((name, look))

    def _link(self, look: Look, attributes: dict[str, str]) -> Look:
        classes = attributes.get("class", "").split()
        if "footnote-ref" in classes:
            self.line.add(f"[^{attributes.get('href', '').removeprefix('#fn')}]", PLAIN)
            self.ignored = []
        elif "footnote-back" in classes or "headerlink" in classes:
            self.ignored = []
        href = address(attributes.get("href", ""))
        if not href:
            return replace(look, href="", link=0)
        self.links += 1
        return replace(look, href=href, link=self.links)

    def _end_look(self, name: str) -> None:
        for place in range(len(self.looks) - 1, -1, -1):
            if self.looks[place][0] == name:
                del self.looks[place:]
                break
        if self.ignored is not None and name in {"a", "span"}:
            number = "".join(self.ignored).strip()
            self.ignored = None
            if self.open and self.open[-1].name == "word" and not _BULLET.fullmatch(number):
                self.open[-1].marker = self.open[-1].indent.removesuffix("  ") + f"{number} "

    # Elements that shape what is inside them

    def _push(self, opened: _Open) -> None:
        if len(self.open) >= MAX_NESTED:
            raise Unreadable(NESTED)
        self.open.append(opened)

    def _innermost(self, name: str, floor: int) -> int | None:
        """The place of the innermost open element of this name, from `floor` up."""
        return next((at for at in range(len(self.open) - 1, floor - 1, -1) if self.open[at].name == name), None)

    def _close(self, name: str) -> None:
        """Close the innermost element of this name and what is open inside it. An end without a start is ignored.

        The end of a list, an item or a quotation does not reach out of its cell, nor that of a cell out of its table.
        """
        if name == "table":
            place = self._innermost("table", 0)
        elif name == "cell":
            table = self._innermost("table", 0)
            place = self.base - 1 if self.base and (table is None or table < self.base) else None
        else:
            place = self._innermost(name, self.base)
        if place is not None:
            self._close_down_to(place)

    def _close_down_to(self, length: int) -> None:
        while len(self.open) > length:
            self.flush()
            closed = self.open.pop()
            if closed.outside is not None:
                self._flush_term()
                self.blocks, self.base = closed.outside
            elif closed.table is not None:
                self.tables -= 1
                for block in closed.table.blocks():
                    self._emit_again(block)

    def _start_list(self, name: str, attributes: dict[str, str]) -> None:
        outermost = next((opened.number for opened in self.open[self.base :] if opened.name == "list"), 0)
        if not outermost:
            self.lists += 1
        start = attributes.get("start", "")
        first = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
        self._push(_Open("list", number=outermost or self.lists, next=first if name == "ol" else None))

    def _start_item(self, _name: str, attributes: dict[str, str]) -> None:
        around = self._innermost("list", self.base)
        item = self._innermost("item", self.base)
        if item is not None and (around is None or item > around):
            self._close_down_to(item)  # <li> ends the item before it
        marker = "- "
        note = attributes.get("id", "").removeprefix("fn") if self.in_notes else ""
        if note.isdigit():
            marker = f"[^{note}]: "
        elif around is not None and (number := self.open[around].next) is not None:
            marker = f"{number}. "
            self.open[around].next = number + 1
        self._push(_Open("item", marker=marker, indent=" " * len(marker)))

    def _start_quote(self, _name: str, _attributes: dict[str, str]) -> None:
        mark = "> " if self.quotes else ""
        self._push(_Open("quote", marker=mark, indent=mark))

    def _start_paragraph(self, style: str) -> None:
        """Word writes list items to HTML as paragraphs with a style of its own."""
        self._close("word")
        level = _WORD_LEVEL.search(style)
        if level:
            margin = "  " * (int(level[1]) - 1)
            self._push(_Open("word", marker=f"{margin}- ", indent=f"{margin}  "))

    def _start_table(self, _name: str, _attributes: dict[str, str]) -> None:
        self.tables += 1
        if self.tables > MAX_NESTED_TABLES:
            raise Unreadable(NESTED)
        self._push(_Open("table", table=Table()))

    def _start_row(self, _name: str, _attributes: dict[str, str]) -> None:
        self._close("cell")
        if (table := self._table()) is not None:
            table.rows.append([])

    def _start_cell(self, _name: str, _attributes: dict[str, str]) -> None:
        self._close("cell")
        table = self._table()
        if table is None:
            return
        if not table.rows:
            table.rows.append([])
        cell: list[Block] = []
        table.rows[-1].append(cell)
        self._push(_Open("cell", outside=(self.blocks, self.base)))
        self.blocks, self.base = cell, len(self.open)

    def _table(self) -> Table | None:
        place = self._innermost("table", self.base)
        return None if place is None else self.open[place].table

    def _start_heading(self, name: str, _attributes: dict[str, str]) -> None:
        self.heading = int(name[1])

    def _start_verbatim(self, _name: str, _attributes: dict[str, str]) -> None:
        self.verbatim = []

    def _start_rule(self, _name: str, _attributes: dict[str, str]) -> None:
        if self.blocks and not self.in_notes:
            self._emit(["---"], plain=False)

    def _start_term(self, _name: str, _attributes: dict[str, str]) -> None:
        self._flush_term()
        self.in_term = True

    def _start_definition(self, _name: str, _attributes: dict[str, str]) -> None:
        self.in_term = False

    # Out

    def flush(self) -> None:
        """Write the paragraph, heading, term or verbatim text that has come together."""
        if self.verbatim is not None:
            text = "".join(self.verbatim).expandtabs(8).removeprefix("\n").rstrip()
            self.verbatim = None
            if text:
                self._emit([line.rstrip() for line in text.split("\n")], plain=False)
        self.ignored = None
        if not self.line.runs:
            self.line.at_blank = True
            return
        line, self.line = self.line, Line()
        text = line.render(bold=not self.heading and not self.in_term)
        if not text:
            return
        if self.in_term:
            self.in_term = False
            self.term = " ".join(text.split("\n"))
        elif self.heading and not any(opened.name == "item" for opened in self.open[self.base :]):
            self._emit(["#" * self.heading + " " + " ".join(text.split("\n"))], plain=False)
        else:
            term, self.term = self.term, ""
            if term:
                text = f"{term} {text}" if term.endswith(":") else f"{term}: {text}"
            self._emit(text.split("\n"))

    def _flush_term(self) -> None:
        """A term that nothing explains, or not a paragraph, stands alone."""
        self.in_term = False
        term, self.term = self.term, ""
        if term:
            self._emit([term])

    def _emit(self, lines: list[str], *, plain: bool = True) -> None:
        if self.term:
            self._flush_term()
        around = self.open[self.base :]
        first = rest = ""
        starts = False
        for opened in around[:_MAX_INDENTS]:
            first += opened.marker
            rest += opened.indent
        for opened in around:
            starts = starts or opened.marker != opened.indent
            opened.marker = opened.indent
        number = next((opened.number for opened in around if opened.name == "list"), 0)
        if any(opened.name == "word" for opened in around):
            number = -1
        written = [first + lines[0], *(rest + line if line else rest.rstrip() for line in lines[1:])]
        self.blocks.append(Block(written, list_number=number, starts_item=starts, plain=plain))

    def _emit_again(self, block: Block) -> None:
        """Write a block of a cell where its table stood, still an item of the list it was in."""
        self._emit(block.lines, plain=block.plain)
        if block.list_number:
            self.blocks[-1].list_number = block.list_number
            self.blocks[-1].starts_item = block.starts_item


_Handler = Callable[[_Writer, str, dict[str, str]], None]
_STARTS: dict[str, _Handler] = {
    "ul": _Writer._start_list,
    "ol": _Writer._start_list,
    "menu": _Writer._start_list,
    "li": _Writer._start_item,
    "blockquote": _Writer._start_quote,
    "table": _Writer._start_table,
    "tr": _Writer._start_row,
    "td": _Writer._start_cell,
    "th": _Writer._start_cell,
    "pre": _Writer._start_verbatim,
    "xmp": _Writer._start_verbatim,
    "hr": _Writer._start_rule,
    "dt": _Writer._start_term,
    "dd": _Writer._start_definition,
    "dl": _Writer._start_definition,
    **{f"h{level}": _Writer._start_heading for level in range(1, 7)},
}
_CLOSES = {
    **dict.fromkeys(("ul", "ol", "menu"), "list"),
    "li": "item",
    "blockquote": "quote",
    "table": "table",
    "tr": "cell",
    "td": "cell",
    "th": "cell",
}


def _joined(blocks: list[Block]) -> str:
    """Blocks with a blank line between them, but none between the items of a list."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            together = block.starts_item and block.list_number and block.list_number == before.list_number
            parts.append("\n" if together else "\n\n")
        parts.append("\n".join(block.lines))
        before = block
    return "".join(parts) + ("\n" if parts else "")
