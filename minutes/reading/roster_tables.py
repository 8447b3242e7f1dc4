"""Lists of people set as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import vocabulary
from .blocks import Block
from .characters import fold
from .persons import person
from .records import Attendee, Presence
from .roster import is_nobody, names_share, parse_line
from .roster_labels import ONLINE, Label

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
        if found is None or is_nobody(found.name):
            continue
        given = {key: cells[column] for key, column in columns.items() if column < len(cells)}
        attended = given.get("presence", "")
        said = fold(attended)
        presence: Presence | None = "remote" if ONLINE.match(attended) else found.presence or label.presence
        found = replace(
            found,
            affiliation=given.get("affiliation") or found.affiliation,
            role=given.get("role") or found.role or label.role,
            presence=presence,
            initials=given.get("initials") or found.initials,
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
