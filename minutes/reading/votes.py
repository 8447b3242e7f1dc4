"""Votes: by name or counted, in the forms groups use. What is not said is None, never zero."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from . import vocabulary
from .characters import fold
from .dates import first_date
from .records import Counts

_SIDES = sorted(
    {
        "pro", "for", "in favour", "in favor", "yes", "aye", "ayes", "yea", "yeas", "ja", "dafür", "pour",
        "oui", "approve", "contra", "against", "no", "nay", "nays", "noes", "nein", "dagegen", "contre", "non",
        "oppose", "opposed", "con",
        "abstain", "abstained", "abstaining", "abstention", "abstentions", "enthaltung", "enthaltungen", "ja-stimmen",
        "nein-stimmen", "stimmenthaltungen", "neutral", "votes for", "votes against", "enthalten", "unsure",
        "reject", "support",
    },
    key=len,
    reverse=True,
)  # fmt: skip
_SIDE = "|".join(re.escape(s) for s in _SIDES)
LABEL = re.compile(
    rf"(?<![\w@])(?:(?:voting|voted|votes?)\s)?(?P<side>{_SIDE}|[+\-±]\s?[01](?:\.5)?)\s?(?:\((?P<in>\d{{1,4}})\))?(?:\s?[:=]|\s[–—-](?=\s[^\W\d]))\s?",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"\b(?:carried|carries|passed|passes|approved|adopted|accepted|defeated|failed|rejected|denied)\b(?P<words>[^.;\d(]{0,40}?)[\s:(,]{1,3}"
    r"(?P<a>\d{1,3})\s?(?:[-–/:]|\sto\s)\s?(?P<b>\d{1,3})(?:\s?[-–/:]\s?(?P<c>\d{1,3}))?(?![\w\-/:]|\.\d|\s?[-–]\s?\d)",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"[.;,]\s(?:(?:the\s)?(?:motion|vote|resolution)\s(?:was\s)?|and\s)?(?:unanimously\s)?"
    r"(?:carried|passed|approved|adopted|failed|defeated|all in favou?r|ayes?|voting|roll call|vote[sd]?\b"
    r"|\d+\s(?:in favou?r|for|ayes?))",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s?\((?P<names>[^()]{2,400})\)")
MOVED = re.compile(
    r"(?:(?:(?:the|a)\s)?motion\s(?:was\s)?(?:made\s)?(?:by|to|that)\b|moved\sby\b|(?:it\swas\s)?moved\sand\sseconded\b|it\swas\smoved\b|on\s(?:a\s)?motion\b"
    r"|(?:[^\W\d_][\w.'’-]*\s){1,4}(?:moved|made\sa\smotion|motioned|proposed),?\s(?:and\s[^.;]{2,60}\sseconded|seconded\sby|to\s|that\s))",
    re.IGNORECASE,
)
MOVING = re.compile(r"\b(?:moved|motion(?:ed)?)\b[^.;]{0,80}\b(?:second|seconded|to|that|by)\b", re.IGNORECASE)
_BARS = re.compile(
    r"[\[(]\s?(?P<a>\d{1,4}(?:\+\d{1,4})?)\s?(?P<s>[|/:,–-])\s?(?P<b>\d{1,4}(?:\+\d{1,4})?)\s?(?P=s)\s?(?:abstain:\s?)?(?P<c>\d{1,4}(?:\+\d{1,4})?)\s?[\])]"
)
_PHRASE = re.compile(
    rf"(?<![\w.,/-])(?P<n>\d{{1,4}}|no|none|one|two|three|four|five|six|seven|eight|nine|ten"
    rf"|keine?|eine?|null|aucune?|une?)\s"
    rf"(?:(?:votes?|voix|stimmen?|members?|people|persons?|were|was|voted|voters?)\s)?(?P<side>in"
    rf" favou?r|{_SIDE})(?!\w)",
    re.IGNORECASE,
)
_SIDE_FIRST = re.compile(
    rf"(?<![\w])(?P<side>{_SIDE})\s?[:=]?\s(?P<n>\d{{1,4}})(?![\w.:/-])(?!\s(?:{_SIDE}))", re.IGNORECASE
)
_AGAINST_FIRST = re.compile(r"(?P<a>\d{1,4})\s(?:voix\s)?(?:contre|gegen|to|against)\s(?P<b>\d{1,4})", re.IGNORECASE)
_RESULT = re.compile(
    r"\b(?:(?:motion|proposal|vote|resolution|amendment)\b[^.;]{0,120}\b)?(?:(?:was|is)\s)?"
    r"(?P<r>carried|passed|passes|carries|defeated|failed|fails|approved unanimously|unanimously"
    r" approved|unanimously accepted"
    r"|accepted unanimously|unanimous(?:ly)?|einstimmig|à l['’]unanimité|nem\.? con)\b",
    re.IGNORECASE,
)
_VOTING = re.compile(
    r"\b(?:votes?|voted|voting|against|dagegen|contre|ballot|poll|straw poll|motion|abstimmung"
    r"|stimmen|abgestimmt|scrutin|accepted|rejected|carried|passed"
    r"|approved|adopted|angenommen|abgelehnt|adopté|beschlossen|in favou?r|abstentions?|enthaltung(?:en)?"
    r"|resolution)\b",
    re.IGNORECASE,
)
_WORD_NUMBERS = {
    "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "none": 0, "kein": 0, "keine": 0, "null": 0, "aucun": 0, "aucune": 0, "une": 1,
    "un": 1, "ein": 1, "eine": 1,
}  # fmt: skip
_NUMBER = re.compile(r"(?P<n>\d{1,4}(?:\.5)?)(?!\w)")
_GRADES = {"sf": "pro", "f": "pro", "n": "abstain", "a": "contra", "sa": "contra"}
_OPEN_WORDS = re.compile(
    r"\b(?:rest|all others?|all|most|others?|everyone|everybody|alle|übrigen|tous|autres|some)\b", re.IGNORECASE
)
_SIGNED = re.compile(r"(?<!\S)(?P<v>[+±-][01](?:\.5)?|0)(?=:?\s[^\W\d])(?:\s?:)?\s(?:(?:from|by)\s)?")


@dataclass(slots=True)
class Vote:
    """One vote as found in a stretch of text."""

    pro: list[str] = field(default_factory=list)
    contra: list[str] = field(default_factory=list)
    abstain: list[str] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    loose: bool = False
    """Words such as "rest" or "all" stand in for names."""
    strange: list[str] = field(default_factory=list)
    whole: bool = False
    """The whole stretch is the vote, its words are the question."""

    moved: bool = False
    """A motion of its own, which goes on with no vote before it."""

    def tally(self) -> Counts | None:
        if not self.counts:
            return None
        return Counts(self.counts.get("pro"), self.counts.get("contra"), self.counts.get("abstain"))


_NUMBERS = re.compile(
    r"\d|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|keine?|eine?|null|aucune?|une?|none)\b", re.IGNORECASE
)
_RESULT_BARS = re.compile(
    r"\b(?:ergebnis|abstimmungsergebnis|result|results|résultat|carried|passed|accepted|rejected"
    r"|failed|approved|adopted|defeated|vote[sd]?|angenommen|abgelehnt)\b[:\s(]{1,3}(?P<a>\d{1,3})\s?[-–/:]\s?(?P<b>\d{1,3})\s?[-–/:]\s?(?P<c>\d{1,3})(?![\w\-/])",
    re.IGNORECASE,
)
BALLOT = re.compile(
    r"(?:vote\s)?(?P<side>[+\-±][01](?:\.5)?|0|yes|no|aye|nay|abstain|pro|contra|ja|nein|oui|non)(?!\w)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def ballot(words: str, *, strict: bool) -> str | None:
    """The side of what one person said, "+1", "-1, too much work"; `strict`: signs only, or one word alone."""
    match = BALLOT.match(words[:400])
    if match is None:
        return None
    sign = match["side"][0] in "+-±"
    if not sign and (strict or match["rest"].strip(" .!")):
        return None
    return side_of(match["side"])


def side_of(word: str) -> str | None:
    folded = word.replace(" ", "") if word[:1] in "+-±" else fold(word)
    if folded in {"+1", "+0.5"} or folded in vocabulary.PRO:
        return "pro"
    if folded in {"-1", "-0.5"} or folded in vocabulary.CONTRA:
        return "contra"
    if folded in {"+0", "-0", "±0", "0"} or folded in vocabulary.ABSTAIN:
        return "abstain"
    return None


def by_label(text: str, start: int, end: int, is_name: Callable[[str], str | None]) -> Vote | None:
    """`pro: A, B contra: C` or `Ja: 16, Nein: 0` in a stretch. None unless names or numbers follow the labels."""
    vote = Vote(start=start, end=end)
    hits = []
    for match in LABEL.finditer(text, start, end):
        hits.append(match)
        if len(hits) > 40:
            break
    if not hits or (text[start : hits[0].start()].strip(" -–:|()*[") and len(hits) < 2):
        return None
    vote.start = hits[0].start()
    good = 0
    for index, match in enumerate(hits):
        side = side_of(match["side"])
        if side is None:
            continue
        stop = hits[index + 1].start() if index + 1 < len(hits) else end
        rest = text[match.end() : stop].strip(" ,;.–-|/()")
        if match["in"]:
            vote.counts[side] = vote.counts.get(side, 0) + int(match["in"])
            good += 1
        number = _NUMBER.match(rest)
        if number:
            vote.counts[side] = vote.counts.get(side, 0) + float(number["n"])
            good += 1
            continue
        if fold(rest) in {"none", "keine", "aucun", "nobody", "-", "0", "no one"}:
            vote.counts[side] = 0
            good += 1
            continue
        names = getattr(vote, side)
        if len(rest) > 4000:
            continue
        for written in re.split(r"\s?[,;]\s?|\s(?:and|und|et|&)\s", rest):
            part = written.strip(" .@*")
            if not part:
                continue
            who = is_name(part)
            if who:
                names.append(who)
                good += 1
            elif _OPEN_WORDS.search(part):
                vote.loose = True
                vote.strange.append(part)
            else:
                vote.strange.append(part)
    if not good or len(vote.strange) > max(2, good):
        return None
    sides = {side_of(m["side"]) for m in hits}
    if (
        len(sides) == 1
        and fold(hits[0]["side"]) in {"no", "yes", "for", "non", "con", "ja", "nein", "oui", "support"}
        and (not (vote.counts or vote.pro or vote.contra or vote.abstain) or vote.strange)
    ):
        return None
    return vote


def counted(text: str) -> Vote | None:
    """A counted vote in a short stretch: `[5|1|2]`, `(9/3/0)`, `7 voix contre 0`, `12 in favour, 1 against`."""
    if len(text) > 6000 or not _NUMBERS.search(text):
        return None
    carried = _CARRIED.search(text)
    if carried and not first_date(carried.group()[-24:]):
        vote = Vote(start=carried.start(), end=carried.end(), whole=True)
        vote.counts = {"pro": int(carried["a"]), "contra": int(carried["b"])}
        if carried["c"]:
            vote.counts["abstain"] = int(carried["c"])
        return vote
    bars = _BARS.search(text)
    plain = _RESULT_BARS.search(text) if bars is None else None
    if plain:
        vote = Vote(start=plain.start(), end=plain.end(), whole=True)
        vote.counts = {"pro": int(plain["a"]), "contra": int(plain["b"]), "abstain": int(plain["c"])}
        return vote
    if bars and (bars["s"] == "|" or _VOTING.search(text)):
        vote = Vote(start=bars.start(), end=bars.end())
        vote.counts = {side: _sum(bars[key]) for side, key in (("pro", "a"), ("contra", "b"), ("abstain", "c"))}
        vote.whole = bars["s"] != "|"
        return vote
    named = [m for m in LABEL.finditer(text) if side_of(m["side"])]
    if len(named) > 1:
        stated = by_label(text, named[0].start(), len(text), lambda _: None)
        if stated is not None and len(stated.counts) > 1:
            stated.whole = True
            stated.strange = []
            return stated
    pairs = [(m, s) for m in _SIDE_FIRST.finditer(text) if (s := side_of(m["side"]))]
    if len({s for _, s in pairs}) > 1:
        vote = Vote(start=pairs[0][0].start(), end=pairs[-1][0].end(), whole=True)
        vote.counts = {side: int(m["n"]) for m, side in pairs}
        return vote
    found: dict[str, float] = {}
    start, end = len(text), 0
    for match in _PHRASE.finditer(text):
        side = side_of(match["side"])
        value = _value(match["n"])
        if side and value is not None and side not in found and _counts_people(match["side"], text, match.end()):
            found[side] = value
            start, end = min(start, match.start()), match.end()
    first = _AGAINST_FIRST.search(text)
    if first and re.search(r"voix|stimmen|vote|motion", text, re.IGNORECASE):
        found = {"pro": int(first["a"]), "contra": int(first["b"])} | {k: v for k, v in found.items() if k == "abstain"}
        start, end = min(start, first.start()), max(end, first.end())
    if found and (len(found) > 1 or _VOTING.search(text)):
        vote = Vote(start=start, end=end, counts=found, whole=True)
        vote.loose = bool(re.search(r"\ball others?\b|\brest\b|\bmost\b", text, re.IGNORECASE))
        if vote.loose:
            more = re.search(r"(?:all others?|rest)\s?\((?P<n>\d+)\)\s?(?P<side>\w+)", text, re.IGNORECASE)
            if more and (side := side_of(more["side"])):
                vote.counts[side] = int(more["n"])
        return vote
    return None


def signed(text: str, is_name: Callable[[str], str | None]) -> Vote | None:
    """`+1 Ana, Bo; -1 Chidi`: two signs or more, each with nothing but names behind it."""
    hits = list(itertools.islice(_SIGNED.finditer(text), 20))
    if len(hits) < 2:
        return None
    vote = Vote(start=hits[0].start(), end=len(text))
    for match, following in itertools.zip_longest(hits, hits[1:]):
        rest = text[match.end() : following.start() if following else len(text)].strip(" ,;.|/")
        names = [is_name(part.strip(" .@*")) for part in re.split(r"\s?[,;]\s?|\s(?:and|und|et|&)\s", rest)]
        side = side_of(match["v"])
        if side is None or not all(names):
            return None
        getattr(vote, side).extend(n for n in names if n)
    return vote


def question_of(text: str) -> str:
    """The motion itself, of a motion with its result: everything before the sentence or words of the result."""
    match = _OUTCOME.search(text)
    return (text[: match.start()] if match and match.start() > 10 else text).strip(" .,;:–-")


def name_brackets(text: str, vote: Vote, is_name: Callable[[str], str | None]) -> None:
    """Take the names behind counts, "3 in favour (Ana, Bo, Chidi)"; a bracket with anything else in it is left."""
    for match in [*_PHRASE.finditer(text), *_SIDE_FIRST.finditer(text)]:
        side = side_of(match["side"])
        behind = _BEHIND.match(text, match.end())
        if side is None or behind is None or getattr(vote, side):
            continue
        parts = [p.strip(" .@*") for p in re.split(r"\s?[,;]\s?|\s(?:and|und|et|&)\s", behind["names"])]
        names = [is_name(p) for p in parts if p]
        if names and all(names):
            getattr(vote, side).extend(n for n in names if n)


def _counts_people(side: str, text: str, end: int) -> bool:
    """ "3 for the beamline" counts nothing: weak words need a stop, a comma or another vote word behind them."""
    if fold(side) not in {"for", "no", "pro", "con", "non", "support", "pour", "yes", "approve", "neutral", "reject"}:
        return True
    return end >= len(text) or text[end] in ",;.)/" or text[end : end + 4] in {" and", " und"}


def _sum(written: str) -> int:
    """ "9+3" as 12: votes in the room and by proxy."""
    return sum(int(part) for part in written.split("+"))


def _value(word: str) -> int | None:
    return int(word) if word.isdigit() else _WORD_NUMBERS.get(word.lower())


def result(text: str) -> bool:
    """Whether a short text reports the result of a vote in words: carried, unanimous."""
    return len(text) < 600 and bool(_RESULT.search(text)) and bool(_VOTING.search(text))


def graded(head: Sequence[str], row: Sequence[str]) -> Vote | None:
    """`|SF|F|N|A|SA|` and the numbers below it."""
    grades = [_GRADES.get(fold(cell)) for cell in head]
    if len(head) < 3 or len(row) < len(head) or sum(g is not None for g in grades) < 3:
        return None
    vote = Vote(whole=True)
    for grade, cell in zip(grades, row, strict=False):
        if grade and cell.strip().isdigit():
            vote.counts[grade] = vote.counts.get(grade, 0) + int(cell)
    return vote if vote.counts else None


def sides_table(head: Sequence[str], row: Sequence[str]) -> Vote | None:
    """A table whose head names the sides (Yes, No, Abstain) and whose row counts them."""
    sides = [side_of(cell) if cell.strip() else None for cell in head]
    if sum(s is not None for s in sides) < 2:
        return None
    vote = Vote(whole=True)
    for side, cell in zip(sides, row, strict=False):
        if side and cell.strip().isdigit():
            vote.counts[side] = vote.counts.get(side, 0) + int(cell)
    return vote if len(vote.counts) > 1 else None
