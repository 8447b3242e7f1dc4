"""Replying to a line and taking minutes back, on the page."""

from __future__ import annotations

from uuid import uuid4

import pytest

from members.models import Group
from minutes.models import Entry, Minutes, MinutesDraft
from minutes.services.replies import reply
from tests.conftest import Cast
from tests.minutes.building import recorded
from writing.models import Comment

PAGE = "/optics/meetings/2025-02-12/"


@pytest.fixture
def entry(cast: Cast) -> Entry:
    return Entry.objects.filter(minutes=recorded(cast)).order_by("place")[0]


def address(entry: Entry) -> str:
    return f"/optics/lines/{entry.pk}/reply/"


def test_reply_without_javascript(cast: Cast, entry: Entry) -> None:
    client = cast.client(cast.observer)
    form = client.get(address(entry), {"next": "/optics/T2/"})
    assert form.status_code == 200
    assert "looks good" in form.content.decode()

    answer = client.post(address(entry), {"body": "T4 and @Ana Kováč", "send_key": str(uuid4()), "next": "/optics/T2/"})

    comment = Comment.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/optics/T2/#c{comment.pk}"
    assert comment.author == cast.observer
    assert comment.body == f"T4 and @[{cast.chair.pk}]"
    assert comment.thread.entry == entry


def test_reply_in_place(cast: Cast, entry: Entry) -> None:
    client = cast.client(cast.member)
    part = client.get(address(entry), headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address(entry)).content.decode()

    assert part.lstrip().startswith("<form")
    assert f'hx-post="{address(entry)}"' in part
    assert "<html" not in part
    assert f'id="reply-{entry.pk}"' in whole
    answer = client.post(address(entry), {"body": "yes"}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"{PAGE}#c{Comment.objects.get().pk}"


def test_second_send_adds_nothing(cast: Cast, entry: Entry) -> None:
    client, key = cast.client(cast.member), str(uuid4())
    for _ in range(2):
        client.post(address(entry), {"body": "once", "send_key": key})

    assert Comment.objects.count() == 1


@pytest.mark.parametrize("htmx", [True, False])
def test_empty_reply_comes_back_with_its_form(cast: Cast, entry: Entry, htmx: bool) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = cast.client(cast.member).post(address(entry), {"body": "  "}, headers=headers)

    assert answer.status_code == 422
    assert "There is nothing written yet." in answer.content.decode()
    assert not Comment.objects.exists()


def test_reply_to_a_line_taken_back_meanwhile_keeps_the_words(cast: Cast, entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(retired_at="2025-03-01T00:00Z")

    assert cast.client(cast.member).post(address(entry), {"body": "words"}).status_code == 404


def test_reply_elsewhere_than_this_site_is_not_followed(cast: Cast, entry: Entry) -> None:
    answer = cast.client(cast.member).post(address(entry), {"body": "x", "next": "https://example.com/"})

    assert answer["Location"].startswith(PAGE)


def test_reply_rights(cast: Cast, entry: Entry) -> None:
    assert cast.client(cast.outsider).get(address(entry)).status_code == 404
    assert cast.client(None).post(address(entry), {"body": "x"}).status_code == 403  # gives the words back
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    assert cast.client(cast.outsider).post(address(entry), {"body": "x"}).status_code == 403
    inside = Entry.objects.get(inside=True)
    assert cast.client(cast.outsider).get(address(inside)).status_code == 404
    other = f"/vacuum/lines/{entry.pk}/reply/"
    assert cast.client(cast.outsider).get(other).status_code == 404
    assert not Comment.objects.exists()


def test_undo_opens_the_draft_again(cast: Cast, entry: Entry) -> None:
    answer = cast.client(cast.chair).post(f"{PAGE}undo/")

    draft = MinutesDraft.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/optics/minutes/draft/{draft.pk}/"
    assert Minutes.objects.get().undone_by == cast.chair


def test_undo_by_the_minute_taker_leads_to_the_list(cast: Cast, entry: Entry) -> None:
    answer = cast.client(cast.minute_taker).post(f"{PAGE}undo/", follow=True)

    assert answer.redirect_chain[-1][0] == "/optics/meetings/"
    assert "were taken back" in answer.content.decode()


def test_undo_rights(cast: Cast, entry: Entry) -> None:
    assert cast.client(cast.member).post(f"{PAGE}undo/").status_code == 403
    assert cast.client(cast.observer).post(f"{PAGE}undo/").status_code == 403
    assert cast.client(cast.outsider).post(f"{PAGE}undo/").status_code == 404
    assert cast.client(cast.chair).get(f"{PAGE}undo/").status_code == 405
    assert Minutes.objects.get().undone_at is None


def test_undo_refused_says_what_is_built_on(cast: Cast, entry: Entry) -> None:
    reply(entry=entry, body="mine", by=cast.second)
    answer = cast.client(cast.chair).post(f"{PAGE}undo/")

    assert answer.status_code == 409
    assert "Chidi Okafor has replied to line 3." in answer.content.decode()


def test_edit_opens_the_preview(cast: Cast, entry: Entry) -> None:
    answer = cast.client(cast.minute_taker).post(f"{PAGE}correct/")

    draft = MinutesDraft.objects.get(corrects__isnull=False)
    assert answer["Location"] == f"/optics/minutes/draft/{draft.pk}/"
