"""Actions: by keyword, by check box, in tables, and – only offered – in prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from . import vocabulary
from .blocks import Block
from .characters import fold, squeeze
from .dates import first_date, yearless
from .names import looks_like_name

_KEY = (
    r"(?:ACTION(?:S|[\s-]ITEMS?|[\s-]POINTS?)?|AIs?|APs?|TO[\s-]?DOS?|Aufgaben?|Maßnahmen?|Tâches?"
    r"|À\sfaire|Action à mener|(?:Arbeits)?Auftrag|Aufträge|Zu\serledigen|Tasks?|New\s[Aa]ction(?:\s[Ii]tem)?|Homework)"
)
_NUMBER = r"(?:[\s-]?[#\[(]?(?:[A-Z]{1,3}[\-.]?)?\d{1,4}(?:[./\-]\d{1,4}){0,3}[\])]?)?"
KEYWORD = re.compile(rf"\(?\[?(?P<key>{_KEY})(?![\w'’]){_NUMBER}\)?\]?", re.IGNORECASE)
_OWNER_COLON = re.compile(
    r"\s*(?:(?:on|for|an|für|pour|by)\b|@|-|–|—)?\s*(?P<owner>[^:–—]{0,80}?)\s*(?::|\s[–—-]\s)\s*"
)
_OWNER_BRACKET = re.compile(r"\s?\((?P<owner>[^():]{2,60})\)\s?(?::|\s[–—-]\s)\s*")
_SEPARATOR = re.compile(r"\s*(?::|–|—|-(?=\s)|\s-)\s*")
_TO = re.compile(
    r"^(?P<who>[^:]{1,100}?)(?:\s(?P<verb>to|will|shall|should|must|needs to|need to|has to"
    r"|have to|is to|are to|soll|sollen|wird|werden|doit|doivent)\s(?=[a-zà-ÿ]))",
    re.IGNORECASE,
)
_NAME_COLON = re.compile(r"^(?P<who>[^:]{1,80}?)\s*:\s+(?=\S)")
_NAME_SQUARE = re.compile(r"^\[(?P<who>[^\[\]]{1,60})\](?!\()\s?:?\s+(?=\S)")
_NAME_DASH = re.compile(r"^(?P<who>[^:–—]{1,60}?)\s+[–—-]\s+(?=\S)")
_TAIL = re.compile(
    r"[\s–—-]*[\[(](?P<who>[^()\[\]]{1,80})[\])]\s*\.?$|\s[–—-]\s(?P<dash>[^–—:]{2,60})$|\s(?P<at>@[\w\-]{2,40})\.?$"
)
_TRAILING = re.compile(
    rf"[\[(]\s?(?P<key>{_KEY}|Action on)\s?(?:[:–-]|on|for|by)\s?(?P<who>[^()\[\]]{{1,80}})[\])]", re.IGNORECASE
)
_DUE = re.compile(
    r"\s*[\[(]?\b(?:due(?: date)?|deadline|by|until|before|bis(?: zum)?|fällig|avant le|échéance"
    r"|eta)\b\s?:?\s?(?:the\s)?(?P<rest>[^()\[\]]{1,40})[\])]?",
    re.IGNORECASE,
)
_STRICT_DUE = re.compile(
    r"\s*[\[(]\s*(?:due|deadline|by|bis|until)\s?:?\s*(?P<rest>[^()\[\]]{1,40})[\])]", re.IGNORECASE
)
_INITIALS = re.compile(r"[A-Z]{2,3}")
_AND = re.compile(r"\s?[,/+&;]\s?|\s(?:and|und|et|with|mit)\s|\s\+\s")
_MODAL = (
    r"will(?!\s(?:be\b(?!\s(?:responsible|in charge|organi[sz]ing|preparing))|not\b|have\sto\sbe"
    r"|take place))|shall(?!\sbe)|should"
    r"|volunteer(?:s|ed)?(?=\s(?:to|for)\b)|(?:is|are|was|were)\s(?:kindly\s)?(?:asked|requested"
    r"|tasked|invited|supposed|going)(?=\sto\b)"
    r"|(?:is|are)(?=\sto\s[a-z]{3,})|(?:agree[sd]|offer(?:s|ed)|promise[sd]|has|have|needs?)(?=\sto\b)|must"
    r"|takes?(?=\s(?:care\b|the action))|took(?=\sthe action)|to(?=\s[a-z]{3,})"
    r"|(?!op|cam)[a-zà-ÿ]{2,}(?:era|ira|dra|rra|eront|iront)(?!\w)"
    r"|erstellt|evaluiert|schickt|verschickt|schreibt|organisiert|klärt|prüft|kontaktiert|recherchiert|sammelt|bereitet|kümmert"
    r"|wird(?!\s(?:ein|als))|werden|soll(?:en)?|übernimmt|va(?=\s\w+er\b)|doit|doivent|se chargent?"
)
_PROSE = re.compile(rf"\s(?:also\s|then\s|therefore\s|kindly\s)?(?P<modal>{_MODAL})(?!\w)", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:are|is|were|was)\s(?:kindly\s)?(?:asked|requested|tasked|invited|supposed)\sto\s(?P<what>\S.*)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:invites?|invited|asks|asked|encourages?|encouraged|requests?|requested|calls? on"
    r"|urges?)\s(?P<who>(?:[\w\-'’]+\s){1,5}?)to\s(?P<what>[a-z]{3,})",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:I will|I['’]ll|I can take|I take care|I volunteer|ich werde|ich übernehme|je vais"
    r"|je m['’]en occupe)\s(?P<what>\S.{0,200})"
)
_NOT_OWNERS = re.compile(
    r"^(?:none|n/a|tbd|\?+|-|open|done|closed|ongoing|pending|new|completed?|in progress)$", re.IGNORECASE
)


@dataclass(slots=True)
class Action:
    """What an action's words say."""

    text: str
    assignees: list[str] = field(default_factory=list)
    due: str | None = None
    unknown: list[str] = field(default_factory=list)
    """Owners as written that are nobody known."""


