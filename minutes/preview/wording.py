"""Small sentences and stretches of source for the preview."""

from __future__ import annotations

from collections.abc import Sequence

from minutes.preview.look import Preview
from minutes.preview.shapes import Bit
from minutes.resolved import Row
from web.words import counted

WORDS_LIMIT = 600


def spans(rows: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """For each source line that belongs to a row, the first and last line of its paragraph."""
    merged: list[list[int]] = []
    for first, last in sorted({row.lines for row in rows}):
        if merged and first <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, last])
    return {line: (first, last) for first, last in merged for line in range(first, last + 1)}


def marked_bits(text: str, marks: tuple[str, ...]) -> list[Bit]:
    """The text in stretches, the words asked about marked wherever they stand as words of their own."""
    found: list[tuple[int, int]] = []
    for mark in marks:
        at = text.find(mark) if mark else -1
        while at >= 0 and len(found) < 50:
            end = at + len(mark)
            if not (text[at - 1 : at].isalnum() and at) and not text[end : end + 1].isalnum():
                found.append((at, end))
            at = text.find(mark, end)
    bits, done = [], 0
    for start, end in sorted(found):
        if start < done:
            continue
        bits += [Bit(text[done:start]), Bit(text[start:end], marked=True)]
        done = end
    bits.append(Bit(text[done:]))
    return [bit for bit in bits if bit.words]


def cut(words: str, limit: int) -> str:
    return words if len(words) <= limit else f"{words[:limit].rstrip()} …"


def topic_words(row: Row) -> str:
    return f"T{row.technology}" if row.technology else row.topic_title


def vote_words(row: Row) -> tuple[str, str]:
    vote = row.vote
    if vote is None:
        return "", row.text
    sides = [("Pro", "pro", vote.pro), ("Contra", "contra", vote.contra), ("Abstain", "abstain", vote.abstain)]
    who, names = [], []
    for word, stance, people in sides:
        count = (vote.counts or {}).get(stance)
        number = len(people) or count
        if number:
            who.append(f"{word} {number}")
        if people:
            said = ", ".join(person.name for person in people)
            names.append(said if stance == "pro" else f"{word.lower()}: {said}")
    return ", ".join(who) or "Vote", "; ".join(names) or cut(row.text, WORDS_LIMIT)


def thousands(number: int) -> str:
    """``1 200``: with a gap that does not break."""
    return f"{number:,}".replace(",", "\u00a0")


def summary(preview: Preview) -> str:
    """ "58 lines understood · 15 present · 2 apologies · 11 technologies" """
    resolved = preview.resolved
    count = len(resolved.rows)
    parts = [f"{thousands(count)} {'line' if count == 1 else 'lines'} understood"]
    present, away = _on_list(preview)
    if present or away:
        parts.append(f"{present} present")
    if away:
        parts.append(counted(away, "apology", "apologies"))
    if resolved.technologies:
        parts.append(counted(len(resolved.technologies), "technology", "technologies"))
    return " · ".join(parts)


def _on_list(preview: Preview) -> tuple[int, int]:
    roster = preview.resolved.roster
    present = sum(1 for place in roster if place.presence in {"present", "part"})
    return present, len(roster) - present


def attendance_words(preview: Preview) -> str:
    present, away = _on_list(preview)
    if not present and not away:
        return "Nobody is on the list of this meeting – add"
    away_words = f", {counted(away, 'apology', 'apologies')}" if away else ""
    return f"{present} present{away_words} – check"


def foot(preview: Preview) -> str:
    """ "3 to check stay open, 7 offers stay offers. Nobody is mailed." """
    resolved = preview.resolved
    parts = []
    if resolved.open_doubts:
        parts.append(f"{resolved.open_doubts} to check {'stays' if resolved.open_doubts == 1 else 'stay'} open")
    if resolved.open_offers == 1:
        parts.append("1 offer stays an offer")
    elif resolved.open_offers:
        parts.append(f"{resolved.open_offers} offers stay offers")
    sentence = f"{', '.join(parts)}. " if parts else "Nothing left to check. "
    return f"{sentence}Nobody is mailed."


def names_to_choose(preview: Preview) -> list[str]:
    """People somebody may be: those on the list of the meeting first, then those the group knows."""
    listed = [place.person.name for place in preview.resolved.roster]
    known = [person.name for person in preview.understood.known.people]
    return list(dict.fromkeys([*listed, *known]))[:500]
