"""What people said about a reading: keys that stay the same when the text is read again, and what an answer means."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from minutes.models import Correction
from minutes.preview.people import Faces
from minutes.resolved import Person
from web.words import fold

WAS_THERE = {"present": "was there", "part": "was there for part of it", "quoted": "quoted, was not there"}
PRESENCES = {"present": "present", "part": "part of the time", "apologised": "apologised", "absent": "absent"}


def digest(words: str) -> str:
    """Twelve characters that stand for some words, whatever their case and punctuation."""
    return hashlib.sha256((fold(words) or words).encode()).hexdigest()[:12]


def name_key(name: str) -> str:
    return f"name:{fold(name) or digest(name)}"[:200]


def roster_key(name: str) -> str:
    return f"roster:{fold(name) or digest(name)}"[:200]


def offer_key(kind: str, quote: str, occurrence: int) -> str:
    """``occurrence`` tells the second offer of the same words from the first."""
    return f"offer:{kind}:{digest(quote)}:{occurrence}"


class Answers:
    """The answers that hold: for each key the newest one not taken back."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self._by_key: dict[str, Correction] = {}
        for correction in corrections:
            if correction.kind == Correction.Kind.ANSWER and correction.undone_at is None:
                self._by_key[correction.key] = correction

    def given(self, key: str) -> Correction | None:
        return self._by_key.get(key)

    def value(self, key: str) -> dict[str, Any] | None:
        """What was answered, or None when nothing was."""
        correction = self._by_key.get(key)
        if correction is None:
            return None
        return dict(correction.value) if isinstance(correction.value, Mapping) else {"value": correction.value}

    def beginning(self, start: str) -> list[tuple[str, dict[str, Any]]]:
        """All answers whose key begins so, in the order they were given."""
        return [(key, self.value(key) or {}) for key in self._by_key if key.startswith(start)]


def apply_name_answer(faces: Faces, written: str, value: Mapping[str, Any]) -> Person | None:
    """Settle whom ``written`` means. Returns the person, or None when it is no person at all.

    ``choice``: *present* and *part* put them on the list of the meeting; *quoted* makes them known by name only;
    *is* and *yes* say who of those already known it is; *word* says that it is not a name.
    """
    choice = value.get("choice")
    if choice == "word":
        return None
    name = str(value.get("name") or value.get("is") or written)
    facility = str(value.get("facility") or "")
    person = faces.person(name, facility)
    if choice in {"present", "part"}:
        faces.put_on_list(person, str(choice), facility)
    elif person.standing == "written":
        person.standing = "known"
        person.affiliation = facility or person.affiliation
    faces.meant[fold(written)] = person
    if fold(written) != fold(person.name):
        faces.aliases[written] = person
    return person
