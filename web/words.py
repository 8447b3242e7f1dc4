"""Small wordings that pages and documents share: dates, counts, lists of names."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date | datetime | None, *, year: int | None = None) -> str:
    """``12 Feb 2025``, or ``12 Feb`` in ``year`` (by default the current one); empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if year is None:
        year = timezone.localdate().year
    short = f"{value.day} {MONTHS[value.month - 1]}"
    return short if value.year == year else f"{short} {value.year}"


def clock(value: datetime) -> str:
    """``14:03`` in the site's time zone."""
    return timezone.localtime(value).strftime("%H:%M")


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 line``, ``3 lines``; ``counted(2, "reply", "replies")``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


# Letters that Unicode takes for letters of their own, as somebody without them on the keyboard types them.
_OTHER_LETTERS = str.maketrans(
    dict(zip("øłđħŧıŋĸðſ", "oldhtinkds", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "ʼ": " ", "ʻ": " ", "ʹ": " ", "ʺ": " "}
    | dict.fromkeys("\u00ad\u034f\u200c\u200d\u2060\ufeff", "")  # not seen, inside words
)


def fold(name: str) -> str:
    """Words as they are compared, without case, diacritics, hyphens and dots: "Jean-François" → "jean francois".

    ``waymark_fold`` in the database does the same for the letters of Europe (see the migrations of ``web``).
    """
    letters = name.lower() if name.isascii() else _bare(_bare(name).casefold()).translate(_OTHER_LETTERS)
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def _bare(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
