"""The roadmap list: its head, filters, rows, order and names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from decisions.services import take_position
from meetings.models import Meeting
from members.models import Account, Group
from roadmap.models import Roadmap, Technology
from roadmap.sentences import time_left
from roadmap.services import add_technologies, ensure_technology, make_action, make_idea, save_text, set_part
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of
from tests.roadmap.conftest import met
from writing.models import Version


def numbers(cast: Cast) -> list[int | None]:
    return list(Technology.objects.listed(cast.group).order_by("rank").values_list("number", flat=True))


def test_head_counts_states_and_says_when_it_is_due(cast: Cast, technologies: list[Technology]) -> None:
    Technology.objects.filter(pk=technologies[0].pk).update(state="ready")
    due = timezone.localdate() + timedelta(weeks=12)
    Roadmap.objects.filter(group=cast.group).update(due_on=due, due_for="the RDB meeting")

    page = words_of(cast.client(cast.member), "/optics/")

    assert "3 technologies: 0 agreed, 1 ready, 2 being written. For the RDB meeting on" in page
    assert "– 12 weeks." in page
    assert "0 of 3 agreed. For the RDB meeting on" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (84, "12 weeks"),
        (14, "2 weeks"),
        (13, "13 days"),
        (1, "1 day"),
        (0, "today"),
        (-1, "1 day ago"),
        (-21, "3 weeks ago"),
    ],
)
def test_time_left(days: int, words: str) -> None:
    assert time_left(date(2025, 3, 1) + timedelta(days=days), date(2025, 3, 1)) == words


def test_row_says_what_the_bar_shows(cast: Cast, technologies: list[Technology]) -> None:
    take_position(question=technologies[1].question, member=cast.member, value="pro", by=cast.member)
    take_position(question=technologies[1].question, member=cast.observer, value="contra", by=cast.observer)
    set_part(technology=technologies[1], facility=cast.lakeside, part="does_not", by=cast.member)

    page = words_of(cast.client(cast.member), "/optics/")

    assert "1 pro<span" in page
    assert "4 have not said" in page
    assert "contra" not in page
    assert "Pro: HILL. LAKE does not take part (not confirmed)." in page


def test_filters_count_and_choose(cast: Cast, technologies: list[Technology]) -> None:
    met(cast, timezone.localdate() - timedelta(days=3))
    take_position(question=technologies[0].question, member=cast.member, value="pro", by=cast.member)
    save_text(
        technology=technologies[1], base=1, title="User office", body="New text.", note="", small=False, by=cast.chair
    )
    make_action(group=cast.group, words="write it", by=cast.chair, technology=technologies[2])
    client = cast.client(cast.member)

    page = words_of(client, "/optics/")
    for tab in ("All 3", "I have not answered 2", "Changed since", "Open actions 1"):
        assert tab in page

    for show, number in (("changed", 2), ("actions", 3)):
        page = words_of(client, f"/optics/?show={show}")
        assert [n for n in (1, 2, 3) if f'id="T{n}"' in page] == [number]
    page = words_of(client, "/optics/?show=unanswered")
    assert 'id="T1"' not in page
    assert 'id="T2"' in page


def test_facility_filter_says_its_sentence(cast: Cast, technologies: list[Technology]) -> None:
    for technology, part in zip(technologies, ("takes_part", "takes_part", "does_not"), strict=True):
        set_part(technology=technology, facility=cast.hillside, part=part, by=cast.member)

    page = words_of(cast.client(cast.member), f"/optics/?facility={cast.hillside.pk}")

    assert "HILL takes part in 2, does not take part in 1." in page


def test_find_in_list_folds_and_finds_numbers(cast: Cast) -> None:
    add_technologies(group=cast.group, titles=["Données ouvertes", "User office"], by=cast.chair)
    client = cast.client(cast.member)

    assert "ouvertes" in words_of(client, "/optics/?words=donnees")
    assert "User office" in words_of(client, "/optics/?words=T2")
    page = words_of(client, "/optics/?words=nothing")
    assert "No technology matches “nothing”." in page
    assert "Show all 2" in page


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("changed", "No text changed since"),
        ("actions", "No action is open."),
        ("unanswered", "You have answered all 3."),
    ],
)
def test_filter_that_finds_nothing_says_so(cast: Cast, technologies: list[Technology], show: str, words: str) -> None:
    met(cast, timezone.localdate() - timedelta(days=3))
    for technology in technologies:
        take_position(question=technology.question, member=cast.member, value="pro", by=cast.member)

    assert words in words_of(cast.client(cast.member), f"/optics/?show={show}")


def test_naming_is_no_change_of_the_text(cast: Cast, technologies: list[Technology]) -> None:
    met(cast, timezone.localdate() - timedelta(days=3))

    cast.client(cast.chair).post("/optics/names/", {"title-1": "Another name"})

    assert "Changed since" in words_of(cast.client(cast.member), "/optics/")
    assert "No text changed since" in words_of(cast.client(cast.member), "/optics/?show=changed")


def test_withdrawn_and_merged_are_one_line_until_asked(cast: Cast, technologies: list[Technology]) -> None:
    Technology.objects.filter(pk=technologies[0].pk).update(state="withdrawn")
    Technology.objects.filter(pk=technologies[1].pk).update(state="merged", merged_into=technologies[0])
    client = cast.client(cast.member)

    page = words_of(client, "/optics/")
    assert "1 withdrawn, 1 merged – show" in page
    assert "Data portal" not in page
    assert "Data portal" in words_of(client, "/optics/?show=gone")


def test_empty_roadmap_offers_the_chair_ways_to_begin(cast: Cast) -> None:
    page = words_of(cast.client(cast.chair), "/optics/")

    assert "Nothing here yet." in page
    assert "Paste the minutes of a meeting" in page
    assert "Type the names" in page


def test_empty_roadmap_tells_members_about_the_chair(cast: Cast) -> None:
    page = words_of(cast.client(cast.member), "/optics/")
    assert "The chair has not put anything here yet. The chair is Ana Kováč." in page

    Account.objects.filter(member=cast.chair).update(last_login=timezone.now())
    assert "Ana Kováč was last here" in words_of(cast.client(cast.member), "/optics/")


def test_roadmap_is_not_there_for_outsiders(cast: Cast, technologies: list[Technology]) -> None:
    for who in (cast.outsider, None):
        assert cast.client(who).get("/optics/").status_code == 404
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    make_action(group=cast.group, words="write it", by=cast.chair, technology=technologies[2])
    page = words_of(cast.client(None), "/optics/")
    assert "Data portal" in page
    assert "1 action" not in page
    assert "I have not answered" not in page


def test_list_is_the_fragment_of_its_page(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.member)
    answer = client.get("/optics/?show=unanswered", headers={"HX-Request": "true"})

    assert "HX-Request" in answer["Vary"]
    assert answer.content.decode().strip() in client.get("/optics/?show=unanswered").content.decode()


def test_list_costs_the_same_at_thirty(cast: Cast) -> None:
    met(cast, timezone.localdate() - timedelta(days=3))

    def one(number: int) -> None:
        technology, _ = ensure_technology(group=cast.group, number=number, by=cast.chair, title=f"T {number}")
        save_text(technology=technology, base=1, title="Name", body="Words.", note="", small=False, by=cast.chair)
        make_action(group=cast.group, words="do it", by=cast.chair, technology=technology, assignees=[cast.member])
        take_position(question=technology.question, member=cast.member, value="pro", by=cast.member)
        set_part(technology=technology, facility=cast.lakeside, part="leads", by=cast.chair)

    one(1)
    client = cast.client(cast.chair)
    assert_same_queries(client, "/optics/", lambda: [one(number) for number in range(2, 31)])


def test_naming_costs_the_same_at_thirty(cast: Cast) -> None:
    ensure_technology(group=cast.group, number=1, by=cast.chair)
    client = cast.client(cast.chair)

    def grow() -> None:
        for number in range(2, 31):
            ensure_technology(group=cast.group, number=number, by=cast.chair)

    assert_same_queries(client, "/optics/", grow)


def test_three_hundred_come_a_hundred_at_a_time(cast: Cast) -> None:
    add_technologies(group=cast.group, titles=[f"Number {n}" for n in range(250)], by=cast.chair)
    client = cast.client(cast.member)

    page = words_of(client, "/optics/")
    assert 'id="T100"' in page
    assert 'id="T101"' not in page
    assert "Show 100 more" in page
    page = words_of(client, "/optics/?rows=300")
    assert 'id="T250"' in page
    assert "Show 100 more" not in page


# Names


def test_names_are_typed_in_the_rows(cast: Cast) -> None:
    for number in (1, 2):
        ensure_technology(group=cast.group, number=number, by=cast.chair)
    client = cast.client(cast.chair)
    page = words_of(client, "/optics/")
    assert "2 technologies have no name yet. Type what you call them, or" in page

    answer = client.post("/optics/names/", {"title-1": " Data  portal ", "title-2": ""})

    assert answer.status_code == 303
    assert list(cast.group.technologies.order_by("number").values_list("text__title", flat=True)) == ["Data portal", ""]
    assert Event.objects.filter(kind="technology.named").count() == 1
    assert "1 technology has no name yet. Type what you call it, or" in words_of(client, "/optics/")


def test_refused_name_saves_none_and_keeps_all_in_their_boxes(cast: Cast) -> None:
    for number in (1, 2):
        ensure_technology(group=cast.group, number=number, by=cast.chair)

    answer = cast.client(cast.chair).post("/optics/names/", {"title-1": "Data portal", "title-2": "x" * 201})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Data portal"' in page
    assert "x" * 201 in page
    assert "longer than 200 characters" in page
    assert not cast.group.technologies.exclude(text__title="").exists()


def test_working_titles_are_confirmed_or_changed(cast: Cast, technologies: list[Technology]) -> None:
    Technology.objects.filter(group=cast.group).update(working_title=True)
    client = cast.client(cast.chair)
    assert 'value="User office"' in words_of(client, "/optics/?names=1")

    client.post("/optics/names/", {"title-1": "Data portal", "title-2": "Users' office"})

    left = Technology.objects.filter(group=cast.group, working_title=True).values_list("number", flat=True)
    assert list(left) == [3]


def test_member_sees_that_a_name_is_missing(cast: Cast) -> None:
    ensure_technology(group=cast.group, number=1, by=cast.chair)

    page = words_of(cast.client(cast.member), "/optics/")

    assert "no name yet" in page
    assert "Save names" not in page


def test_names_are_typed_one_a_line(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.chair)
    assert client.get("/optics/names/new/").status_code == 200

    answer = client.post("/optics/names/new/", {"names": "Optics\r\n\r\n  Lasers \n"})

    assert answer.status_code == 303
    rows = cast.group.technologies.order_by("number").values_list("number", "text__title")
    assert list(rows)[3:] == [(4, "Optics"), (5, "Lasers")]


@pytest.mark.parametrize("names", ["", " \n ", "x" * 201, "\n".join("y" * 301)])
def test_refused_names_stay_in_the_box(cast: Cast, names: str) -> None:
    answer = cast.client(cast.chair).post("/optics/names/new/", {"names": names})

    assert answer.status_code == 422
    assert "error" in answer.content.decode()
    assert not Technology.objects.exists()


# Order and due date


@pytest.mark.parametrize(
    ("number", "data", "order"),
    [
        (3, {"to": "up"}, [1, 3, 2]),
        (1, {"to": "down"}, [2, 1, 3]),
        (1, {"to": "up"}, [1, 2, 3]),
        (3, {"place": "1"}, [3, 1, 2]),
        (1, {"place": "99"}, [2, 3, 1]),
    ],
)
def test_chair_moves_rows(
    cast: Cast, technologies: list[Technology], number: int, data: dict[str, str], order: list[int]
) -> None:
    answer = cast.client(cast.chair).post(f"/optics/T{number}/move/", data)

    assert answer.status_code == 303
    assert numbers(cast) == order


def test_move_is_told_and_undone(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.chair)
    client.post("/optics/T3/move/", {"place": "1"})

    page = words_of(client, "/optics/")
    assert "T3 moved from 3 to 1." in page
    undo = page.split('action="/optics/T3/move/?')[1].split('"')[0]
    client.post(f"/optics/T3/move/?{undo}")
    assert numbers(cast) == [1, 2, 3]


@pytest.mark.parametrize("data", [{}, {"place": "0"}, {"to": "left"}])
def test_move_without_a_place_is_refused(cast: Cast, technologies: list[Technology], data: dict[str, str]) -> None:
    assert cast.client(cast.chair).post("/optics/T3/move/", data).status_code == 422
    assert numbers(cast) == [1, 2, 3]


def test_due_date_is_set_and_taken_away(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.chair)
    assert "When is it due?" in words_of(client, "/optics/")

    client.post("/optics/due/", {"due_on": "2030-05-28", "due_for": "the directors"})
    assert "For the directors on 28 May 2030" in words_of(client, "/optics/")

    client.post("/optics/due/", {"due_on": "", "due_for": ""})
    assert "When is it due?" in words_of(client, "/optics/")
    assert Event.objects.filter(kind="roadmap.due").count() == 2


def test_wrong_due_date_comes_back(cast: Cast, technologies: list[Technology]) -> None:
    answer = cast.client(cast.chair).post("/optics/due/", {"due_on": "soon", "due_for": "the directors"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Type the date as 2025-05-28." in page
    assert 'value="the directors"' in page
    assert Roadmap.objects.get(group=cast.group).due_on is None


@pytest.mark.parametrize("rest", ["due/", "names/", "names/new/", "T1/move/"])
def test_only_the_chair_sets_things(cast: Cast, technologies: list[Technology], rest: str) -> None:
    before = Version.objects.count()

    assert cast.client(cast.member).post(f"/optics/{rest}", {"title-1": "x", "place": "2"}).status_code == 403
    assert cast.client(cast.outsider).post(f"/optics/{rest}").status_code == 404
    assert Version.objects.count() == before
    assert numbers(cast) == [1, 2, 3]


@pytest.mark.parametrize("view", ["", "read/", "ideas/", "decisions/", "parts/", "about/"])
def test_ideas_are_counted_beside_every_view(cast: Cast, technologies: list[Technology], view: str) -> None:
    make_idea(group=cast.group, words="A shared calendar", by=cast.chair)

    page = words_of(cast.client(cast.member), f"/optics/{view}")

    assert "Ideas 1" in page


def test_ideas_are_no_technologies(cast: Cast, technologies: list[Technology]) -> None:
    make_idea(group=cast.group, words="A shared calendar", by=cast.chair)

    assert "3 technologies" in words_of(cast.client(cast.member), "/optics/")


def test_newest_meeting_counts_unless_taken_back(cast: Cast, technologies: list[Technology]) -> None:
    meeting = met(cast, date(2024, 3, 4))
    assert "Changed since 4 Mar 2024 – " in words_of(cast.client(cast.member), "/optics/")

    Meeting.objects.filter(pk=meeting.pk).update(taken_back_at=timezone.now())
    assert "Changed since" not in words_of(cast.client(cast.member), "/optics/")


def undo_of(answer: HttpResponse) -> str:
    """Where the Undo beside the newest message goes."""
    return [str(one.extra_tags) for one in get_messages(answer.wsgi_request)][-1]


def test_names_saved_together_are_taken_back_together(cast: Cast) -> None:
    for number in (1, 2):
        ensure_technology(group=cast.group, number=number, by=cast.chair)
    client = cast.client(cast.chair)
    answer = client.post(reverse("name_technologies", args=["optics"]), {"title-1": "Mirrors", "title-2": "Lenses"})
    back = undo_of(answer)
    client.post(back)
    titles = Technology.objects.order_by("number").values_list("text__title", flat=True)
    assert list(titles) == ["", ""]
    assert client.post(back).status_code == 409


def test_due_date_is_taken_back(cast: Cast) -> None:
    client = cast.client(cast.chair)
    address = reverse("set_due", args=["optics"])
    client.post(address, {"due_on": "2026-05-28", "due_for": "the directors"})
    answer = client.post(address, {"due_on": "2026-06-30", "due_for": "the council"})
    client.post(undo_of(answer))
    roadmap = Roadmap.objects.get(group=cast.group)
    assert (str(roadmap.due_on), roadmap.due_for) == ("2026-05-28", "the directors")
    assert client.post(address).status_code == 422
