"""Blocks as Markdown: headings, paragraphs, lists, quotations, tables, footnotes where their section ends."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from documents.written.inline import BREAK, PLAIN, Run, Words, written
from documents.written.tables import Grid, grid
from documents.written.tree import Inline, Node, Tree

_MAX_INDENTS = 12  # lists inside each other; what is deeper is written, but indented no further
_TOO_LONG_FOR_A_CELL = 600  # characters of a cell that has paragraphs or lists inside
_LEFT_OUT = frozenset({"toc", "toc-macro", "table-of-contents"})
_LANGUAGE = re.compile(r"[\w+#.-]{1,20}")


def write(tree: Tree, *, titled: bool = False) -> tuple[str, Counter[str]]:
    """The document as Markdown that ends with a line end, and what was left out.

    Where it is `titled`, its first heading is its title, and the others go a level down below it.
    """
    writer = _Writer(titled=titled)
    text = writer.document(tree)
    return text, writer.counts + Counter(pictures=writer.words.pictures, formulas=writer.words.formulas)


@dataclass
class _Writer:
    words: Words = field(default_factory=Words)
    counts: Counter[str] = field(default_factory=Counter)
    noted: int = 0  # footnotes already written
    shift: int = 0  # how far headings move down below a title
    titled: bool = False
    inside: int = 0  # lists, quotations, cells and footnotes around

    def document(self, tree: Tree) -> str:
        parts: list[str] = []
        for name, level in (("title", 1), ("subtitle", 0), ("author", 0), ("date", 0), ("abstract", 0)):
            for text in self._meta(tree.meta.get(name)):
                parts.append(f"# {text}" if level and text else text)
                self.shift += level
        if self.shift and not any(block.kind == "Header" for block in tree.blocks):
            self.shift = 0
        self.words.known.update(_notes_of_page(tree.blocks))
        body = re.sub(r"(?:\n\n---)+$", "", self.blocks(tree.blocks))
        notes = self._notes()
        # Footnotes of a page that nothing refers to are text like any other.
        unused = [self.blocks(text) for text in list(self.words.known.values())]
        whole = "\n\n".join(part for part in (*parts, body, notes, *unused) if part)
        return whole + "\n" if whole else ""

    def _meta(self, value: Node | None) -> Iterable[str]:
        if value is None:
            return
        if value.kind == "MetaInlines":
            yield written(self.words.runs(value.holds), breaks=" ", starts=False)
        elif value.kind == "MetaBlocks":
            yield self.blocks(value.holds)
        elif value.kind == "MetaList":
            for each in value.holds:
                yield from self._meta(each)
        elif value.kind == "MetaString":
            yield self._paragraph([value.holds], breaks=" ")

    # Blocks

    def blocks(self, blocks: Iterable[Node]) -> str:
        """`blocks` with a blank line between; two lists side by side get different marks, or they would be one."""
        parts: list[str] = []
        before: tuple[str, bool] | None = None
        for block in _flat(blocks, self.counts):
            other = before is not None and before == (block.kind, False)
            text = self._block(block, other_mark=other)
            if not text:
                continue
            before = (block.kind, other) if block.kind in {"BulletList", "OrderedList"} else None
            parts.append(text)
        return "\n\n".join(parts)

    def _block(self, block: Node, *, other_mark: bool) -> str:
        match block.kind:
            case "Para" | "Plain":
                return self._paragraph(block.holds)
            case "Header":
                return self._heading(block)
            case "BulletList":
                return self._list(block.holds, ["* " if other_mark else "- "] * len(block.holds))
            case "OrderedList":
                (first, *_), items = block.holds
                first = first if 0 <= first < 100_000_000 else 1
                stop = ")" if other_mark else "."
                return self._list(items, [f"{first + place}{stop} " for place in range(len(items))])
            case "BlockQuote":
                self.inside += 1
                text = self.blocks(block.holds)
                self.inside -= 1
                return "\n".join(f"> {line}" if line else ">" for line in text.split("\n")) if text else ""
            case "CodeBlock":
                return _fenced(block)
            case "LineBlock":
                lines = [piece for line in block.holds for piece in (*line, Node("LineBreak"))]
                return self._paragraph(lines)
            case "HorizontalRule":
                return "---"
            case "DefinitionList":
                return self._definitions(block)
            case "Table":
                return self._table(grid(block))
            case "RawBlock":
                return self._paragraph([block.holds[1]])
        return ""

    def _paragraph(self, inlines: Sequence[Inline], *, breaks: str = BREAK) -> str:
        return written(self.words.runs(inlines), breaks=breaks)

    def _heading(self, block: Node) -> str:
        level, _, inlines = block.holds
        if self.inside:
            return self._paragraph([Node("Strong", inlines)], breaks=" ")
        notes = self._notes()
        first = len(self.words.notes)
        runs = [run for run in self.words.runs(inlines) if run.look.kind != "raw"]
        title = written(runs, breaks=" ", bold=False, starts=False)
        marked = f"{'#' * min(level + self.shift, 6)} {_without_closing(title)}" if title else ""
        below: list[str] = []
        # A title is one line of its own: what a footnote of it says stands below.
        for note in self.words.notes[first:]:
            self.counts["titles_noted"] += 1
            below.append(self.blocks(note))
        self.noted = len(self.words.notes)
        if self.titled:
            self.titled, self.shift = False, 1
        return "\n\n".join(part for part in (notes, marked, *below) if part)

    def _list(self, items: Sequence[Sequence[Node]], marks: Sequence[str]) -> str:
        if not self.inside and (lifted := _numbered_headings(items)):
            return "\n\n".join(
                self._heading(Node("Header", [head.holds[0], head.holds[1], [mark, *head.holds[2]]]))
                for mark, head in zip(marks, lifted, strict=True)
            )
        self.inside += 1
        written_items = [self.blocks(item) for item in items]
        self.inside -= 1
        tight = all(_is_tight(item) for item in items)
        lines: list[str] = []
        for mark, text in zip(marks, written_items, strict=True):
            if not text:
                continue
            if not tight and lines:
                lines.append("")
            margin = " " * len(mark) if self.inside < _MAX_INDENTS else ""
            lines += [
                (mark if not place else margin) + line if line or not place else ""
                for place, line in enumerate((_close(text) if tight else text).split("\n"))
            ]
        return "\n".join(line.rstrip() if not line.strip() else line for line in lines)

    def _definitions(self, block: Node) -> str:
        parts: list[str] = []
        for term, meanings in block.holds:
            parts.append(self._paragraph([Node("Strong", term)], breaks=" "))
            parts += [self.blocks(meaning) for meaning in meanings]
        return "\n\n".join(part for part in parts if part)

    def _notes(self) -> str:
        """The footnotes met since the last call, each once, as the renderer reads them."""
        parts: list[str] = []
        while self.noted < len(self.words.notes) and not self.inside:
            self.noted += 1
            number = self.noted
            self.inside += 1
            text = self.blocks(self.words.notes[number - 1])
            self.inside -= 1
            lines = text.split("\n")
            parts.append(
                "\n".join([f"[^{number}]: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])])
            )
        return "\n\n".join(parts)

    # Tables

    def _table(self, table: Grid) -> str:
        caption = self.blocks(table.caption)
        rows = table.rows
        width = max((len(row) for row in rows), default=0)
        if width < 2 or len(rows) < 2 or self._is_form(rows):
            if width >= 2 and len(rows) >= 2:
                self.counts["opened"] += 1
            return "\n\n".join(part for part in (caption, *self._taken_apart(rows)) if part)
        self.counts["merged"] += table.merged
        self.inside += 1
        lines = [
            "| " + " | ".join(self._cell(cell, head=not place) for cell in row) + " |" for place, row in enumerate(rows)
        ]
        self.inside -= 1
        lines.insert(1, "| " + " | ".join(table.rules[:width]) + " |")
        return "\n\n".join(part for part in (caption, "\n".join(lines)) if part)

    def _is_form(self, rows: Sequence[Sequence[Sequence[Node]]]) -> bool:
        """Whether texts stand in the cells: paragraphs by the page, not facts in columns."""
        return any(len(cell) > 1 and _length(cell) > _TOO_LONG_FOR_A_CELL for row in rows for cell in row)

    def _taken_apart(self, rows: Sequence[Sequence[Sequence[Node]]]) -> Iterable[str]:
        for row in rows:
            for place, cell in enumerate(row):
                is_label = not place and len(row) > 1 and len(cell) == 1 and cell[0].kind in {"Plain", "Para"}
                yield self.blocks([Node("Para", [Node("Strong", cell[0].holds)])] if is_label else cell)

    def _cell(self, blocks: Sequence[Node], *, head: bool) -> str:
        """A cell on one line; paragraphs and items are told apart by a semicolon where no stop does it."""
        text = ""
        for runs in self._lines(blocks):
            line = written(runs, cell=True, breaks=" " if head else "; ", bold=not head)
            if text and line:
                text += " " if text[-1] in ".;:,!?" else "; "
            text += line
        return text

    def _lines(self, blocks: Iterable[Node]) -> Iterable[list[Run]]:
        for block in _flat(blocks, self.counts):
            match block.kind:
                case "Para" | "Plain":
                    yield self.words.runs(block.holds)
                case "Header":
                    yield self.words.runs([Node("Strong", block.holds[2])])
                case "BulletList":
                    for item in block.holds:
                        yield from self._lines(item)
                case "OrderedList":
                    for place, item in enumerate(block.holds[1], block.holds[0][0]):
                        numbered = [[Run(f"{place}. ", PLAIN), *line] for line in self._lines(item)]
                        yield from numbered[:1]
                        yield from (line[1:] for line in numbered[1:])
                case "BlockQuote":
                    yield from self._lines(block.holds)
                case "CodeBlock":
                    yield self.words.runs([Node("Code", [None, block.holds[1]])])
                case "LineBlock":
                    for line in block.holds:
                        yield self.words.runs(line)
                case "DefinitionList":
                    for term, meanings in block.holds:
                        yield self.words.runs(term)
                        for meaning in meanings:
                            yield from self._lines(meaning)
                case "Table":
                    for row in grid(block).rows:
                        for cell in row:
                            yield from self._lines(cell)


def _flat(blocks: Iterable[Node], counts: Counter[str]) -> Iterable[Node]:
    """Blocks without the divisions around them, and without tables of contents."""
    for block in blocks:
        if block.kind == "Div":
            (identifier, classes, _), inner = block.holds
            if identifier == "TOC" or _LEFT_OUT & {name.lower() for name in classes}:
                counts["contents"] += 1
            elif "note" not in classes:
                yield from _flat(inner, counts)
        elif block.kind == "Figure":
            caption, inner = block.holds[1], block.holds[2]
            yield from _flat(inner, counts)
            yield from _flat(caption[1], counts)
        elif block.kind == "Header" and "TOC-Heading" in block.holds[1][1]:
            counts["contents"] += 1
        else:
            yield block


def _notes_of_page(blocks: Iterable[Node]) -> Iterator[tuple[str, Sequence[Node]]]:
    """Number and text of the footnotes of a page, which stand at its end."""
    for block in blocks:
        if block.kind == "Div":
            (identifier, classes, _), inner = block.holds
            if "note" in classes and identifier.startswith("note-"):
                yield identifier.removeprefix("note-"), inner
            else:
                yield from _notes_of_page(inner)
        elif block.kind in {"OrderedList", "BulletList"}:
            for item in block.holds[1] if block.kind == "OrderedList" else block.holds:
                yield from _notes_of_page(item)


def _numbered_headings(items: Sequence[Sequence[Node]]) -> list[Node]:
    """The headings of a list of nothing but headings: that is how numbered headings are exported."""
    heads = [item[0] for item in items if len(item) == 1 and item[0].kind == "Header"]
    return heads if len(heads) == len(items) else []


def _is_tight(item: Sequence[Node]) -> bool:
    """Whether the item is one paragraph, with or without lists below it."""
    kinds = [block.kind for block in item]
    return kinds[:1] in ([], ["Plain"], ["Para"]) and all(kind in {"BulletList", "OrderedList"} for kind in kinds[1:])


def _close(text: str) -> str:
    """A tight item without the blank line between its words and the list below them."""
    return re.sub(r"\n\n(?=(?:[-*]|\d+[.)]) )", "\n", text)


def _without_closing(title: str) -> str:
    """A title whose last signs are "#" keeps them."""
    return re.sub(r"(?:^|(?<=\s))(#+)$", r"\\\1", title)


def _fenced(block: Node) -> str:
    (_, classes, _), text = block.holds
    language = next((name for name in classes if _LANGUAGE.fullmatch(name)), "")
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip(chr(10))}\n{fence}"


def _length(blocks: object) -> int:
    """Characters of the words below `blocks`, roughly."""
    if isinstance(blocks, str):
        return len(blocks)
    if isinstance(blocks, (list, tuple)):
        return sum(_length(each) for each in blocks)
    return 0
