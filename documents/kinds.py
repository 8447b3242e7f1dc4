"""What a file is: by its first bytes, and only where they do not say, by its name."""

import re
from typing import Literal

from documents.refusal import Unreadable

Kind = Literal["package", "html", "rst", "text"]

_PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00",
    b"8BPS", b"\xc5\xd0\xd3\xc6",
)  # fmt: skip
_OTHERS = {
    b"\x1f\x8b": "a compressed archive",
    b"7z\xbc\xaf\x27\x1c": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"\xfd7zXZ": "a compressed archive",
    b"BZh": "a compressed archive",
    b"\x28\xb5\x2f\xfd": "a compressed archive",
    b"ID3": "a sound recording",
    b"OggS": "a recording",
    b"RIFF": "a recording",
    b"\x1aE\xdf\xa3": "a recording",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_FIRST = re.compile(rb"(?:\xef\xbb\xbf|\s)*", re.S)
_HTML_START = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def kind(data: bytes, name: str) -> Kind:
    """Which way `data` is read. Raises `Unreadable` for what is known to be no text, and says a way out."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "package"
    _refuse_by_first_bytes(data)
    start = _ascii_start(data)
    if start.startswith(b"{\\rtf"):
        raise Unreadable("This file is in the RTF format. Save it as .docx or .odt, or copy its text and paste it.")
    if re.match(
        rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!doctype svg[^>]{0,300}>\s*)?<svg\b",
        start,
        re.I | re.S,
    ):
        raise Unreadable("This file is a picture.")
    if re.match(rb"mime-version:.{0,2000}multipart/related", start, re.I | re.S):
        raise Unreadable("This file is a web archive. Save the page as .html, or copy its text and paste it.")
    suffix = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if _HTML_START.match(start) or suffix in {"html", "htm", "xhtml"}:
        return "html"
    return "rst" if suffix in {"rst", "rest"} else "text"


def _refuse_by_first_bytes(data: bytes) -> None:
    if b"%PDF-" in data[:1024]:
        raise Unreadable("This file is a PDF. Open it, copy its text and paste it.")
    if data.startswith(_OLE):
        raise Unreadable(_ole_reason(data))
    is_picture = data.startswith(_PICTURES) and _has_binary(data)
    if is_picture or data[8:12] == b"WEBP" or data[4:12] in {b"ftypheic", b"ftypheif", b"ftypavif", b"ftypmif1"}:
        raise Unreadable("This file is a picture.")
    if data[4:8] == b"ftyp":
        raise Unreadable("This file is a recording, not text.")
    for mark, what in _OTHERS.items():
        if data.startswith(mark) and _has_binary(data):
            raise Unreadable(f"This file is {what}, not text.")


def _has_binary(data: bytes) -> bool:
    """Whether bytes occur that no text has: "BM" and "ID3" may also begin a sentence."""
    return any(byte < 9 or 13 < byte < 27 for byte in data[:512])


def _ole_reason(data: bytes) -> str:
    """Old Office files and protected new ones share one container; the names of their streams tell them apart."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return "This file is protected with a password. Save it without one."
    if has("Workbook") or has("Book"):
        return "This file is a spreadsheet. Copy the cells and paste them."
    if has("PowerPoint Document"):
        return "This file is a presentation. Copy its text and paste it."
    if has("WordDocument"):
        return "This file is in the old .doc format. Save it as .docx or .odt, or copy its text and paste it."
    return "This file is in an old Office format. Save it as .docx or .odt, or copy its text and paste it."


def _ascii_start(data: bytes) -> bytes:
    """The beginning of the text as ASCII bytes, whatever its encoding, without mark and white space."""
    start = data[:16384]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\x00", b"")
    blank = _TEXT_FIRST.match(start)
    return start[blank.end() if blank else 0 :]
