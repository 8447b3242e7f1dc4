"""One person of a list: the name, and what stands behind it kept apart."""

from __future__ import annotations

import re

from . import vocabulary
from .characters import fold, squeeze
from .given_names import GIVEN_NAMES
from .names import OFFICE_FIRST, bare, has_given_name, is_organisation, looks_like_name
from .records import Attendee, Presence, Span
from .roster_labels import ONLINE, STATUS

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,120})[)\]]")
_EMAIL = re.compile(r"\s*<?[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,30}){1,5}>?")
_URL = re.compile(r"\[([^\]]{1,80})\]\([^)]{0,300}\)|<?https?://[^\s>]{1,300}>?")
_REVERSED = re.compile(
    r"(?P<i>[A-Z][A-Za-z]{1,3})\s?\((?P<name>[^\W\d_][^(),]{3,50})(?:,(?P<rest>[^()]{1,60}))?\)(?P<tail>.{0,60})$"
)
OFFICES = frozenset(
    [
        "deputy",
        "chair",
        "secretary",
        "scribe",
        "minutes",
        "treasurer",
        "president",
        "tresorier",
        "tresoriere",
        "secretaire",
        "adjoint",
        "director",
        "vorsitzende",
        "vorsitzender",
        "vorsitz",
        "protokoll",
        "attorney",
        "counsel",
        "cochair",
        "vice",
        "chairman",
        "chairwoman",
        "moderator",
        "facilitator",
        "host",
        "rapporteur",
        "clerk",
        "mayor",
        "maire",
        "buergermeister",
        "burgermeister",
        "burgermeisterin",
        "kassenwart",
        "schriftfuhrer",
        "schriftfuhrerin",
        "officer",
        "presidente",
    ]
)
_SINCE = re.compile(
    r"\b(?:from|until|till|after|before|left|joined|joining|arrived|ab|bis|since|partly|partial|partially|part|late"
    r"|à partir|jusqu|dès|arrivée?|départ|quitte|zeitweise|teilweise|only)\b",
    re.IGNORECASE,
)
# "Ana Kováč from item 3", "ab TOP 2", "à partir du point 3": how long, set behind the name without a bracket.
_WHILE = re.compile(
    r",?\s+(?:(?:joined|joining|left|arrived|arriving|present|came)\s)?(?:at|from|until|till|after|before|since|for|ab|bis|von"
    r"|à partir (?:du|de)|jusqu['’](?:au|à)|dès)\s(?:the\s|le\s)?(?:agenda\s)?(?:items?|tops?|points?|minute|no\.?"
    r"|part\b|break\b|noon\b|end\b|\d{1,2}(?:[:.h]\d\d|\s?(?:am|pm|uhr|h)\b)).*$"
    r"|,?\s+(?:joined|left|arrived|arriving|joining)\s(?:late|early|at\b).*$",
    re.IGNORECASE,
)
_IN_PLACE_OF = re.compile(
    r",?\s+(?:is\s|was\s)?(?:represented\sby|replaced\sby|représentée?s?\spar|remplacée?s?\spar|vertreten\sdurch"
    r"|(?:ayant\s)?donn(?:é|ant|e)\s(?:pouvoir|procuration)|a donné pouvoir|pouvoir\sà|procuration\sà|proxy\s(?:to|for)"
    r"|by proxy)\b.*$",
    re.IGNORECASE,
)
_PROXY = re.compile(
    r"^(?:pouvoir|procuration|a donné pouvoir|donne pouvoir|vollmacht|proxy|represented|représenté|vertreten|vertretung"
    r"|alternate for|deputi[sz]ing|en remplacement|excusée?$|absente?$)",
    re.IGNORECASE,
)
_IN_PERSON = frozenset(
    {"in person", "onsite", "on site", "present", "full", "in room", "in the room", "vor ort", "prasenz", "presentiel"}
    | {"en presentiel", "anwesend", "f2f", "face to face", "physical", "physically", "attended", "attending"}
)
DASH = re.compile(r"\s+[–—-]{1,2}\s+")
HANDLE = re.compile(r"^[a-z][\w\-|`]{1,30}$")


class Bracket:
    """What brackets behind a name say."""

    def __init__(self, codes: frozenset[str] = frozenset()) -> None:
        self.codes = codes
        self.affiliation: str | None = None
        self.role: str | None = None
        self.presence: Presence | None = None
        self.initials: str | None = None

    def take(self, content: str, name: str) -> None:
        for part in re.split(r"\s*[,;/]\s*|\s+[–—-]\s+", content):
            self._one(part.strip(), name)

    def _one(self, part: str, name: str) -> None:
        if not part:
            return
        folded = fold(part)
        if folded in vocabulary.APOLOGIES or _PROXY.match(part):
            return
        if ONLINE.match(part):
            self.presence = "remote"
        elif folded in _IN_PERSON:
            self.presence = "full"
        elif _SINCE.search(part) or folded in vocabulary.PART or re.search(r"\d\d?[:h.]\d\d", part):
            self.presence = "part"
        elif folded in vocabulary.ROLES or (set(folded.split()) & OFFICES):
            self.role = self.role or folded
        elif (
            _is_initials(part, name)
            or (part in self.codes and part[0] == name[:1] and folded not in vocabulary.ORGANISATIONS)
            or (self.affiliation is not None and part.isupper() and part.isalpha() and 2 <= len(part) <= 4)
        ):
            self.initials = part
        elif part.startswith("@") or "@" in part or folded in {"he him", "she her", "they them"}:
            self.initials = self.initials or (part if part.startswith("@") and " " not in part else None)
        elif self.affiliation is None and any(c.isalpha() for c in part):
            self.affiliation = squeeze(part)
        elif self.affiliation is not None and part[:1].isupper():
            self.affiliation += f", {squeeze(part)}"


