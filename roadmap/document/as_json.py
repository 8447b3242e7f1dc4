"""The document as JSON, and back. The shape is described in docs/documents.md; `version` changes when it does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from roadmap.document.record import STATES, DocumentRecord, Gone, Parts, Relations, TechnologyRecord

FORMAT = "waymark roadmap"
VERSION = 1
MOST = 2**31 - 1  # a number the database can hold


def write_json(record: DocumentRecord) -> str:
    """The record as JSON, one value a line. :func:`read_json` gives the same record back."""
    made = {
        "format": FORMAT,
        "version": VERSION,
        "title": record.title,
        "group": record.group,
        "edition": record.edition.isoformat(),
        "summary": record.edition_words,
        "due": {"on": _iso(record.due_on), "for": record.due_for},
        "scope": record.scope,
        "technologies": [_technology(one) for one in record.technologies],
        "gone": [{"number": one.number, "merged_into": one.into} for one in record.gone],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _technology(one: TechnologyRecord) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "working_title": one.working_title,
        "state": one.state,
        "agreed": {"version": one.agreed_version, "on": _iso(one.agreed_on), "edited_since": one.edited_since},
        "text": one.text,
        "text_version": {"number": one.version, "on": _iso(one.version_on)},
        "asked_of_directors": one.asked_of_directors,
        "writers": list(one.writers),
        "standing": one.standing,
        "facilities": {field.name: list(getattr(one.parts, field.name)) for field in fields(Parts)},
        "relations": {field.name: list(getattr(one.relations, field.name)) for field in fields(Relations)},
    }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def read_json(text: str) -> DocumentRecord | None:
    """The record that :func:`write_json` wrote; None for anything else, broken ones too."""
    try:
        made = json.loads(text.removeprefix("\ufeff"))
        if not isinstance(made, dict) or made.get("format") != FORMAT or made.get("version") != VERSION:
            return None
        return _record(_Values(made))
    except (ValueError, RecursionError):
        return None


class _Values:
    """The members of a JSON object, each of the type it must have. Raises ValueError for any other."""

    def __init__(self, values: Any) -> None:
        if not isinstance(values, Mapping):
            raise ValueError("not an object")  # noqa: TRY004 - one error for all that is not ours
        self.values = values

    def words(self, name: str) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise ValueError(name)  # noqa: TRY004
        return value

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return None if value is None else date.fromisoformat(self.words(name))

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        return None if value is None else _positive(value)

    def flag(self, name: str) -> bool:
        return self.values.get(name, False) is True

    def under(self, name: str) -> _Values:
        return _Values(self.values.get(name, {}))

    def all(self, name: str) -> list[Any]:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise ValueError(name)  # noqa: TRY004
        return value

    def many_words(self, name: str) -> tuple[str, ...]:
        values = self.all(name)
        if not all(isinstance(value, str) for value in values):
            raise ValueError(name)
        return tuple(values)


def _positive(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
        raise ValueError("not a number")
    return value


def _record(made: _Values) -> DocumentRecord:
    edition = made.day("edition")
    if edition is None:
        raise ValueError("no edition")
    due = made.under("due")
    return DocumentRecord(
        title=made.words("title"),
        edition=edition,
        group=made.words("group"),
        due_on=due.day("on"),
        due_for=due.words("for"),
        scope=made.words("scope"),
        technologies=tuple(_technology_of(_Values(one)) for one in made.all("technologies")),
        gone=tuple(
            Gone(_positive(one.values.get("number")), one.number("merged_into"))
            for one in map(_Values, made.all("gone"))
        ),
    )


def _technology_of(made: _Values) -> TechnologyRecord:
    state = made.words("state")
    if state not in STATES:
        raise ValueError("state")
    agreed, wording = made.under("agreed"), made.under("text_version")
    facilities, relations = made.under("facilities"), made.under("relations")
    return TechnologyRecord(
        number=_positive(made.values.get("number")),
        title=made.words("title"),
        state=state,
        text=made.words("text"),
        asked_of_directors=made.words("asked_of_directors"),
        working_title=made.flag("working_title"),
        version=wording.number("number"),
        version_on=wording.day("on"),
        agreed_version=agreed.number("version"),
        agreed_on=agreed.day("on"),
        edited_since=agreed.flag("edited_since"),
        writers=made.many_words("writers"),
        standing=made.words("standing"),
        parts=Parts(**{field.name: facilities.many_words(field.name) for field in fields(Parts)}),
        relations=Relations(
            **{field.name: tuple(map(_positive, relations.all(field.name))) for field in fields(Relations)}
        ),
    )
