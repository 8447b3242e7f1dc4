"""Who was there: lists, comma lines and tables, with affiliation, role, initials and presence kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import vocabulary
from .blocks import Block
from .characters import fold, squeeze
from .given_names import GIVEN_NAMES
from .names import bare, has_given_name, is_organisation, looks_like_name
from .records import Attendee, Presence, Span

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,120})[)\]]")
_COUNT = re.compile(r"^\s*(?:\(\s*\d+\s*\)|\d+\s*[:.)]?$)")
_EMAIL = re.compile(r"\s*<?[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,30}){1,5}>?")
_URL = re.compile(r"\[([^\]]{1,80})\]\([^)]{0,300}\)|<?https?://[^\s>]{1,300}>?")
_AND = re.compile(r"\s+(?:and|und|et|&|sowie)\s+")
_PRESENT_FROM = re.compile(
    r"(?:present|participants|attendees)\s+(?:from|for|of)\s+(?P<org>[^:–—,]{2,40})$", re.IGNORECASE
)
_DASH = re.compile(r"\s+[–—-]{1,2}\s+")
_ARTICLE = re.compile(r"\s*\([^)]*\)\s*$")
_INCLUSIVE = re.compile(r"(?<=[a-zé])(?:[.·•]e[.·•]?s?|\(e\)(?:\(?s\)?)?|-e-?s?)(?!\w)")
_PRESENT_WORDS = frozenset(
    "present presents presentes attendees participants attendance anwesend anwesende anwesenden teilnehmer teilnehmende "
    "teilnehmerinnen attending attended participating participant attendants".split()
)
_ABSENT_WORDS = frozenset(
    "apologies regrets excuse excuses excusee excusees absent absents absente absentes entschuldigt unentschuldigt abwesend "
    "verhindert absentees regret apology".split()
)
_NOT_A_LIST = frozenset(
    "maybe possibly expected number count total agenda list to from was were will has have is are not report fee fees survey next minutes policy "
    "current day mode actions form feedback how many votes the".split()
)
_GROUP_WORDS = frozenset(
    "team members member others other guests guest observers voting non active regular staff board core additional also people "
    "attendees participants present in person onsite remote online office chairs officers speakers stimmberechtigt beratend "
    "gaste vorstand mitglieder invites membres bureau committee joining".split()
)
_ROLE_WORDS = frozenset(
    "chair secretary scribe minutes treasurer president tresorier tresoriere secretaire adjoint director vorsitzende vorsitzender "
    "vorsitz protokoll attorney counsel cochair vice chairman chairwoman moderator facilitator host rapporteur".split()
)
_STATUS = re.compile(
    r"\s*[–—-]+\s*(?P<s>(?:not\s)?(?:present|attending|here|available)|absent|excused|regrets|apologies|remote|online)\s*$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*[:\-–—]?\s*$")
_SINCE = re.compile(
    r"\b(?:from|until|till|after|before|left|joined|arrived|ab|bis|since|partly|partial|part|late)\b", re.IGNORECASE
)
_ONLINE = re.compile(
    r"^(?:remote(?:ly)?|online|zoom|via\s\w+|virtual(?:ly)?|by\s(?:phone|video|zoom|telephone)|phone|dial[- ]?in|call(?:ed)?[- ]in|video|vidyo|vidéoconférence|videoconference|visioconférence|vc|teams|visio|en visio|webex|r)$",
    re.IGNORECASE,
)
_IN_PERSON = frozenset({"in person", "onsite", "on site", "present", "full", "in room"})
_IRC = re.compile(r"^[a-z][\w\-|`]{1,30}$")


@dataclass(frozen=True, slots=True)
class Label:
    """What a roster's label says: the list it opens, and what holds for everybody on it."""

    kind: str  # present, apologies, role
    presence: Presence | None = None
    role: str | None = None
    affiliation: str | None = None
    codes: frozenset[str] = frozenset()
    """Abbreviations that stand before a colon somewhere in the text: in a bracket behind a name they are its short form."""


