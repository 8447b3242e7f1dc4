"""Walk an XML part once and change it in places, byte for byte the same everywhere else."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from xml.parsers import expat

from documents.refusal import BROKEN, Unreadable

_TAG = re.compile(rb"""<[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>""")


@dataclass(slots=True)
class Open:
    """An element that is open: where its tag begins and ends, and what a walk wants to remember of it."""

    name: str
    attributes: dict[str, str]
    start: int
    inside: int = 0  # where its content begins; known only where it was asked for
    empty: bool = False


@dataclass(slots=True)
class _Edit:
    start: int
    end: int
    put: bytes
    then: list[tuple[int, int]]  # places of the part that are put after it, edited themselves
    close: bytes = b""


class Walk:
    """One part being walked. A subclass answers `start` and `end`; edits are made when all is seen.

    Well-formed and without a document type: the caller has checked. Cost: the number of elements, and one copy.
    """

    def __init__(self, part: bytes) -> None:
        self.part = part
        self.stack: list[Open] = []
        self.counts: Counter[str] = Counter()
        self._edits: list[_Edit] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def edited(self) -> bytes:
        """Walk the part and give it with all edits made. What is cut takes the edits inside it along."""
        if self.part.startswith((b"\xff\xfe", b"\xfe\xff")):
            return self.part  # UTF-16: no word processor writes it, and offsets would be those of another text
        try:
            self._parser.Parse(self.part, True)
        except expat.ExpatError:
            raise Unreadable(BROKEN) from None
        self._edits.sort(key=lambda edit: (edit.start, -edit.end))
        self._starts = [edit.start for edit in self._edits]
        return b"".join(self._render(0, len(self.part)))

    def start(self, element: Open) -> None:
        raise NotImplementedError

    def end(self, element: Open) -> None:
        raise NotImplementedError

    def cut(self, element: Open, put: bytes = b"") -> None:
        """Leave the element out that has just ended, with `put` in its place."""
        self._edits.append(_Edit(element.start, self.stop(element), put, []))

    def retag(self, element: Open, opening: bytes, closing: bytes) -> None:
        """Put the content of the element that has just ended between other tags."""
        self._edits.append(_Edit(element.start, self.stop(element), opening, [self.content(element)], closing))

    def insert(self, place: int, put: bytes = b"", then: Iterable[tuple[int, int]] = ()) -> None:
        self._edits.append(_Edit(place, place, put, list(then)))

    def opened(self, element: Open) -> int:
        """Where the content of the element begins that has just started; `empty` is set where it has none."""
        tag = _TAG.match(self.part, element.start)
        element.inside = tag.end() if tag else element.start
        element.empty = self.part[element.inside - 2 : element.inside] == b"/>"
        return element.inside

    def stop(self, element: Open) -> int:
        """Where the element ends that has just ended."""
        if not element.inside:
            self.opened(element)
        return element.inside if element.empty else self.part.index(b">", self._parser.CurrentByteIndex) + 1

    def content(self, element: Open) -> tuple[int, int]:
        """Where the content of the element that has just ended begins and ends."""
        stop = self.stop(element)
        return element.inside, stop if element.empty else self._parser.CurrentByteIndex

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = Open(name, attributes, self._parser.CurrentByteIndex)
        self.stack.append(element)
        self.start(element)

    def _end(self, _name: str) -> None:
        self.end(self.stack.pop())

    def _render(self, start: int, end: int) -> Iterable[bytes]:
        done = start
        for place in range(bisect_left(self._starts, start), len(self._edits)):
            edit = self._edits[place]
            if edit.start >= end and not (edit.start == edit.end == end):
                break
            if edit.start < done or edit.end > end:
                continue  # inside what was cut, or around what is put elsewhere
            yield self.part[done : edit.start]
            yield edit.put
            for first, last in edit.then:
                yield from self._render(first, last)
            yield edit.close
            done = edit.end
        yield self.part[done:end]


def as_xml(text: str) -> bytes:
    """`text` as it may stand between tags, whatever the encoding of the part."""
    return escape(text).encode("ascii", "xmlcharrefreplace")


def picture(words: str) -> str:
    """What stands where a picture was; names that a program gave say nothing."""
    alt = " ".join(words.split())
    return "[picture]" if _DULL.fullmatch(alt) else f"[picture: {alt}]"


_DULL = re.compile(
    r"(?:image|picture|graphics?|grafik|bild|img|figure|photo|object|screenshot|logo|shape|frame)?[\s_-]*\d*"
    r"(?:\.\w{2,4})?",
    re.I,
)


def in_format(number: int, form: str) -> str:
    """`number` as a list counts: "decimal", "lowerLetter", "upperRoman" …; "" where nothing is shown."""
    if form in {"decimal", "1"}:
        return str(number)
    if form == "decimalZero":
        return f"{number:02}"
    if form in {"lowerLetter", "a", "upperLetter", "A"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if form in {"upperLetter", "A"} else letter
    if form in {"lowerRoman", "i", "upperRoman", "I"} and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman.upper() if form in {"upperRoman", "I"} else roman
    return ""


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
