"""Actions: listed, closed with a word, dropped and opened again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from activity.models import Event
from roadmap.models import ActionItem, Technology
from roadmap.services import close_action, make_action
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of

ACTIONS = "/optics/actions/"


def act(cast: Cast, words: str = "write it", **fields: Any) -> ActionItem:
    return make_action(group=cast.group, words=words, by=cast.chair, **fields)


def test_sentence_and_filters(cast: Cast, technology: Technology) -> None:
    today = timezone.localdate()
    act(cast, "mine and late", assignees=[cast.member], due=today - timedelta(days=1), technology=technology)
    act(cast, "of somebody else", assignees=[cast.second], due=today)
    close_action(action=act(cast, "long done"), by=cast.chair, words="all of it")
    client = cast.client(cast.member)

    page = words_of(client, ACTIONS)
    assert "2 open actions, 1 of them yours. 1 is overdue." in page
    for tab in ("open 2", "mine 1", "overdue 1", "done 1"):
        assert tab in page

    for query, there in (
        ("show=mine", {"mine and late"}),
        ("show=overdue", {"mine and late"}),
        ("show=done", {"long done"}),
        (f"person={cast.second.pk}", {"of somebody else"}),
        ("technology=2", {"mine and late"}),
        ("show=nonsense", {"mine and late", "of somebody else"}),
    ):
        page = words_of(client, f"{ACTIONS}?{query}")
        assert {w for w in ("mine and late", "of somebody else", "long done") if w in page} == there, query
    assert "“all of it”" in words_of(client, f"{ACTIONS}?show=done")


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("open", "No action is open."),
        ("mine", "You have no open action."),
        ("overdue", "None is overdue."),
        ("done", "None is done yet."),
    ],
)
def test_nothing_says_so(cast: Cast, show: str, words: str) -> None:
    assert words in words_of(cast.client(cast.member), f"{ACTIONS}?show={show}")


def test_action_is_closed_with_a_word_and_opened_again(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member])
    client = cast.client(cast.member)

    answer = client.post(f"{ACTIONS}{action.pk}/close/", {"words": "sent it", "how": "done"})

    assert answer.status_code == 303
    action.refresh_from_db()
    assert (action.state, action.closing_words, action.closed_by) == ("done", "sent it", cast.member)
    assert f'action="{ACTIONS}{action.pk}/reopen/"' in words_of(client, ACTIONS)

    client.post(f"{ACTIONS}{action.pk}/reopen/")
    action.refresh_from_db()
    assert (action.state, action.closed_by) == ("open", None)
    kinds = list(Event.objects.filter(kind__startswith="action.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["action.made", "action.done", "action.reopened"]


def test_action_is_dropped(cast: Cast) -> None:
    action = act(cast)

    cast.client(cast.minute_taker).post(f"{ACTIONS}{action.pk}/close/", {"how": "dropped"})

    assert ActionItem.objects.get().state == "dropped"
    assert Event.objects.filter(kind="action.dropped").count() == 1


def test_endless_word_comes_back(cast: Cast) -> None:
    action = act(cast)

    answer = cast.client(cast.chair).post(f"{ACTIONS}{action.pk}/close/", {"words": "w" * 301})

    assert answer.status_code == 422
    assert "w" * 301 in answer.content.decode()
    assert ActionItem.objects.get().state == "open"


def test_actions_of_others_stay_open(cast: Cast) -> None:
    action = act(cast, assignees=[cast.second])

    for who, status in ((cast.member, 403), (cast.observer, 403), (cast.outsider, 404), (None, 403)):
        assert cast.client(who).post(f"{ACTIONS}{action.pk}/close/").status_code == status
    assert ActionItem.objects.get().state == "open"
    assert "<summary>Close</summary>" not in words_of(cast.client(cast.member), ACTIONS)


def test_actions_are_for_the_group_even_when_it_is_public(cast: Cast) -> None:
    cast.group.visibility = "public"
    cast.group.save()

    assert cast.client(cast.outsider).get(ACTIONS).status_code == 404
    assert cast.client(None).get(ACTIONS).status_code == 404
    assert cast.client(cast.observer).get(ACTIONS).status_code == 200


def test_actions_are_the_fragment_of_their_page(cast: Cast) -> None:
    act(cast)
    client = cast.client(cast.member)

    part = client.get(ACTIONS, headers={"HX-Request": "true"}).content.decode()

    assert part.strip() in client.get(ACTIONS).content.decode()


def test_actions_cost_the_same_at_thirty(cast: Cast, technology: Technology) -> None:
    act(cast, assignees=[cast.member], technology=technology)
    client = cast.client(cast.member)

    def grow() -> None:
        for number in range(30):
            act(cast, f"number {number}", assignees=[cast.member, cast.second], technology=technology)

    assert_same_queries(client, ACTIONS, grow)


def test_box_closes_an_action_as_done(cast: Cast) -> None:
    make_action(group=cast.group, words="order the mirrors", by=cast.chair, assignees=[cast.member])
    assert 'aria-label="Close as done: order the mirrors"' in words_of(cast.client(cast.member), ACTIONS)
    assert "Close as done" not in words_of(cast.client(cast.second), ACTIONS)
