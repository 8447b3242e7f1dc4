"""The next meeting, wherever a text names it: under a heading, behind a label, in a sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from . import header, headings, vocabulary
from .blocks import Block
from .characters import fold, squeeze
from .dates import first_date
from .header import Header
from .records import NextMeeting

_MENTION = re.compile(
    r"(?:\[?\d\d:\d\d(?::\d\d)?\]?\s)?(?:<[^<>]{1,30}>:?\s|[\w .'’-]{1,40}:\s)?(?:the\s)?"
    r"(?P<what>next\s(?:(?:regular|weekly|monthly|wg|group|team|video|general)\s)?(?:meeting|call|telecon|session)\b"
    r"(?:\s(?:is|was|will|be|takes|take|place|set|scheduled|on|for|held|planned|to))*)[:,]?\s",
    re.IGNORECASE,
)


class Following:
    """Gathers what a text says of the next meeting."""

    def __init__(self, head: Header) -> None:
        self.head = head
        self.meeting = NextMeeting()
        self.at = 1
        """The line that named it."""

    def mention(self, block: Block) -> None:
        """A day for the next meeting that somebody names in passing; the words stay an entry."""
        if self.meeting.date is not None or self.meeting.text is not None or self.head.next is not None:
            return
        match = _MENTION.match(block.text[:600]) if "ext" in block.text[:600] else None
        if match is None:
            return
        words = block.text[match.start("what") : match.end() + 60]
        day = header.next_day(block.text[match.end() : match.end() + 44], self.head.date)
        if day and (self.head.date is None or day > self.head.date):
            self.meeting, self.at = NextMeeting(day, squeeze(words)), block.first

    def heading(self, title: str) -> bool:
        folded = fold(title.rstrip(":"))
        stem = fold(headings.LEAD.sub("", title.rstrip(":")))
        if folded in vocabulary.NEXT_MEETING or stem in vocabulary.NEXT_MEETING:
            return True
        for label in (
            "next meeting",
            "date of next meeting",
            "next call",
            "nachste sitzung",
            "nachstes treffen",
            "prochaine reunion",
            "next telecon",
        ):
            if stem.startswith(label):
                day = header.next_day(title, self.head.date)
                if day and self.meeting.date is None:
                    self.meeting = NextMeeting(day, title)
                return True
        return False

    def line(self, block: Block, *, next_section: bool) -> bool:
        """The next meeting by label, or the line with its day below its heading. Other lines there are entries."""
        text = block.text
        colon = text.find(":", 0, 60)
        head = text[:colon] if colon > 0 else ""
        if colon > 0 and (
            fold(head) in vocabulary.NEXT_MEETING
            or (
                fold(head) in {"next", "nachstes", "prochaine"}
                and len(text) < 100
                and (_words_of_time(text) or first_date(text) or "to be found" in text)
            )
        ):
            words = text[colon + 1 :].strip()
            self.at = block.first
            self._add(words or text)
            return True
        if colon > 0 and fold(head) in vocabulary.PREVIOUS_MEETING and (day := first_date(text[colon:][:100])):
            self.head.previous = self.head.previous or day.iso
            return True
        folded = fold(text[:80])
        for label in (
            "the next meeting ",
            "next meeting ",
            "our next meeting ",
            "date of next meeting ",
            "next call ",
            "die nachste sitzung ",
            "das nachste treffen ",
            "la prochaine reunion ",
        ):
            if folded.startswith(label) and len(text) < 400:
                self.at = block.first
                self._add(text)
                return True
        if next_section and block.kind in {"para", "item"} and len(text) < 300:
            iso = header.next_day(text, self.head.date)
            if iso or (self.meeting.text is None and self.meeting.date is None and _words_of_time(text)):
                self.at = block.first
                self._add(text)
                return True
        return False

    def _add(self, words: str) -> None:
        day = header.next_day(words, self.head.date)
        if self.meeting.date is None and self.meeting.text is None:
            self.meeting = NextMeeting(day, squeeze(words) or None)
        elif self.meeting.date is None and day:
            self.meeting = NextMeeting(day, squeeze(f"{self.meeting.text} {words}"))
        else:
            self.meeting = replace(self.meeting, text=squeeze(f"{self.meeting.text or ''} {words}"))


_TIME_WORDS = frozenset(
    [
        "tbd",
        "tba",
        "tbc",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "weeks",
        "month",
        "week",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "announced",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "uhr",
        "confirmed",
        "doodle",
        "poll",
        "scheduled",
        "januar",
        "februar",
        "marz",
        "mai",
        "juni",
        "juli",
        "oktober",
        "dezember",
    ]
)


def _words_of_time(text: str) -> bool:
    """Whether a short text speaks of a day or a time."""
    words = re.split(r"[^\w]+", fold(text))
    return bool(set(words) & _TIME_WORDS) and len(words) < 25 and not ("found" in words and "another" in words)
