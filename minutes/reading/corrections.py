"""What people corrected in a reading, laid over every later reading of the text.

A pin sets fields of an entry; a cut is a boundary: an entry split at some words, or joined to the one above.
Both find their place by quotation and nearest line, so that they outlive edits elsewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from .characters import fold, normal_lines, squeeze
from .records import Doubt, Entry, Offer, Record

FIELDS = frozenset(f.name for f in fields(Entry)) - {"lines", "references"}


@dataclass(frozen=True, slots=True)
class Pin:
    """Fields of one entry as a person set them. `quote` is the entry's text as it was read, or its beginning.

    `values` maps names of `Entry` fields to their values; `occurrence` counts same quotes on one line, from 0.
    """

    quote: str
    line: int
    values: Mapping[str, Any] = field(default_factory=dict)
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """A boundary at `quote`: a new entry begins there, or the entry that begins so joins the one above."""

    quote: str
    line: int
    act: Literal["split", "join"] = "split"


@dataclass(frozen=True, slots=True)
class Applied:
    """The corrected record and the corrections that found no place in it."""

    record: Record
    lost_pins: tuple[Pin, ...] = ()
    lost_cuts: tuple[Cut, ...] = ()


def apply(record: Record, text: str, pins: Sequence[Pin] = (), cuts: Sequence[Cut] = ()) -> Applied:
    """A record with people's corrections laid over what was read; they always win.

    Cuts go first, in the order given, then pins. Doubts about a pinned speaker or assignee, and offers on a pinned
    kind, are settled and leave the record. Raises ValueError for a field that an entry does not have. Linear in
    entries and corrections, except where many corrections quote the same words.
    """
    for pin in pins:
        if unknown := set(pin.values) - FIELDS:
            raise ValueError(f"An entry has no field {sorted(unknown)[0]!r}.")
    work = _Work(record, text)
    lost_cuts = tuple(cut for cut in cuts if not work.cut(cut))
    work.index()
    lost_pins = tuple(pin for pin in pins if not work.pin(pin))
    return Applied(work.record(), lost_pins, lost_cuts)


class _Work:
    def __init__(self, record: Record, text: str) -> None:
        self._record = record
        self._lines = [fold(line) for line in normal_lines(text)] if text else []
        # Each entry with the indices it had in the record as read: none when a cut made it.
        self._rows: list[tuple[Entry, tuple[int, ...]]] = [(e, (i,)) for i, e in enumerate(record.entries)]
        self._by_start: dict[str, list[int]] = {}
        self._settled: dict[int, set[str]] = {}
        self._pinned: dict[int, Entry] = {}

    def index(self) -> None:
        self._by_start = {}
        for place, (entry, _) in enumerate(self._rows):
            self._by_start.setdefault(_head(entry.text), []).append(place)

    # -- cuts

    def cut(self, cut: Cut) -> bool:
        quote = squeeze(cut.quote)
        if not quote:
            return False
        if cut.act == "join":
            return self._join(quote, cut.line)
        place = self._nearest(
            (p for p, (e, _) in enumerate(self._rows) if quote in e.text and not e.text.startswith(quote)), cut.line
        )
        if place is None:
            return False
        entry, origin = self._rows[place]
        at = entry.text.find(quote)
        before = entry.text[:at].rstrip(" –—-")
        line = self._line_of(quote, entry.lines)
        first = replace(entry, text=before, lines=(entry.lines[0], line))
        second = replace(
            entry, text=entry.text[at:], lines=(line, entry.lines[1]), references=(), certain=True, doubt=None
        )
        self._rows[place : place + 1] = [(first, origin), (second, ())]
        return True

    def _join(self, quote: str, line: int) -> bool:
        place = self._nearest((p for p, (e, _) in enumerate(self._rows) if p and e.text.startswith(quote)), line)
        if place is None:
            return False
        (above, origins), (entry, own) = self._rows[place - 1], self._rows[place]
        joined = replace(
            above,
            text=f"{above.text} – {entry.text}",
            lines=(above.lines[0], max(above.lines[1], entry.lines[1])),
            assignees=tuple(dict.fromkeys((*above.assignees, *entry.assignees))),
            references=tuple(dict.fromkeys((*above.references, *entry.references))),
        )
        self._rows[place - 1 : place + 1] = [(joined, (*origins, *own))]
        return True

    def _line_of(self, quote: str, span: tuple[int, int]) -> int:
        """The source line within a span on which some words begin."""
        head = fold(quote)[:24]
        for number in range(span[0], min(span[1], len(self._lines)) + 1):
            if number > 0 and head in self._lines[number - 1]:
                return number
        return span[0]

    # -- pins

    def pin(self, pin: Pin) -> bool:
        quote = squeeze(pin.quote)
        if not quote:
            return False
        candidates = self._by_start.get(_head(quote), [])
        exact = [p for p in candidates if self._rows[p][0].text == quote]
        near = exact or [
            p for p in candidates if self._rows[p][0].text.startswith(quote) or quote.startswith(self._rows[p][0].text)
        ]
        if not near:
            return False
        best = min(near, key=lambda p: (abs(self._rows[p][0].lines[0] - pin.line), p))
        same_line = [p for p in near if self._rows[p][0].lines[0] == self._rows[best][0].lines[0]]
        place = same_line[min(pin.occurrence, len(same_line) - 1)]
        entry, origins = self._rows[place]
        entry = self._pinned.get(place, entry)
        self._pinned[place] = replace(entry, certain=True, doubt=None, **pin.values)
        for origin in origins:
            self._settled.setdefault(origin, set()).update(pin.values)
        return True

    def _nearest(self, places: Iterable[int], line: int) -> int | None:
        return min(places, key=lambda p: (abs(self._rows[p][0].lines[0] - line), p), default=None)

    def record(self) -> Record:
        entries = tuple(self._pinned.get(place, entry) for place, (entry, _) in enumerate(self._rows))
        moved = {origin: place for place, (_, origins) in enumerate(self._rows) for origin in origins}
        doubts = tuple(d for d in (self._doubt(doubt, moved) for doubt in self._record.doubts) if d is not None)
        offers = tuple(o for o in (self._offer(offer, moved) for offer in self._record.offers) if o is not None)
        return replace(self._record, entries=entries, doubts=doubts, offers=offers)

    def _doubt(self, doubt: Doubt, moved: Mapping[int, int]) -> Doubt | None:
        if not doubt.entries:
            return doubt
        about = {"assignee": "assignees"}.get(doubt.kind, "kind" if doubt.kind == "vote" else "speaker")
        open_ = [e for e in doubt.entries if about not in self._settled.get(e, ())]
        return replace(doubt, entries=tuple(moved[e] for e in open_ if e in moved)) if open_ else None

    def _offer(self, offer: Offer, moved: Mapping[int, int]) -> Offer | None:
        if offer.entry not in moved or "kind" in self._settled.get(offer.entry, ()):
            return None
        return replace(offer, entry=moved[offer.entry])


def _head(text: str) -> str:
    """The first letters of a text, which an exact quotation shares."""
    return fold(squeeze(text)[:12])


__all__ = ["Applied", "Cut", "Pin", "apply"]
