"""The sample as ``make run`` loads it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from decisions.models import Position
from members.models import Group, Member, Membership
from minutes.models import Entry
from roadmap.models import ActionItem, Technology
from tests.conftest import Cast
from tests.pages import words_of


@pytest.mark.django_db
def test_sample_is_what_recording_makes(client) -> None:
    call_command("load_sample", stdout=StringIO())
    group = Group.objects.get(slug="wg3")
    assert Technology.objects.listed(group).count() == 11
    assert not Technology.objects.listed(group).filter(working_title=False).exists()
    assert Technology.objects.filter(group=group, state="idea").count() == 3
    assert Membership.objects.can_answer(group).count() == 17
    assert Entry.objects.filter(text__startswith="development and a plan").get().speaker == Member.objects.get(
        name="Thomas Holm Rod"
    )
    assert set(Member.objects.filter(memberships__isnull=True).values_list("name", flat=True)) == {"Zdenek", "David"}
    assert "Jean-François Perrin" in {
        person.name for person in ActionItem.objects.get(technology__number=10).assignees.all()
    }
    chair = Member.objects.get(name="Paul Millar")
    client.force_login(chair.account, backend="members.sign_in.EmailBackend")
    words = words_of(client, reverse("technology", args=["wg3", 2]))
    assert (
        "3 of 17 are pro, nobody is contra, 14 have not said. "
        "ESRF does not take part (said on 12 Feb, not confirmed)." in words
    )
    assert "working title" in words
    assert "inferred from the minutes" in words
    assert not Technology.objects.filter(group__slug="empty").exists()
    call_command("verify", stdout=StringIO())


def test_sample_is_for_an_empty_database(cast: Cast) -> None:
    with pytest.raises(CommandError, match="for an empty database"):
        call_command("load_sample")
    call_command("load_sample", if_empty=True)
    assert Group.objects.count() == 2


@pytest.mark.django_db
def test_positions_are_recorded_in_the_order_they_were_named() -> None:
    call_command("load_sample", stdout=StringIO())
    positions = Position.objects.filter(question__technology__number=2).order_by("sequence")
    assert [one.member.name for one in positions.select_related("member")] == [
        "Majid Ounsy",
        "Rolf Krahl",
        "Oscar Matilla",
    ]
