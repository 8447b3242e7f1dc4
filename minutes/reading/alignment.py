"""Which entry of a text read again is which entry of the reading before.

First the lines that did not change carry their entries over (difflib over lines, within a budget). What is left
between two carried entries is aligned in order, where the wording weighs most; the cost is bounded by a band, so
that a rewritten text of any length stays linear.
"""

from __future__ import annotations

import difflib
import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from .characters import fold, normal_lines, squeeze
from .records import Entry

# Lines on one side of a changed stretch that difflib may look at; above it, unique lines anchor the stretch.
LINE_BUDGET = 400
# Entries to either side of the diagonal that are compared within one stretch.
BAND = 24
# Begin and end of a stretch on the old side, then on the new one.
_Stretch = tuple[int, int, int, int]
ENOUGH = 0.5
CLOSE = 0.06


@dataclass(frozen=True, slots=True)
class Pair:
    """Old and new index of one entry; `score` is 0 to 1, `tied` when another entry fits about as well."""

    old: int
    new: int
    score: float
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs in order, and the entries of either side that have no partner."""

    pairs: tuple[Pair, ...]
    old_left: tuple[int, ...]
    new_left: tuple[int, ...]

    @property
    def new_of(self) -> dict[int, int]:
        return {pair.old: pair.new for pair in self.pairs}

    @property
    def ties(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.tied)


def match(old_text: str, old_entries: Sequence[Entry], new_text: str, new_entries: Sequence[Entry]) -> Matching:
    """Pair the entries of two readings of a text that was edited in between.

    Order is kept. Linear in lines and entries, with the band as factor.
    """
    carried = _lines_carried(old_text, new_text)
    words = _Words()
    by_place: dict[tuple[int, str], list[int]] = {}
    for index, entry in enumerate(new_entries):
        by_place.setdefault((entry.lines[0], _key(entry)), []).append(index)
    pairs: list[Pair] = []
    last = -1
    for index, entry in enumerate(old_entries):
        line = carried.get(entry.lines[0])
        if line is None:
            continue
        candidates = by_place.get((line, _key(entry)), [])
        at = bisect_left(candidates, last + 1)
        if at < len(candidates):
            last = candidates[at]
            pairs.append(Pair(index, last, 1.0))
    anchors = [(-1, -1), *((p.old, p.new) for p in pairs), (len(old_entries), len(new_entries))]
    between: list[Pair] = []
    for (old_from, new_from), (old_to, new_to) in itertools.pairwise(anchors):
        if old_to - old_from > 1 and new_to - new_from > 1:
            between.extend(
                _between(
                    [(i, old_entries[i]) for i in range(old_from + 1, old_to)],
                    [(i, new_entries[i]) for i in range(new_from + 1, new_to)],
                    words,
                )
            )
    every = sorted([*pairs, *between], key=lambda p: p.old)
    olds, news = {p.old for p in every}, {p.new for p in every}
    return Matching(
        tuple(every),
        tuple(i for i in range(len(old_entries)) if i not in olds),
        tuple(i for i in range(len(new_entries)) if i not in news),
    )


def _key(entry: Entry) -> str:
    return f"{entry.kind == 'vote'}{fold(entry.text)}"


def _lines_carried(old_text: str, new_text: str) -> dict[int, int]:
    """Old line number to new, for lines that stayed as they are."""
    old, new = [squeeze(x) for x in normal_lines(old_text)], [squeeze(x) for x in normal_lines(new_text)]
    start = 0
    limit = min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    end = 0
    while end < limit - start and old[-1 - end] == new[-1 - end]:
        end += 1
    carried = {i + 1: i + 1 for i in range(start)}
    carried.update({len(old) - i: len(new) - i for i in range(end)})
    _carry(old, new, (start, len(old) - end, start, len(new) - end), carried)
    return carried


def _carry(old: list[str], new: list[str], here: _Stretch, carried: dict[int, int]) -> None:
    """Carry a stretch: small ones by difflib, large ones cut at lines that occur once on either side."""
    a, b, c, d = here
    if a >= b or c >= d:
        return
    if b - a <= LINE_BUDGET and d - c <= LINE_BUDGET:
        matcher = difflib.SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
        for block in matcher.get_matching_blocks():
            for offset in range(block.size):
                carried[a + block.a + offset + 1] = c + block.b + offset + 1
        return
    anchors = _anchors(old, new, here)
    if not anchors:
        return
    at_old, at_new = a, c
    for x, y in [*anchors, (b, d)]:
        if x - at_old <= LINE_BUDGET and y - at_new <= LINE_BUDGET:
            _carry(old, new, (at_old, x, at_new, y), carried)
        if x < b:
            carried[x + 1] = y + 1
        at_old, at_new = x + 1, y + 1


def _anchors(old: list[str], new: list[str], here: _Stretch) -> list[tuple[int, int]]:
    """Lines that occur once on either side, as their longest chain in order (patience)."""
    a, b, c, d = here
    places: dict[str, list[int]] = {}
    for i in range(a, b):
        place = places.setdefault(old[i], [-1, -1])
        place[0] = i if place[0] == -1 else -2
    for j in range(c, d):
        if new[j] in places:
            places[new[j]][1] = j if places[new[j]][1] == -1 else -2
    once = sorted((i, j) for text, (i, j) in places.items() if text and i >= 0 and j >= 0)
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for position, (_, j) in enumerate(once):
        at = bisect_left(tails, j)
        before.append(tops[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            tops.append(position)
        else:
            tails[at], tops[at] = j, position
    chain: list[tuple[int, int]] = []
    position = tops[-1] if tops else -1
    while position >= 0:
        chain.append(once[position])
        position = before[position]
    return chain[::-1]


class _Words:
    """Folded words of an entry's text, at most sixty, computed once."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Entry, frozenset[str]]] = {}

    def of(self, entry: Entry) -> frozenset[str]:
        kept = self._kept.get(id(entry))
        if kept is None or kept[0] is not entry:
            kept = (entry, frozenset(fold(entry.text[:2000]).split()[:60]))
            self._kept[id(entry)] = kept
        return kept[1]


