"""What may stand before a colon or dash at the beginning of a turn, and what it turns out to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import vocabulary
from .blocks import Block
from .characters import fold
from .given_names import EVERYDAY, GIVEN_NAMES
from .names import Found, Names, bare, has_given_name, looks_like_name

_N = r"[^\W\d_][\w.'’\-]{0,30}"
NAME = rf"@?{_N}(?:\s{_N}){{0,3}}(?:\s?(?:\([^()\[\]]{{1,40}}\)|\[[^()\[\]]{{1,20}}\]))?"
JOINT = rf"{_N}(?:\s{_N}){{0,2}}\s?[/&+]\s?{_N}(?:\s{_N}){{0,2}}"
_TIME = r"(?:\[?\(?\d{1,2}[:.h]\d\d(?::\d\d)?\)?\]?\s+(?:[–—-]\s)?)?"
_COLON = re.compile(
    rf"{_TIME}(?:\[name=(?P<tag>[^\]]{{1,40}})\]\s?:?|(?P<name>{NAME}|{JOINT})(?:,\s?(?P<org>[A-Z][\w\-"
    rf" ]{{1,20}}))?\s?:(?=\s|$))"
)
_ANGLE = re.compile(rf"{_TIME}<(?P<angle>[^\W\d_][\w .|`\-]{{0,30}})>:?\s+(?=\S)")
_ARROW = re.compile(rf"(?P<name>{NAME})\s?(?:->|→|=>|>>)\s?(?=\S)")
_BRACKET = re.compile(
    r"(?:\((?P<round>[A-Z][A-Za-z.]{0,3}[A-Za-z])\)|\[(?P<square>[A-Z][\w .'’\-]{1,30})\](?!\())\s?:?\s+(?=\S)"
)
_DASH = re.compile(rf"(?P<name>{NAME})\s[–—-]{{1,2}}\s(?=\S)")
_CODE = re.compile(r"[A-Z]{2,3}|[A-Z][a-z]?[A-Z]")
_PARTS = re.compile(r"\s?[/&+]\s?|\s(?:and|und|et)\s")
EVERYBODY = vocabulary.EVERYONE
_SHORT = re.compile(r"[A-Z][A-Za-z]{1,3}")
_HANDLE = re.compile(r"[a-z][a-z0-9_\-]{3,20}")
_BREAK = re.compile(r"(?:[.?!…;][\"”’')\]]{0,2}|(?<=\)))\s+(?:[–—-]{1,2}\s+)?|\s[–—-]{1,2}\s+|\s/{1,2}\s")


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker's label: the words, where they begin, where what was said begins, and how it is set."""

    written: str
    start: int
    body: int
    form: str  # colon, dash, tag
    beside: str | None = None
    """What stands behind a comma: a facility, or somebody else who speaks as well."""


def breaks(block_text: str, starts: Iterable[int] = ()) -> Iterator[tuple[int, int, str]]:
    """Where a new turn may begin: (end of the turn before, begin of the next, separator). Linear."""
    pending = sorted({s for s in starts if s > 0})
    at = 0
    for match in _BREAK.finditer(block_text):
        while at < len(pending) and pending[at] < match.end():
            yield pending[at], pending[at], "\n"
            at += 1
        mark = match.group()
        stripped = mark.strip()
        dash = stripped[-1:] in "–—-" and stripped[-1:]
        closing = stripped.rstrip("–—- ")
        yield match.start() + (0 if mark[0] == " " else len(closing)), match.end(), dash or stripped[:1] or ")"
    for start in pending[at:]:
        yield start, start, "\n"


def at(text: str, position: int, *, begin: bool) -> Label | None:
    """The label at a position, if there is the form of one. `begin`: of a paragraph or topic. Constant time."""
    match = _COLON.match(text, position)
    if match:
        written = match["tag"] or match["name"]
        form = "tag" if match["tag"] else "colon"
        return Label(written.strip(), position, _skip(text, match.end()), form, match["org"])
    match = _ANGLE.match(text, position)
    if match:
        return Label(match["angle"].strip(), position, match.end(), "tag")
    match = _BRACKET.match(text, position)
    if match:
        return Label(match["round"] or match["square"], position, match.end(), "bracket")
    match = _ARROW.match(text, position)
    if match:
        return Label(match["name"].strip(), position, match.end(), "arrow")
    if begin:
        match = _DASH.match(text, position)
        if match:
            return Label(match["name"].strip(), position, match.end(), "dash")
    return None


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] == " ":
        position += 1
    return position


def without_bracket(written: str) -> tuple[str, str | None]:
    """A label's name and what its bracket says."""
    for opening, closing in (("(", ")"), ("[", "]")):
        if written.endswith(closing):
            head, _, inner = written.rpartition(opening)
            return head.strip(), inner.rstrip(closing).strip()
    return written, None


def is_thing(written: str) -> bool:
    """Whether a label is a known word for something that does not speak."""
    folded = fold(written)
    words = folded.split()
    if not words:
        return True
    if folded in vocabulary.THINGS or (folded in vocabulary.ORGANISATIONS and folded not in GIVEN_NAMES):
        return True
    return words[0] in vocabulary.THINGS and words[0] not in GIVEN_NAMES


