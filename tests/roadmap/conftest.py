"""Technologies to look at."""

from __future__ import annotations

import pytest

from roadmap.models import Technology
from roadmap.services import add_technologies
from tests.conftest import Cast


@pytest.fixture
def technologies(cast: Cast) -> list[Technology]:
    """T1, T2 and T3 of the group, named by its chair."""
    return add_technologies(group=cast.group, titles=["Data portal", "User office", "Training"], by=cast.chair)


@pytest.fixture
def technology(technologies: list[Technology]) -> Technology:
    return technologies[1]
