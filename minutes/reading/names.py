"""Who is meant by a name as written: exact, folded, alias, given name, surname, initials, close spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import vocabulary
from .characters import fold, squeeze
from .given_names import EVERYDAY, GIVEN_NAMES
from .records import Attendee, Person

# Above this many people no index of close spellings is kept: it would cost more than it finds.
SPELLING_LIMIT = 3000
_CANDIDATES = 8
_PLACES = frozenset(o for o in vocabulary.ORGANISATIONS if " " in o)
_HONORIFIC = re.compile(
    r"^(?:(?:(?:Prof|Dr|Mr|Mrs|Ms|Miss|Herrn?|Frau|Mmes?|Mlles?|Hr|Fr|Ing|Dipl|Cllrs?|Councill?ors?|Messrs|Messieurs|Mesdames"
    r"|Madame|Monsieur|Professor|Alderman|Ald|Rev|Sir)\b|MM\b|(?-i:M(?=\.\s[^\W\d_a-z]\w+[\s-][^\W\d_a-z])))\.?\s*"
    r"(?:-Ing\.?\s*)?(?:(?:and|et|und|&)\s(?=(?:Mmes?|Mrs?|Ms|Frau|Herr|Mesdames|Messieurs)\b))?)+(?=\w)",
    re.IGNORECASE,
)
# A surname that a list numbers, "Ana Member3"; only behind another word.
_NUMBERED_NAME = re.compile(r"(?<=\s)([^\W\d_]{3,30})\d{1,3}(?!\w)")
# An office before a name: "Chair Ana Kováč", "Mayor O'Neill".
OFFICE_FIRST = re.compile(
    r"(?P<role>(?:(?:Vice|Deputy|Acting|Co|City|Town|Parish|Board|Council)[\s-])?(?:Chair(?:man|woman|person)?|President|Mayor|Clerk"
    r"|Treasurer|Secretary|Member|Manager|Attorney|Councilmember|Supervisor|Président|Présidente|Maire|Bürgermeister(?:in)?"
    r"|Trustee|Commissioner|Director))\s(?=[^\W\d_a-z])"
)
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_NEVER_INITIALS = frozenset(
    ["ok", "nb", "qa", "tbd", "faq", "fyi", "id", "tv", "re", "am", "pm", "ie", "eg", "cc", "aob"]
)


@dataclass(frozen=True, slots=True)
class Found:
    """Who a name as written means. `name` is None when several fit; then `candidates` says who."""

    name: str | None
    how: str
    listed: bool
    candidates: tuple[str, ...] = ()


def bare(name: str) -> str:
    """A name without title, brackets, @ and emphasis."""
    name = squeeze(name.strip(" *_@<>[]()\"“”'.,;"))
    return _HONORIFIC.sub("", name) or name


class Names:
    """The people of one text. Building is linear in them, a look-up takes constant time."""

    def __init__(self, listed: Sequence[Attendee], people: Sequence[Person] = (), away: Iterable[str] = ()) -> None:
        self._away = frozenset(away)
        self._full: dict[str, list[str]] = {}
        self._given: dict[str, list[str]] = {}
        self._surname: dict[str, list[str]] = {}
        self._initials: dict[str, list[str]] = {}
        self._known: dict[str, list[str]] = {}
        self._known_given: dict[str, list[str]] = {}
        self._legend: dict[str, list[str]] = {}
        self._tokens: dict[str, list[str]] = {}
        self._near: dict[str, set[str]] | None = None
        self._cache: dict[str, Found | None] = {}
        self.listed = frozenset(a.name for a in listed)
        self._affiliations = {fold(a.affiliation): a.affiliation for a in listed if a.affiliation}
        for attendee in listed:
            self._add_listed(attendee)
        for person in people:
            self._add_known(person)
        self._size = len(listed) + len(people)

    def _add_listed(self, attendee: Attendee) -> None:
        name = attendee.name
        folded = fold(bare(name))
        tokens = folded.split()
        _append(self._full, folded, name)
        for spelled in _umlauts(name):
            _append(self._full, spelled, name)
        if attendee.initials:
            _append(self._legend, fold(bare(attendee.initials)), name)
        if not tokens:
            return
        for token in tokens:
            _append(self._tokens, token, name)
        given, surnames = _parts(name)
        _append(self._given, fold(given), name)
        if len(tokens) == 1:
            for surname in surnames:
                _append(self._surname, surname, name)
        for spelled in _umlauts(given):
            _append(self._given, spelled, name)
        if len(tokens) > 1:
            for surname in surnames:
                _append(self._surname, surname, name)
            for initials in _initials(name):
                _append(self._initials, initials, name)
            first = tokens[0][0]
            for surname in surnames:
                _append(self._surname, f"{first} {surname}", name)
                _append(self._surname, f"{surname} {first}", name)
            _append(self._full, " ".join([*tokens[1:], tokens[0]]), name)
            _append(self._full, f"{fold(given)} {tokens[-1]}", name)
            _append(self._given, f"{fold(given)} {tokens[-1][0]}", name)
            _append(self._legend, tokens[0][0] + tokens[-1].replace("'", ""), name)

    def _add_known(self, person: Person) -> None:
        _append(self._known, fold(bare(person.name)), person.name)
        for alias in person.aliases:
            if person.name in self.listed:
                _append(self._legend, fold(bare(alias)), person.name)
            _append(self._known, fold(bare(alias)), person.name)
        given, _ = _parts(person.name)
        if given:
            _append(self._known_given, fold(given), person.name)

    def facility(self, written: str) -> str | None:
        """The affiliation on the list that a word names, as the list writes it."""
        return self._affiliations.get(fold(written))

    @property
    def facilities(self) -> Iterable[str]:
        return self._affiliations.values()

    def find(self, written: str) -> Found | None:
        """Who is meant, or None for nobody known. A result without `name` is a doubt with candidates."""
        if len(written) > 80:
            return None
        cleaned = bare(written)
        if cleaned not in self._cache:
            found = self._find(cleaned)
            if found is None and cleaned.startswith("M. "):
                found = self._find(cleaned[3:])
            if found is None and (office := OFFICE_FIRST.match(cleaned)):
                found = self._find(cleaned[office.end() :])
            self._cache[cleaned] = found
        return self._cache[cleaned]

    def exact(self, written: str) -> Found | None:
        """Like `find`, but only a single person found without guessing at spelling."""
        found = self.find(written)
        return found if found and found.name and found.how != "spelling" else None

    def _find(self, cleaned: str) -> Found | None:
        folded = fold(cleaned)
        if not folded or not any(c.isalpha() for c in folded):
            return None
        bare_token = " " not in folded
        tables = [("exact", self._full), ("legend", self._legend), ("given", self._given), ("surname", self._surname)]
        for how, table in tables:
            names = table.get(folded)
            if names:
                return self._one(names, how)
        upper = cleaned.replace(".", "").replace(" ", "")
        if 2 <= len(upper) <= 4 and upper.isupper() and fold(upper) not in _NEVER_INITIALS:
            names = self._initials.get(fold(upper))
            if names:
                found = self._one(names, "initials")
                if fold(upper) in vocabulary.NOT_INITIALS:
                    # It may as well be a word: shown to check.
                    return (
                        Found(found.name, "spelling", found.listed, tuple(names[:_CANDIDATES])) if found.name else None
                    )
                return found
        names = self._known.get(folded)
        if names:
            return self._one(names, "alias")
        close = self._close(folded)
        if close:
            return close
        if bare_token:
            names = self._known_given.get(folded)
            if names:
                return Found(None, "known", False, tuple(sorted(set(names))[:_CANDIDATES]))
        return None

    def _one(self, names: Sequence[str], how: str) -> Found:
        single = list(dict.fromkeys(names[: _CANDIDATES + 1]))
        if len(single) > 1:
            # Who was there spoke, not who sent apologies.
            there = [n for n in single if n not in self._away]
            single = there if len(there) == 1 else single
        if len(single) == 1:
            return Found(single[0], how, single[0] in self.listed)
        return Found(None, how, False, tuple(single[:_CANDIDATES]))

    def _close(self, folded: str) -> Found | None:
        """Close spelling: one token a little off in a longer name, or one letter off in a single one."""
        tokens = folded.split()
        if len(tokens) > 1:
            near = []
            pool = {n for t in tokens for n in self._tokens.get(t, ())[:30]}
            for name in pool:
                theirs = fold(bare(name)).split()
                if len(theirs) == len(tokens) and all(
                    a == b or (a[:1] == b[:1] and _distance(a, b, 2) <= (1 if len(a) < 4 else 2))
                    for a, b in zip(tokens, theirs, strict=True)
                ):
                    near.append(name)
            if near:
                return self._spelled(near)
            return None
        if len(folded) < 5 or self._size > SPELLING_LIMIT:
            return None
        if self._near is None:
            self._near = {}
            for table in (self._given, self._surname):
                for key, names in table.items():
                    if len(key) >= 4 and " " not in key:
                        for cut in _cuts(key):
                            self._near.setdefault(cut, set()).update(names[:_CANDIDATES])
        hits = {n for cut in _cuts(folded) for n in self._near.get(cut, ())}
        hits = {n for n in hits if fold(n)[:1] == folded[:1] or any(t[:1] == folded[:1] for t in fold(n).split())}
        if hits and folded not in vocabulary.THINGS and folded not in GIVEN_NAMES:
            return self._spelled(sorted(hits))
        if hits and folded in GIVEN_NAMES:
            return Found(None, "close", False, tuple(sorted(hits))[:_CANDIDATES])
        return None

    def _spelled(self, near: list[str]) -> Found:
        if len(near) == 1:
            return Found(near[0], "spelling", near[0] in self.listed, tuple(near))
        return Found(None, "spelling", False, tuple(sorted(near))[:_CANDIDATES])


def _append(table: dict[str, list[str]], key: str, name: str) -> None:
    if key:
        bucket = table.setdefault(key, [])
        # More than a handful of one key is ambiguous anyway; an unbounded bucket would be quadratic.
        if len(bucket) <= _CANDIDATES and name not in bucket:
            bucket.append(name)


def _parts(name: str) -> tuple[str, list[str]]:
    """Given name as written and the folded surnames ("holm rod", "rod") of a full name."""
    words = bare(name).split()
    if len(words) == 1:
        words = _CAMEL.sub(" ", words[0]).split()
    if not words:
        return "", []
    rest = [fold(w) for w in words[1:]]
    surnames = []
    for index in range(len(rest)):
        if rest[index] and rest[index] not in vocabulary.PARTICLES and len(rest[index]) > 1:
            surnames.append(" ".join(rest[index:]))
    if len(rest) > 1:
        surnames.append(" ".join(rest))
    return words[0], list(dict.fromkeys(s for s in surnames if s))


def _umlauts(name: str) -> list[str]:
    if not any(c in name for c in "äöüÄÖÜåøæ"):
        return []
    pairs = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"}
    return [fold(bare("".join(pairs.get(c, c) for c in name)))]


def _initials(name: str) -> list[str]:
    words = [w for w in bare(name).replace("-", " ").split() if w[:1].isalpha()]
    every = "".join(w[0] for w in words)
    main = "".join(w[0] for w in words if fold(w) not in vocabulary.PARTICLES)
    ends = words[0][0] + words[-1][0] if len(words) > 1 else ""
    return list(dict.fromkeys(fold(i) for i in (every, main, ends) if len(i) > 1))


def _cuts(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _distance(a: str, b: str, limit: int) -> int:
    """Edit distance, at most `limit` + 1."""
    if abs(len(a) - len(b)) > limit or len(a) > 40:
        return limit + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def has_given_name(written: str) -> bool:
    """Whether the first word is a usual given name."""
    words = fold(bare(written)).split()
    if " ".join(words) in vocabulary.ORGANISATIONS and len(words) > 1:
        return False
    return bool(words) and words[0] in GIVEN_NAMES and words[0] not in EVERYDAY


def looks_like_name(written: str, *, words: int = 4) -> bool:
    """Whether a short text has the shape of a person's name: capitalised words, no digits, no known thing."""
    if len(written) > 60:
        return False
    written = bare(written)
    if any(c.isdigit() for c in written):
        written = _NUMBERED_NAME.sub(r"\1", written)
        if any(c.isdigit() for c in written) or fold(written).split()[0] not in GIVEN_NAMES:
            return False
    parts = written.split()
    if not 1 <= len(parts) <= words or fold(written) in vocabulary.THINGS | _PLACES:
        return False
    content = 0
    for part in parts:
        if fold(part) in vocabulary.PARTICLES and part[:1].islower():
            continue
        if not _WORD.fullmatch(part) or not part[0].isupper():
            return False
        if fold(part) in vocabulary.THINGS and fold(part) not in GIVEN_NAMES:
            return False
        if fold(part) in vocabulary.ORGANISATIONS or fold(part) in vocabulary.ORGANISATION_WORDS:
            return False
        content += 1
    return content > 0


def is_organisation(written: str) -> bool:
    """Whether a short text looks like an organisation: a known one, an organisation's word, or capitals."""
    folded = fold(written.strip(" ()[]*_"))
    if not folded or len(folded) > 80:
        return False
    if folded in vocabulary.ORGANISATIONS:
        return True
    tokens = folded.split()
    if any(t in vocabulary.ORGANISATION_WORDS for t in tokens) or tokens[0] in vocabulary.ORGANISATIONS:
        return True
    letters = [c for c in written if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    return len(tokens) <= 2 and len(letters) >= 3 and upper >= 0.6 * len(letters)
