"""Walking a list of people block by block: where it begins, what belongs to it and where it ends."""

from __future__ import annotations

from dataclasses import replace

from . import roster, roster_tables, vocabulary
from .blocks import Block
from .characters import fold
from .names import is_organisation
from .persons import is_person, sounds_like_person
from .records import Attendee, Doubt
from .roster import names_share, parse_line
from .roster_labels import GROUP_WORDS, Label, is_away, is_group, is_salutation, label_of, split_label


def label_at(block: Block, blocks: list[Block], index: int) -> tuple[Label | None, str]:
    """The list that a block opens and the names behind its label; (None, "") when it opens none. Linear."""
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


def collect(
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
        if block.kind == "heading" or label_at(block, blocks, index)[0] is not None:
            break
        if first and _is_team(blocks, index):
            used.add(index)
            index += 1
            continue
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


def _is_team(blocks: list[Block], index: int) -> bool:
    """Whether the first item of a list only names the team whose people follow: "Maintenance team: @org/team"."""
    block = blocks[index]
    if block.kind != "item" or index + 1 >= len(blocks) or len(block.text) > 80:
        return False
    head, colon, rest = block.text.partition(":")
    below = blocks[index + 1]
    return (
        bool(set(fold(head).split()) & GROUP_WORDS)
        and (not colon or not rest.strip() or rest.strip().startswith("@"))
        and not sounds_like_person(block.text)
        and below.kind in {"item", "para"}
        and sounds_like_person(below.text)
    )


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
