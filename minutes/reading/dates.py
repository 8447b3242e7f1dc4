"""Days as minutes write them. Pure; never guesses between two readings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .characters import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner janvier janv enero",
            "february feb februar fevrier fevr fev",
            "march mar marz maerz mars mrz",
            "april apr avril avr",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet juil",
            "august aug aout",
            "september sep sept septembre",
            "october oct oktober okt octobre",
            "november nov novembre",
            "december dec dezember dez decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<m{0}>[A-Za-zäéûôÄÉ]{{3,9}})\.?"
# "12 – 14 June 2024", "28 May - 2 June 2024": a range is named by its first day.
_FIRST = r"(?:(?P<r{0}>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s?(?:[-–—/&+]|to|and|bis|und|au|et)\s?(?=\d))?"
_FIRST_MONTH = (
    r"(?:(?P<r{0}>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s(?P<o{0}>[A-Za-zäéûôÄÉ]{{3,9}})\.?\s?(?:[-–—]|to|bis|au)\s?(?=\d))?"
)
_DAY = r"(?P<d{0}>\d{{1,2}})(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<y{0}>(?:19|20)\d\d)"
_PATTERNS = (
    # 2025-02-12, 2025/02/12, 2025.02.12
    r"(?P<y1>(?:19|20)\d\d)(?P<s1>[-/.])(?P<n1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)",
    # 12 February 2025, 12. Feb. 2025, 12th of February, 2025, 12-Feb-2025
    _FIRST_MONTH.format(8)
    + _FIRST.format(2)
    + _DAY.format(2)
    + r"(?:\s|-)?\s?(?:of\s|day\sof\s)?"
    + _MONTH.format(2)
    + r"(?:,\s?|\s|-|\s')"
    + _YEAR.format(2)
    + r"(?!\d)",
    # February 12, 2025
    _MONTH.format(3)
    + r"\s?"
    + r"(?P<d3>\d{1,2})(?:st|nd|rd|th)?(?:\s?(?:[-–—/&]|to|and)\s?\d{1,2}(?:st|nd|rd|th)?)?(?:,\s?|\s)"
    + _YEAR.format(3)
    + r"(?!\d)",
    # 12.02.2025
    r"(?:(?P<r4>\d{1,2})\.?\s?[-–—/]\s?(?=\d))?(?P<d4>\d{1,2})\.\s?(?P<n4>\d{1,2})\.\s?" + _YEAR.format(4) + r"(?!\d)",
    # 12/02/2025 and 02-12-2025: two readings unless one is impossible
    r"(?P<d5>\d{1,2})(?P<s5>[/-])(?P<n5>\d{1,2})(?P=s5)" + _YEAR.format(5) + r"(?!\d)",
    # 2025 February 12, 2025-Feb-12
    _YEAR.format(6) + r"[\s-]" + _MONTH.format(6) + r"[\s-](?P<d6>\d{1,2})(?!\d)",
    # 20250212
    r"(?P<y7>20\d\d)(?P<n7>[01]\d)(?P<d7>[0-3]\d)(?!\d)",
)
_DATE = re.compile(r"(?<![\w/.-])(?:" + "|".join(f"(?:{p})" for p in _PATTERNS) + ")")
_YEARLESS = re.compile(
    r"(?<![\w/.-])(?:"
    + _FIRST.format(1)
    + _DAY.format(1)
    + r"\s?(?:of\s)?"
    + _MONTH.format(1)
    + r"(?![\w])|"
    + _MONTH.format(2)
    + r"\s(?P<d2>\d{1,2})(?:st|nd|rd|th)?(?![\d:]|\s?[-–/]\s?\d))"
)
# "Item 5 - 12 June 2024": the five counts items, no day.
_COUNTED = re.compile(
    r"(?:item|top|no\.?|nr\.?|#|session|day|meeting|wg|part|version|week|call|sitzung|room)\s?$", re.IGNORECASE
)
_NAME_DATE = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_./ ]?(?P<m>[01]\d)[-_./ ]?(?P<d>[0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """One date in a text: ISO, or None with both readings when the order of day and month is open."""

    iso: str | None
    start: int
    end: int
    readings: tuple[str, ...] = ()


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int | None:
    return _MONTHS.get(fold(word))


def find_dates(text: str) -> Iterator[Found]:
    """Every full date in a text, left to right. Linear."""
    for match in _DATE.finditer(text):
        groups = {key[0]: value for key, value in match.groupdict().items() if value is not None}
        if "r" in groups and _COUNTED.search(text[max(match.start() - 12, 0) : match.start()]):
            groups.pop("r")
            groups.pop("o", None)
        year, day = int(groups["y"]), int(groups.get("r") or groups["d"])
        if "m" in groups:
            month = _month(groups.get("o") or groups["m"])
            if "r" in groups and "o" not in groups and int(groups["r"]) > int(groups["d"]):
                day = int(groups["d"])
            iso = _iso(year, month, day) if month else None
            if iso:
                yield Found(iso, match.start(), match.end())
            continue
        month = int(groups["n"])
        if match.group("d5"):
            readings = tuple(sorted({r for r in (_iso(year, month, day), _iso(year, day, month)) if r is not None}))
            if len(readings) == 1:
                yield Found(readings[0], match.start(), match.end())
            elif readings:
                yield Found(None, match.start(), match.end(), readings)
            continue
        iso = _iso(year, month, day)
        if iso:
            yield Found(iso, match.start(), match.end())


def first_date(text: str) -> Found | None:
    return next(find_dates(text), None)


def yearless(text: str, after: str | None) -> str | None:
    """The first day and month without a year, as the next such day after the meeting's; None if unknown."""
    if after is None:
        return None
    start = dt.date.fromisoformat(after)
    for match in _YEARLESS.finditer(text):
        day, word = match.group("r1") or match.group("d1") or match.group("d2"), match.group("m1") or match.group("m2")
        month = _month(word)
        if month is None:
            continue
        for year in (start.year, start.year + 1):
            iso = _iso(year, month, int(day))
            if iso is not None and start < dt.date.fromisoformat(iso) <= start + dt.timedelta(days=300):
                return iso
    return None


def from_file_name(name: str) -> str | None:
    """A date in a file's name (`2025-02-12-wg3.md`, `minutes_20250212.txt`), or None."""
    match = _NAME_DATE.search(name)
    if match:
        iso = _iso(int(match["y"]), int(match["m"]), int(match["d"]))
        if iso:
            return iso
    found = first_date(name.replace("_", " "))
    return found.iso if found else None


def is_only_date(text: str) -> Found | None:
    """The date a line consists of, weekday and times allowed; None when other words are there."""
    found = first_date(text)
    if found is None:
        return None
    rest = text[: found.start] + " " + text[found.end :]
    words = [w for w in re.split(r"[\s,.;:()\-–—|@]+", fold(rest)) if w]
    return found if all(w in _TIME_WORDS or w[0].isdigit() for w in words) else None


_TIME_WORDS = frozenset(
    [
        "mon",
        "monday",
        "tue",
        "tues",
        "tuesday",
        "wed",
        "wednesday",
        "thu",
        "thur",
        "thurs",
        "thursday",
        "fri",
        "friday",
        "sat",
        "saturday",
        "sun",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "am",
        "pm",
        "uhr",
        "h",
        "cet",
        "cest",
        "utc",
        "gmt",
        "est",
        "edt",
        "pst",
        "pdt",
        "bst",
        "to",
        "from",
        "at",
        "um",
        "von",
        "bis",
        "de",
        "a",
        "le",
        "date",
        "datum",
        "the",
        "on",
    ]
)
