"""``manage.py import_roadmap``."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from members.models import Membership
from roadmap.models import DocumentDraft, Technology
from roadmap.services.importing import ensure_technologies
from tests.conftest import Cast
from tests.roadmap.documents.conftest import DOCUMENT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "optics.md"
    path.write_text(DOCUMENT)
    return path


def said(file: Path | str, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_roadmap", str(file), group=options.pop("group", "optics"), stdout=out, **options)
    return out.getvalue()


def test_document_is_brought_in_by_the_chair(cast: Cast, file: Path) -> None:
    lines = said(file).splitlines()
    draft = DocumentDraft.objects.get()
    assert lines[0] == "Brought in: 3 texts, 2 names."
    assert lines[1] == f"Look at it at /optics/document/{draft.pk}/"
    assert lines[2:] == [
        "  Scope: no text yet → first words: 4 words",
        "  T1 Mirrors: new, 8 words",
        "  T2 Gratings: new, 4 words",
    ]
    assert (draft.by, draft.file_name) == (cast.chair, "optics.md")


def test_dry_run_records_nothing(cast: Cast, file: Path) -> None:
    lines = said(file, dry_run=True).splitlines()
    assert lines[0] == "Would bring in: 3 texts, 2 names."
    assert lines[-1] == "Nothing was recorded (dry run)."
    assert not DocumentDraft.objects.exists()
    assert not Technology.objects.exists()


def test_nameless_go_in_order_only_when_said(cast: Cast, file: Path) -> None:
    ensure_technologies(group=cast.group, titles={4: "", 7: ""}, by=cast.chair)
    assert "1 thing to check; nothing was recorded for them" in said(file, dry_run=True)
    assert "T4 Mirrors" in said(file, in_order=True)
    assert "Each" not in said(file, level=2)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"group": "nowhere"}, "There is no group “nowhere” here. Groups: optics, vacuum."),
        ({"by": "nobody@example.org"}, "Nobody in Optics WG signs in with nobody@example.org."),
        ({"by": "bo@example.org"}, "Bo O'Neill is no chair of Optics WG."),
        ({"level": 5}, "That cannot be said of this document. Nothing was recorded."),
    ],
)
def test_what_cannot_be_done_is_said(cast: Cast, file: Path, options: dict[str, Any], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        said(file, **options)


def test_file_that_is_none_is_said(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        said(tmp_path / "missing.docx")
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(CommandError, match="broken"):
        said(tmp_path / "x.docx")


def test_two_chairs_must_be_told_apart(cast: Cast, file: Path) -> None:
    Membership.objects.filter(member=cast.member).update(role="chair")
    with pytest.raises(CommandError, match="more than one chair"):
        said(file)
    assert "Brought in" in said(file, by="bo@example.org")
