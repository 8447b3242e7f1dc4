"""Finding the rosters of a text and taking the people from them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from . import roster, roster_tables, vocabulary
from .blocks import Block
from .characters import fold
from .names import bare
from .persons import is_person
from .records import Attendee, Doubt
from .roster import parse_line
from .roster_labels import Label
from .roster_walk import collect, label_at

_CODE = re.compile(r"(?P<code>[A-Z][A-Za-z]{0,3}[A-Z])\s?:\s")


@dataclass(slots=True)
class Attendance:
    """Everybody on the lists, and which blocks the lists took up."""

    present: list[Attendee] = field(default_factory=list)
    apologies: list[Attendee] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, kind: str, people: list[Attendee]) -> None:
        (self.apologies if kind == "apologies" else self.present).extend(people)


def codes_of(blocks: list[Block]) -> frozenset[str]:
    """Abbreviations that open a paragraph or item before a colon."""
    seen = Counter(m["code"] for b in blocks if b.kind != "row" and (m := _CODE.match(b.text)))
    return frozenset(seen)


def find(blocks: list[Block]) -> Attendance:
    """The attendance of a text, wherever in it the lists stand. Linear in the blocks."""
    result = Attendance()
    codes = codes_of(blocks)
    roles: list[Attendee] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind == "row" and index not in result.taken:
            index = _table_alone(blocks, index, result, codes)
            continue
        label, rest = label_at(block, blocks, index)
        if label is None:
            index += 1
            continue
        label = replace(label, codes=codes)
        people: list[Attendee] = []
        if rest:
            people.extend(parse_line(rest, (block.first, block.last), label))
        if label.kind == "role":
            roles.extend(people)
            result.taken.add(index)
            index += 1
            continue
        found, absent, end, used = collect(blocks, index + 1, label, result.doubts, had_rest=bool(rest))
        people.extend(found)
        if people or rest or used:
            result.taken.add(index)
            result.taken.update(used)
            result.add(label.kind, people)
            result.add("apologies", absent)
        elif block.kind == "heading" or label.kind in {"present", "apologies"}:
            # An empty list, or one that only its sub-lists fill.
            following = label_at(blocks[index + 1], blocks, index + 1)[0] if index + 1 < len(blocks) else None
            if following is not None or _says_nobody(blocks, index + 1):
                result.taken.add(index)
                if following is None:
                    result.taken.add(index + 1)
                    end = index + 2
        index = max(end, index + 1)
    if not result.present and not result.apologies:
        _unlabelled(blocks, result, codes)
    result.present = _unique(result.present)
    result.apologies = _unique(result.apologies)
    _apply_roles(result, roles)
    _both(result)
    return result


def _unlabelled(blocks: list[Block], result: Attendance, codes: frozenset[str]) -> None:
    """A line near the top that is nothing but names, most with something in brackets, is the attendance."""
    for index, block in enumerate(blocks[:15]):
        if index in result.taken or block.kind not in {"para", "item"} or not 20 < len(block.text) < 5000:
            continue
        items = roster.split_items(block.text)
        if len(items) < 3 or sum("(" in i for i in items) < 0.6 * len(items):
            continue
        if all(is_person(i) and len(i.split()) <= 8 for i in items):
            result.taken.add(index)
            result.present.extend(parse_line(block.text, (block.first, block.last), Label("present", codes=codes)))
            return


def _table_alone(blocks: list[Block], index: int, result: Attendance, codes: frozenset[str]) -> int:
    """A table whose head says that it is a list of people, under whatever heading; the index behind the table."""
    end = index
    while end < len(blocks) and blocks[end].kind == "row":
        end += 1
    rows = blocks[index:end]
    if roster_tables.is_roster(rows, early=index < 30):
        present, absent = roster_tables.table(rows, Label("present", codes=codes))
        if present or absent:
            result.taken.update(range(index, end))
            result.add("present", present)
            result.add("apologies", absent)
    return end


def _says_nobody(blocks: list[Block], index: int) -> bool:
    return index < len(blocks) and fold(blocks[index].text) in {
        "none",
        "keine",
        "aucun",
        "n a",
        "no apologies",
        "none received",
    }


def _unique(people: list[Attendee]) -> list[Attendee]:
    """Each person once; a later mention fills what the first left open."""
    found: dict[str, Attendee] = {}
    for person in people:
        key = fold(person.name)
        earlier = found.get(key)
        if earlier is None:
            found[key] = person
        else:
            found[key] = replace(
                earlier,
                affiliation=earlier.affiliation or person.affiliation,
                role=earlier.role or person.role,
                initials=earlier.initials or person.initials,
            )
    return list(found.values())


def _apply_roles(result: Attendance, roles: list[Attendee]) -> None:
    """A chair named beside the list gets the role; one on no list was there all the same."""
    places: dict[str, int] = {}
    for index, person in enumerate(result.present):
        places.setdefault(fold(person.name), index)
        words = fold(bare(person.name)).split()
        for word in (words[:1] + words[-1:]) if len(words) > 1 else []:
            places.setdefault(word, index)
        if person.initials:
            places.setdefault(fold(person.initials), index)
    away = {fold(p.name) for p in result.apologies}
    for role in roles:
        place = places.get(fold(role.name))
        if place is not None:
            result.present[place] = replace(result.present[place], role=result.present[place].role or role.role)
        elif len(role.name.split()) > 1 and fold(role.name) not in away and fold(role.name) not in vocabulary.THINGS:
            places[fold(role.name)] = len(result.present)
            result.present.append(role)


def _both(result: Attendance) -> None:
    away = {fold(p.name): p for p in result.apologies}
    for person in result.present:
        other = away.get(fold(person.name))
        if other is not None:
            lines = tuple(dict.fromkeys((person.lines[0], other.lines[0])))
            result.doubts.append(
                Doubt(
                    lines[0],
                    f"{person.name} is listed as present and with apologies.",
                    "attendance",
                    person.name,
                    (person.name,),
                    (),
                    lines,
                )
            )
