"""OpenDocument's parts before Pandoc reads them: numbers of headings, titles, pictures, text boxes, contents."""

from collections import Counter
from dataclasses import dataclass, field

from documents.office.edits import Open, Walk, as_xml, in_format, picture

_CONTENTS = frozenset({"text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index"})
_SHAPES = frozenset({"draw:frame", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:g", "draw:a", "draw:line"})
_QUOTES = frozenset({"Quotations", "Quote", "Intense_20_Quote", "Block_20_Text", "Block_20_Quotation"})
_MAX_CHAIN = 20


def prepared(parts: dict[str, bytes]) -> tuple[dict[str, bytes], Counter[str]]:
    """The parts of an .odt as Pandoc is to read them, and how often what was met that is no text."""
    styles = _Styles(parts.get("styles.xml", b"<none/>"))
    done = {name: part for name, part in parts.items() if name != "meta.xml"}  # properties, not text
    if "styles.xml" in parts:
        done["styles.xml"] = styles.edited()
    else:
        styles.edited()
    if "content.xml" not in parts:
        return done, Counter()
    text = _Text(parts["content.xml"], styles)
    done["content.xml"] = text.edited()
    return done, text.counts


@dataclass(slots=True)
class _Level:
    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1


class _Styles(Walk):
    """Reads the paragraph styles and how headings count; takes margins away that are no quotation."""

    def __init__(self, part: bytes) -> None:
        super().__init__(part)
        self.parents: dict[str, str] = {}
        self.unnumbered: set[str] = set()
        self.levels: dict[int, _Level] = {}
        self.style = ""

    def start(self, element: Open) -> None:
        known = element.attributes
        if element.name == "style:style" and known.get("style:family") == "paragraph":
            self.style = known.get("style:name", "")
            self.parents[self.style] = known.get("style:parent-style-name", "")
            if known.get("style:list-style-name") == "":
                self.unnumbered.add(self.style)
        elif element.name == "text:outline-level-style":
            self.levels[_number(known.get("text:level", ""), 1)] = _Level(
                form=known.get("style:num-format", ""),
                prefix=known.get("style:num-prefix", ""),
                suffix=known.get("style:num-suffix", ""),
                shown=_number(known.get("text:display-levels", ""), 1),
                start=_number(known.get("text:start-value", ""), 1),
            )

    def end(self, element: Open) -> None:
        if element.name == "style:paragraph-properties" and not _QUOTES & set(self.chain(self.style)):
            self.cut(element)

    def chain(self, name: str) -> list[str]:
        found: list[str] = []
        while name and len(found) < _MAX_CHAIN:
            found.append(name)
            name = self.parents.get(name, "")
        return found


@dataclass(slots=True)
class _Shape:
    pictures: int = 0
    words: list[str] = field(default_factory=list)
    boxes: list[tuple[int, int]] = field(default_factory=list)


class _Text(Walk):
    def __init__(self, part: bytes, styles: _Styles) -> None:
        super().__init__(part)
        self.styles = styles
        self.paragraphs: list[tuple[Open, list[tuple[int, int]]]] = []
        self.shapes: list[_Shape] = []
        self.around: list[list[_Shape]] = []
        self.counted: list[int] = []
        self.parser_text: list[str] | None = None
        self._parser.CharacterDataHandler = self._characters
        self.lists = 0

    def _characters(self, text: str) -> None:
        if self.parser_text is not None:
            self.parser_text.append(text)

    def start(self, element: Open) -> None:
        name = element.name
        if name in _SHAPES:
            self.shapes.append(_Shape())
            return
        match name:
            case "style:style" if element.attributes.get("style:family") == "paragraph":
                self.styles.start(element)
            case "text:p" | "text:h":
                self.paragraphs.append((element, []))
                if name == "text:h":
                    self._heading(element)
                if self.shapes:
                    self.opened(element)
            case "text:list":
                self.lists += 1
            case "draw:text-box":
                self.around.append(self.shapes)
                self.shapes = []
            case "draw:image" | "draw:object" | "draw:object-ole" | "draw:plugin" if self.shapes:
                self.shapes[-1].pictures += 1
                self.counts["objects"] += name in {"draw:object-ole", "draw:plugin"}
            case "svg:title" | "svg:desc" if self.shapes:
                self.parser_text = []
            case "text:changed-region":
                self.counts["changes"] += 1
            case "office:annotation":
                self.counts["comments"] += 1

    def end(self, element: Open) -> None:
        name = element.name
        if name in _SHAPES:
            self._end_shape(element)
            return
        match name:
            case "style:paragraph-properties":
                if not _QUOTES & set(self.styles.chain(self.styles.style)):
                    self.cut(element)
            case "text:p" | "text:h":
                self._end_paragraph(element)
            case "text:list":
                self.lists -= 1
            case "draw:text-box":
                self.shapes = self.around.pop()
                if self.shapes:
                    self.shapes[-1].boxes.append(self.content(element))
            case "svg:title" | "svg:desc" if self.shapes:
                self.shapes[-1].words.append("".join(self.parser_text or []))
                self.parser_text = None
            case "text:tracked-changes" | "office:annotation":
                self.cut(element)
            case _ if name in _CONTENTS:
                self.counts["contents"] += 1
                self.cut(element)

    def _heading(self, element: Open) -> None:
        """Put the number before the words that the outline of the document gives the heading."""
        level = _number(element.attributes.get("text:outline-level", ""), 1)
        style = self.styles.levels.get(level)
        chain = self.styles.chain(element.attributes.get("text:style-name", ""))
        if style is None or self.lists or element.attributes.get("text:is-list-header") == "true":
            return
        if any(name in self.styles.unnumbered for name in chain):
            return
        del self.counted[level:]
        while len(self.counted) < level:
            upper = self.styles.levels.get(len(self.counted) + 1, _Level())
            self.counted.append(upper.start - (len(self.counted) + 1 == level))
        self.counted[level - 1] += 1
        first = max(level - style.shown, 0)
        shown = [
            in_format(self.counted[place], self.styles.levels.get(place + 1, style).form)
            for place in range(first, level)
        ]
        if style.form and (number := ".".join(each for each in shown if each)):
            place = self.opened(element)
            if not element.empty:
                self.insert(place, as_xml(f"{style.prefix}{number}{style.suffix} ".lstrip()))

    def _end_shape(self, element: Open) -> None:
        shape = self.shapes.pop()
        if self.shapes:  # part of a drawing: what it holds is the drawing's
            outer = self.shapes[-1]
            outer.pictures += shape.pictures
            outer.words += shape.words
            outer.boxes += shape.boxes
            return
        said = ""
        if shape.pictures:
            self.counts["pictures"] += 1
            said = picture(max(shape.words, key=len, default=""))
        if self.paragraphs:
            self.paragraphs[-1][1].extend(shape.boxes)
            self.cut(element, as_xml(said))
            return
        # Fixed to a page, outside every paragraph.
        self.cut(element, b"<text:p>" + as_xml(said) + b"</text:p>" if said else b"")
        if shape.boxes:
            self.insert(self.stop(element), then=shape.boxes)

    def _end_paragraph(self, element: Open) -> None:
        _, boxes = self.paragraphs.pop()
        if self.shapes:  # words written into a shape
            self.shapes[-1].boxes.append((element.start, self.stop(element)))
            return
        if boxes:
            self.insert(self.stop(element), then=boxes)
        chain = self.styles.chain(element.attributes.get("text:style-name", ""))
        if element.name == "text:p" and "Title" in chain and len(self.stack) < 4 and not self.counts["title"]:
            start, stop = self.content(element)
            if stop > start:
                self.counts["title"] += 1
                self.retag(element, b'<text:h text:outline-level="1">', b"</text:h>")


def _number(value: str, otherwise: int) -> int:
    return int(value) if value.isdecimal() and len(value) < 4 else otherwise