Owner = Callable[[str], tuple[str | None, bool]]
"""Name as written → (who it is or None, whether that somebody is on the list)."""


def owners(written: str, owner: Owner, *, strict: bool) -> tuple[list[str], list[str]] | None:
    """The people of "A, B and C"; None when it is no list of people. `strict`: everyone must be known."""
    bracket = re.match(r"(?P<org>[^()]{2,40})\s\((?P<who>[^()]{2,60})\)$", written.strip(" *_.:?"))
    if bracket and (inner := owners(bracket["who"], owner, strict=True)):
        return inner
    written = written.strip(" *_.:()[]")
    if not written or len(written) > 100:
        return None
    written = written.rstrip("? ")
    whole, listed = owner(written)
    if whole:
        return [whole], [] if listed else [whole]
    found, unknown = [], []
    for piece in _AND.split(written):
        part = re.sub(r"^(?:and|und|et|on|for)\s", "", piece.strip(" @.*"))
        if not part:
            continue
        who, listed = owner(part)
        if who is None:
            if strict:
                return None
            return None
        found.append(who)
        if not listed:
            unknown.append(who)
    return (list(dict.fromkeys(found)), unknown) if found else None


def _stated(written: str, *, sure: bool = True, names: bool = False) -> tuple[list[str], list[str]] | None:
    """Owners nobody knows in a place only owners stand in: organisations, initials, in a table any name."""
    found: list[str] = []
    unknown: list[str] = []
    for piece in _AND.split(written.strip(" *_.:()[]")):
        part = re.sub(r"^(?:on|for)\s", "", piece.strip(" @.*"))
        if not part:
            continue
        folded = fold(part)
        if folded in vocabulary.THINGS | vocabulary.NOT_INITIALS:
            return None
        organisation = folded in vocabulary.ORGANISATIONS or (part.isupper() and part.isalpha() and 4 <= len(part) <= 8)
        if (
            not organisation
            and not (sure and _INITIALS.fullmatch(part))
            and not (names and looks_like_name(part, words=3))
        ):
            return None
        found.append(part)
        if not organisation:
            unknown.append(part)
    return (found, unknown) if found else None


def due_of(text: str, meeting: str | None) -> tuple[str, str | None]:
    """The text without a bracketed due date, and the date; a date in the sentence stays there as well."""
    for match in _STRICT_DUE.finditer(text):
        iso = _day(match["rest"], meeting)
        if iso:
            return squeeze(text[: match.start()] + " " + text[match.end() :]), iso
    for match in _DUE.finditer(text):
        iso = _day(match["rest"], meeting)
        if iso:
            return text, iso
    return text, None


