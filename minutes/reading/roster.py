"""The people of a list, with affiliation, role, initials and presence kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from . import vocabulary
from .characters import fold, squeeze
from .names import has_given_name, is_organisation
from .persons import DASH, HANDLE, OFFICES, is_person, person, sounds_like_person
from .records import Attendee, Span
from .roster_labels import GROUP_WORDS, PRESENT_FROM, STATUS, Label, label_of

_INSIDE = re.compile(r"[(\[][^()\[\]]*[)\]]")
_GROUPS = re.compile(
    r"\s*[+|]\s*(?=[^\s:,;+()][^:,;+()]{1,24}:\s)|(?<=[,;])\s*(?=[A-Z][A-Z\d-]{1,11}(?:\s(?:IV|II))?:\s)"
)
# "Ana (LAKE) Bo O'Neill (HILL)": a comma forgotten.
_UNPARTED = re.compile(r"\)\s(?=[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){0,3}\s?\([^()]{2,40}\))")
_FROM = re.compile(r"^(?:[Ff]rom|[Ff]or|[Pp]our|[Ff]ür|[Vv]on|[Vv]om|[Dd]u)\s(?=[^\W\d_a-z])")
_AND = re.compile(r"\s+(?:and|und|et|&|sowie)\s+")
_SHORT = re.compile(r"[A-Z][A-Za-z]{1,3}$")
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


def parse_line(text: str, lines: Span, label: Label) -> list[Attendee]:
    """The people of one line, item or paragraph of a roster."""
    text = _UNPARTED.sub("), ", squeeze(text.strip(" .;")))
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
    groups = [g.strip(" ,;") for g in _GROUPS.split(text)] if ": " in text else []
    if len(groups) > 1:
        return [p for group in groups if group for p in parse_line(group, lines, label)]
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
        if is_role(found.name) and not has_given_name(found.name):
            if out and out[-1].role is None and len(items) > 1:
                out[-1] = replace(out[-1], role=fold(found.name))
            continue
        if (
            not out
            and not short
            and (
                _only_organisation(found.name)
                or (len(items) > 1 and is_organisation(found.name) and not is_person(item))
            )
        ):
            continue
        beside = len(items) == 2 and len(out) == 1 and out[0].initials is not None and not has_given_name(found.name)
        beside = beside or (
            len(items) == 2
            and len(out) == 1
            and " " in out[0].name
            and " " not in found.name
            and not has_given_name(found.name)
            and not found.affiliation
        )
        if out and not short and (beside or _is_remark(item, found)):
            last = out[-1]
            if last.affiliation is None and (is_organisation(found.name) or len(items) == 2):
                out[-1] = replace(last, affiliation=found.name)
            continue
        out.append(found)
    out = _firms(_spread(out, items))
    return [
        replace(
            a,
            presence=a.presence or label.presence,
            role=a.role or label.role,
        )
        for a in out
        if not is_nobody(a.name)
    ]


def _only_organisation(name: str) -> bool:
    """Whether an item that stands first is a known organisation rather than somebody."""
    folded = fold(name)
    return folded in vocabulary.ORGANISATIONS and not has_given_name(name)


def _firms(out: list[Attendee]) -> list[Attendee]:
    """`Ana Kováč, Acme, Bo O'Neill, Initech`: single words that each follow a full name are where people come from."""
    single = [
        i
        for i, a in enumerate(out)
        if i and " " not in a.name and not has_given_name(a.name) and len(a.name) > 2 and not a.affiliation
    ]
    if len(single) < 2 or any(" " not in out[i - 1].name or out[i - 1].affiliation for i in single):
        return out
    if len(single) < 0.4 * len(out):
        return out
    firms = set(single)
    return [
        replace(a, affiliation=out[i + 1].name) if i + 1 in firms else a for i, a in enumerate(out) if i not in firms
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
    if colon > 0 and not set(text[:colon]) & set(",;+"):
        head, rest = _FROM.sub("", text[:colon].strip()), text[colon + 2 :]
        if len(head.split()) <= 5 and not has_given_name(head):
            group = fold(head) in vocabulary.THINGS or set(fold(head).split()) & GROUP_WORDS or label_of(head)
            return (None if group else head), rest
        return None, text
    dash = DASH.search(text, 0, 70)
    if dash:
        head, rest = text[: dash.start()].strip(), text[dash.end() :]
        first = split_items(rest)[0] if split_items(rest) else ""
        if is_organisation(head) and is_person(_AND.split(first)[0]) and not has_given_name(head):
            return head, rest
    return None, text


def _split_people(text: str) -> list[str]:
    items: list[str] = []
    for item in split_items(text):
        parts = [re.sub(r"^(?:and|und|et|sowie|&)\s+", "", p) for p in _and_parts(item)]
        if len(parts) > 1 and not all(is_person(p) or HANDLE.match(p) or _SHORT.match(p) or is_role(p) for p in parts):
            parts = [item]
        items.extend(parts)
    return [re.sub(r"^(?:and|und|et|&)\s+", "", item) for item in items]


def _and_parts(item: str) -> list[str]:
    """The parts of "A (X) and B (Y)"; a word inside a bracket parts nothing."""
    if "(" not in item and "[" not in item:
        return _AND.split(item)
    masked = _INSIDE.sub(lambda m: "x" * len(m.group()), item)
    parts, start = [], 0
    for match in _AND.finditer(masked):
        parts.append(item[start : match.start()])
        start = match.end()
    return [*parts, item[start:]]


def is_role(text: str) -> bool:
    """Whether an item only names an office: "Clerk", "Vice Chair"."""
    words = fold(text).split()
    return bool(words) and (" ".join(words) in vocabulary.ROLES or all(w in OFFICES for w in words))


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
    text = STATUS.sub("", text)
    groups = _GROUPS.split(text) if ": " in text else [text]
    rest = _org_first(groups[0])[1]
    if _LEGEND.match(rest):
        return 1.0
    items = [item for group in groups[:200] for item in _split_people(_org_first(group)[1])]
    if not items:
        return 0.0
    # The beginning of a very long line tells what it is.
    items = items[:400]
    good: float = sum(1 for item in items if is_person(item) or is_organisation(item) or _bracketed_lower(item))
    if good < len(items):
        good += 0.7 * sum(1 for item in items if HANDLE.match(item) and fold(item) not in vocabulary.THINGS)
    return good / len(items)


def _bracketed_lower(item: str) -> bool:
    return fold(item) in vocabulary.ROLES
