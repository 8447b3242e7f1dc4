"""A draft of the sample minutes in the cast's group, and a way to press what its page offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutes.models import MinutesDraft
from minutes.preview import Preview, look
from minutes.preview.sample import sample_text
from minutes.services import drafts
from tests.conftest import Cast

SMALL = """Optics meeting

2026-03-04

Present

- Ana Kováč (LAKE)
- Bo O'Neill (HILL)

Technology 1: Ana: mirrors are polished twice – Bo: is that needed? – Ana: yes

Technology 2: Bo: gratings come from one maker – Ana: should we keep it? – pro: Ana, Bo
"""


@dataclass
class Desk:
    """Somebody at a draft: the answers of the site to what they press."""

    cast: Cast
    draft: MinutesDraft
    client: Client

    def fresh(self) -> MinutesDraft:
        return MinutesDraft.objects.select_related("group", "by").get(pk=self.draft.pk)

    def look(self) -> Preview:
        return look(self.fresh())

    def url(self, name: str = "minutes_draft") -> str:
        return reverse(name, args=[self.cast.group.slug, self.draft.pk])

    def page(self, query: str = "", **headers: str) -> str:
        response = self.client.get(self.url() + query, headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    def press(self, name: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.post(self.url(f"minutes_{name}"), data or {}, headers=headers)

    def answer(self, key: str, answer: str, **more: str) -> Any:
        response = self.press("answer", {"key": key, "answer": answer, **more})
        assert response.status_code == 303, response.content.decode()[:3000]
        return response


def desk_with(cast: Cast, text: str, **more: Any) -> Desk:
    draft = drafts.start_draft(group=cast.group, text=text, by=cast.chair, **more)
    return Desk(cast, draft, cast.client(cast.chair))


@pytest.fixture
def sample(cast: Cast) -> Desk:
    return desk_with(cast, sample_text())


@pytest.fixture
def small(cast: Cast) -> Desk:
    return desk_with(cast, SMALL)
