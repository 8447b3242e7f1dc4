"""What a sentence says without a label: who reports, what was agreed, who takes part. All of it only offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from . import vocabulary
from .characters import fold

_OPENING = re.compile(
    r"(?:(?:Next|Then|Also|Finally|First|Second|Further|Furthermore|Later|Afterwards|Additionally"
    r"|In addition|Danach|Anschließend|Ensuite|Enfin),?\s)"
)
_DECIDED = re.compile(
    r"(?:(?:it (?:was|has been|is)|we(?: have)?(?: all)?|(?:the )?(?:group|committee|board|meeting"
    r"|council|members|team|working group|wg|tc|sc|collaboration|assembly|participants|majority)(?:"
    r" has| have)?|all|everyone|everybody)\s"
    r"(?:(?:was|were|then|also|unanimously|generally|formally|jointly|therefore)\s){0,2}(?:agreed?s?"
    r"|decided?s?|resolved?s?|concluded|approved?s?|adopted|accepted|endorsed|ratified)\b(?!\son\sthe\simportance)"
    r"|(?:general|broad|full)?\s?(?:agreement|consensus)\s(?:that|to|was reached|on)\b|agreed\s(?:that"
    r"|to|we|on)\b|decided\s(?:that|to)\b"
    r"|(?:der|die|das) (?:vorstand|mitgliederversammlung|gremium|rat|beirat|ausschuss|versammlung"
    r"|gruppe)\s(?:hat\s)?(?:beschließt|beschloss|beschlossen|nimmt\b.{1,80}\ban\b|stimmt\b.{1,60}\bzu\b)"
    r"|(?:le|la|l['’])\s?(?:comité|conseil|bureau|assemblée|groupe|ca)\b.{0,40}?\b(?:décide"
    r"|approuve|valide|adopte|décident)\b"
    r"|es wird (?:beschlossen|vereinbart|entschieden)|es wurde (?:beschlossen|vereinbart|entschieden)"
    r"|(?:die gruppe|wir)\s(?:beschließ\w+|einigt\w*)|man einigte sich|il (?:est|a été) décidé"
    r"|(?:le groupe|nous)\s(?:décid\w+|conven\w+))",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"^(?:the\s)?(?:[\w\-’']+\s){0,8}?(?:minutes|agenda|report|budget|proposal|plan|document"
    r"|draft|charter|protokoll|tagesordnung|procès-verbal|notes)\b[^.;:?]{0,120}?\b(?:approved"
    r"|accepted|adopted|agreed|ratified|genehmigt|angenommen|verabschiedet|approuvé|adopté|approuvée"
    r"|adoptée)s?\b",
    re.IGNORECASE,
)
_NOT_APPROVED = re.compile(
    r"\b(?:not|will|to|needs?|should|can|could|if|once|until|whether|nicht|soll|noch|pas|must"
    r"|may|would|before|after)\b",
    re.IGNORECASE,
)
_WE_GO_ON = re.compile(
    r"we\s(?:will\s|shall\s)?(?:continue|proceed|go ahead|go with|postpone|cancel|adopt|stick|merge)\b", re.IGNORECASE
)
_STAYS_OUT = (
    r"(?:won['’]t|will not|does not|doesn['’]t|do not|don['’]t|is not|isn['’]t|can ?not|can['’]t"
    r"|would not|wouldn['’]t)\s(?:want to\s|like to\s|be able to\s|going to\s|plan to\s|intend"
    r" to\s)?"
    r"(?:be (?:a )?part|take part|taking part|participate|participating|join|joining|contribute|be involved|be in)"
)
_TAKES_PART = (
    r"(?:(?:will|would like to|wants? to|is going to|is happy to|is ready to|plans? to|agrees"
    r" to)\s(?P<v>take part|participate|join|be part|contribute|lead|take the lead)|(?P<w>leads"
    r"|takes part|participates|joins))"
)
_FACILITY = re.compile(
    r"(?<![\w-])(?P<who>[A-Z][\w\-]{1,12}(?:\s(?:IV|II|XFEL))?|[Ww]e)\s(?:\([^()]{1,20}\)\s)?(?:(?P<out>"
    + _STAYS_OUT
    + r")|"
    + _TAKES_PART
    + r")\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…]['\"”’)\]]{0,2}\s+(?=[^\W\d_a-zà-ÿ])")


def sentences(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Begin and end of each sentence of a stretch; an initial or short form ends none. Linear."""
    begin = start
    for match in _SENTENCE.finditer(text, start, end):
        word = text[max(begin, match.start() - 8) : match.start()].rsplit(" ", 1)[-1].strip("(.")
        if (len(word) == 1 and word.isupper()) or word.lower() in {
            "dr",
            "prof",
            "mr",
            "mrs",
            "ms",
            "e.g",
            "i.e",
            "no",
            "nr",
            "vs",
            "etc",
            "bzw",
            "z.b",
            "ca",
            "st",
        }:
            continue
        yield begin, match.end()
        begin = match.end()
    if begin < end:
        yield begin, end


def reporting(text: str, start: int, who: Callable[[str], str | None]) -> tuple[str, str] | None:
    """A present person as the subject of a reporting verb: (who it is, as written). Constant time."""
    window = text[start : start + 160]
    opening = _OPENING.match(window)
    tokens = window[opening.end() if opening else 0 :].split(" ")[:10]
    if len(tokens) < 2:
        return None
    for size in range(min(5, len(tokens) - 1), 0, -1):
        name = tokens[:size]
        if (name[-1].endswith((".", ":", ";")) and size > 1) or not name[-1]:
            continue
        rest = tokens[size:]
        if rest and rest[0].startswith("(") and any(t.rstrip(",").endswith(")") for t in rest[:3]):
            rest = rest[next(i for i, t in enumerate(rest) if t.rstrip(",").endswith(")")) + 1 :]
        following = [w for w in (fold(t) for t in rest) if w not in _FILLERS]
        if not following:
            continue
        if following[0] in vocabulary.REPORTING or " ".join(following[:2]) in vocabulary.REPORTING:
            found = who(" ".join(name).rstrip(","))
            if found is not None:
                return found, " ".join(name).rstrip(",")
    return None


_FILLERS = frozenset(
    [
        "also",
        "then",
        "further",
        "briefly",
        "again",
        "kindly",
        "first",
        "later",
        "has",
        "had",
        "have",
        "a",
        "would",
        "subsequently",
        "additionally",
    ]
)


def decided(text: str) -> bool:
    """Whether a sentence says that something was agreed or decided."""
    return bool(_DECIDED.match(text)) or bool(_APPROVED.match(text[:300]) and not _NOT_APPROVED.search(text[:160]))


def goes_on(text: str) -> bool:
    """ "We continue with …": what a group does next, which may be a decision."""
    return bool(_WE_GO_ON.match(text))


def participation(text: str, facility: Callable[[str], str | None], own: str | None) -> tuple[str, str, str] | None:
    """A facility's part as somebody said it: (facility, stance, words)."""
    for match in _FACILITY.finditer(text[:4000]):
        word = match["who"]
        name = own if word.lower() == "we" else facility(word) if word[:1].isupper() else None
        if name is None:
            continue
        verb = fold(match["v"] or match["w"] or "")
        stance = "does not take part" if match["out"] else "leads" if "lead" in verb else "takes part"
        return name, stance, text[match.start() :]
    return None
