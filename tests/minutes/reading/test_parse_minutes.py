"""manage.py parse_minutes: a file in, the documented JSON out, without a database."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "minutes" / "sample" / "2025-02-12-wg3.md"


def printed(path: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("parse_minutes", path, stdout=out, stderr=io.StringIO())
    given = json.loads(out.getvalue())
    assert isinstance(given, dict)
    return given


def test_file_is_printed_as_json() -> None:
    given = printed(str(SAMPLE))
    assert given["title"] == "WG3 Monthly Meeting"
    entries = given["entries"]
    assert isinstance(entries, list)
    assert len(entries) == 58


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("# Call 2024-03-04\n\nBo: hello\n".encode("cp1252"))))
    assert printed("-")["date"] == "2024-03-04"


def test_day_is_proposed_from_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "2024-05-06-cables.txt"
    path.write_text("Cables\n\nPresent: Ana Kováč, Bo O'Neill\n\nAna: fine.\n", encoding="utf-8")
    given = printed(str(path))
    assert given["date"] == "2024-05-06"
    assert "from the file's name" in json.dumps(given["doubts"])


def test_html_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "call.html"
    path.write_text("<h1>Call 2024-03-04</h1><p>Present: Ana Kováč, Bo O'Neill</p><p>Bo: hello</p>", encoding="utf-8")
    given = printed(str(path))
    assert [p["name"] for p in given["present"]] == ["Ana Kováč", "Bo O'Neill"]  # type: ignore[attr-defined]


def test_missing_file_is_refused() -> None:
    with pytest.raises(CommandError, match="No such file"):
        printed("no-such-minutes.md")


def test_picture_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "photo.md"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with pytest.raises(CommandError, match=r"This file"):
        printed(str(path))