def _day(words: str, meeting: str | None) -> str | None:
    found = first_date(words)
    if found and found.start <= 14:
        return found.iso
    return None if found else yearless(words[:24], meeting)


def parse(text: str, owner: Owner, meeting: str | None, *, keyword_owner: str = "") -> Action:
    """An action's owners, words and day from the text behind its keyword."""
    action = Action(squeeze(text))
    taken = (owners(keyword_owner, owner, strict=False) or _stated(keyword_owner)) if keyword_owner else None
    if taken is None and keyword_owner:
        action.text = squeeze(f"{keyword_owner}: {action.text}")
    if taken is None:
        for pattern in (_NAME_SQUARE, _NAME_COLON, _TO, _NAME_DASH):
            match = pattern.match(action.text)
            if match is None:
                continue
            taken = owners(match["who"], owner, strict=False) or _stated(match["who"], sure=pattern is not _TO)
            if taken is not None:
                verb = match.groupdict().get("verb")
                action.text = action.text[match.start("verb") if verb and verb.lower() != "to" else match.end() :]
                break
    if taken is None:
        words = action.text.split(" ")
        for size in (3, 2, 1):
            if len(words) > size + 1 and words[0][:1].isupper() and words[size][:1].islower():
                taken = owners(" ".join(words[:size]), owner, strict=True)
                if taken is not None:
                    action.text = " ".join(words[size:])
                    break
    if taken is None:
        tail = _TAIL.search(action.text[-100:])
        if tail:
            written = tail["who"] or tail["dash"] or tail["at"]
            taken = owners(written, owner, strict=False)
            if taken is not None:
                action.text = action.text[: len(action.text) - len(action.text[-100:]) + tail.start()]
    if taken is not None:
        action.assignees, action.unknown = taken
    action.text, action.due = due_of(action.text, meeting)
    action.text = squeeze(action.text.strip(" :–—-"))
    return action


def first_owner(text: str) -> str | None:
    """The words in an owner's place at the beginning of an action, whoever they are."""
    for pattern in (_NAME_COLON, _TO, _NAME_DASH):
        match = pattern.match(text)
        if match is not None and len(match["who"].split()) <= 3:
            return match["who"]
    return None


def keyword(text: str, position: int = 0) -> tuple[int, str, str] | None:
    """The keyword of an action at a position: where its text begins, and an owner named in between.

    `ACTION: x`, `ACTION A, B: x`, `Action point - x`, `AP: x`; a bare keyword in capitals needs no colon.
    """
    match = KEYWORD.match(text, position)
    if match is None:
        return None
    key = match["key"]
    window = text[match.end() : match.end() + 120]
    direct = _SEPARATOR.match(window)
    if direct:
        return match.end() + direct.end(), "", key
    if match.group()[0] in "([" and match.group()[-1] in ")]" and window[:1] == " " and window[1:2].strip():
        return match.end() + 1, "", key
    bracketed = _OWNER_BRACKET.match(window)
    if bracketed:
        return match.end() + bracketed.end(), bracketed["owner"], key
    named = _OWNER_COLON.match(window)
    if (
        named
        and named["owner"]
        and len(named["owner"].split()) <= 6
        and named["owner"][:1] not in ",.;)"
        and (
            fold(named["owner"]) in vocabulary.EVERYONE
            or key.isupper()
            or named["owner"][:1].isupper()
            or named["owner"][:1] == "@"
        )
    ):
        return match.end() + named.end(), named["owner"], key
    if key.isupper() and len(key) > 2 and window[:1] == " " and window[1:2].isalpha():
        return match.end() + 1, "", key
    return None


def trailing(text: str) -> tuple[str, str] | None:
    """Text and owner of "text (ACTION: VR)"."""
    match = _TRAILING.search(text[-400:])
    if match is None:
        return None
    offset = max(len(text) - 400, 0)
    return squeeze(text[: offset + match.start()] + text[offset + match.end() :]), match["who"]


