"""Taking positions and going back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Event
from decisions.models import Position, Question, Stance
from decisions.services import take_position, undo_position
from members.models import Membership
from members.services import add_member
from tests.conftest import Cast, make_person
from tests.decisions.conftest import ask
from tests.together import at_once
from web.refusals import Refused


def value_of(question: Question, member: object) -> str:
    return str(Stance.objects.get(question=question, member=member).value)


def test_position_counts_at_once_and_is_told(cast: Cast, question: Question) -> None:
    position = take_position(question=question, member=cast.member, value="pro", by=cast.member)

    assert value_of(question, cast.member) == "pro"
    assert position.confirmed
    event = Event.objects.get(kind="position.taken")
    assert event.data.items() >= {"question": question.pk, "member": cast.member.pk, "position": position.pk}.items()
    assert event.actor == cast.member


def test_second_position_replaces_the_stance_and_keeps_the_first(cast: Cast, question: Question) -> None:
    take_position(question=question, member=cast.member, value="pro", by=cast.member)
    take_position(question=question, member=cast.member, value="contra", by=cast.member)

    assert value_of(question, cast.member) == "contra"
    assert list(Position.objects.order_by("sequence").values_list("sequence", "value")) == [(1, "pro"), (2, "contra")]


def test_double_click_adds_nothing(cast: Cast, question: Question) -> None:
    first = take_position(question=question, member=cast.member, value="pro", by=cast.member)
    second = take_position(question=question, member=cast.member, value="pro", by=cast.member)

    assert first == second
    assert Event.objects.filter(kind="position.taken").count() == 1


def test_confirming_what_was_recorded_is_a_position_of_its_own(cast: Cast, question: Question) -> None:
    recorded = take_position(
        question=question,
        member=cast.member,
        value="pro",
        by=cast.chair,
        heard="telephone",
        said_on=date(2025, 2, 12),
    )
    own = take_position(question=question, member=cast.member, value="pro", by=cast.member)

    assert not recorded.confirmed
    assert own.confirmed
    assert own.sequence == 2


def test_closed_question_is_refused_and_nothing_is_written(cast: Cast, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(closed_at=timezone.now())

    with pytest.raises(Refused, match="closed"):
        take_position(question=question, member=cast.member, value="pro", by=cast.member)
    assert not Position.objects.exists()


def test_unknown_value_is_refused(cast: Cast, question: Question) -> None:
    with pytest.raises(Refused, match="pro, contra or abstain"):
        take_position(question=question, member=cast.member, value="maybe", by=cast.member)


def test_act_that_fails_later_leaves_no_position(cast: Cast, question: Question) -> None:
    @transaction.atomic
    def act() -> None:
        take_position(question=question, member=cast.member, value="pro", by=cast.member)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act()

    assert not Position.objects.exists()
    assert not Stance.objects.exists()
    assert not Event.objects.filter(kind="position.taken").exists()


def test_undo_of_the_first_takes_it_back(cast: Cast, question: Question) -> None:
    position = take_position(question=question, member=cast.member, value="contra", by=cast.member)

    undo_position(position=position, by=cast.member)

    assert value_of(question, cast.member) == "withdrawn"
    assert not Stance.objects.counting().exists()
    assert Position.objects.count() == 2
    assert Event.objects.filter(kind="position.withdrawn").count() == 1


def test_undo_goes_back_to_what_was_said_before(cast: Cast, question: Question) -> None:
    take_position(question=question, member=cast.member, value="pro", by=cast.chair, heard="mail")
    position = take_position(question=question, member=cast.member, value="contra", by=cast.member)

    undone = undo_position(position=position, by=cast.member)

    assert undone is not None
    assert value_of(question, cast.member) == "pro"
    assert undone.recorded_by == cast.chair
    assert undone.heard == "mail"


def test_undo_of_an_older_position_is_refused(cast: Cast, question: Question) -> None:
    first = take_position(question=question, member=cast.member, value="pro", by=cast.member)
    take_position(question=question, member=cast.member, value="contra", by=cast.member)

    with pytest.raises(Refused, match="later position"):
        undo_position(position=first, by=cast.member)
    assert value_of(question, cast.member) == "contra"


def test_position_is_never_changed_in_the_database(cast: Cast, question: Question) -> None:
    position = take_position(question=question, member=cast.member, value="pro", by=cast.member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.filter(pk=position.pk).update(value="contra")


def test_fifty_members_at_once_all_count(committed: Cast) -> None:
    question = ask(committed)
    people = [make_person(f"Person {number}", None, account=False) for number in range(50)]
    for person in people:
        add_member(group=committed.group, member=person, role=Membership.Role.MEMBER)

    at_once(
        lambda number: take_position(
            question=question, member=people[number], value="pro" if number % 2 else "contra", by=people[number]
        ),
        50,
    )

    assert Stance.objects.filter(question=question, value="pro").count() == 25
    assert Stance.objects.filter(question=question, value="contra").count() == 25
    sequences = sorted(Position.objects.filter(question=question).values_list("sequence", flat=True))
    assert sequences == list(range(1, 51))


def test_fifty_clicks_of_one_member_are_one_position(committed: Cast) -> None:
    question = ask(committed)

    answers = at_once(
        lambda _: take_position(question=question, member=committed.member, value="pro", by=committed.member).pk, 50
    )

    assert len(set(answers)) == 1
    assert Event.objects.filter(kind="position.taken").count() == 1
