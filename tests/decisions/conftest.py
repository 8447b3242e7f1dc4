"""A question to answer."""

from __future__ import annotations

import pytest

from decisions.models import Question
from tests.conftest import Cast


@pytest.fixture
def question(cast: Cast) -> Question:
    return ask(cast)


@pytest.fixture
def committed(transactional_db: None, request: pytest.FixtureRequest) -> Cast:
    """The cast where other connections see it."""
    cast: Cast = request.getfixturevalue("cast")
    return cast


def ask(cast: Cast) -> Question:
    from roadmap.services import add_technologies

    return add_technologies(group=cast.group, titles=["Data portal"], by=cast.chair)[0].question
