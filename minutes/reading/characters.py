"""Characters: one spelling for the many that editors, mails and copies from PDF produce."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# cp1252 punctuation that was decoded as Latin-1 arrives as C1 control characters.
_C1 = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x85}
}
_SPACES = dict.fromkeys(
    [0x09, 0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " "
)
_NOTHING = dict.fromkeys(
    [
        *range(9),
        *range(14, 30),
        31,
        127,
        129,
        141,
        143,
        144,
        157,
        173,
        65279,
        *range(8203, 8208),
        *range(8234, 8239),
        8288,
        *range(65024, 65040),
        *range(55296, 57344),
    ],
    None,
)
_DASHES = {0x2010: "-", 0x2011: "-", 0x2012: "–", 0x2212: "-", 0x2015: "—"}
_TABLE: dict[int, str | None] = {**_C1, **_SPACES, **_NOTHING, **_DASHES, 0x85: "…"}

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe"}
    | {"ı": "i", "þ": "th", "ð": "d", "’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-"}
)
_BETWEEN = re.compile(r"[\s\-_./,]+")


def normal_lines(text: str) -> list[str]:
    """The lines of a text, counted as an editor counts them; tabs stay as wide spaces. Linear."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [line.replace("\t", "    ").translate(_TABLE) for line in text.split("\n")]


def fold(text: str) -> str:
    """For comparing names and labels: no case, no diacritics, hyphens and dots as spaces."""
    return _fold(text) if len(text) > 80 else _fold_kept(text)


def _fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return _BETWEEN.sub(" ", text.casefold()).strip(" '\"")


_fold_kept = lru_cache(maxsize=1 << 15)(_fold)


def squeeze(text: str) -> str:
    """Runs of white space as one space, none at the ends."""
    return " ".join(text.split())