def label_of(text: str) -> Label | None:
    """The list a heading or label opens, or None."""
    if _STATUS.search(text) or has_given_name(text):
        return None
    if text.rstrip().endswith((".", "!", "?")) and not re.search(r"[.·]s\.?$|\.e\.?s?$", text):
        return None
    text = _INCLUSIVE.sub("", _COUNT.sub("", text.strip().strip("*_").rstrip(":").strip()))
    if not text or len(text) > 90 or ":" in text:
        return None
    outer = _ARTICLE.sub("", text).strip()
    inner = text[len(outer) :].strip(" ()")
    folded = fold(outer.rstrip(":")).strip("0123456789 ")
    presence: Presence | None = None
    if inner and _ONLINE.match(inner):
        presence = "remote"
    if folded in vocabulary.PRESENT:
        return Label("present", presence)
    if folded in vocabulary.APOLOGIES:
        return Label("apologies")
    if folded in vocabulary.REMOTE:
        return Label("present", "remote")
    if folded in vocabulary.PART:
        return Label("present", "part")
    if folded in vocabulary.CHAIRS:
        return Label("role", None, "chair")
    if folded in vocabulary.SCRIBES:
        return Label("role", None, "minutes")
    match = _PRESENT_FROM.match(text)
    if match:
        return Label("present", affiliation=squeeze(match["org"]))
    head, _, rest = folded.partition(" ")
    parts = [p for p in re.split(r" ?[/&+] ?| and | und | et |, | or ", fold(outer)) if p]
    if len(parts) > 1 and all(
        p in vocabulary.PRESENT or p in vocabulary.APOLOGIES or p in vocabulary.REMOTE or p in vocabulary.ROLES
        for p in parts
    ):
        if any(p in vocabulary.PRESENT for p in parts):
            return Label("present", presence)
        if any(p in vocabulary.APOLOGIES for p in parts):
            return Label("apologies")
    if head in {"participants", "attendees", "present", "attendance", "teilnehmer", "participants:"} and rest:
        if rest in vocabulary.REMOTE or rest.strip("()") in vocabulary.REMOTE:
            return Label("present", "remote")
        if rest in {"in person", "onsite", "on site"}:
            return Label("present")
    words = folded.split()
    if 1 < len(words) <= 7 and not _NOT_A_LIST & set(words):
        if _ABSENT_WORDS & set(words):
            return Label("apologies")
        if _PRESENT_WORDS & set(words) and (words[-1] in _PRESENT_WORDS or words[0] in _PRESENT_WORDS or "(" in text):
            return Label("present", presence)
        if _PRESENT_WORDS & set(words) and len(words) <= 5:
            return Label("present", presence)
    if head in {"apologies", "regrets", "absent"} and rest in {
        "from members",
        "and absences",
        "received from",
        "for absence received",
        "given",
    }:
        return Label("apologies")
    return None


def split_label(text: str) -> tuple[str, str] | None:
    """Label and rest of "Present: A, B"; the label may carry a number in brackets."""
    colon = text.find(":", 0, 90)
    if colon > 0:
        return text[:colon].strip(), text[colon + 1 :].strip()
    match = re.match(r"(?P<label>[^\W\d_][\w ,/\-]{2,40}?)\s+[–—-]\s+(?P<rest>.+)$", text[:20000], re.DOTALL)
    return (match["label"], match["rest"]) if match else None


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


def is_away(text: str) -> bool:
    """Whether an item of a list says itself that the person was not there."""
    match = _STATUS.search(text)
    return match is not None and fold(match["s"]) not in {
        "present",
        "attending",
        "here",
        "available",
        "remote",
        "online",
    }


def is_group(text: str) -> bool:
    """Whether an item only names a group of the people below it."""
    words = set(fold(text.rstrip(":")).split())
    return bool(words) and len(words) <= 4 and words <= _GROUP_WORDS


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
        if _ONLINE.match(part):
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
        elif self.affiliation is not None and any(c.isalpha() for c in part):
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
    # "JoD" for John Doe, "KrJ" for Krister Johansson: letters of the name in order, beginning with its first.
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
    handle = re.search(r"(?:^|\s)\(?(@[\w\-]{2,40})\)?", text)
    status = _STATUS.search(text)
    text = text[: status.start()] if status else text
    text = _EMAIL.sub("", text).strip(" .,;:*_|•-–")
    if not text:
        return None
    brackets = Bracket(codes)
    if status and _ONLINE.match(status["s"]):
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
    for item in items:
        found = person(item, lines, affiliation=affiliation, codes=label.codes)
        if found is None or fold(found.name) in _GROUP_WORDS:
            continue
        if out and _is_remark(item, found):
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
        if not _is_nobody(a.name)
    ]


def _is_nobody(name: str) -> bool:
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
    match = _PRESENT_FROM.match(text.partition(":")[0].strip()) if ":" in text[:80] else None
    if match:
        return squeeze(match["org"]), text.partition(":")[2].strip()
    colon = text.find(": ", 0, 70)
    if colon > 0:
        head, rest = text[:colon].strip(), text[colon + 2 :]
        if len(head.split()) <= 5 and not has_given_name(head):
            group = fold(head) in vocabulary.THINGS or set(fold(head).split()) & _GROUP_WORDS or label_of(head)
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
    _, rest = _org_first(_STATUS.sub("", text))
    if _LEGEND.match(rest):
        return 1.0
    items = _split_people(rest)
    if not items or len(items) > 2000:
        return 0.0
    good = sum(1 for item in items if is_person(item) or is_organisation(item) or _bracketed_lower(item))
    if good < len(items):
        good += 0.7 * sum(1 for item in items if _IRC.match(item) and fold(item) not in vocabulary.THINGS)
    return good / len(items)