def _is_initials(part: str, name: str) -> bool:
    letters = part.replace(".", "").replace(" ", "").replace("-", "")
    if not (2 <= len(letters) <= 4 and letters.isalpha()) or letters.islower():
        return False
    words = fold(bare(name)).split()
    if not words or fold(letters) in vocabulary.ORGANISATIONS:
        return False
    initials = "".join(w[0] for w in words)
    low = fold(letters)
    if low in (initials, initials[0] + initials[-1]):
        return True
    # "AnK" for Ana Kováč: letters of the name in order, beginning with its first.
    if low[0] != initials[0] or letters.isupper():
        return False
    at, joined = 0, "".join(words)
    for char in low:
        at = joined.find(char, at) + 1
        if at == 0:
            return False
    return True


def person(
    text: str, lines: Span, *, affiliation: str | None = None, codes: frozenset[str] = frozenset()
) -> Attendee | None:
    """One person with everything behind the name, or None when the text is no name."""
    text = _URL.sub(lambda m: m.group(1) or "", text)
    if text.count("(") > text.count(")"):
        text += ")"
    swapped = _REVERSED.match(text)
    if swapped and _is_initials(swapped["i"], swapped["name"]):
        text = f"{swapped['name']} ({swapped['i']}{',' + swapped['rest'] if swapped['rest'] else ''}){swapped['tail']}"
    handle = re.search(r"(?:^|\s)\(?(@[\w\-]{2,40})\)?", text)
    status = STATUS.search(text)
    text = text[: status.start()] if status else text
    text = _EMAIL.sub("", text).strip(" .,;:*_|•-–")
    instead = _IN_PLACE_OF.search(text)
    if instead and instead.start() and text.count("(", 0, instead.start()) == text.count(")", 0, instead.start()):
        text = text[: instead.start()]
    brackets = Bracket(codes)
    part = _WHILE.search(text)
    if part and part.start() and text.count("(", 0, part.start()) == text.count(")", 0, part.start()):
        brackets.presence, text = "part", text[: part.start()]
    first = OFFICE_FIRST.match(text)
    if first and len(text[first.end() :].split("(")[0].split()) > 1:
        brackets.role, text = fold(first["role"]), text[first.end() :]
    if status and ONLINE.match(status["s"]):
        brackets.presence = "remote"
    contents = _BRACKET.findall(text)
    name = squeeze(_BRACKET.sub(" ", text)).strip(' .,;:*_-–"“”')
    if handle and handle.group(1) in name and name != handle.group(1):
        name = squeeze(name.replace(handle.group(1), " ")).strip(" ()")
        brackets.initials = brackets.initials or handle.group(1)
    legend = re.match(r"(?P<i>[A-Z][A-Za-z]{1,3})\s*(?:[–—=:-])\s+(?P<rest>.+)$", name)
    if legend and _is_initials(legend["i"], legend["rest"].split(",")[0]):
        brackets.initials, name = legend["i"], legend["rest"]
    tail = re.search(r"[ /](?P<i>[A-Z][A-Za-z]{1,3})$", name)
    if tail and len(name.split()) > 2 and _is_initials(tail["i"], name[: tail.start()]):
        brackets.initials, name = tail["i"], name[: tail.start()]
    parts = DASH.split(name, 2) if DASH.search(name) else [name]
    if len(parts) == 1 and "/" in name and not HANDLE.match(name):
        parts = [p.strip() for p in name.split("/", 1)]
    if len(parts) > 1:
        if is_organisation(parts[0]) and looks_like_name(parts[1]):
            brackets.affiliation, parts = brackets.affiliation or parts[0], parts[1:]
        else:
            for extra in parts[1:]:
                brackets.take(extra, parts[0])
        name = parts[0]
    pieces = [p.strip() for p in name.split(",")]
    if len(pieces) > 1:
        name = pieces[0]
        for extra in pieces[1:]:
            brackets.take(extra, name)
    name = bare(name).strip(" -–")
    for content in contents:
        brackets.take(content, name)
    if not name or len(name) > 60 or not any(c.isalpha() for c in name):
        return None
    return Attendee(
        name, brackets.affiliation or affiliation, brackets.role, brackets.presence, lines, brackets.initials
    )


def is_person(text: str) -> bool:
    """Whether an item of a list could be a person: a name's shape once brackets are gone."""
    found = person(text, (0, 0))
    if found is None:
        return False
    words = found.name.split()
    if len(words) > 5 or found.name[-1:] in "?!":
        return False
    if any(c.isdigit() for c in found.name):
        return looks_like_name(found.name, words=5)
    if is_organisation(found.name) and not (found.affiliation and len(words) > 1):
        return has_given_name(found.name) and len(words) > 1
    if looks_like_name(found.name, words=5):
        return True
    return len(words) > 1 and words[0][:1].isupper() and fold(words[0]) in GIVEN_NAMES


def sounds_like_person(text: str) -> bool:
    """Stricter: two words with a usual given name, or a name with something in brackets behind it."""
    found = person(text, (0, 0))
    if found is None or not is_person(text):
        return False
    words = found.name.split()
    if len(words) == 1 and not has_given_name(found.name):
        return False
    return (len(words) > 1 and has_given_name(found.name)) or (
        (found.affiliation is not None or found.initials is not None or found.role is not None) and len(words) <= 4
    )
