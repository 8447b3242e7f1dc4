"""What every answer says to browser and caches, and what it takes from nobody: hosts, addresses, forwarding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from members.models import Account
from roadmap.models import DocumentDraft
from tests.conftest import Cast
from tests.world import World, everything, names_of_addresses
from web.uploads import MOST

TYPED = "Polished twice, and then measured again by night."


@pytest.fixture
def world(cast: Cast) -> World:
    return everything(cast)


def test_every_page_says_who_may_keep_it_and_what_it_may_load(world: World) -> None:
    client = world.cast.client(world.cast.chair)
    for name in sorted(names_of_addresses()):
        answer = client.get(world.address(name), {"from": "1", "to": "1"} if name == "compare" else {})
        assert answer["Cache-Control"] == "private, no-cache", name
        assert {"HX-Request", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}, name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["Referrer-Policy"] == "same-origin", name
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "*" not in policy, name


def test_no_page_has_script_or_style_of_its_own(world: World) -> None:
    client = world.cast.client(world.cast.chair)
    for name in sorted(names_of_addresses()):
        page = client.get(world.address(name), {"from": "1", "to": "1"} if name == "compare" else {}).content.decode()
        assert re.search(r"<script(?![^>]*\ssrc=)", page) is None, name
        assert re.search(r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=", page) is None, name
        assert "<style" not in page, name
        assert "javascript:" not in page, name


def test_cookies_are_for_this_site_alone(cast: Cast) -> None:
    client = Client()
    client.get("/sign-in/")
    client.post("/sign-in/", {"email": "ana@example.org", "password": "correct horse battery"})
    session, csrf = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert session["samesite"] == csrf["samesite"] == "Lax"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/\\evil.example",
        "http:///a",
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_signing_in_leads_nowhere_else(cast: Cast, elsewhere: str, headers: dict[str, str]) -> None:
    given = {"email": "ana@example.org", "password": "correct horse battery", "next": elsewhere}
    answer = Client().post("/sign-in/", given, headers=headers)
    assert (answer.get("HX-Redirect") or answer["Location"]) == reverse("home")


def test_other_hosts_are_refused(cast: Cast) -> None:
    assert Client().get("/sign-in/", headers={"host": "evil.example"}).status_code == 400
    answer = Client().get("/sign-in/", headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in answer.content.decode()


@pytest.fixture
def demo(cast: Cast) -> Iterator[None]:
    """A sample person, and a site that lets anybody in as them."""
    Account.objects.filter(pk=cast.chair.account_id).update(email="ana@demo.invalid")
    with override_settings(DEMO_SIGN_IN=True, DEBUG=True):
        yield


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"]
)
def test_demo_is_closed_behind_a_proxy(cast: Cast, header: str) -> None:
    assert "sample group" in Client(headers={"host": "localhost"}).get("/sign-in/").content.decode()
    behind = Client(headers={"host": "localhost", header: "127.0.0.1"})
    assert "sample group" not in behind.get("/sign-in/").content.decode()
    assert behind.post("/demo/sign-in/", {"member": str(cast.chair.pk)}).status_code == 404


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]", "[::1]:8000"])
def test_demo_is_open_on_every_name_of_this_machine(host: str) -> None:
    assert "sample group" in Client(headers={"host": host}).get("/sign-in/").content.decode()


def too_late(client: Client, address: str, **headers: str) -> str:
    """The page that answers a form without a valid token."""
    client.handler.enforce_csrf_checks = True
    answer = client.post(address, {"words": TYPED, "position": "pro", "password": "open sesame"}, headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


@pytest.mark.parametrize("headers", [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}])
def test_form_of_an_old_page_comes_back_with_all_that_was_typed(world: World, headers: dict[str, str]) -> None:
    page = too_late(world.cast.client(world.cast.member), world.address("technology_post"), **headers)
    assert TYPED in page
    assert '<input type="hidden" name="position" value="pro">' in page
    assert "Send it as Bo O&#x27;Neill" in page
    assert "open sesame" not in page


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_form_of_another_site_does_not_come_back(world: World, headers: dict[str, str]) -> None:
    assert TYPED not in too_late(world.cast.client(world.cast.member), world.address("technology_post"), **headers)


def test_form_sent_signed_out_comes_back_whether_or_not_there_is_such_a_group(world: World) -> None:
    client = Client(headers={"origin": "http://testserver"})
    there = client.post(world.address("technology_post"), {"words": TYPED})
    nowhere = client.post("/nothing/T9/post/", {"words": TYPED})
    assert there.status_code == nowhere.status_code == 403
    assert TYPED in there.content.decode()
    assert TYPED in nowhere.content.decode()
    assert "Optics" not in there.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=2000)
@pytest.mark.parametrize("debug", [True, False])
def test_more_than_the_site_takes_is_said_in_a_sentence(world: World, debug: bool) -> None:
    client = world.cast.client(world.cast.member)
    with override_settings(DEBUG=debug):
        answer = client.post(world.address("technology_post"), {"words": "x" * 5000})
    assert answer.status_code == 413
    assert "more than the site takes at once" in answer.content.decode()


def test_file_larger_than_any_document_is_refused_before_it_is_kept(world: World) -> None:
    client, before = world.cast.client(world.cast.chair), DocumentDraft.objects.count()
    answer = client.post("/optics/document/new/", {"file": SimpleUploadedFile("big.docx", b"x" * (MOST + 1))})
    assert answer.status_code == 413
    assert "This is larger than 32 MB, more than the site takes at once." in answer.content.decode()
    assert DocumentDraft.objects.count() == before


@pytest.mark.parametrize("debug", [True, False])
def test_what_no_form_sends_is_answered_with_a_sentence(world: World, debug: bool) -> None:
    client = world.cast.client(world.cast.member)
    with override_settings(DEBUG=debug):
        answer = client.post(world.address("technology_post"), b"x", content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "did not understand" in answer.content.decode()


def test_address_that_htmx_makes_up_does_no_harm(world: World) -> None:
    client = world.cast.client(world.cast.member)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://[x"}
    answer = client.post(world.address("technology_post"), {"words": TYPED, "position": "comment"}, headers=headers)
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/optics/T2/#c")
