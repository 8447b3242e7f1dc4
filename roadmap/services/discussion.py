"""The one box of a technology: a comment, a position, or a position with its words."""

from __future__ import annotations

from uuid import UUID

from decisions.models import Position
from decisions.services import take_position
from members.models import Member
from roadmap.models import Technology
from web.refusals import Refused
from web.transactions import atomic
from writing.models import Comment
from writing.services import post_comment


@atomic
def write_about(
    *,
    technology: Technology,
    by: Member,
    words: str,
    value: str | None = None,
    reply_to: Comment | None = None,
    send_key: UUID | None = None,
) -> tuple[Comment | None, Position | None]:
    """Post words, a position (``value``), or both: the words are then the position's reason.

    The same ``send_key`` again changes nothing and returns what it made the first time. Raises Refused when there
    are neither words nor a position. ``technology`` has its text's head, question and thread loaded.
    """
    if not words.strip():
        if value is None:
            raise Refused("There is nothing written yet.", status=422)
        position = take_position(
            question=technology.question, member=by, value=value, by=by, version=technology.text.head
        )
        return None, position
    comment = post_comment(thread=technology.thread, body=words, by=by, reply_to=reply_to, send_key=send_key)
    if value is None:
        return comment, None
    given = Position.objects.filter(comment=comment).first()
    if given is None:
        given = take_position(
            question=technology.question, member=by, value=value, by=by, version=technology.text.head, comment=comment
        )
    return comment, given
