"""Minutes from a file, without a browser."""

from __future__ import annotations

import io
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Meeting
from members.models import Membership
from minutes.models import Entry, Minutes, MinutesDraft
from roadmap.models import ActionItem, Participation, Technology
from tests.conftest import Cast
from tests.minutes.record.test_sample import ROOT

FILE = str(ROOT / "minutes/sample/2025-02-12-wg3.md")


def run(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command("import_minutes", *args, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_file_is_recorded_and_what_is_open_is_told(cast: Cast) -> None:
    said = run(FILE, group="optics")

    minutes = Minutes.objects.select_related("meeting", "recorded_by").get()
    assert minutes.recorded_by == cast.chair
    assert said.startswith("Recorded: ")
    assert " on 11 technologies, 3 positions, " in said
    assert "WG3 Monthly Meeting, 12 Feb 2025." in said
    assert "/optics/meetings/2025-02-12/" in said
    assert "To check:" in said
    assert "Zdenek" in said
    assert "left open:" in said
    assert not Participation.objects.exists()  # an offer nobody took


def test_dry_run_writes_nothing(cast: Cast) -> None:
    said = run(FILE, group="optics", dry_run=True)

    assert said.startswith("Would record: ")
    assert "Nothing was recorded (dry run)." in said
    assert not Meeting.objects.exists()
    assert not MinutesDraft.objects.exists()
    assert not Technology.objects.exists()
    assert Membership.objects.filter(group=cast.group).count() == 6


def test_seen_before_is_refused_with_the_sentence(cast: Cast) -> None:
    run(FILE, group="optics")
    with pytest.raises(
        CommandError, match=r"These minutes were recorded on .* by Ana Kováč\. .*Nothing was recorded\."
    ):
        run(FILE, group="optics")

    assert Minutes.objects.count() == 1
    assert MinutesDraft.objects.count() == 1


def test_minute_taker_records(cast: Cast) -> None:
    run(FILE, group="optics", by="DANA@example.org")

    assert Minutes.objects.get().recorded_by == cast.minute_taker


@pytest.mark.parametrize(
    ("who", "words"),
    [("bo@example.org", "neither chair nor minute taker"), ("nobody@example.org", "Nobody in Optics WG signs in")],
)
def test_who_may_not_record(cast: Cast, who: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(FILE, group="optics", by=who)
    assert not MinutesDraft.objects.exists()


def test_two_chairs_need_a_name(cast: Cast) -> None:
    Membership.objects.filter(member=cast.member).update(role="chair")
    with pytest.raises(CommandError, match="more than one chair"):
        run(FILE, group="optics")


def test_group_without_chair(cast: Cast) -> None:
    Membership.objects.filter(member=cast.chair).update(role="member")
    with pytest.raises(CommandError, match="has no chair"):
        run(FILE, group="optics")


def test_unknown_group_is_told_with_those_there_are(cast: Cast) -> None:
    with pytest.raises(CommandError, match=r"no group “nowhere” here\. Groups: optics, vacuum\."):
        run(FILE, group="nowhere")


def test_file_that_is_not_there(cast: Cast) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("/nowhere/minutes.md", group="optics")


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(200), b"   \n"])
def test_unreadable_file_records_nothing(cast: Cast, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "minutes.md"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=r"Nothing was recorded\."):
        run(str(path), group="optics")
    assert not MinutesDraft.objects.exists()


def test_too_large_file(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_bytes(b"word " * 1_100_000)
    with pytest.raises(CommandError, match="larger than 5 MB"):
        run(str(path), group="optics")


DATELESS = "Optics meeting\n\nPresent: Ana Kováč, Bo O'Neill\n\nTechnology 1: Bo: looks good\n\nACTION Bo: write it\n"


def test_day_is_asked_for_and_taken_from_the_option(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(DATELESS, encoding="utf-8")
    with pytest.raises(CommandError, match="Which day was this meeting"):
        run(str(path), group="optics")
    assert not Meeting.objects.exists()

    run(str(path), group="optics", date="2024-05-06")

    assert Meeting.objects.get().slug == "2024-05-06"
    assert ActionItem.objects.get().words == "write it"
    with pytest.raises(CommandError, match="is no day"):
        run(str(path), group="optics", date="6 May")


def test_text_that_is_no_minutes(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "poem.txt"
    path.write_text("roses are red\nviolets are blue\n", encoding="utf-8")
    with pytest.raises(CommandError, match="does not look like minutes"):
        run(str(path), group="optics")
    assert not MinutesDraft.objects.exists()


def test_standard_input(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DATELESS.encode())))
    run("-", group="optics", date="2024-05-06")

    assert Entry.objects.filter(text="looks good").exists()
