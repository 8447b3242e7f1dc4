"""The people of a list, with affiliation, role, initials and presence kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from . import vocabulary
from .characters import fold, squeeze
from .given_names import GIVEN_NAMES
from .names import bare, has_given_name, is_organisation, looks_like_name
from .records import Attendee, Presence, Span
from .roster_labels import GROUP_WORDS, ONLINE, PRESENT_FROM, STATUS, Label, label_of

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,120})[)\]]")
_EMAIL = re.compile(r"\s*<?[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,30}){1,5}>?")
_URL = re.compile(r"\[([^\]]{1,80})\]\([^)]{0,300}\)|<?https?://[^\s>]{1,300}>?")
_AND = re.compile(r"\s+(?:and|und|et|&|sowie)\s+")
_REVERSED = re.compile(
    r"(?P<i>[A-Z][A-Za-z]{1,3})\s?\((?P<name>[^\W\d_][^(),]{3,50})(?:,(?P<rest>[^()]{1,60}))?\)(?P<tail>.{0,60})$"
)
_SHORT = re.compile(r"[A-Z][A-Za-z]{1,3}$")
_DASH = re.compile(r"\s+[–—-]{1,2}\s+")
_ROLE_WORDS = frozenset(
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
    ]
)
_SINCE = re.compile(
    r"\b(?:from|until|till|after|before|left|joined|arrived|ab|bis|since|partly|partial|part|late)\b", re.IGNORECASE
)
_IN_PERSON = frozenset({"in person", "onsite", "on site", "present", "full", "in room"})
_IRC = re.compile(r"^[a-z][\w\-|`]{1,30}$")
_LEGEND = re.compile(r"[A-Z][A-Za-z]{1,3}\s?[–—=-]\s(?:[^\W\d_][\w.'’-]*\s?){2,4}(?:,|$)")


def split_items(text: str) -> list[str]:
    """The items of a comma line; commas and words inside brackets do not part. Linear."""
    items, depth, start = [], 0, 0
    separator = ";" if text.count(";") >= 1 and text.count(";") >= text.count(",") * 0.34 else ","
    for index, char in enumerate(text):
        if char in "([<":
            depth += 1
        elif char in ")]>":
            depth = max(depth - 1, 0)
        elif char == separator and depth == 0:
            items.append(text[start:index])
            start = index + 1
    items.append(text[start:])
    return [item.strip() for item in items if item.strip(" .")]


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
        if folded in vocabulary.APOLOGIES:
            return
        if ONLINE.match(part):
            self.presence = "remote"
        elif folded in _IN_PERSON:
            self.presence = "full"
        elif _SINCE.search(part) or folded in vocabulary.PART or re.search(r"\d\d?[:h.]\d\d", part):
            self.presence = "part"
        elif folded in vocabulary.ROLES or (set(folded.split()) & _ROLE_WORDS):
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
    if not text:
        return None
    brackets = Bracket(codes)
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
    parts = _DASH.split(name, 2) if _DASH.search(name) else [name]
    if len(parts) == 1 and "/" in name and not _IRC.match(name):
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
    if len(words) > 5 or any(c.isdigit() for c in found.name) or found.name[-1:] in "?!":
        return False
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


def parse_line(text: str, lines: Span, label: Label) -> list[Attendee]:
    """The people of one line, item or paragraph of a roster."""
    text = squeeze(text.strip(" .;"))
    if not text or fold(text) in {
        "none",
        "keine",
        "aucun",
        "nobody",
        "n a",
        "tbd",
        "-",
        "no apologies",
        "none received",
        "niemand",
        "personne",
        "no one",
    }:
        return []
    groups = [g for g in text.split(";") if g.strip()]
    if len(groups) > 1 and sum(":" in g for g in groups) >= 0.6 * len(groups):
        return [p for group in groups for p in parse_line(group, lines, label)]
    affiliation = label.affiliation
    org, text = _org_first(text)
    affiliation = org or affiliation
    out: list[Attendee] = []
    items = _split_people(text)
    short = sum(bool(_SHORT.match(i)) for i in items) >= max(3, 0.6 * len(items))
    for item in items:
        found = person(item, lines, affiliation=affiliation, codes=label.codes)
        if found is None or fold(found.name) in GROUP_WORDS:
            continue
        beside = len(items) == 2 and len(out) == 1 and out[0].initials is not None and not has_given_name(found.name)
        if out and not short and (beside or _is_remark(item, found)):
            last = out[-1]
            if last.affiliation is None and (is_organisation(found.name) or len(items) == 2):
                out[-1] = replace(last, affiliation=found.name)
            continue
        out.append(found)
    out = _spread(out, items)
    return [
        replace(
            a,
            presence=a.presence or label.presence,
            role=a.role or label.role,
        )
        for a in out
        if not is_nobody(a.name)
    ]


def is_nobody(name: str) -> bool:
    folded = fold(name)
    return (
        folded in vocabulary.EVERYONE
        or folded
        in {"others", "various", "et al", "tbd", "tba", "guests", "several others", "public", "none", "vacant", "name"}
        or folded in vocabulary.PRESENT
        or (not name[:1].isalpha() and not name.startswith("@"))
    )


def _is_remark(item: str, found: Attendee) -> bool:
    folded = fold(found.name)
    if folded in vocabulary.ROLES:
        return True
    if found.name[:1].islower() and " " in found.name and folded.split()[0] not in vocabulary.PARTICLES:
        return True
    return is_organisation(found.name) and not sounds_like_person(item)


def _org_first(text: str) -> tuple[str | None, str]:
    """`ESRF: A, B`, `ALBA - A and B`, `Present from ALBA: A`: the organisation and the people."""
    match = PRESENT_FROM.match(text.partition(":")[0].strip()) if ":" in text[:80] else None
    if match:
        return squeeze(match["org"]), text.partition(":")[2].strip()
    colon = text.find(": ", 0, 70)
    if colon > 0:
        head, rest = text[:colon].strip(), text[colon + 2 :]
        if len(head.split()) <= 5 and not has_given_name(head):
            group = fold(head) in vocabulary.THINGS or set(fold(head).split()) & GROUP_WORDS or label_of(head)
            return (None if group else head), rest
        return None, text
    dash = _DASH.search(text, 0, 70)
    if dash:
        head, rest = text[: dash.start()].strip(), text[dash.end() :]
        first = split_items(rest)[0] if split_items(rest) else ""
        if is_organisation(head) and is_person(_AND.split(first)[0]) and not has_given_name(head):
            return head, rest
    return None, text


def _split_people(text: str) -> list[str]:
    items: list[str] = []
    for item in split_items(text):
        parts = _AND.split(item) if "(" not in item or _AND.search(item.partition("(")[0]) else [item]
        parts = [re.sub(r"^(?:and|und|et|sowie|&)\s+", "", p) for p in parts]
        if len(parts) > 1 and not all(is_person(p) or _IRC.match(p) for p in parts):
            parts = [item]
        items.extend(parts)
    return [re.sub(r"^(?:and|und|et|&)\s+", "", item) for item in items]


def _spread(out: list[Attendee], items: Sequence[str]) -> list[Attendee]:
    """`A, B (ESRF)`: a bracket behind the last of several names without one holds for all before it."""
    if len(out) < 2:
        return out
    withs = [i for i, a in enumerate(out) if a.affiliation]
    text = ", ".join(items)
    # One bracket at the very end, or runs "A, B (X), C, D (Y)": each bracket closes the run before it.
    if not withs or withs[-1] != len(out) - 1 or len(withs) == len(out) or not text.rstrip(" .").endswith((")", "]")):
        return out
    if any(a.role or a.presence for a in out if not a.affiliation):
        return out
    pending = None
    spread = []
    for attendee in reversed(out):
        pending = attendee.affiliation or pending
        spread.append(replace(attendee, affiliation=pending))
    return spread[::-1]


def names_share(text: str) -> float:
    """The share of a comma line's items that look like people, 0 to 1."""
    if len(text) > 60 and ". " in text and text.count(" ") > 8 * (text.count(",") + text.count(";") + 1):
        return 0.0
    _, rest = _org_first(STATUS.sub("", text))
    if _LEGEND.match(rest):
        return 1.0
    items = _split_people(rest)
    if not items:
        return 0.0
    # The beginning of a very long line tells what it is.
    items = items[:400]
    good: float = sum(1 for item in items if is_person(item) or is_organisation(item) or _bracketed_lower(item))
    if good < len(items):
        good += 0.7 * sum(1 for item in items if _IRC.match(item) and fold(item) not in vocabulary.THINGS)
    return good / len(items)


def _bracketed_lower(item: str) -> bool:
    return fold(item) in vocabulary.ROLES
