"""Comments: posted once, edited with their earlier words kept, withdrawn and put back."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from activity.services import log
from members.models import Member
from web.refusals import NotAllowed, Refused
from web.transactions import atomic
from writing.models import Comment, CommentEdit, Thread
from writing.services.texts import tidy

MAX_COMMENT = 50_000  # characters


def checked(body: str) -> str:
    body = tidy(body)
    if not body.strip():
        raise Refused("There is nothing written yet.", status=422)
    if len(body) > MAX_COMMENT:
        raise Refused("A comment takes up to 50,000 characters. Put longer text into the description.", status=422)
    return body


@atomic
def post_comment(
    *, thread: Thread, body: str, by: Member, reply_to: Comment | None = None, send_key: UUID | None = None
) -> Comment:
    """Add a comment. The same ``send_key`` again returns the comment it made the first time.

    Other words under a key already used (a page gone back to and written on anew) are a comment of their own.
    """
    body = checked(body)
    if reply_to is not None and reply_to.thread_id != thread.pk:
        raise Refused("That comment belongs to another discussion.", status=422)
    comment, new = (
        Comment.objects.get_or_create(
            send_key=send_key, defaults={"thread": thread, "body": body, "author": by, "reply_to": reply_to}
        )
        if send_key
        else (Comment.objects.create(thread=thread, body=body, author=by, reply_to=reply_to), True)
    )
    if comment.author_id != by.pk or comment.thread_id != thread.pk:
        raise Refused("This was sent before, elsewhere. Open the page anew and send it again.")
    if not new and comment.body != body and not comment.edits.filter(body=body).exists():
        comment, new = Comment.objects.create(thread=thread, body=body, author=by, reply_to=reply_to), True
    if new:
        log(kind="comment.posted", group=thread.group_id, by=by, comment=comment.pk)
    return comment


def locked_own(comment: Comment, by: Member) -> Comment:
    locked = Comment.objects.select_for_update(of=("self",)).select_related("thread").get(pk=comment.pk)
    if locked.author_id != by.pk:
        raise NotAllowed("Only who wrote a comment can change it.")
    return locked


@atomic
def edit_comment(*, comment: Comment, body: str, by: Member) -> Comment:
    """Replace the words; the earlier ones are kept as an edit."""
    body = checked(body)
    comment = locked_own(comment, by)
    if comment.withdrawn_at:
        raise Refused("This comment was withdrawn. Put it back to edit it.")
    if comment.body == body:
        return comment
    CommentEdit.objects.create(comment=comment, body=comment.body)
    comment.body, comment.edited_at = body, timezone.now()
    comment.save(update_fields=["body", "edited_at"])
    log(kind="comment.edited", group=comment.thread.group_id, by=by, comment=comment.pk)
    return comment


@atomic
def withdraw_comment(*, comment: Comment, by: Member) -> Comment:
    comment = locked_own(comment, by)
    if comment.withdrawn_at is None:
        comment.withdrawn_at = timezone.now()
        comment.save(update_fields=["withdrawn_at"])
        log(kind="comment.withdrawn", group=comment.thread.group_id, by=by, comment=comment.pk)
    return comment


@atomic
def put_back_comment(*, comment: Comment, by: Member) -> Comment:
    comment = locked_own(comment, by)
    if comment.withdrawn_at is not None:
        comment.withdrawn_at = None
        comment.save(update_fields=["withdrawn_at"])
        log(kind="comment.put_back", group=comment.thread.group_id, by=by, comment=comment.pk)
    return comment
