"""The sample minutes, from their prose to the record and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Stance
from meetings.models import Attendance
from members.models import Member, Membership
from minutes.models import Entry, Minutes
from minutes.preview import look, resolve
from minutes.services.correct import correct
from minutes.services.drafts import change_text, start_correction, start_draft, token
from minutes.services.record import record
from minutes.services.replies import reply
from minutes.services.undo import undo
from roadmap.models import ActionItem, Technology
from tests.conftest import Cast
from web.refusals import Refused

ROOT = Path(__file__).parents[3]
SAMPLE = (ROOT / "minutes/sample/2025-02-12-wg3.md").read_text(encoding="utf-8")
EXPECTED = json.loads((ROOT / "tests/minutes/reading/2025-02-12-wg3.expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def sample(cast: Cast) -> Minutes:
    draft = start_draft(group=cast.group, text=SAMPLE, by=cast.chair)
    return record(draft=draft, resolved=resolve(draft), by=cast.chair)


def test_sample_is_recorded_as_it_was_understood(sample: Minutes) -> None:
    meeting = sample.meeting
    assert (meeting.slug, meeting.title) == ("2025-02-12", EXPECTED["title"])
    assert str(meeting.next_date) == EXPECTED["next"]
    there = dict(Attendance.objects.filter(meeting=meeting).values_list("member__name", "facility__short_name"))
    listed = [*EXPECTED["present"], *EXPECTED["apologies"]]
    assert there == {one["name"]: one["affiliation"] for one in listed}
    numbers = Technology.objects.filter(number__isnull=False).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 12))
    assert Technology.objects.filter(state="idea").count() == 3
    pro = Stance.objects.filter(question__technology__number=2, value="pro").values_list("member__name", flat=True)
    assert set(pro) == {"Majid Ounsy", "Rolf Krahl", "Oscar Matilla"}
    for name in EXPECTED["unlisted"]:
        assert not Membership.objects.filter(member__name=name).exists()


def test_sample_costs_a_bounded_number_of_queries(cast: Cast) -> None:
    draft = start_draft(group=cast.group, text=SAMPLE, by=cast.chair)
    understood = resolve(draft)
    with CaptureQueriesContext(connection) as queries:
        record(draft=draft, resolved=understood, by=cast.chair)

    assert len(understood.rows) > 50
    assert len(queries) < 150


def test_sample_again_is_refused_as_seen(cast: Cast, sample: Minutes) -> None:
    draft = start_draft(group=cast.group, text=SAMPLE, by=cast.minute_taker)
    with pytest.raises(Refused, match="were recorded on"):
        record(draft=draft, resolved=resolve(draft), by=cast.minute_taker)


def test_corrected_word_leaves_everything_attached(cast: Cast, sample: Minutes) -> None:
    lines = {entry.pk: entry.text for entry in Entry.objects.filter(minutes=sample)}
    entry = Entry.objects.get(minutes=sample, text__contains="6means")
    comment = reply(entry=entry, body="That should read “means”.", by=cast.member)
    loaded = Minutes.objects.select_related("meeting__group", "text__head").get(pk=sample.pk)
    draft = start_correction(minutes=loaded, by=cast.chair)
    change_text(draft=draft, text=SAMPLE.replace("6means", "means"), base=token(draft), by=cast.chair)
    preview = look(draft)
    assert preview.matching is not None
    stances = set(Stance.objects.values_list("position_id", flat=True))
    actions = set(ActionItem.objects.filter(taken_back_at=None).values_list("pk", flat=True))

    correct(draft=draft, resolved=preview.resolved, matching=preview.matching, by=cast.chair)

    after = {one.pk: one.text for one in Entry.objects.filter(minutes=sample, retired_at=None)}
    assert after == {pk: text.replace("6means", "means") for pk, text in lines.items()}
    assert comment.thread.entry.text.startswith("in LEAPS INNOV7")
    assert set(Stance.objects.values_list("position_id", flat=True)) == stances
    assert set(ActionItem.objects.filter(taken_back_at=None).values_list("pk", flat=True)) == actions


def test_sample_is_taken_back_and_recorded_again(cast: Cast, sample: Minutes) -> None:
    people = Member.objects.count()
    undo(minutes=sample, by=cast.chair)
    assert not Technology.objects.visible_to(cast.viewer(cast.chair)).exists()
    draft = start_draft(group=cast.group, text=SAMPLE, by=cast.chair)

    record(draft=draft, resolved=resolve(draft), by=cast.chair)

    assert Technology.objects.filter(number__isnull=False, taken_back_at=None).count() == 11
    assert Member.objects.count() == people
