"""Several people press at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from activity.models import Event
from decisions.models import Stance
from decisions.services import take_position
from meetings.models import Meeting
from members.models import Member
from minutes.models import Entry, Minutes, MinutesDraft
from minutes.resolved import Matching
from minutes.services.drafts import start_correction
from minutes.services.record import correct, record
from minutes.services.replies import reply
from minutes.services.undo import undo
from roadmap.models import Technology
from tests.conftest import Cast
from tests.minutes.building import draft_of, meeting_of, recorded
from web.refusals import Refused
from writing.models import Thread


def at_once(act: Callable[[int], Any], times: int) -> list[Any]:
    """Run ``act`` in as many threads, each with a connection of its own that is closed after."""

    def run(number: int) -> Any:
        try:
            return act(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def committed(transactional_db: None, request: pytest.FixtureRequest) -> Cast:
    cast: Cast = request.getfixturevalue("cast")
    return cast


def test_eight_presses_record_once(committed: Cast) -> None:
    draft = draft_of(committed)

    answers = at_once(
        lambda _: (
            record(draft=MinutesDraft.objects.get(pk=draft.pk), resolved=meeting_of(committed), by=committed.chair).pk
        ),
        8,
    )

    assert len(set(answers)) == 1
    assert Meeting.objects.count() == 1
    assert Entry.objects.count() == 8
    assert Event.objects.filter(kind="minutes.recorded").count() == 1


def test_two_people_record_the_same_meeting(committed: Cast) -> None:
    drafts = [draft_of(committed), draft_of(committed, by=committed.minute_taker)]

    answers = at_once(
        lambda number: record(draft=drafts[number], resolved=meeting_of(committed), by=drafts[number].by), 2
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Minutes", "Refused"]
    assert Minutes.objects.count() == 1


def test_two_meetings_at_once_name_nobody_twice(committed: Cast) -> None:
    drafts = [draft_of(committed, f"text {number}") for number in range(4)]

    answers = at_once(
        lambda number: record(draft=drafts[number], resolved=meeting_of(committed), by=committed.chair), 4
    )

    assert all(isinstance(answer, Minutes) for answer in answers)
    assert {answer.meeting.slug for answer in answers} == {"2025-02-12", "2025-02-12-2", "2025-02-12-3", "2025-02-12-4"}
    assert Member.objects.filter(name="Nadia Petrova").count() == 1
    assert Technology.objects.filter(number=2).count() == 1


def test_reply_and_undo_at_once_keep_the_reply_or_the_minutes_go(committed: Cast) -> None:
    minutes = recorded(committed)
    entry = Entry.objects.filter(minutes=minutes).order_by("place")[0]

    def act(number: int) -> object:
        if number:
            return reply(entry=entry, body="wait", by=committed.second)
        return undo(minutes=minutes, by=committed.chair)

    answers = at_once(act, 2)

    assert sum(isinstance(answer, Refused) for answer in answers) == 1


def test_first_replies_at_once_share_a_thread(committed: Cast) -> None:
    minutes = recorded(committed)
    entry = Entry.objects.filter(minutes=minutes).order_by("place")[0]

    at_once(lambda number: reply(entry=entry, body=f"reply {number}", by=committed.second), 6)

    assert Thread.objects.filter(kind="entry").count() == 1
    entry.refresh_from_db()
    assert entry.thread is not None
    assert entry.thread.comments.count() == 6


def test_positions_taken_while_minutes_are_recorded(committed: Cast) -> None:
    recorded(committed)
    draft = draft_of(committed, "another text")
    technology = Technology.objects.get(number=2)
    people = [committed.second, committed.minute_taker, committed.unclaimed, committed.member]

    def act(number: int) -> object:
        if number == 0:
            return record(draft=draft, resolved=meeting_of(committed), by=committed.chair)
        who = people[number - 1]
        return take_position(question=technology.question, member=who, value="contra", by=who)

    at_once(act, 5)

    assert Stance.objects.filter(value="contra").count() == 4
    assert Minutes.objects.count() == 2


def test_confirming_and_undoing_at_once_never_loses_the_confirmation(committed: Cast) -> None:
    minutes = recorded(committed)
    technology = Technology.objects.select_related("question", "text__head").get(number=2)

    def act(number: int) -> object:
        if number == 0:
            return undo(minutes=minutes, by=committed.chair)
        return take_position(
            question=technology.question,
            member=committed.member,
            value="pro",
            by=committed.member,
            version=technology.text.head,
        )

    at_once(act, 2)

    stance = Stance.objects.get(member=committed.member)
    assert stance.value == "pro"
    assert stance.position.confirmed


def test_two_corrections_at_once(committed: Cast) -> None:
    minutes = recorded(committed)
    loaded = Minutes.objects.select_related("meeting__group", "text__head").get(pk=minutes.pk)
    draft = start_correction(minutes=loaded, by=committed.chair)
    matching = Matching(rows={entry.pk: entry.place for entry in Entry.objects.filter(minutes=minutes)})

    answers = at_once(
        lambda _: (
            correct(
                draft=MinutesDraft.objects.get(pk=draft.pk),
                resolved=meeting_of(committed),
                matching=matching,
                by=committed.chair,
            ).pk
        ),
        6,
    )

    assert set(answers) == {minutes.pk}
    assert Event.objects.filter(kind="minutes.corrected").count() == 1
    assert Entry.objects.filter(minutes=minutes).count() == 8
