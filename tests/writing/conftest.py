"""A text, and a thread to write in."""

from __future__ import annotations

import pytest

from roadmap.models import Technology
from roadmap.services import add_technologies
from tests.conftest import Cast


@pytest.fixture
def technology(cast: Cast) -> Technology:
    return technology_of(cast)


@pytest.fixture
def committed(transactional_db: None, request: pytest.FixtureRequest) -> Cast:
    """The cast where other connections see it."""
    cast: Cast = request.getfixturevalue("cast")
    return cast


def technology_of(cast: Cast, title: str = "Data portal") -> Technology:
    return add_technologies(group=cast.group, titles=[title], by=cast.chair)[0]
