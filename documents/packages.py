"""Word and OpenDocument files: zip packages, opened without trusting anything they say of themselves."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal
from xml.parsers import expat

from documents.refusal import BROKEN, NESTED, Unreadable

Format = Literal["docx", "odt"]

MAX_ENTRIES = 2_000
MAX_UNPACKED = 40 * 1024 * 1024  # bytes of text parts; a meeting of 100,000 paragraphs needs half of it
MAX_ELEMENTS = 1_500_000  # of one part; two hundred pages have a tenth of it
MAX_DEPTH = 200  # elements inside each other; word processors stay below 50

# Content types of the parts; the second of each is how a file with macros calls its own.
_WORD = (b"wordprocessingml.", b"ms-word.")
_SHEETS = (b"spreadsheetml.", b"ms-excel.")
_SLIDES = (b"presentationml.", b"ms-powerpoint.")
_ODT = b"application/vnd.oasis.opendocument.text"
_ODF_OTHERS = {
    b"spreadsheet": "This file is a spreadsheet. Copy the cells and paste them.",
    b"presentation": "This file is a presentation. Copy its text and paste it.",
    b"graphics": "This file is a drawing.",
}
_NEEDLESS = ("customXml/", "docProps/", "word/theme/", "word/glossary/", "word/comments", "word/vba", "word/people")
_TOO_LARGE = "This file unpacks to far more than a document holds."
# What zipfile raises on damaged input, as found by feeding it damaged input.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    struct.error,
)


@dataclass(frozen=True)
class Package:
    """A document's text parts, checked, and how often what else was met that is left out."""

    form: Format
    parts: dict[str, bytes]
    macros: bool = False

    def packed(self) -> bytes:
        """The parts as a package of their own."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for name, part in self.parts.items():
                copy.writestr(name, part)
        return made.getvalue()


def unpack(data: bytes) -> Package:
    """Which document `data` is, and its text parts alone: no pictures, macros, embedded files.

    Each part is unpacked against a budget that counts what really comes out, not what the directory declares,
    and is well-formed XML without a document type, not nested beyond `MAX_DEPTH`. Raises `Unreadable`.
    Cost: about a second for `MAX_UNPACKED` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _unpack(package)
    except _DAMAGE:
        raise Unreadable(BROKEN) from None


def _unpack(package: zipfile.ZipFile) -> Package:
    entries = {entry.filename: entry for entry in package.infolist()}
    if len(package.infolist()) > MAX_ENTRIES:
        raise Unreadable(_TOO_LARGE)
    if any(entry.flag_bits & 0x1 for entry in entries.values()):
        raise Unreadable("This file is protected with a password. Save it without one.")
    reader = _Reader(package)
    form = _format(reader, entries)
    if form == "odt":
        wanted = [entries[name] for name in ("mimetype", "content.xml", "styles.xml", "meta.xml") if name in entries]
    else:
        wanted = [entry for name, entry in entries.items() if _is_word_text(name)]
    if sum(entry.file_size for entry in wanted) > MAX_UNPACKED:
        raise Unreadable(_TOO_LARGE)
    parts: dict[str, bytes] = {}
    for entry in wanted:
        part = reader.read(entry)
        if entry.filename != "mimetype":
            _check_xml(part)
        parts[entry.filename] = part
    return Package(form, parts, macros=any(name.lower().endswith("vbaproject.bin") for name in entries))


class _Reader:
    """Reads entries against one budget for the whole package."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.left = MAX_UNPACKED

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable(BROKEN)  # no word processor writes another method
        with self.package.open(entry) as stream:
            part = stream.read(self.left + 1)
        self.left -= len(part)
        if self.left < 0:
            raise Unreadable(_TOO_LARGE)
        return part


def _format(reader: _Reader, entries: dict[str, zipfile.ZipInfo]) -> Format:
    if "mimetype" in entries and entries["mimetype"].file_size < 200:
        mime = reader.read(entries["mimetype"]).strip()
        if mime.startswith(_ODT):
            if "META-INF/manifest.xml" in entries and b"encryption-data" in reader.read(
                entries["META-INF/manifest.xml"]
            ):
                raise Unreadable("This file is protected with a password. Save it without one.")
            return "odt"
        for other, reason in _ODF_OTHERS.items():
            if other in mime:
                raise Unreadable(reason)
        if b"epub" in mime:
            raise Unreadable("This file is an e-book. Copy its text and paste it.")
    if "[Content_Types].xml" in entries:
        types = reader.read(entries["[Content_Types].xml"])
        if any(mark in types for mark in _WORD):
            return "docx"
        if any(mark in types for mark in _SHEETS):
            raise Unreadable("This file is a spreadsheet. Copy the cells and paste them.")
        if any(mark in types for mark in _SLIDES):
            raise Unreadable("This file is a presentation. Copy its text and paste it.")
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in entries) or "Index.zip" in entries:
        raise Unreadable("This file is from Pages, Numbers or Keynote. Export it as .docx.")
    raise Unreadable("This file is a zip archive, not a document. Unpack it and bring in the document alone.")


def _is_word_text(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(_NEEDLESS)


def _check_xml(part: bytes) -> None:
    """Well-formed, not too deep, and without a document type: entities, inside or outside, need one."""
    depth = elements = 0

    def start(_name: str, _attributes: list[str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if elements > MAX_ELEMENTS:
            raise Unreadable("This file is more layout than text. Copy its text and paste it.")
        if depth > MAX_DEPTH:
            raise Unreadable(NESTED)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_of: object) -> None:
        raise Unreadable("This file is not as a word processor writes it: it defines XML entities of its own.")

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise Unreadable(BROKEN) from None