_HEADS = {
    "text": frozenset(
        [
            "action",
            "actions",
            "item",
            "description",
            "task",
            "what",
            "aufgabe",
            "tâche",
            "todo",
            "beschreibung",
            "details",
            "title",
            "activity",
            "topic",
            "issue",
        ]
    ),
    "who": frozenset(
        [
            "resp",
            "responsible",
            "owner",
            "owners",
            "who",
            "assignee",
            "assigned",
            "assignees",
            "wer",
            "verantwortlich",
            "responsable",
            "qui",
            "person",
            "lead",
            "by",
            "name",
        ]
    ),
    "due": frozenset(
        ["due", "deadline", "when", "date", "wann", "termin", "échéance", "until", "bis", "target", "eta"]
    ),
    "state": frozenset(["status", "state", "done", "progress"]),
    "number": frozenset(["no", "nr", "#", "id", "number", "ref"]),
}


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Which column of a head row says what; empty when it is no table of actions."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        words = fold(cell).replace(":", " ").split()
        for key in ("state", "number", "who", "due", "text"):
            if any(w in _HEADS[key] for w in words):
                found.setdefault(key, index)
                break
    return found if "text" in found and "who" in found and "description" not in found else {}


def from_row(row: Block, columns: dict[str, int], owner: Owner, meeting: str | None) -> Action | None:
    """The action of one table row, or None for an empty one."""
    cells = row.cells

    def get(key: str) -> str:
        return cells[columns[key]].strip() if key in columns and columns[key] < len(cells) else ""

    if not get("text"):
        return None
    action = Action(get("text"))
    written = get("who")
    if written and not _NOT_OWNERS.match(written):
        taken = owners(written, owner, strict=False) or _stated(written, names=True)
        if taken:
            action.assignees, action.unknown = taken
        else:
            action.text = f"{action.text} ({written})"
    action.due = _day(get("due"), meeting) if get("due") else None
    if get("due") and not action.due:
        action.text = f"{action.text} ({get('due')})"
    return action


@dataclass(frozen=True, slots=True)
class InProse:
    """Somebody known, then "will", "is asked to" and the like: offered, never taken."""

    who: tuple[str, ...]
    start: int
    """Where the words behind the names begin."""


_LEAD = re.compile(
    r"(?P<who>[^\W\d_][\w.'’\-]*(?:\s[^\W\d_][\w.'’\-]*){0,3}?(?:\s?(?:,|/|and|und|et|&)\s?[^\W\d_][\w.'’\-]*(?:\s[^\W\d_][\w.'’\-]*){0,2}?){0,4})(?=\s(?:\("
    r"|\w))"
)


def prose(text: str, start: int, end: int, owner: Owner) -> InProse | None:
    """ "X will …", "X and Y are asked to …" at the start of a stretch. Bounded look-ahead."""
    window = text[start : min(end, start + 200)]
    for match in _PROSE.finditer(window):
        before = window[: match.start()]
        if len(before) > 90 or before.count(" ") > 10:
            break
        subject = re.sub(r"\s?\([^()]*\)$", "", before)
        taken = owners(subject, owner, strict=True)
        if taken:
            return InProse(tuple(taken[0]), start + match.start() + 1)
        break
    return None


def asked(text: str, owner: Owner) -> tuple[tuple[str, ...], str] | None:
    """ "A and B might be experts and are asked to improve the text": the people and the words."""
    match = _PASSIVE.search(text[:600])
    if match is None:
        return None
    subject = text[: match.start()].strip()
    subject = re.split(r"[.:;?!]\s", subject)[-1]
    words = subject.split()
    for size in range(min(len(words), 8), 0, -1):
        taken = owners(" ".join(words[:size]), owner, strict=True)
        if taken:
            return tuple(taken[0]), text[match.start() :]
    return None


def request(text: str) -> str | None:
    """The words of a request to nobody in particular ("invites sceptical people to edit …")."""
    match = _REQUEST.search(text[:400])
    return text[match.start() :] if match else None


def self_given(text: str) -> str | None:
    """The words in which a speaker takes something on."""
    match = _SELF.search(text[:600])
    return match.group() if match else None


def same(left: Action, right: Action) -> bool:
    """Whether two actions are one, named twice: the same people and nearly the same words."""
    if left.assignees and right.assignees and set(left.assignees) != set(right.assignees):
        return False
    a, b = set(fold(left.text).split()), set(fold(right.text).split())
    if not a or not b:
        return False
    return len(a & b) >= 0.75 * min(len(a), len(b)) and min(len(a), len(b)) >= 0.4 * max(len(a), len(b))


ACTION_WORDS = vocabulary.ACTION_LABELS
