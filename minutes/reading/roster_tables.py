"""Lists of people set as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import vocabulary
from .blocks import Block
from .characters import fold
from .names import has_given_name
from .persons import is_person, person
from .records import Attendee, Presence
from .roster import is_nobody, is_role, names_share, parse_line
from .roster_labels import ONLINE, Label, label_of

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
_PLAIN_NAME_HEADS = frozenset(
    ["name", "names", "nom", "nachname", "surname", "member", "attendee", "participant", "person"]
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
_PRESENCE_HEADS = frozenset(
    ["status", "attendance", "presence", "attended", "present", "remote", "here", "anwesend", "y/n", "participation"]
)
_INITIAL_HEADS = frozenset(["initials", "abbr", "abbreviation", "initial", "acronym", "kürzel", "kurzel", "initiales"])


def table(rows: Sequence[Block], label: Label) -> tuple[list[Attendee], list[Attendee]]:
    """Present and absent people of a table; without a head row the first column holds the names."""
    present: list[Attendee] = []
    absent: list[Attendee] = []
    if not rows:
        return present, absent
    lists = _side_by_side(rows)
    if lists:
        for row in rows[1:]:
            for column, kind in lists.items():
                if column < len(row.cells) and row.cells[column]:
                    listed = parse_line(row.cells[column], (row.first, row.last), label)
                    (absent if kind == "apologies" else present).extend(listed)
        return present, absent
    columns = columns_of(rows[0].cells)
    body = rows[1:] if columns else rows
    columns = columns or {"name": 0, **({"affiliation": 1} if len(rows[0].cells) > 1 else {})}
    ticks = _tick_columns(rows, columns["name"])
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
        if found is None or is_nobody(found.name) or is_role(found.name):
            continue
        given = {key: cells[column] for key, column in columns.items() if column < len(cells)}
        attended = "" if ticks else given.get("presence", "")
        affiliation = given.get("affiliation") if columns.get("affiliation") not in ticks else None
        presence: Presence | None = "remote" if ONLINE.match(attended) else found.presence or label.presence
        found = replace(
            found,
            affiliation=affiliation or found.affiliation,
            role=given.get("role") or found.role or label.role,
            presence=presence,
            initials=given.get("initials") or found.initials,
        )
        away = _ticked_away(cells, ticks) if ticks else _away(attended)
        (absent if away or label.kind == "apologies" else present).append(found)
    return present, absent


def _away(attended: str) -> bool:
    """Whether a cell says that somebody was not there."""
    said = fold(attended)
    state = said.split(" ")[0].strip("()")
    return (
        state in vocabulary.APOLOGIES
        or said in vocabulary.APOLOGIES
        or state in vocabulary.NO
        or said.startswith("not ")
    )


def _tick_columns(rows: Sequence[Block], name: int) -> dict[int, str]:
    """Columns of ticks: index → present or apologies. A head row names them, or their cells are yes and no."""
    out: dict[int, str] = {}
    head = rows[0].cells
    for column, title in enumerate(head):
        if column == name:
            continue
        cells = [r.cells[column].strip() for r in rows[1:] if column < len(r.cells)]
        marks = [c for c in cells if c]
        if not marks or not all(
            fold(c) in vocabulary.YES | vocabulary.NO or c in vocabulary.YES | vocabulary.NO for c in marks
        ):
            continue
        label = label_of(title) if title else None
        out[column] = label.kind if label is not None and label.kind != "role" else "present"
    return out


def _is_mark(cell: str) -> bool:
    return fold(cell) in vocabulary.YES or fold(cell) in vocabulary.NO or cell in {"-", "–", "—"}


def _ticked_away(cells: Sequence[str], ticks: dict[int, str]) -> bool:
    state = False
    for column, kind in ticks.items():
        cell = cells[column].strip() if column < len(cells) else ""
        yes = bool(fold(cell)) and fold(cell) not in vocabulary.NO
        if kind == "present":
            if yes:
                return False
            state = True
        elif yes:
            state = True
    return state


def _side_by_side(rows: Sequence[Block]) -> dict[int, str]:
    """Lists next to each other under "Present | Apologies": column → which list."""
    kinds: dict[int, str] = {}
    for column, title in enumerate(rows[0].cells):
        label = label_of(title) if title else None
        if label is None or label.kind not in {"present", "apologies"}:
            return {}
        kinds[column] = label.kind
    cells = [c for r in rows[1:] for c in r.cells if c]
    if len(kinds) < 2 or not cells or sum(names_share(c) >= 0.5 for c in cells) < 0.7 * len(cells):
        return {}
    return kinds if not any(_is_mark(c) for c in cells) else {}


def is_roster(rows: Sequence[Block], *, early: bool) -> bool:
    """Whether a table without a label is a list of people: a head that says so, and names below it.

    `early`: near the top of the text, where names beside facilities are an attendance too.
    """
    if len(rows) < 2:
        return False
    if _side_by_side(rows):
        return True
    columns = columns_of(rows[0].cells)
    if not columns or len(columns) + 2 < len([c for c in rows[0].cells if c]):
        return False
    names = [r.cells[columns["name"]] for r in rows[1:41] if columns["name"] < len(r.cells)]
    good = sum(is_person(n) and (len(n.split()) > 1 or has_given_name(n)) for n in names if n)
    if good < 0.6 * max(len([n for n in names if n]), 1):
        return False
    ticks = _tick_columns(rows, columns["name"])
    if "presence" in columns or any(label_of(rows[0].cells[c]) is not None for c in ticks if c < len(rows[0].cells)):
        return True
    return early and ("affiliation" in columns or "initials" in columns)


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Which column of a head row says what; empty when the row is no head of a list of people."""
    found: dict[str, int] = {}
    named = any(set(fold(cell).split()) & _PLAIN_NAME_HEADS for cell in cells)
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
            elif named and any(w in _PRESENCE_HEADS for w in words) and not set(words) & _PLAIN_NAME_HEADS:
                found.setdefault("presence", index)
            elif any(w in _NAME_HEADS for w in words) and "name" not in found:
                found["name"] = index
            elif any(w in _PRESENCE_HEADS for w in words):
                found.setdefault("presence", index)
    return found if "name" in found and (len(found) > 1 or len(cells) == 1) else {}
