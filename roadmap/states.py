"""What the page of a technology says of its state, and what can be said of it next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from members.viewer import Viewer
from roadmap.models import GONE, Technology
from roadmap.permissions import can_edit_technology, can_set_state, can_set_writers, can_write_technology

State = Technology.State


@dataclass(frozen=True, slots=True)
class Writer:
    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of the line for the directors."""

    pk: int
    words: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class StateSaid:
    """Where it stands. ``agree_on`` is the version the chair may agree on now, None when there is none to agree on."""

    word: str
    since: datetime | None
    agreed_number: int | None
    edited_since: bool
    into: Technology | None
    is_gone: bool
    may_write: bool
    may_lead: bool
    agree_on: int | None
    meeting: int | None
    met_on: date | None

    @property
    def may_change(self) -> bool:
        return self.may_write or self.may_lead


@dataclass(frozen=True, slots=True)
class Writers:
    """Who writes it, and what the viewer may do about that."""

    people: list[Writer]
    may_set: bool
    may_join: bool
    i_write: bool

    @property
    def ids(self) -> set[int]:
        return {one.pk for one in self.people}


@dataclass(frozen=True, slots=True)
class Asked:
    """The line for the directors, its earlier wordings newest first, and whether the viewer may change it."""

    words: str
    base: int
    earlier: list[Wording]
    may_edit: bool


def state_of(technology: Technology, viewer: Viewer) -> StateSaid:
    """No query: ``technology`` has all that :meth:`for_page` brings."""
    loaded: Any = technology
    head = technology.text.head
    leads = can_set_state(viewer, technology, State.AGREED)
    edited = bool(loaded.edited_since)
    new = head is not None and bool(head.body.strip()) and head.number != loaded.agreed_number
    meeting = loaded.last_meeting
    return StateSaid(
        word=f"Merged into T{technology.merged_into.number}"
        if technology.merged_into
        else technology.get_state_display(),
        since=technology.state_at,
        agreed_number=loaded.agreed_number,
        edited_since=edited,
        into=technology.merged_into,
        is_gone=technology.state in GONE,
        may_write=can_set_state(viewer, technology, State.READY),
        may_lead=leads and technology.state != State.IDEA,
        agree_on=head.number if leads and new and head and technology.state not in {State.IDEA, *GONE} else None,
        meeting=meeting["pk"] if meeting else None,
        met_on=date.fromisoformat(meeting["date"]) if meeting else None,
    )


def writers_of(technology: Technology, viewer: Viewer) -> Writers:
    loaded: Any = technology
    people = [Writer(one["pk"], one["name"]) for one in loaded.who_write]
    return Writers(
        people=people,
        may_set=can_set_writers(viewer, technology),
        may_join=can_write_technology(viewer, technology),
        i_write=any(one.pk == viewer.member_id for one in people),
    )


def asked_of(technology: Technology, viewer: Viewer) -> Asked:
    loaded: Any = technology
    wordings = [
        Wording(one["pk"], one["words"], datetime.fromisoformat(one["at"]), one["by"] or "") for one in loaded.asked
    ]
    return Asked(
        words=technology.asked_of_directors,
        base=wordings[0].pk if wordings else 0,
        earlier=[one for one in wordings[1:] if one.words],
        may_edit=can_edit_technology(viewer, technology),
    )
