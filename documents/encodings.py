"""Bytes to characters: which encoding a text is in, and saying so where it was a guess."""

import codecs
import re

from documents.refusal import NOT_TEXT, Unreadable

# What a page or a text may say it is written in. Python knows codecs that are no text encodings at all
# ("zip", "punycode", "unicode_escape"), so names from a file are looked up here and nowhere else.
_DECLARED = {
    "utf8": "utf-8",
    "usascii": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "xsjis": "shift_jis",
    "macintosh": "mac_roman",
    **{f"iso8859{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "iso88599": "cp1254",
    **{f"windows125{n}": f"cp125{n}" for n in range(9)},
    **{f"cp125{n}": f"cp125{n}" for n in range(9)},
    **{name: name for name in ("koi8r", "koi8u", "gb2312", "gbk", "gb18030", "big5", "euckr", "eucjp")},
    "koi8r": "koi8_r",
    "koi8u": "koi8_u",
    "eucjp": "euc_jp",
    "euckr": "euc_kr",
    "shiftjis": "shift_jis",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(
    rb"""<(?:meta\b[^>]{0,500}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*["']?([\w.:-]{1,40})""", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes, *, declares: bool = False) -> tuple[str, tuple[str, ...]]:
    """The characters of `data` without byte order mark and with "\\n" as line end, and notices on what was assumed.

    With `declares`, an encoding named in an HTML `meta` or XML declaration counts. Raises `Unreadable`
    for what is no text. Linear in the size of the data.
    """
    text, notices = _characters(data, declares=declares)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text or len(_CONTROL.findall(text)) * 100 > len(text):
        raise Unreadable(NOT_TEXT)
    return text, notices


def _characters(data: bytes, *, declares: bool) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), ()
    if b"\x00" in data:
        return _strictly(data, _utf16_without_mark(data)), ("Read as UTF-16.",)
    named = _DECLARATION.search(data[:4096]) if declares else None
    declared = _DECLARED.get(re.sub(r"[^a-z0-9]", "", named[1].decode("ascii").lower())) if named else None
    if declared and declared != "utf-8":
        # A page may say one thing and be UTF-8 all the same; UTF-8 beyond ASCII is never an accident.
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            return data.decode(declared, "waymark-cp1252"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _not_quite_utf8(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(NOT_TEXT) from None


def _utf16_without_mark(data: bytes) -> str:
    """Latin letters in UTF-16 have a zero in every second byte; anything else with zeros is no text."""
    half = len(data) // 2
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    if len(data) % 2 == 0 and even > 0.4 * half and odd < 0.02 * half:
        return "utf-16-be"
    raise Unreadable(NOT_TEXT)


def _not_quite_utf8(data: bytes) -> tuple[str, tuple[str, ...]]:
    marked = data.decode("utf-8", "replace")
    bad = marked.count("\ufffd")
    good = len(marked) - len(marked.encode("ascii", "ignore")) - bad
    if good >= 4 * bad:
        # One paste in another encoding inside a UTF-8 text: only its letters are read the other way.
        notice = f"{bad} letters were not in UTF-8 like the rest; they were read as Windows-1252."
        if bad == 1:
            notice = "1 letter was not in UTF-8 like the rest; it was read as Windows-1252."
        return data.decode("utf-8", "waymark-cp1252"), (notice,)
    notice = "The encoding was not said; read as Windows-1252 (West European). Check the accents."
    return data.decode("cp1252", "waymark-cp1252"), (notice,)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode what the codec could not as Windows-1252, and the five bytes that has no letter for as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_LETTERS[byte] for byte in wrong), error.end


def _letter(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_LETTERS = [_letter(byte) for byte in range(256)]
codecs.register_error("waymark-cp1252", _as_cp1252)
