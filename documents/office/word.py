"""Word's parts before Pandoc reads them: numbers of headings, pictures, text boxes, tables of contents."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from documents.office.edits import Open, Walk, as_xml, in_format, picture

_PROPERTIES = frozenset({"w:pPrChange", "w:rPrChange", "w:numberingChange", "w:sectPrChange", "w:tblPrChange"})
_HEADING = re.compile(r"heading [1-9]", re.I)
_CONTENTS = re.compile(r"(?:toc|contents) ?[1-9]|(?:toc|contents|toa) heading|table of figures", re.I)
# What word processors call a style, and the name by which Pandoc knows it.
_KNOWN_NAMES = {
    "Quotations": "Quote",
    "Preformatted Text": "Source Code",
    "HTML Preformatted": "Source Code",
    "Plain Text": "Source Code",
}
_MAX_CHAIN = 20  # styles based on each other


def prepared(parts: dict[str, bytes]) -> tuple[dict[str, bytes], Counter[str]]:
    """The parts of a .docx as Pandoc is to read them, and how often what was met that is no text."""
    counts: Counter[str] = Counter()
    styles = _Styles(parts.get("word/styles.xml", b"<none/>"))
    numbers = _Numbers(parts.get("word/numbering.xml", b"<none/>"))
    done = dict(parts)
    if "word/styles.xml" in parts:
        done["word/styles.xml"] = styles.edited()
    else:
        styles.edited()
    numbers.edited()
    for name in _texts(parts):
        text = _Text(parts[name], styles, numbers)
        done[name] = text.edited()
        counts += text.counts
    return done, counts


def _texts(parts: dict[str, bytes]) -> list[str]:
    return [
        name
        for name in parts
        if re.fullmatch(r"word/(?:document\d*|footnotes|endnotes)\.xml", name) and parts[name].count(b"<w:p")
    ]


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    list_id: str = ""
    level: int | None = None


class _Styles(Walk):
    """Reads the paragraph styles, gives some the name Pandoc knows, and takes indents away: they are no quotation."""

    def __init__(self, part: bytes) -> None:
        super().__init__(part)
        self.styles: dict[str, _Style] = {}
        self.current = _Style()

    def start(self, element: Open) -> None:
        value = element.attributes.get("w:val", "")
        match element.name:
            case "w:style":
                self.current = _Style()
                self.styles[element.attributes.get("w:styleId", "")] = self.current
            case "w:name" if self.stack[-2].name == "w:style":
                self.current.name = value
            case "w:basedOn":
                self.current.based_on = value
            case "w:numId":
                self.current.list_id = value
            case "w:ilvl" if value.isdecimal():
                self.current.level = int(value)

    def end(self, element: Open) -> None:
        if element.name == "w:ind":
            self.cut(element)
        elif element.name == "w:name" and (known := _KNOWN_NAMES.get(element.attributes.get("w:val", ""))):
            self.cut(element, b'<w:name w:val="' + known.encode() + b'"/>')

    def chain(self, identifier: str) -> list[_Style]:
        found: list[_Style] = []
        while identifier in self.styles and len(found) < _MAX_CHAIN:
            found.append(self.styles[identifier])
            identifier = found[-1].based_on
        return found


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""


class _Numbers(Walk):
    """Reads how lists count, and counts: `next` gives the number a paragraph shows."""

    def __init__(self, part: bytes) -> None:
        super().__init__(part)
        self.abstract: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, str] = {}
        self.starts: dict[str, dict[int, int]] = defaultdict(dict)  # lists that begin again
        self.counted: dict[str, list[int]] = {}
        self.begun: set[str] = set()
        self._id = ""
        self._list = ""
        self._level = _Level()
        self._depth = 0

    def start(self, element: Open) -> None:
        value = element.attributes.get("w:val", "")
        match element.name:
            case "w:abstractNum":
                self._id = element.attributes.get("w:abstractNumId", "")
                self.abstract[self._id] = {}
            case "w:lvl" if len(self.stack) > 1 and self.stack[-2].name == "w:abstractNum":
                self._depth = _number(element.attributes.get("w:ilvl", ""), 0)
                self._level = self.abstract[self._id][self._depth] = _Level()
            case "w:start":
                self._level.start = _number(value, 1)
            case "w:numFmt":
                self._level.form = value
            case "w:lvlText":
                self._level.text = value
            case "w:pStyle":
                self._level.style = value
            case "w:num":
                self._list = element.attributes.get("w:numId", "")
                self._level = _Level()  # what an override says is not the abstract list's
            case "w:abstractNumId":
                self.lists[self._list] = value
            case "w:lvlOverride":
                self._depth = _number(element.attributes.get("w:ilvl", ""), 0)
            case "w:startOverride":
                self.starts[self._list][self._depth] = _number(value, 1)

    def end(self, element: Open) -> None:
        pass

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of this list and level as it is shown, "" for bullets and none."""
        identifier = self.lists.get(list_id, "")
        levels = self.abstract.get(identifier)
        if levels is None or level not in levels:
            return ""
        counted = self.counted.setdefault(identifier, [])
        if list_id not in self.begun:
            self.begun.add(list_id)
            for depth, first in self.starts[list_id].items():
                del counted[depth:]
                if depth == level:
                    counted += [levels[upper].start if upper in levels else 1 for upper in range(len(counted), depth)]
                    counted.append(first - 1)
        del counted[level + 1 :]
        while len(counted) <= level:
            upper = levels.get(len(counted), _Level())
            counted.append(upper.start - (len(counted) == level))
        counted[level] += 1

        def shown(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            if not 0 <= depth < len(counted):
                return ""
            return in_format(counted[depth], levels[depth].form if depth in levels else "decimal")

        if levels[level].form in {"bullet", "none"}:
            return ""
        return re.sub(r"%([1-9])", shown, levels[level].text).strip()


@dataclass(slots=True)
class _Paragraph:
    style: str = ""
    list_id: str = ""
    level: int | None = None
    place: int = 0  # where its words begin
    boxes: list[tuple[int, int]] = field(default_factory=list)


class _Text(Walk):
    """The text itself, the footnotes or the endnotes."""

    def __init__(self, part: bytes, styles: _Styles, numbers: _Numbers) -> None:
        super().__init__(part)
        self.styles, self.numbers = styles, numbers
        self.paragraphs: list[_Paragraph] = []
        self.ignored = 0  # inside what changed or what only old programs show
        self.drawings: list[_Drawing] = []
        self.around: list[list[_Drawing]] = []  # those around each text box that is open
        self.contents: list[bool] = []  # of each content control: whether it is a table of contents

    def start(self, element: Open) -> None:
        name = element.name
        if name in _PROPERTIES or name == "mc:Fallback":
            self.ignored += 1
        if self.ignored:
            return
        value = element.attributes.get("w:val", "")
        match name:
            case "w:p":
                self.paragraphs.append(_Paragraph(place=self.opened(element)))
            case "w:pStyle" if self.paragraphs:
                self.paragraphs[-1].style = value
            case "w:numId" if self.paragraphs:
                self.paragraphs[-1].list_id = value
            case "w:ilvl" if self.paragraphs and value.isdecimal():
                self.paragraphs[-1].level = int(value)
            case "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo":
                self.counts["changes"] += 1
            case "w:commentReference":
                self.counts["comments"] += 1
            case "w:sdt":
                self.contents.append(False)
            case "w:docPartGallery" if self.contents:
                self.contents[-1] = value.lower() == "table of contents"
            case "w:drawing" | "w:pict" | "w:object" | "mc:AlternateContent":
                if not (self.drawings and self.drawings[-1].wraps and name != "mc:AlternateContent"):
                    self.drawings.append(_Drawing(wraps=name == "mc:AlternateContent"))
                else:
                    self.drawings[-1].depth += 1
            case "w:txbxContent":
                self.around.append(self.drawings)
                self.drawings = []
            case "pic:pic" | "v:imagedata" | "c:chart" | "dgm:relIds" if self.drawings:
                self.drawings[-1].pictures += 1
            case "wp:docPr" if self.drawings and not self.drawings[-1].words:
                self.drawings[-1].words = element.attributes.get("descr") or element.attributes.get("title") or ""
            case "v:shape" if self.drawings and not self.drawings[-1].words:
                self.drawings[-1].words = element.attributes.get("alt", "")
            case "o:OLEObject":
                self.counts["objects"] += 1

    def end(self, element: Open) -> None:
        name = element.name
        if name in _PROPERTIES or name == "mc:Fallback":
            self.ignored -= 1
            return
        if self.ignored:
            return
        match name:
            case "w:pPr" if self.paragraphs and self.stack[-1].name == "w:p":
                self.paragraphs[-1].place = self.stop(element)
            case "w:ind":
                self.cut(element)
            case "w:p":
                self._end_paragraph(element)
            case "w:sdt":
                if self.contents.pop():
                    self.counts["contents"] += 1
                    self.cut(element)
            case "w:txbxContent":
                self.drawings = self.around.pop()
                if self.drawings:
                    self.drawings[-1].boxes.append(self.content(element))
            case "w:drawing" | "w:pict" | "w:object" | "mc:AlternateContent" if self.drawings:
                self._end_drawing(element)

    def _end_drawing(self, element: Open) -> None:
        drawing = self.drawings[-1]
        if drawing.wraps and element.name != "mc:AlternateContent":
            drawing.depth -= 1
            return
        self.drawings.pop()
        said = ""
        if drawing.pictures:
            self.counts["pictures"] += 1
            said = picture(drawing.words)
        if not self.paragraphs:
            return
        self.paragraphs[-1].boxes += drawing.boxes
        # A run inside a run where the drawing stood in one; Pandoc reads both the same.
        text = b'<w:t xml:space="preserve">' + as_xml(said) + b"</w:t>" if said else b""
        self.cut(element, text)

    def _end_paragraph(self, element: Open) -> None:
        paragraph = self.paragraphs.pop()
        chain = self.styles.chain(paragraph.style)
        names = [style.name for style in chain]
        if names and _CONTENTS.fullmatch(names[0]):
            self.counts["contents"] += 1
            self.cut(element)
            return
        list_id, level = paragraph.list_id, paragraph.level
        if not list_id:
            numbered = next((style for style in chain if style.list_id), None)
            if numbered is not None:
                list_id = numbered.list_id
                level = level if level is not None else self._level_of(numbered, list_id, paragraph.style)
        if list_id and list_id != "0":
            number = self.numbers.next(list_id, level or 0)
            if number and any(_HEADING.fullmatch(name) for name in names):
                run = b'<w:r><w:t xml:space="preserve">' + as_xml(f"{number} ") + b"</w:t></w:r>"
                if not element.empty:
                    self.insert(paragraph.place, run)
        if paragraph.boxes:
            self.insert(self.stop(element), then=paragraph.boxes)

    def _level_of(self, style: _Style, list_id: str, identifier: str) -> int:
        if style.level is not None:
            return style.level
        levels = self.numbers.abstract.get(self.numbers.lists.get(list_id, ""), {})
        return next((depth for depth, level in levels.items() if level.style == identifier), 0)


@dataclass(slots=True)
class _Drawing:
    """What stands in the line of words and is none: a picture, a text box, or both of them grouped."""

    wraps: bool
    depth: int = 0
    pictures: int = 0
    words: str = ""
    boxes: list[tuple[int, int]] = field(default_factory=list)


def _number(value: str, otherwise: int) -> int:
    return int(value) if value.isdecimal() and len(value) < 9 else otherwise
