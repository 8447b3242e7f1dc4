"""``verify`` finds nothing in what the services wrote, and finds each row that was broken behind their back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from decisions.services import take_position
from roadmap.services import ensure_technology
from tests.conftest import Cast
from writing.services import save

BREAKS = {
    "text head": (
        "UPDATE writing_text t SET head_id = (SELECT id FROM writing_version WHERE text_id = t.id AND number = 1)",
        "newest version",
    ),
    "text title": ("UPDATE writing_text SET title = 'Other'", "title"),
    "stance value": ("UPDATE decisions_stance SET value = 'contra'", "last position"),
    "stance gone": ("DELETE FROM decisions_stance", "no stance"),
    "rank twice": ("UPDATE roadmap_technology SET rank = 1", "place 1"),
}


def make_some(cast: Cast) -> None:
    for number in (1, 2):
        technology, _ = ensure_technology(group=cast.group, number=number, by=cast.chair)
        save(text=technology.text, base=1, title=f"Optics {number}", body="Words", by=cast.member)
        take_position(question=technology.question, member=cast.member, value="pro", by=cast.member)
        take_position(question=technology.question, member=cast.second, value="contra", by=cast.second)
        take_position(question=technology.question, member=cast.second, value="pro", by=cast.second)


def test_verify_finds_nothing_in_what_services_wrote(cast: Cast) -> None:
    make_some(cast)
    out = StringIO()
    call_command("verify", stdout=out)
    assert out.getvalue().count("as recorded") == 4


@pytest.mark.parametrize("name", BREAKS)
def test_verify_finds_a_broken_row(cast: Cast, name: str) -> None:
    make_some(cast)
    statement, words = BREAKS[name]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(CommandError, match=words):
        call_command("verify", stdout=StringIO())
