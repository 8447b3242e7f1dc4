"""Resolved minutes by hand: a meeting of the cast, as the preview would hand it over."""

from __future__ import annotations

import datetime
from typing import Any

from members.models import Member
from minutes.models import Minutes, MinutesDraft
from minutes.resolved import Heading, Part, Person, Place, Resolved, Row, Vote
from minutes.services.record import record
from tests.conftest import Cast
from web.words import fold

DAY = datetime.date(2025, 2, 12)
TEXT = "Optics meeting\n2025-02-12\nTechnology 2: Bo: looks good\n"


def member(who: Member) -> Person:
    """Somebody who is in the group already."""
    return Person(key=f"m{who.pk}", name=who.name, standing="member", member_id=who.pk)


def listed(name: str, affiliation: str = "") -> Person:
    """Somebody new on the list of the meeting."""
    return Person(key=f"n:{fold(name)}", name=name, standing="listed", affiliation=affiliation)


def known(name: str) -> Person:
    return Person(key=f"n:{fold(name)}", name=name, standing="known")


def written(name: str) -> Person:
    return Person(key=f"n:{fold(name)}", name=name, standing="written")


def row(index: int, kind: str, text: str, speaker: Person | None = None, **fields: Any) -> Row:
    fields.setdefault("section", 0)
    fields.setdefault("lines", (index + 3, index + 3))
    return Row(
        index=index,
        kind=kind,
        technology=fields.pop("technology", None),
        topic_title=fields.pop("topic_title", ""),
        speaker=speaker,
        speaker_as_written=fields.pop("speaker_as_written", speaker.name if speaker else ""),
        text=text,
        **fields,
    )


def resolved(rows: list[Row], roster: list[Place] | None = None, **fields: Any) -> Resolved:
    fields.setdefault("title", "Optics meeting")
    fields.setdefault("date", DAY)
    fields.setdefault("sections", [Heading("Roadmap", None, "", 1, 2)])
    return Resolved(
        next_date=fields.pop("next_date", None),
        next_words=fields.pop("next_words", ""),
        link=fields.pop("link", ""),
        roster=roster or [],
        rows=rows,
        people=fields.pop("people", []),
        **fields,
    )


def meeting_of(cast: Cast) -> Resolved:
    """One of everything: a vote by a member, an observer and a name; an action, an idea, a part, somebody new."""
    bo, emre, new, zed = (
        member(cast.member),
        member(cast.observer),
        listed("Nadia Petrova", "NEWLAB"),
        known("Zed Known"),
    )
    nobody = written("Yves")
    roster = [
        Place(member(cast.chair), "present", "LAKE"),
        Place(bo, "present", "HILL"),
        Place(new, "part", "NEWLAB"),
        Place(member(cast.second), "apologised", "HILL"),
    ]
    rows = [
        row(0, "statement", "looks good", bo, technology=2),
        row(
            1,
            "vote",
            "pro: Bo, Nadia, Emre, Zed, Yves",
            technology=2,
            vote=Vote("keep it?", [bo, new, emre, zed, nobody]),
        ),
        row(2, "statement", "HILL won't be part of it", bo, technology=2, part=Part("HILL", "does_not", 2, bo)),
        row(
            3,
            "action",
            "will write the text",
            new,
            technology=5,
            assignees=[new, zed],
            is_action=True,
            assigned_words="all",
        ),
        row(4, "idea", "sample PIDs", zed),
        row(5, "decision", "we continue", is_decision=True),
        row(6, "note", "budget is kept inside", inside=True, technology=5),
        row(7, "statement", "see the other one", nobody, technology=5, topic_title="Mirrors", references=(2, 9)),
    ]
    return resolved(rows, roster, aliases={"Zedd": zed}, open_doubts=2)


def draft_of(cast: Cast, text: str = TEXT, by: Member | None = None, **fields: Any) -> MinutesDraft:
    return MinutesDraft.objects.create(group=cast.group, by=by or cast.chair, text=text, **fields)


def recorded(cast: Cast, what: Resolved | None = None, text: str = TEXT, by: Member | None = None) -> Minutes:
    return record(draft=draft_of(cast, text), resolved=what or meeting_of(cast), by=by or cast.chair)
