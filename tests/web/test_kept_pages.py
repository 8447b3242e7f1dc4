"""A page is given again only while nothing was written, to the same person, with forms of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from members.models import Facility, Member, Membership
from roadmap.models import Technology
from roadmap.services import add_technologies, write_about
from tests.conftest import Cast
from web.kept_pages import PAGES, Kept, Pages, stamp_now

T = TypeVar("T")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_pages() -> Iterator[None]:
    PAGES.clear()
    yield
    PAGES.clear()


@pytest.fixture
def technology(cast: Cast) -> Technology:
    made = add_technologies(group=cast.group, titles=["Mirrors"], by=cast.chair)
    return Technology.objects.select_related("group", "question", "thread", "text__head").get(pk=made[0].pk)


def statements(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers=headers).status_code in {200, 304}
    return len(captured)


def undisturbed(ask: Callable[[], T]) -> T:
    """What ``ask`` answers while nobody else writes: other tests share the server, and its snapshot tells of them."""
    for _ in range(500):
        before = stamp_now()
        found = ask()
        if stamp_now() == before:
            return found
    pytest.fail("Other tests wrote all the time.")


def warm(client: Client, address: str) -> str:
    """Asked for twice: the first time fills what is filled once, and signs the forms."""
    client.get(address)
    return client.get(address).content.decode()


def without_one_time(page: str) -> str:
    return re.sub(r'(name="(?:csrfmiddlewaretoken|send_key)" value=")[^"]*', r"\1", page)


@pytest.mark.parametrize(
    "address", ["/optics/", "/optics/T1/", "/optics/people/", "/optics/actions/", "/optics/ideas/"]
)
def test_page_asked_again_is_the_same_for_three_statements(cast: Cast, technology: Technology, address: str) -> None:
    client = cast.client(cast.member)
    page = warm(client, address)

    def twice() -> int:
        client.get(address)
        return statements(client, address)

    assert undisturbed(twice) == 3  # session, person, whether anything was written
    assert without_one_time(client.get(address).content.decode()) == without_one_time(page)


def test_page_shows_what_was_written_since(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    assert "polished twice" not in warm(client, "/optics/T1/")

    write_about(technology=technology, by=cast.chair, words="polished twice")

    assert "polished twice" in client.get("/optics/T1/").content.decode()


def test_page_shows_a_change_that_no_event_tells_of(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    warm(client, "/optics/people/")

    Facility.objects.filter(pk=cast.hillside.pk).update(short_name="MOUNT")

    assert "MOUNT" in client.get("/optics/people/").content.decode()


def test_page_of_one_is_never_given_to_another(cast: Cast, technology: Technology) -> None:
    write_about(technology=technology, by=cast.member, words="my own words")
    mine = warm(cast.client(cast.member), "/optics/T1/")
    assert "/edit/" in mine

    assert "/optics/comments/" not in warm(cast.client(cast.chair), "/optics/T1/")
    assert Client().get("/optics/T1/").status_code == 404


def test_page_is_not_given_to_who_lost_the_right_to_it(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    warm(client, "/optics/T1/")

    Membership.objects.filter(member=cast.member).delete()

    assert client.get("/optics/T1/").status_code == 404


def test_page_given_again_has_keys_and_tokens_of_its_own(cast: Cast, technology: Technology) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.member.account, backend="members.sign_in.EmailBackend")
    warm(client, "/optics/T1/")
    first, second = (client.get("/optics/T1/").content.decode() for _ in range(2))

    def one(page: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]+)"', page)
        assert found
        return found[1]

    assert one(first, "send_key") != one(second, "send_key")
    sent = {"words": "from a kept page", "position": "comment", "send_key": one(second, "send_key")}
    assert client.post("/optics/T1/post/", sent).status_code == 403
    sent["csrfmiddlewaretoken"] = one(second, "csrfmiddlewaretoken")
    assert client.post("/optics/T1/post/", sent).status_code == 303
    assert "from a kept page" in client.get("/optics/T1/").content.decode()


def test_notice_is_shown_once(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.chair)
    warm(client, "/optics/")
    client.post("/optics/due/", {"due_on": "2030-05-28", "due_for": "the directors"})

    assert "Due on 28 May 2030." in client.get("/optics/").content.decode()
    assert "Due on 28 May 2030." not in client.get("/optics/").content.decode()


def test_browser_that_has_the_page_is_not_sent_it_again(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    warm(client, "/optics/T1/")

    def again() -> tuple[str, HttpResponse]:
        mark = client.get("/optics/T1/")["ETag"]
        return mark, client.get("/optics/T1/", headers={"If-None-Match": mark})

    mark, answer = undisturbed(again)
    assert (answer.status_code, answer.content) == (304, b"")
    assert "private" in answer["Cache-Control"]

    write_about(technology=technology, by=cast.chair, words="polished twice")
    assert client.get("/optics/T1/", headers={"If-None-Match": mark}).status_code == 200


def test_page_of_an_earlier_release_is_made_anew(
    cast: Cast, technology: Technology, settings: Settings, tmp_path: Path
) -> None:
    client = cast.client(cast.member)
    warm(client, "/optics/")

    def again() -> tuple[str, int]:
        mark = client.get("/optics/")["ETag"]
        return mark, client.get("/optics/", headers={"If-None-Match": mark}).status_code

    mark, status = undisturbed(again)
    assert status == 304

    settings.STARTED = "anew"
    assert client.get("/optics/", headers={"If-None-Match": mark}).status_code == 200

    settings.DEBUG = True
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    warm(client, "/optics/")
    mark, status = undisturbed(again)
    assert status == 304
    (tmp_path / "changed.html").touch()
    assert client.get("/optics/", headers={"If-None-Match": mark}).status_code == 200


def test_fragment_is_not_the_page(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    page = warm(client, "/optics/")

    fragment = client.get("/optics/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" in page
    assert "<html" not in fragment
    assert "<html" in client.get("/optics/").content.decode()


def test_page_that_is_not_there_is_asked_for_anew(cast: Cast) -> None:
    client = cast.client(cast.chair)
    assert client.get("/optics/T1/").status_code == 404

    add_technologies(group=cast.group, titles=["Mirrors"], by=cast.chair)

    assert client.get("/optics/T1/").status_code == 200


def test_words_in_a_text_that_look_like_a_key_stay(cast: Cast, technology: Technology) -> None:
    words = 'name="send_key" value="not a key"'
    write_about(technology=technology, by=cast.chair, words=words)
    client = cast.client(cast.member)
    warm(client, "/optics/T1/")

    assert "not a key" in client.get("/optics/T1/").content.decode()


def test_pages_kept_stay_within_their_room() -> None:
    pages = Pages(room=100)
    for number in range(10):
        pages.put(str(number), Kept("now", "text/html", (b"x" * 30,), (), 30))

    assert pages.used <= 100
    assert [key for key in map(str, range(10)) if pages.get(key, "now")] == ["7", "8", "9"]


def test_member_known_from_another_address_is_another_page(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    warm(client, "/optics/people/")
    other = Member.objects.exclude(pk=cast.member.pk).filter(memberships__group=cast.group).first()
    assert other is not None

    assert other.name in warm(client, f"/optics/people/{other.pk}/")
