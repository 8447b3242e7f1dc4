"""Ideas: raised by anyone inside."""

from __future__ import annotations

import pytest

from activity.models import Event
from roadmap.models import Technology
from roadmap.services import add_technologies, make_idea, write_about
from roadmap.services.importing import make_ideas
from tests.conftest import Cast
from tests.minutes.building import member, recorded, resolved, row
from tests.pages import assert_same_queries, words_of


@pytest.mark.parametrize("who", ["member", "observer"])
def test_anyone_inside_raises_an_idea(cast: Cast, who: str) -> None:
    raiser = getattr(cast, who)
    client = cast.client(raiser)

    answer = client.post("/optics/ideas/", {"words": "A *shared* calendar"})

    idea = Technology.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/optics/ideas/#idea-{idea.pk}"
    assert (idea.state, idea.number, idea.raised_by) == ("idea", None, raiser)
    assert Event.objects.filter(kind="technology.made", actor=raiser).count() == 1
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


def idea_of(cast: Cast, words: str = "share mirrors") -> Technology:
    return make_idea(group=cast.group, words=words, by=cast.member, raised_by=cast.member)


def test_raised_idea_is_taken_back_and_put_back(cast: Cast) -> None:
    client = cast.client(cast.member)
    client.post("/optics/ideas/", {"words": "share mirrors"})
    idea = Technology.objects.get()
    page = words_of(client, "/optics/ideas/")
    undo = f"/optics/ideas/{idea.pk}/take-back/"
    assert f'action="{undo}"' in page

    client.post(undo)
    client.post(undo)  # a second press

    page = words_of(client, "/optics/ideas/")
    assert "share mirrors" not in page
    assert f'action="{undo}?back=1"' in page
    client.post(f"{undo}?back=1")
    assert "share mirrors" in words_of(client, "/optics/ideas/")
    kinds = Event.objects.filter(kind__startswith="idea.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["idea.taken back", "idea.put back"]
    assert "took back an idea" in words_of(client, "/optics/feed/")


def test_idea_of_others_stays(cast: Cast) -> None:
    undo = f"/optics/ideas/{idea_of(cast).pk}/take-back/"
    for who, status in ((cast.second, 403), (cast.observer, 403), (cast.outsider, 404), (None, 403)):
        assert cast.client(who).post(undo).status_code == status
    assert cast.client(cast.chair).post(undo).status_code == 303


def test_idea_somebody_worked_on_stays(cast: Cast) -> None:
    idea = idea_of(cast)
    write_about(technology=idea, by=cast.second, words="yes, please", value=None)
    answer = cast.client(cast.member).post(f"/optics/ideas/{idea.pk}/take-back/")
    assert answer.status_code == 409
    assert "Somebody has worked on this idea meanwhile" in answer.content.decode()
    Technology.objects.filter(pk=idea.pk).update(state="written", number=7)
    answer = cast.client(cast.member).post(f"/optics/ideas/{idea.pk}/take-back/")
    assert "This idea became T7 meanwhile." in answer.content.decode()


def test_idea_of_the_minutes_is_corrected_there(cast: Cast) -> None:
    recorded(cast, resolved([row(0, "idea", "sample PIDs", member(cast.member))]))
    client = cast.client(cast.member)
    assert "line 3</a>" in words_of(client, "/optics/ideas/")
    assert "Take back" not in words_of(client, "/optics/ideas/")
    answer = client.post(f"/optics/ideas/{Technology.objects.get().pk}/take-back/")
    assert answer.status_code == 409
    assert "This idea stands in the minutes." in answer.content.decode()


def test_promoted_idea_says_what_it_became(cast: Cast) -> None:
    idea_of(cast, "share lenses")
    idea = idea_of(cast)
    Technology.objects.filter(pk=idea.pk).update(state="written", number=12)
    Event.objects.create(group=cast.group, actor=cast.chair, kind="technology.promoted", data={"technology": idea.pk})
    page = words_of(cast.client(cast.member), "/optics/ideas/")
    assert "1 idea that may become a technology. 1 became one." in page
    assert 'became <a href="/optics/T12/">T12</a>' in page


def test_three_hundred_ideas_come_a_hundred_at_a_time(cast: Cast) -> None:
    make_ideas(group=cast.group, ideas=[(f"idea {n}", cast.second) for n in range(300)], by=cast.chair)
    client = cast.client(cast.member)
    page = words_of(client, "/optics/ideas/")
    assert page.count('<li class="line" id="idea-') == 100
    assert "300 ideas that may become technologies." in page
    assert words_of(client, "/optics/ideas/?rows=300").count('<li class="line" id="idea-') == 300
