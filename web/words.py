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


def fold(name: str) -> str:
    """A name as it is compared, without case, diacritics, hyphens and dots: "Jean-François" → "jean francois"."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    kept = "".join(" " if not c.isalnum() else c for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split())
