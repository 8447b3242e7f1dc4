"""How the acts of writing are told in the feed."""

from collections.abc import Iterable, Mapping

from activity.kinds import EventKind, Told, register_kinds, register_loader
from members.viewer import Viewer
from web.words import counted
from writing.hosts import text_host, text_relations, thread_host, thread_relations
from writing.models import Comment, Text


def load_texts(ids: Iterable[int]) -> Mapping[int, Text]:
    return Text.objects.select_related(*text_relations()).in_bulk(list(ids))


def load_comments(ids: Iterable[int]) -> Mapping[int, Comment]:
    relations = [f"thread__{name}" for name in thread_relations()]
    return Comment.objects.select_related(*relations).in_bulk(list(ids))


def text_address(told: Told) -> str:
    return text_host(told["text"]).address(told["text"])


def comment_address(told: Told) -> str:
    comment: Comment = told["comment"]
    return f"{thread_host(comment.thread).address(comment.thread)}#c{comment.pk}"


def sees_text(viewer: Viewer, told: Told) -> bool:
    return told["text"] is not None and text_host(told["text"]).may_see(viewer, told["text"])


def sees_comment(viewer: Viewer, told: Told) -> bool:
    comment: Comment | None = told["comment"]
    return comment is not None and thread_host(comment.thread).may_see(viewer, comment.thread)


def label(told: Told) -> str:
    return text_host(told["text"]).label(told["text"])


def saved(told: Told) -> str:
    words = told.event.data.get("words", 0)
    return f"{told.actor} changed {counted(words, 'word')} in {label(told)}"


def register() -> None:
    register_loader("text", load_texts)
    register_loader("comment", load_comments)
    register_kinds(
        EventKind("text.saved", saved, text_address, sees_text),
        EventKind(
            "text.restored",
            lambda t: f"{t.actor} restored {label(t)} to version {t.event.data.get('from')}",
            text_address,
            sees_text,
        ),
        EventKind("comment.posted", lambda t: f"{t.actor} wrote a comment", comment_address, sees_comment),
        EventKind("comment.edited", lambda t: f"{t.actor} edited a comment", comment_address, sees_comment),
        EventKind("comment.withdrawn", lambda t: f"{t.actor} withdrew a comment", comment_address, sees_comment),
        EventKind("comment.put_back", lambda t: f"{t.actor} put a comment back", comment_address, sees_comment),
    )
