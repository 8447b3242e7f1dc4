"""Counting, against who could answer."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from decisions.models import Question, Stance
from decisions.services import take_position
from decisions.tallies import Tally, sentence, tally
from members.models import Facility, GroupFacility, Membership
from members.services import add_member
from roadmap.services import add_technologies
from roadmap.tallied import electorate_size, stands
from tests.conftest import Cast, make_person

VALUES = ["pro", "contra", "abstain", "withdrawn"]
PEOPLE = some.integers(1, 40)


@given(some.lists(PEOPLE), some.dictionaries(PEOPLE, some.sampled_from(VALUES)))
def test_tally_adds_up_to_the_electorate(electorate: list[int], stances: dict[int, str]) -> None:
    count = tally(electorate, stances)

    assert count.electorate == len(set(electorate))
    assert count.pro + count.contra + count.abstain + count.silent == count.electorate
    assert min(count.pro, count.contra, count.abstain, count.silent) >= 0


@given(some.sets(PEOPLE), some.dictionaries(PEOPLE, some.sampled_from(VALUES)), some.sampled_from(VALUES))
def test_others_never_count(electorate: set[int], stances: dict[int, str], value: str) -> None:
    assert tally(electorate, {**stances, 99: value}) == tally(electorate, stances)


@given(some.integers(0, 30), some.integers(0, 30), some.integers(0, 30), some.integers(0, 30))
def test_sentence_says_every_number_there_is(pro: int, contra: int, abstain: int, silent: int) -> None:
    count = Tally(pro + contra + abstain + silent, pro, contra, abstain)
    words = sentence(count)

    assert words.endswith(".")
    assert words[0].isupper() or words[0].isdigit()
    if pro or contra or abstain:
        numbers = {int(number) for number in re.findall(r"\d+", words)}
        assert {count.electorate, *(n for n in (pro, contra, abstain, silent) if n)} <= numbers


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Tally(17, pro=3), "3 of 17 are pro, nobody is contra, 14 have not said."),
        (Tally(17), "Nobody has said yet; 17 could."),
        (Tally(0), "Nobody can answer yet."),
        (Tally(3, pro=1, contra=1, abstain=1), "1 of 3 is pro, 1 is contra, 1 abstains."),
        (Tally(4, contra=1), "Nobody of 4 is pro, 1 is contra, 3 have not said."),
    ],
)
def test_sentence(count: Tally, words: str) -> None:
    assert sentence(count) == words


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=some.lists(some.tuples(some.integers(0, 9), some.integers(0, 2), some.sampled_from(VALUES)), max_size=25),
    left_out=some.booleans(),
)
def test_database_counts_as_the_pure_function_does(
    cast: Cast, answers: list[tuple[int, int, str]], left_out: bool
) -> None:
    questions, people = stage(cast)
    GroupFacility.objects.update_or_create(group=cast.group, facility=cast.hillside, defaults={"counts": not left_out})
    Stance.objects.all().delete()
    for who, which, value in answers:
        take_position(question=questions[which], member=people[who], value=value, by=people[who])

    could = set(Membership.objects.can_answer(cast.group).values_list("member_id", flat=True))
    found = stands(cast.group, cast.viewer(cast.member), electorate_size(cast.group))
    for question in questions:
        given = dict(Stance.objects.filter(question=question).values_list("member_id", "value"))
        counted = found[question.pk].tally if question.pk in found else Tally(len(could))
        assert counted == tally(could, given)


def stage(cast: Cast) -> tuple[list[Question], list[object]]:
    """Three questions and ten people, made once: two observers, two outside the group, one whose place ended."""
    existing = list(Question.objects.filter(group=cast.group).order_by("pk"))
    if not existing:
        made = add_technologies(group=cast.group, titles=["One", "Two", "Three"], by=cast.chair)
        existing = [one.question for one in made]
        for number in range(3):
            person = make_person(f"More {number}", Facility.objects.get(short_name="HILL"), account=False)
            add_member(group=cast.group, member=person, role="observer" if number else "member")
        Membership.objects.filter(member=person).update(ended_at="2025-01-01T00:00:00Z")
    people = [cast.chair, cast.member, cast.second, cast.minute_taker, cast.observer, cast.outsider, cast.unclaimed]
    people += [row.member for row in Membership.objects.filter(member__name__startswith="More").order_by("member")]
    return existing, list(people)