def _bracketed_lower(item: str) -> bool:
    return fold(item) in vocabulary.ROLES


_LEGEND = re.compile(r"[A-Z][A-Za-z]{1,3}\s?[–—=-]\s(?:[^\W\d_][\w.'’-]*\s?){2,4}(?:,|$)")
_NAME_HEADS = frozenset(
    [
        "name",
        "names",
        "who",
        "person",
        "participant",
        "participants",
        "attendee",
        "attendees",
        "member",
        "members",
        "teilnehmer",
        "nom",
        "vorname",
        "nachname",
        "first",
        "surname",
        "present",
        "anwesend",
        "attendance",
    ]
)
_AFFILIATION_HEADS = frozenset(
    [
        "affiliation",
        "institute",
        "institution",
        "organisation",
        "organization",
        "company",
        "facility",
        "lab",
        "org",
        "institut",
        "einrichtung",
        "organisme",
        "partner",
        "site",
        "employer",
        "from",
        "represents",
        "representing",
        "laboratory",
    ]
)
_ROLE_HEADS = frozenset(["role", "position", "title", "function", "rolle", "funktion", "fonction"])
_PRESENCE_HEADS = frozenset(["status", "attendance", "presence", "attended", "present", "remote", "here", "anwesend"])
_INITIAL_HEADS = frozenset(["initials", "abbr", "abbreviation", "initial", "acronym", "kürzel", "kurzel", "initiales"])


def table(rows: Sequence[Block], label: Label) -> tuple[list[Attendee], list[Attendee]]:
    """Present and absent people of a table; without a head row the first column holds the names."""
    present: list[Attendee] = []
    absent: list[Attendee] = []
    if not rows:
        return present, absent
    columns = columns_of(rows[0].cells)
    body = rows[1:] if columns else rows
    columns = columns or {"name": 0, **({"affiliation": 1} if len(rows[0].cells) > 1 else {})}
    for row in body:
        cells = row.cells
        at = columns["name"]
        if at >= len(cells) or not cells[at]:
            continue
        span = (row.first, row.last)
        if "name" in columns and "given" in columns and columns["given"] < len(cells):
            cells = [*cells]
            cells[at] = f"{cells[columns['given']]} {cells[at]}"
        if "affiliation" not in columns and names_share(cells[at]) > 0.5 and "," in cells[at]:
            present.extend(parse_line(cells[at], span, label))
            continue
        found = person(cells[at], span, affiliation=label.affiliation, codes=label.codes)
        if found is None or _is_nobody(found.name):
            continue
        get = lambda key: cells[columns[key]] if key in columns and columns[key] < len(cells) else ""  # noqa: B023, E731
        said = fold(get("presence"))
        presence: Presence | None = "remote" if _ONLINE.match(get("presence")) else found.presence or label.presence
        found = replace(
            found,
            affiliation=get("affiliation") or found.affiliation,
            role=(get("role") or found.role or label.role),
            presence=presence,
            initials=get("initials") or found.initials,
        )
        state = said.split(" ")[0].strip("()")
        away = (
            state in vocabulary.APOLOGIES
            or said in vocabulary.APOLOGIES
            or state
            in {
                "no",
                "n",
                "apology",
                "a",
                "regret",
                "nein",
                "non",
                "x absent",
            }
        )
        (absent if away or label.kind == "apologies" else present).append(found)
    return present, absent


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Which column of a head row says what; empty when the row is no head of a list of people."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        words = fold(cell).split()
        if not words:
            continue
        for key, heads in (
            ("initials", _INITIAL_HEADS),
            ("affiliation", _AFFILIATION_HEADS),
            ("role", _ROLE_HEADS),
        ):
            if any(w in heads for w in words):
                found.setdefault(key, index)
                break
        else:
            if words[0] in {"first", "vorname", "prénom", "given"} and "name" not in found:
                found["given"] = index
            elif any(w in _NAME_HEADS for w in words) and "name" not in found:
                found["name"] = index
            elif any(w in _PRESENCE_HEADS for w in words):
                found.setdefault("presence", index)
    return found if "name" in found and (len(found) > 1 or len(cells) == 1) else {}
