"""The labels that open a list of people, and what they say about everybody on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import vocabulary
from .characters import fold, squeeze
from .names import has_given_name
from .records import Presence

_NUMBERING = re.compile(r"^[*_\s]*\d{1,4}(?:[./]\d{1,4})*[.)]?\s+(?=[^\W\d])")
_RECEIVED = re.compile(
    r"(?:apologies|regrets)(?:\sfor\sabsence)?\s(?:(?:were|was|have\sbeen|had\sbeen)\s)?(?:received|given|sent|accepted|noted|offered)?"
    r"\s?(?:from|by)\s(?P<rest>[^.:]{3,}(?:\.[^.:]{1,40}){0,6}?)\.?$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^\s*(?:\(\s*\d+\s*\)|\d+\s*[:.)]?$)")
PRESENT_FROM = re.compile(
    r"(?:present|participants|attendees)\s+(?:from|for|of)\s+(?P<org>[^:–—,]{2,40})$", re.IGNORECASE
)
_ARTICLE = re.compile(r"\s*\([^)]*\)\s*$")
_INCLUSIVE = re.compile(r"(?<=[a-zé])(?:[.·•]e[.·•]?s?|\(e\)(?:\(?s\)?)?|-e-?s?)(?!\w)")
_PRESENT_WORDS = frozenset(
    [
        "present",
        "presents",
        "presentes",
        "attendees",
        "participants",
        "attendance",
        "anwesend",
        "anwesende",
        "anwesenden",
        "teilnehmer",
        "teilnehmende",
        "teilnehmerinnen",
        "attending",
        "attended",
        "participating",
        "participant",
        "attendants",
    ]
)
_ABSENT_WORDS = frozenset(
    [
        "apologies",
        "regrets",
        "excuse",
        "excuses",
        "excusee",
        "excusees",
        "absent",
        "absents",
        "absente",
        "absentes",
        "entschuldigt",
        "unentschuldigt",
        "abwesend",
        "verhindert",
        "absentees",
        "regret",
        "apology",
        "entschuldigte",
        "unentschuldigte",
        "abwesende",
        "abwesenden",
        "fehlend",
        "fehlende",
    ]
)
_NOT_A_LIST = frozenset(
    [
        "maybe",
        "possibly",
        "expected",
        "number",
        "count",
        "total",
        "agenda",
        "to",
        "from",
        "will",
        "has",
        "have",
        "is",
        "are",
        "report",
        "fee",
        "fees",
        "survey",
        "next",
        "minutes",
        "policy",
        "day",
        "mode",
        "actions",
        "form",
        "feedback",
        "how",
        "many",
        "votes",
    ]
)
GROUP_WORDS = frozenset(
    [
        "team",
        "members",
        "member",
        "others",
        "other",
        "guests",
        "guest",
        "observers",
        "voting",
        "non",
        "active",
        "regular",
        "staff",
        "board",
        "core",
        "additional",
        "also",
        "people",
        "attendees",
        "participants",
        "present",
        "in",
        "person",
        "onsite",
        "remote",
        "online",
        "office",
        "chairs",
        "officers",
        "speakers",
        "stimmberechtigt",
        "beratend",
        "gaste",
        "vorstand",
        "mitglieder",
        "invites",
        "membres",
        "bureau",
        "committee",
        "joining",
        "councillors",
        "councillor",
        "councilors",
        "officers",
        "clerk",
        "public",
        "trustees",
        "directors",
        "executive",
        "students",
        "alumni",
        "representatives",
        "liaisons",
        "delegates",
        "advisors",
        "advisers",
        "elected",
        "appointed",
        "ex",
        "officio",
        "press",
        "elus",
        "salaries",
        "administrateurs",
        "administratrices",
        "benevoles",
        "fachschaft",
        "gewahlte",
        "aktive",
        "stimmberechtigte",
        "beratende",
        "full",
        "associate",
    ]
)
_AWAY = re.compile(
    r"[(\[](?:excused|absent|apologies|regrets|not present|entschuldigt|abwesend|excusée?|absente?)[)\]]", re.IGNORECASE
)
STATUS = re.compile(
    r"\s*[–—-]+\s*(?P<s>(?:not\s)?(?:present|attending|here|available)|absent|excused|regrets"
    r"|apologies|remote|online)\s*$",
    re.IGNORECASE,
)
ONLINE = re.compile(
    r"^(?:remote(?:ly)?|online|zoom|via\s\w+|virtual(?:ly)?|by\s(?:phone|video|zoom|telephone)"
    r"|phone|dial[- ]?in|call(?:ed)?[- ]in|video|vidyo|vidéoconférence|videoconference|visioconférence"
    r"|vc|teams|visio|en visio|webex|r|on-line|virtuell|digital|(?:en\s)?distanciel|à distance|tele(?:phone|con\w*)"
    r"|telefonisch|par téléphone|zugeschaltet|on\s(?:zoom|teams|the\sphone)"
    r"|(?:joined|joining|attending|attended|participating|present)\s(?:remotely|online|virtually|(?:by|via|on)\s\w+))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a roster's label says: the list it opens, and what holds for everybody on it."""

    kind: str  # present, apologies, role
    presence: Presence | None = None
    role: str | None = None
    affiliation: str | None = None
    codes: frozenset[str] = frozenset()
    """Abbreviations before a colon somewhere in the text: in a bracket behind a name they are its short form."""


def label_of(text: str) -> Label | None:
    """The list a heading or label opens, or None."""
    if STATUS.search(text) or has_given_name(text):
        return None
    if text.rstrip().endswith((".", "!", "?")) and not re.search(r"[.·]s\.?$|\.e\.?s?$", text):
        return None
    text = _NUMBERING.sub("", text)
    text = _INCLUSIVE.sub("", _COUNT.sub("", text.strip().strip("*_").rstrip(":").strip()))
    if not text or len(text) > 90 or ":" in text:
        return None
    outer = _ARTICLE.sub("", text).strip()
    inner = text[len(outer) :].strip(" ()")
    folded = fold(outer.rstrip(":")).strip("0123456789 ")
    presence: Presence | None = None
    if inner and ONLINE.match(inner):
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
    match = PRESENT_FROM.match(text)
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
        if _ABSENT_WORDS & set(words) or ("not" in words and _PRESENT_WORDS & set(words)):
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
    received = _RECEIVED.match(text[:4000])
    if received:
        return "Apologies", received["rest"]
    colon = text.find(":", 0, 90)
    if colon > 0:
        return text[:colon].strip(), text[colon + 1 :].strip()
    match = re.match(r"(?P<label>[^\W\d_][\w ,/\-]{2,40}?)\s+[–—-]\s+(?P<rest>.+)$", text[:20000], re.DOTALL)
    return (match["label"], match["rest"]) if match else None


def is_away(text: str) -> bool:
    """Whether an item of a list says itself that the person was not there."""
    if _AWAY.search(text):
        return True
    match = STATUS.search(text)
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
    return bool(words) and len(words) <= 4 and words <= GROUP_WORDS


def is_salutation(text: str) -> bool:
    """Whether a line above names only leads up to them: "Mesdames et Messieurs", "The following were present:"."""
    words = fold(text.rstrip(": ")).replace(":", " ").split()
    return (len(words) > 1 or text.endswith(":")) and len(words) <= 8 and set(words) <= vocabulary.SALUTATION_WORDS