class Speakers:
    """Who speaks in a text: those on the list, and those whose label shows them to be a person."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.accepted: dict[str, str] = {}
        self.open: dict[str, str] = {}
        self.short: dict[str, str] = {}
        """Short forms that a text introduces itself, `Ana Kováč [AK]: …`."""

    def learn(self, blocks: Iterable[Block], begins: Iterable[int]) -> None:
        """Weigh the labels of unknown people over the whole text; linear in it."""
        seen: Counter[str] = Counter()
        forms: dict[str, set[str]] = {}
        written: dict[str, str] = {}
        known = lines = 0
        listed_codes: set[str] = set()
        for block, begin in zip(blocks, begins, strict=True):
            lines += 1
            positions = [(begin, True)]
            positions.extend((p, mark == "\n") for _, p, mark in breaks(block.text, block.starts) if p > begin)
            for position, first in positions:
                label = at(block.text, position, begin=first)
                if label is None or (label.form == "dash" and not first):
                    continue
                name, inner = without_bracket(label.written)
                if inner and len(name.split()) > 1 and inner[0] == name[0] and _SHORT.fullmatch(inner):
                    self.short.setdefault(fold(inner), bare(name))
                if (who := self.names.exact(name)) is not None:
                    known += label.form != "dash"
                    if label.form == "colon" and _CODE.fullmatch(name) and who.how in {"legend", "initials", "exact"}:
                        listed_codes.add(name)
                    continue
                if label.form in {"dash", "bracket", "arrow"} or is_thing(name) or self.names.find(name):
                    continue
                if block.text[label.body : label.body + 8].strip(" .").isdigit():
                    continue
                key = fold(name)
                seen[key] += 1
                forms.setdefault(key, set()).add(
                    "tag" if label.form == "tag" else "begin" if position == begin else "inner"
                )
                written.setdefault(key, bare(name))
        for key, name in self.short.items():
            if self.names.find(name) is None:
                self.accepted[fold(name)] = name
                self.accepted[key] = name
                known += 1
        known += sum(n for k, n in seen.items() if n > 1 and k.split()[0] in GIVEN_NAMES - EVERYDAY)
        initials = self._speak_by_initials(listed_codes)
        codes = {k for k, n in seen.items() if n > 1 and _SHORT.fullmatch(written[k]) and written[k].isupper()}
        handles = {k for k, n in seen.items() if _HANDLE.fullmatch(written[k]) and "begin" in forms[k]}
        speaking = known >= 3 or (not self.names.listed and sum(seen.values()) >= 3)
        for key, count in seen.items():
            name = written[key]
            if key in self.short:
                continue
            if "tag" in forms[key]:
                self.accepted[key] = name
                continue
            if initials and _CODE.fullmatch(name) and "begin" in forms[key] and self._is_free(name):
                self.accepted[key] = name
                continue
            if (key in codes and len(codes) >= 3 and count > 2) or (
                key in handles and count > 1 and speaking and known + count > 5
            ):
                self.accepted[key] = name
                continue
            if known >= 25 and count >= 2 and "begin" in forms[key] and self._is_somebody(name):
                # So many turns: in such a text a word that opens lines again and again is somebody, too.
                self.accepted[key] = name
                continue
            if _CODE.fullmatch(name) and count >= 2 and speaking and known >= 5 and self._is_free(name):
                self.open[key] = name
                continue
            if not looks_like_name(name, words=3):
                continue
            words = key.split()
            person = words[0] in GIVEN_NAMES and words[0] not in EVERYDAY
            if (person and (len(words) > 1 or count >= 2 or speaking)) or (
                len(words) == 1 and count >= 4 and speaking and known >= 2 * 3 and name.isalpha() and not name.isupper()
            ):
                self.accepted[key] = name
            elif person or (
                len(words) <= 2
                and not name.isupper()
                and len(name) < 24
                and ((speaking and known >= 5) or (count >= 2 and known >= 1 and "begin" in forms[key]))
            ):
                self.open[key] = name

        # "Ana" beside "Ana Kováč": one of the two is accepted, so both are people.
        given = {k.split()[0] for k in self.accepted if " " in k} | {k for k in self.accepted if " " not in k}
        for key in [k for k in self.open if k.split()[0] in given]:
            self.accepted[key] = self.open.pop(key)

    def _speak_by_initials(self, codes: set[str]) -> bool:
        """Whether this text gives its speakers by initials: then other initials are somebody too."""
        return len(codes) >= 2

    def _is_somebody(self, name: str) -> bool:
        if _CODE.fullmatch(name):
            return self._is_free(name)
        return looks_like_name(name, words=3) and not name.isupper() and len(name) < 24

    def _is_free(self, code: str) -> bool:
        folded = fold(code)
        return (
            folded not in vocabulary.THINGS
            and folded not in vocabulary.ORGANISATIONS
            and folded not in vocabulary.NOT_INITIALS
            and self.names.facility(code) is None
        )

    def who(self, label: Label) -> tuple[Found | None, str | None]:
        """What a label means: somebody found (or several), or an accepted name nobody knows, else neither."""
        name, _ = without_bracket(label.written)
        found = self.names.find(name)
        if found is None and fold(name) in self.short:
            found = self.names.find(self.short[fold(name)])
        if label.form == "colon":
            found = self._several(f"{name} & {label.beside}" if label.beside else name) or found
        if found is not None:
            return found, None
        return None, self.accepted.get(fold(name)) if label.form in {"colon", "tag"} else None

    def _several(self, name: str) -> Found | None:
        """ "AK to BO" is AK; "AK/CO" are both, which one entry cannot say: a doubt with both."""
        head, to, tail = name.partition(" to ")
        if to:
            found = self.names.exact(head)
            return found if found and found.name and (self.names.find(tail) or fold(tail) in EVERYBODY) else None
        parts = _PARTS.split(name)
        if len(parts) != 2:
            return None
        both = [self.names.exact(part) for part in parts]
        if any(one is None or one.name is None for one in both):
            return None
        return Found(None, "joint", False, tuple(one.name for one in both if one is not None and one.name))


__all__ = ["NAME", "Label", "Speakers", "at", "breaks", "has_given_name", "is_thing", "without_bracket"]