def likeness(old: Entry, new: Entry, old_words: frozenset[str], new_words: frozenset[str]) -> float:
    """0 to 1; wording counts 0.8, speaker, topic and kind the rest."""
    union = len(old_words | new_words)
    wording = len(old_words & new_words) / union if union else 1.0
    if wording < 0.99 and old_words and new_words:
        # A sentence that grew or was cut still holds the other's words.
        wording = max(wording, 0.85 * len(old_words & new_words) / min(len(old_words), len(new_words)) - 0.1)
    rest = 0.1 * (old.speaker == new.speaker) + 0.05 * (old.topic == new.topic) + 0.05 * (old.kind == new.kind)
    return 0.8 * wording + rest


def _between(old: list[tuple[int, Entry]], new: list[tuple[int, Entry]], words: _Words) -> list[Pair]:
    """Pairs of a changed stretch: entries whose words are the same and unique first, then the runs between them."""
    chain = _anchors([_key(e) for _, e in old], [_key(e) for _, e in new], (0, len(old), 0, len(new)))
    out = [Pair(old[i][0], new[j][0], 1.0) for i, j in chain]
    at_old = at_new = 0
    for i, j in [*chain, (len(old), len(new))]:
        if i > at_old and j > at_new:
            out.extend(_align(old[at_old:i], new[at_new:j], words))
        at_old, at_new = i + 1, j + 1
    return out


def _align(old: list[tuple[int, Entry]], new: list[tuple[int, Entry]], words: _Words) -> list[Pair]:
    """Order-preserving alignment of two short runs, within a band about the diagonal."""
    rows, columns = len(old), len(new)
    slope = columns / rows
    score: list[dict[int, float]] = [dict.fromkeys(range(columns + 1), 0.0) if rows * columns < 4096 else {}]
    likes: dict[tuple[int, int], float] = {}
    spans: list[tuple[int, int]] = []
    for i in range(1, rows + 1):
        low = max(1, int(i * slope) - BAND)
        high = min(columns, int(i * slope) + BAND + int(slope) + 1)
        spans.append((low, high))
        above, row = score[-1], {}
        row[low - 1] = above.get(low - 1, max(above.values(), default=0.0) if low > 1 else 0.0)
        for j in range(low, high + 1):
            like = likeness(old[i - 1][1], new[j - 1][1], words.of(old[i - 1][1]), words.of(new[j - 1][1]))
            likes[(i, j)] = like
            take = above.get(j - 1, 0.0) + like if like >= ENOUGH else -1.0
            row[j] = max(take, above.get(j, 0.0), row[j - 1])
        score.append(row)
    out: list[Pair] = []
    i, j = rows, columns
    while i > 0 and j > 0:
        low, high = spans[i - 1]
        if j > high:
            j = high
            continue
        if j < low:
            i -= 1
            continue
        row, above = score[i], score[i - 1]
        like = likes[(i, j)]
        if like >= ENOUGH and row[j] == above.get(j - 1, 0.0) + like:
            rivals = [likes.get((i, k), 0.0) for k in range(max(low, j - 3), min(high, j + 3) + 1) if k != j]
            rivals += [likes.get((k, j), 0.0) for k in range(max(1, i - 3), min(rows, i + 3) + 1) if k != i]
            tied = like < 1.0 - 1e-9 and any(r >= max(like - CLOSE, ENOUGH) for r in rivals)
            out.append(Pair(old[i - 1][0], new[j - 1][0], round(like, 4), tied))
            i, j = i - 1, j - 1
        elif row[j] == above.get(j, 0.0):
            i -= 1
        else:
            j -= 1
    return out[::-1]
