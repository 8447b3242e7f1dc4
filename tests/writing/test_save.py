"""Every save is a version; a stale one is refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from activity.models import Event
from roadmap.models import Technology
from tests.conftest import Cast
from tests.together import at_once
from tests.writing.conftest import technology_of
from web.refusals import Refused
from writing.models import Text, Version
from writing.services import Stale, restore, save


def test_save_makes_a_version_and_tells(cast: Cast, technology: Technology) -> None:
    version = save(
        text=technology.text, base=1, title="Portal", body="Two words\r\n", by=cast.member, note="why", small=True
    )

    assert (version.number, version.body, version.small, version.note) == (2, "Two words", True, "why")
    text = Text.objects.get(pk=technology.text_id)
    assert text.head == version
    assert text.title == "Portal"
    event = Event.objects.get(kind="text.saved")
    assert event.data["version"] == 2
    assert event.data["words"] == version.words_changed == 4


def test_save_from_an_older_version_is_stale(cast: Cast, technology: Technology) -> None:
    save(text=technology.text, base=1, title="Portal", body="first", by=cast.member)

    with pytest.raises(Stale) as refused:
        save(text=technology.text, base=1, title="Portal", body="second", by=cast.second)
    assert refused.value.current.number == 2
    assert refused.value.current.body == "first"
    assert Version.objects.filter(text=technology.text).count() == 2


def test_same_words_again_add_nothing(cast: Cast, technology: Technology) -> None:
    first = save(text=technology.text, base=1, title="Portal", body="words", by=cast.member)
    second = save(text=technology.text, base=1, title="Portal", body="words\n", by=cast.member)

    assert first == second
    assert Event.objects.filter(kind="text.saved").count() == 1


def test_version_is_never_changed_in_the_database(technology: Technology) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(text=technology.text).update(body="other")


def test_restore_brings_words_back_as_a_new_version(cast: Cast, technology: Technology) -> None:
    save(text=technology.text, base=1, title="Data portal", body="first", by=cast.member)
    save(text=technology.text, base=2, title="Data portal", body="second", by=cast.member)

    version = restore(text=technology.text, number=2, by=cast.second)

    assert (version.number, version.body, version.origin) == (4, "first", "restored")
    assert Event.objects.get(kind="text.restored").data["from"] == 2


def test_restore_from_an_older_page_is_stale(cast: Cast, technology: Technology) -> None:
    save(text=technology.text, base=1, title="Data portal", body="first", by=cast.member)
    save(text=technology.text, base=2, title="Data portal", body="second", by=cast.second)

    with pytest.raises(Stale):
        restore(text=technology.text, number=1, base=2, by=cast.member)


def test_restore_of_no_version_is_refused(cast: Cast, technology: Technology) -> None:
    with pytest.raises(Refused, match="no version 9"):
        restore(text=technology.text, number=9, by=cast.member)


def test_fifty_saves_of_one_base_give_one_version_and_refusals(committed: Cast) -> None:
    technology = technology_of(committed)

    answers = at_once(
        lambda number: save(
            text=Text.objects.get(pk=technology.text_id), base=1, title="T", body=f"body {number}", by=committed.member
        ),
        50,
    )

    stale = [answer for answer in answers if isinstance(answer, Stale)]
    assert len(stale) == 49
    assert {answer.current.number for answer in stale} == {2}
    assert list(Version.objects.filter(text=technology.text).order_by("pk").values_list("number", flat=True)) == [1, 2]
    assert Event.objects.filter(kind="text.saved").count() == 1


def test_fifty_who_try_again_give_versions_in_order(committed: Cast) -> None:
    technology = technology_of(committed)

    def insist(number: int) -> int:
        base = 1
        while True:
            try:
                text = Text.objects.get(pk=technology.text_id)
                return save(text=text, base=base, title="T", body=f"body {number}", by=committed.member).number
            except Stale as stale:
                base = stale.current.number

    numbers = at_once(insist, 50)

    assert sorted(numbers) == list(range(2, 52))
    rows = Version.objects.filter(text=technology.text).order_by("number")
    assert [row.number for row in rows] == list(range(1, 52))
    assert [row.based_on_id for row in rows[1:]] == [row.pk for row in rows[:50]]
    assert Text.objects.get(pk=technology.text_id).head == rows[50]
