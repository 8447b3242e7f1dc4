"""Technologies to look at."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.models import Meeting
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


def met(cast: Cast, on: date) -> Meeting:
    """A meeting of the group on that day."""
    return Meeting.objects.create(group=cast.group, title="Optics meeting", date=on, slug=on.isoformat())
