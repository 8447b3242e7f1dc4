"""``manage.py setup``: the first chair and group of an empty site."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from members.models import Account, Group, Membership
from tests.conftest import Cast


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("a long enough password\n")
    return path


def run(password: Path, **changes: str) -> str:
    out = StringIO()
    options = {"name": "Zoë O'Brien", "email": "zoe@example.org", "facility": "LAKE", "group": "Beam Optics WG"}
    call_command("setup", stdout=out, password_file=str(password), **{**options, **changes})
    return out.getvalue()


@pytest.mark.django_db
def test_setup_makes_chair_and_group(password: Path) -> None:
    assert "Beam Optics WG is set up" in run(password)
    membership = Membership.objects.select_related("member__facility", "group").get()
    assert (membership.role, membership.member.name, membership.group.slug) == (
        "chair",
        "Zoë O'Brien",
        "beam-optics-wg",
    )
    assert membership.member.facility is not None
    assert membership.group.roadmap.title == "Beam Optics WG Technology Roadmap"
    assert Account.objects.get().check_password("a long enough password")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "nonsense"}, "not an e-mail"),
        ({"group": "Admin"}, "address the site itself uses"),
        ({"name": " "}, "need a name"),
    ],
)
def test_setup_refuses_bad_input_and_makes_nothing(password: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(password, **changes)
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_setup_refuses_a_weak_password(tmp_path: Path) -> None:
    path = tmp_path / "weak"
    path.write_text("password\n")
    with pytest.raises(CommandError, match="too short"):
        run(path)


def test_setup_refuses_a_site_that_has_a_group(cast: Cast, password: Path) -> None:
    with pytest.raises(CommandError, match="has a group already"):
        run(password)
    assert Group.objects.count() == 2
