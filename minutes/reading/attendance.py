"""Finding the rosters of a text and taking the people from them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from . import roster, roster_tables, vocabulary
from .blocks import Block
from .characters import fold
from .names import bare, is_organisation
from .persons import is_person, sounds_like_person
from .records import Attendee, Doubt
from .roster import names_share, parse_line
from .roster_labels import GROUP_WORDS, Label, is_away, is_group, is_salutation, label_of, split_label

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
        label, rest = _label(block, blocks, index)
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
        found, absent, end, used = _collect(blocks, index + 1, label, result.doubts, had_rest=bool(rest))
        people.extend(found)
        if people or rest or used:
            result.taken.add(index)
            result.taken.update(used)
            result.add(label.kind, people)
            result.add("apologies", absent)
        elif block.kind == "heading" or label.kind in {"present", "apologies"}:
            # An empty list, or one that only its sub-lists fill.
            following = _label(blocks[index + 1], blocks, index + 1)[0] if index + 1 < len(blocks) else None
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


def _label(block: Block, blocks: list[Block], index: int) -> tuple[Label | None, str]:
    if block.kind == "row":
        return None, ""
    if len(block.text) < 90:
        label = label_of(block.text)
        if label is not None and label.kind != "role":
            colon = block.text.rstrip().endswith(":")
            weak = fold(block.text) in _WEAK
            if weak and not (colon or block.kind == "heading" or block.mark == "bold"):
                return None, ""
            if (
                block.kind == "item"
                and not colon
                and index + 1 < len(blocks)
                and blocks[index + 1].indent <= block.indent
                and not block.gap
            ):
                return None, ""
            return label, ""
    parts = split_label(block.text)
    if parts is None:
        return None, ""
    if is_group(parts[0]) and not block.gap and index > 0 and ":" in block.text[:40] and label_of(parts[0]) is None:
        before = split_label(blocks[index - 1].text)
        if before is not None and label_of(before[0]) is not None and names_share(parts[1]) > 0.8:
            return Label("present"), parts[1]
    label, rest = label_of(parts[0]), parts[1]
    if label is None or not rest:
        return None, ""
    dash = ":" not in block.text[: len(parts[0]) + 2]
    share = names_share(rest)
    if label.kind == "role":
        whole = parse_line(rest, (0, 0), label)
        good = 0 < len(whole) <= 3 and len(rest) < 100 and share == 1.0
        return (
            (label, rest)
            if good and all(len(p.name.split()) > 1 or len(rest.split()) == 1 for p in whole)
            else (None, "")
        )
    if fold(rest) in {"none", "keine", "aucun", "none received", "n a", "-", "–"}:
        return label, rest
    if share >= (0.8 if dash or fold(parts[0]) in _WEAK else 0.5) and not rest.endswith("?"):
        return label, rest
    return None, ""


_WEAK = frozenset(
    [
        "online",
        "remote",
        "remotely",
        "zoom",
        "phone",
        "video",
        "guest",
        "guests",
        "names",
        "members",
        "missing",
        "attended",
        "late",
        "part",
        "invited",
        "visitors",
        "participation",
        "virtual",
        "observers",
        "participant",
        "online.",
        "via",
        "zoom",
        "missing",
        "absences",
    ]
) | {"via zoom", "by phone", "on zoom", "roll call", "sign in"}


def _collect(
    blocks: list[Block], start: int, label: Label, doubts: list[Doubt], *, had_rest: bool
) -> tuple[list[Attendee], list[Attendee], int, set[int]]:
    """People of the blocks behind a label, absent people of a table, the index behind the list, and what was used."""
    people: list[Attendee] = []
    absent: list[Attendee] = []
    used: set[int] = set()
    index = start
    first = not had_rest
    within = label
    kind = ""
    unticked: list[Attendee] = []
    ticked = False
    while index < len(blocks):
        block = blocks[index]
        if block.kind == "heading" or _label(block, blocks, index)[0] is not None:
            break
        below = _sub_label(blocks, index, label)
        if below is not None:
            within = below
            used.add(index)
            index, first, kind = index + 1, first and block.kind == "item", "" if block.kind == "item" else "para"
            if index < len(blocks) and blocks[index].kind != "para":
                kind = ""
            continue
        if block.kind == "row":
            end = index
            while end < len(blocks) and blocks[end].kind == "row":
                end += 1
            if not first and not _is_people_table(blocks[index:end]):
                break
            if roster_tables.columns_of(block.cells) or _is_people_table(blocks[index:end]):
                here, away = roster_tables.table(blocks[index:end], within)
                people.extend(here)
                absent.extend(away)
                used.update(range(index, end))
                index, first, kind = end, False, "row"
                continue
            break
        text = block.text
        if is_group(text) and block.kind in {"item", "para"} and (not block.gap or block.kind == "item"):
            used.add(index)
            index, kind = index + 1, "" if block.kind == "item" else "para"
            continue
        if block.kind == "para" and not first and _group_line(text):
            people.extend(parse_line(text, (block.first, block.last), label))
            used.add(index)
            index, kind = index + 1, "para"
            continue
        if had_rest and block.gap:
            break
        head = text[: text.find(":")] if ":" in text[:40] else ""
        if label.kind == "apologies" and head and is_group(head):
            break
        if block.kind == "item" and kind in {"", "item"}:
            deeper = (
                index + 1 < len(blocks) and blocks[index + 1].kind == "item" and blocks[index + 1].indent > block.indent
            )
            if deeper and (is_organisation(text.rstrip(":")) or text.endswith(":")) and not sounds_like_person(text):
                within = replace(label, affiliation=text.rstrip(": "))
                used.add(index)
                index, first, kind = index + 1, False, "item"
                continue
            if block.gap and not first and block.marker[:1].isdigit() != blocks[index - 1].marker[:1].isdigit():
                break
            share = names_share(text)
            if share < 0.5 and not (
                text[:1].isupper()
                and not set(fold(text).split()) & vocabulary.THINGS
                and len(text.split()) <= 6
                and not first
                and not block.gap
                and not text.endswith((".", "?", "!"))
            ):
                break
            if (
                had_rest
                and share < 1.0
                and not sounds_like_person(text)
                and not is_organisation(text.partition(":")[0])
            ):
                break
            if index > start and blocks[index - 1].kind == "item" and block.indent < blocks[index - 1].indent:
                within = label
        elif block.kind == "para":
            share = names_share(text)
            if first:
                if share < 0.6 or (len(text.split()) <= 6 and _heading_like(text)):
                    break
            elif block.gap:
                if kind == "item" or not _surely_people(text):
                    break
            elif share < 0.6 or not (
                (kind == "para" and not had_rest)
                or _surely_people(text)
                or blocks[index - 1].text.rstrip().endswith((",", ";", "and"))
            ):
                break
        else:
            break
        if text.startswith("~~"):
            struck = parse_line(text.replace("~", ""), (block.first, block.last), within)
            doubts.extend(
                Doubt(
                    block.first,
                    f"{p.name} is struck out on the list.",
                    "attendance",
                    p.name,
                    (p.name,),
                    (),
                    (block.first,),
                )
                for p in struck
            )
            used.add(index)
            index, first, kind = index + 1, False, block.kind
            continue
        parts = block.cells or [text]
        for part in parts:
            found = parse_line(part, (block.first, block.last), within)
            if block.checked is False:
                unticked.extend(found)
            else:
                (absent if is_away(part) else people).extend(found)
        ticked = ticked or bool(block.checked)
        used.add(index)
        index, first, kind = index + 1, False, block.kind
    # A box left open says who was invited; where nobody ticked any, the boxes say nothing.
    (absent if ticked else people).extend(unticked)
    return people, absent, index, used


def _sub_label(blocks: list[Block], index: int, label: Label) -> Label | None:
    """What a line inside a list opens: "TSC voting members:", "LAKE", a salutation. None when it opens nothing."""
    block = blocks[index]
    if index + 1 >= len(blocks) or block.kind not in {"para", "item"} or len(block.text) > 80:
        return None
    text, below = block.text.strip(), blocks[index + 1]
    words = text.rstrip(":").split()
    if not words or len(words) > 7 or ("," in text.rstrip(",:") and not is_salutation(text)):
        return None
    if below.kind in {"row", "heading"} or sounds_like_person(text):
        return None
    if is_salutation(text):
        return label
    if not text.endswith(":") or (block.kind == "item" and below.indent <= block.indent):
        return None
    if names_share(below.text) < 0.8 or not (below.checked is not None or _surely_people(below.text)):
        return None
    named = text.rstrip(": ")
    if not set(fold(named).split()) & GROUP_WORDS and is_organisation(named):
        return replace(label, affiliation=named)
    return label


def _group_line(text: str) -> bool:
    """Whether a line further down a list is one of its groups: "Staff: A, B"."""
    head, colon, rest = text[:60].partition(":")
    return bool(colon) and bool(rest.strip()) and is_group(head) and names_share(text[len(head) + 1 :].strip()) >= 0.8


def _heading_like(text: str) -> bool:
    return (
        not any(is_person(p) and len(p.split()) > 1 for p in roster.split_items(text))
        and "," not in text
        and ":" not in text
    )


def _surely_people(text: str) -> bool:
    items = roster.split_items(text)
    if len(items) > 500 or text.endswith(("?", "!")):
        return False
    if len(items) > 2:
        return sum(is_person(i) for i in items) >= 0.8 * len(items)
    return all(sounds_like_person(i) for i in items) or (
        ":" in text[:60] and is_organisation(text.split(":", maxsplit=1)[0]) and names_share(text) > 0.7
    )


def _is_people_table(rows: list[Block]) -> bool:
    if roster_tables.columns_of(rows[0].cells):
        return True
    good = sum(1 for r in rows[:40] if r.cells and sounds_like_person(r.cells[0]))
    return good >= 0.6 * len(rows[:40])


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
