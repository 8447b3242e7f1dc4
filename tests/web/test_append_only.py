"""What is only ever added to refuses change in the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from decisions.models import Position, Question
from tests.conftest import Cast
from writing.models import Comment, Thread
from writing.services import create_text, edit_comment, post_comment

STATEMENTS = ["UPDATE {table} SET id = id", "DELETE FROM {table}"]


@pytest.mark.parametrize("table", ["writing_version", "writing_commentedit", "decisions_position", "activity_event"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_append_only_table_refuses_change(cast: Cast, table: str, statement: str) -> None:
    create_text(group=cast.group, kind="technology", title="One", body="Words", by=cast.chair, origin="written")
    thread = Thread.objects.create(group=cast.group, kind=Thread.Kind.TECHNOLOGY)
    comment = post_comment(thread=thread, body="first", by=cast.member)
    edit_comment(comment=comment, body="second", by=cast.member)
    question = Question.objects.create(group=cast.group, wording="Should this stay?")
    Position.objects.create(question=question, member=cast.member, sequence=1, value="pro", recorded_by=cast.member)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))
    assert Comment.objects.get().edits.get().body == "first"
