"""Signing in: by password, by the demo under its three locks, and out again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from members.demo import DEMO_DOMAIN
from members.models import Account
from tests.conftest import Cast

PASSWORD = "correct horse battery"


@pytest.fixture
def demo(cast: Cast, settings) -> Cast:
    """The demo as ``make run`` allows it, with one person of the sample."""
    settings.DEMO_SIGN_IN = settings.DEBUG = True
    Account.objects.filter(pk=cast.chair.account_id).update(email=f"chair@{DEMO_DOMAIN}")
    return cast


def test_sign_in_with_password_goes_to_the_only_group(cast: Cast) -> None:
    client = Client()
    answer = client.post(reverse("sign_in"), {"email": "ANA@example.org", "password": PASSWORD})
    assert answer.status_code == 303
    assert client.get(answer["Location"])["Location"] == reverse("roadmap", args=["optics"])


@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_sign_in_with_wrong_password_says_the_same_for_known_and_unknown(cast: Cast, email: str) -> None:
    answer = Client().post(reverse("sign_in"), {"email": email, "password": "wrong password"})
    assert answer.status_code == 422
    assert "E-mail and password do not fit together." in answer.content.decode()
    assert email in answer.content.decode()


def test_sign_in_never_leads_to_another_site(cast: Cast) -> None:
    form = {"email": "ana@example.org", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post(reverse("sign_in"), form)["Location"] == reverse("home")


def test_inactive_account_does_not_sign_in(cast: Cast) -> None:
    Account.objects.filter(pk=cast.chair.account_id).update(is_active=False)
    answer = Client().post(reverse("sign_in"), {"email": "ana@example.org", "password": PASSWORD})
    assert answer.status_code == 422


def test_sign_out_ends_the_session(cast: Cast) -> None:
    client = cast.client(cast.chair)
    assert client.get(reverse("me")).status_code == 200
    client.post(reverse("sign_out"))
    assert client.get(reverse("me")).status_code == 302


def test_demo_signs_in_with_one_click_and_shows_roles(demo: Cast) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    page = client.get(reverse("sign_in")).content.decode()
    assert "Ana Kováč" in page
    assert "chair of Optics WG" in page
    client.post(reverse("demo_sign_in"), {"member": demo.chair.pk})
    assert client.get(reverse("me")).status_code == 200


def test_demo_lets_in_people_of_the_sample_only(demo: Cast) -> None:
    assert Client(HTTP_HOST="127.0.0.1").post(reverse("demo_sign_in"), {"member": demo.member.pk}).status_code == 404
    assert Client(HTTP_HOST="127.0.0.1").post(reverse("demo_sign_in"), {"member": "1 OR 1=1"}).status_code == 404


@pytest.mark.parametrize("lock", ["DEMO_SIGN_IN", "DEBUG"])
def test_demo_is_not_there_without_its_setting_or_without_debug(demo: Cast, settings, lock: str) -> None:
    setattr(settings, lock, False)
    assert "Ana Kováč" not in Client(HTTP_HOST="127.0.0.1").get(reverse("sign_in")).content.decode()
    assert Client(HTTP_HOST="127.0.0.1").post(reverse("demo_sign_in"), {"member": demo.chair.pk}).status_code == 404


@pytest.mark.parametrize(
    "request_of",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_HOST": "roadmap.example.org"},
    ],
)
def test_demo_is_for_loopback_only(demo: Cast, settings, request_of: dict[str, str]) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(**{"HTTP_HOST": "127.0.0.1", **request_of})
    assert "Ana Kováč" not in client.get(reverse("sign_in")).content.decode()
    assert client.post(reverse("demo_sign_in"), {"member": demo.chair.pk}).status_code == 404


@pytest.mark.django_db
def test_sign_in_of_a_site_without_groups_says_how_to_begin() -> None:
    assert "manage.py setup" in Client().get(reverse("sign_in")).content.decode()


def test_sign_in_of_a_site_with_groups_asks_for_nothing_else(cast: Cast) -> None:
    assert "manage.py setup" not in Client().get(reverse("sign_in")).content.decode()
