"""Ideas: raised by anyone inside."""

from __future__ import annotations

import pytest

from activity.models import Event
from roadmap.models import Technology
from roadmap.services import add_technologies, make_idea
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of


@pytest.mark.parametrize("who", ["member", "observer"])
def test_anyone_inside_raises_an_idea(cast: Cast, who: str) -> None:
    member = getattr(cast, who)
    client = cast.client(member)

    answer = client.post("/optics/ideas/", {"words": "A *shared* calendar"})

    idea = Technology.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/optics/ideas/#idea-{idea.pk}"
    assert (idea.state, idea.number, idea.raised_by) == ("idea", None, member)
    assert Event.objects.filter(kind="technology.made", actor=member).count() == 1
    page = words_of(client, "/optics/ideas/")
    assert "A <em>shared</em> calendar" in page
    assert f'id="idea-{idea.pk}"' in page
    assert "1 idea that may become a technology." in page


@pytest.mark.parametrize("words", ["", "  ", "x" * 20_001])
def test_empty_or_endless_idea_comes_back(cast: Cast, words: str) -> None:
    answer = cast.client(cast.member).post("/optics/ideas/", {"words": words})

    assert answer.status_code == 422
    assert f"{words}</textarea>" in answer.content.decode()
    assert not Technology.objects.exists()


def test_ideas_are_not_there_for_outsiders(cast: Cast) -> None:
    assert cast.client(cast.outsider).get("/optics/ideas/").status_code == 404
    assert cast.client(None).post("/optics/ideas/", {"words": "mine"}).status_code == 403  # gives the words back


def test_guest_reads_ideas_without_names_and_raises_none(cast: Cast) -> None:
    cast.group.visibility = "public"
    cast.group.save()
    make_idea(group=cast.group, words="A shared calendar", by=cast.chair, raised_by=cast.member)
    client = cast.client(cast.outsider)

    page = words_of(client, "/optics/ideas/")
    assert "A shared calendar" in page
    assert "Neill" not in page
    assert client.post("/optics/ideas/", {"words": "mine"}).status_code == 403
    assert Technology.objects.count() == 1


def test_ideas_are_the_fragment_of_their_page(cast: Cast) -> None:
    make_idea(group=cast.group, words="A shared calendar", by=cast.chair)
    client = cast.client(cast.outsider)
    cast.group.visibility = "public"
    cast.group.save()

    part = client.get("/optics/ideas/", headers={"HX-Request": "true"}).content.decode()

    assert part.strip() in client.get("/optics/ideas/").content.decode()


def test_ideas_cost_the_same_at_thirty(cast: Cast) -> None:
    make_idea(group=cast.group, words="first", by=cast.chair, raised_by=cast.member)
    client = cast.client(cast.member)

    def grow() -> None:
        for number in range(30):
            make_idea(group=cast.group, words=f"idea {number}", by=cast.chair, raised_by=cast.second)

    assert_same_queries(client, "/optics/ideas/", grow)


def test_same_idea_sent_again_is_one(cast: Cast) -> None:
    ideas = {
        make_idea(group=cast.group, words="share mirrors", by=cast.member, raised_by=cast.member) for _ in range(2)
    }
    other = make_idea(group=cast.group, words="share mirrors", by=cast.second, raised_by=cast.second)
    assert len(ideas) == 1
    assert other not in ideas


def test_names_typed_again_add_nothing(cast: Cast) -> None:
    assert len(add_technologies(group=cast.group, titles=["Mirrors", "mirrors", "Lenses"], by=cast.chair)) == 2
    again = add_technologies(group=cast.group, titles=["Mirrors", "Lenses", "Prisms"], by=cast.chair)
    assert [(one.number, one.text.title) for one in again] == [(3, "Prisms")]
