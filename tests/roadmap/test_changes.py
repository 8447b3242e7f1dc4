"""What counts as changed since a day: the same answer in the list, the Read view and on the technology's page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from roadmap.changes import changed_since, day_in, end_of, ids_changed_since
from roadmap.models import Technology
from roadmap.services import name_technologies, save_text
from tests.conftest import Cast
from tests.pages import words_of
from tests.roadmap.conftest import met
from writing.models import Text, Version
from writing.services import restore, save

MET = date(2025, 2, 12)


def at(on: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


def write(
    technology: Technology, body: str, by: object, *, on: date, hour: int = 12, origin: str = "written"
) -> Version:
    with time_machine.travel(at(on, hour), tick=False):
        text = Text.objects.select_related("head").get(pk=technology.text_id)
        return save(text=text, base=text.head.number, title=text.title, body=body, by=by, origin=origin)


def changed(technology: Technology, on: date = MET) -> bool:
    texts = Text.objects.filter(pk=technology.text_id)
    found = set(changed_since(texts, on))
    assert found == ids_changed_since(texts, on)
    return bool(found)


@pytest.fixture
def written(cast: Cast, technology: Technology) -> Technology:
    """T2 with a text of before the meeting."""
    write(technology, "Words of before.", cast.chair, on=MET - timedelta(days=9))
    return technology


@pytest.mark.parametrize(
    ("origin", "counts"),
    [
        ("written", True),
        ("reimported", True),
        ("restored", True),
        ("imported", False),
        ("named", False),
        ("inferred", False),
    ],
)
def test_only_what_somebody_wrote_is_a_change(cast: Cast, written: Technology, origin: str, counts: bool) -> None:
    write(written, "Words of after.", cast.chair, on=MET + timedelta(days=1), origin=origin)

    assert changed(written) is counts


def test_day_itself_is_before_and_its_end_is_where_the_site_is(cast: Cast, written: Technology) -> None:
    write(written, "In the meeting.", cast.chair, on=MET, hour=23)
    assert not changed(written)
    assert timezone.localtime(end_of(MET)).replace(tzinfo=None) == datetime(2025, 2, 13)  # noqa: DTZ001

    write(written, "In the night.", cast.chair, on=MET + timedelta(days=1), hour=0)
    change = changed_since(Text.objects.filter(pk=written.text_id), MET)[written.text_id]
    assert (change.before, change.body, change.words) == ("In the meeting.", "In the night.", 1)


def test_base_is_the_version_before_the_first_written_one(cast: Cast, written: Technology) -> None:
    write(written, "Brought in.", cast.chair, on=MET + timedelta(days=1), origin="imported")
    write(written, "Brought in, and written.", cast.chair, on=MET + timedelta(days=2))
    write(written, "Brought in, and written on.", cast.chair, on=MET + timedelta(days=3))

    change = changed_since(Text.objects.filter(pk=written.text_id), MET)[written.text_id]

    assert (change.before, change.body) == ("Brought in.", "Brought in, and written on.")
    assert change.query == "?from=3&to=5"


def test_changed_and_changed_back_is_no_change(cast: Cast, written: Technology) -> None:
    write(written, "Other words.", cast.chair, on=MET + timedelta(days=1))
    assert changed(written)
    with time_machine.travel(at(MET + timedelta(days=2)), tick=False):
        restore(text=Text.objects.get(pk=written.text_id), number=2, by=cast.chair)

    assert not changed(written)


def test_title_alone_is_a_change_and_a_name_is_none(cast: Cast, written: Technology) -> None:
    with time_machine.travel(at(MET + timedelta(days=1)), tick=False):
        name_technologies(group=cast.group, titles={2: "Named"}, by=cast.chair)
        assert not changed(written)
        technology = Technology.objects.select_related("text__head", "group").get(pk=written.pk)
        head = technology.text.head
        save_text(
            technology=technology,
            base=head.number,
            title="Thought about",
            body=head.body,
            note="",
            small=True,
            by=cast.chair,
        )

    change = changed_since(Text.objects.filter(pk=written.text_id), MET)[written.text_id]
    assert change.title_marks == "<del>Named</del> <ins>Thought about</ins>"


def test_first_version_is_no_change(cast: Cast, technology: Technology) -> None:
    assert not changed(technology)


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date(9998, 12, 31), date.max])
def test_any_day_can_be_asked(cast: Cast, technology: Technology, day: date) -> None:
    assert changed(technology, day) is False


@pytest.mark.parametrize(
    "words", ["", "yesterday", "2025-02-30", "20250212", "2025-W07-3", "0001-01-01", "9999-12-31", "２０２５-02-12"]
)
def test_what_is_no_day_is_none(words: str) -> None:
    assert day_in(words) is None


def test_list_read_view_and_page_agree(cast: Cast, written: Technology, technologies: list[Technology]) -> None:
    met(cast, MET)
    write(written, "Words of after that.", cast.chair, on=MET + timedelta(days=1))
    write(technologies[0], "Tried.", cast.chair, on=MET + timedelta(days=1))
    write(technologies[0], "", cast.chair, on=MET + timedelta(days=2))
    client = cast.client(cast.member)

    page = words_of(client, "/optics/?show=changed")
    assert 'id="T2"' in page
    assert 'id="T1"' not in page
    assert "1 of 3 texts changed since 12 Feb 2025: T2 (2 words)." in words_of(client, "/optics/read/?since=2025-02-12")
    assert "2 words since 12 Feb 2025" in words_of(client, "/optics/T2/")
    assert "since 12 Feb" not in words_of(client, "/optics/T1/").partition("History")[0]


def test_meeting_to_come_is_not_the_last_one(cast: Cast, written: Technology) -> None:
    met(cast, MET)
    met(cast, timezone.localdate() + timedelta(days=30))
    write(written, "Words of after.", cast.chair, on=MET + timedelta(days=1))

    assert "Changed since 12 Feb 2025 – 1" in words_of(cast.client(cast.member), "/optics/")
