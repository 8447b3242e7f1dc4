"""Comments: posted once, changed by who wrote them, never lost."""

from __future__ import annotations

from uuid import uuid4

import pytest

from activity.models import Event
from roadmap.models import Technology
from tests.conftest import Cast
from tests.together import at_once
from tests.writing.conftest import technology_of
from web.refusals import NotAllowed, Refused
from writing.models import Comment, CommentEdit
from writing.services import edit_comment, post_comment, put_back_comment, withdraw_comment


def test_comment_is_posted_and_told(cast: Cast, technology: Technology) -> None:
    comment = post_comment(thread=technology.thread, body="hello\r\n", by=cast.observer)

    assert comment.body == "hello"
    assert Event.objects.get(kind="comment.posted").data == {"comment": comment.pk}


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 50_001])
def test_empty_or_endless_comment_is_refused(cast: Cast, technology: Technology, body: str) -> None:
    with pytest.raises(Refused):
        post_comment(thread=technology.thread, body=body, by=cast.member)
    assert not Comment.objects.exists()


def test_reply_to_another_discussion_is_refused(cast: Cast, technology: Technology) -> None:
    comment = post_comment(thread=technology.thread, body="hello", by=cast.member)

    with pytest.raises(Refused, match="another discussion"):
        post_comment(thread=technology_of(cast, "Other portal").thread, body="yes", by=cast.second, reply_to=comment)


def test_same_key_posts_once(cast: Cast, technology: Technology) -> None:
    key = uuid4()
    first = post_comment(thread=technology.thread, body="hello", by=cast.member, send_key=key)
    second = post_comment(thread=technology.thread, body="hello", by=cast.member, send_key=key)

    assert first == second
    assert Event.objects.filter(kind="comment.posted").count() == 1


def test_other_words_under_a_used_key_are_kept_too(cast: Cast, technology: Technology) -> None:
    key = uuid4()
    first = post_comment(thread=technology.thread, body="hello", by=cast.member, send_key=key)
    second = post_comment(thread=technology.thread, body="and goodbye", by=cast.member, send_key=key)

    assert first != second
    assert set(Comment.objects.values_list("body", flat=True)) == {"hello", "and goodbye"}


def test_key_of_somebody_else_is_refused(cast: Cast, technology: Technology) -> None:
    key = uuid4()
    post_comment(thread=technology.thread, body="hello", by=cast.member, send_key=key)

    with pytest.raises(Refused, match="sent before"):
        post_comment(thread=technology.thread, body="hello", by=cast.second, send_key=key)


def test_fifty_sends_of_one_key_are_one_comment(committed: Cast) -> None:
    technology = technology_of(committed)
    key = uuid4()

    answers = at_once(
        lambda _: post_comment(thread=technology.thread, body="once", by=committed.member, send_key=key).pk, 50
    )

    assert len(set(answers)) == 1
    assert Event.objects.filter(kind="comment.posted").count() == 1


def test_edit_keeps_the_earlier_words(cast: Cast, technology: Technology) -> None:
    comment = post_comment(thread=technology.thread, body="first", by=cast.member)
    edit_comment(comment=comment, body="second", by=cast.member)
    edit_comment(comment=comment, body="second", by=cast.member)

    assert Comment.objects.get().body == "second"
    assert list(CommentEdit.objects.values_list("body", flat=True)) == ["first"]
    assert Event.objects.filter(kind="comment.edited").count() == 1


def test_withdraw_and_put_back(cast: Cast, technology: Technology) -> None:
    comment = post_comment(thread=technology.thread, body="first", by=cast.member)

    withdraw_comment(comment=comment, by=cast.member)
    assert Comment.objects.get().withdrawn_at is not None
    with pytest.raises(Refused, match="Put it back"):
        edit_comment(comment=comment, body="second", by=cast.member)

    put_back_comment(comment=comment, by=cast.member)
    assert Comment.objects.get().withdrawn_at is None
    assert Comment.objects.get().body == "first"


@pytest.mark.parametrize("act", [withdraw_comment, put_back_comment])
def test_somebody_elses_comment_stays(cast: Cast, technology: Technology, act: object) -> None:
    comment = post_comment(thread=technology.thread, body="first", by=cast.member)

    with pytest.raises(NotAllowed):
        act(comment=comment, by=cast.chair)  # type: ignore[operator]
