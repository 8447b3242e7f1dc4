"""Actions: listed, closed with a word, dropped and opened again."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from activity.models import Event
from roadmap.models import ActionItem, Technology
from roadmap.services import change_action, change_due, close_action, make_action, note_action, reopen_action
from roadmap.services.actions import stamp
from tests.conftest import Cast
from tests.pages import assert_same_queries, queries_of, words_of
from tests.roadmap.conftest import met
from tests.together import at_once
from web.refusals import Refused

ACTIONS = "/optics/actions/"


def act(cast: Cast, words: str = "write it", **fields: Any) -> ActionItem:
    return make_action(group=cast.group, words=words, by=cast.chair, **fields)


def test_sentence_and_filters(cast: Cast, technology: Technology) -> None:
    today = timezone.localdate()
    act(cast, "mine and late", assignees=[cast.member], due=today - timedelta(days=1), technology=technology)
    act(cast, "of somebody else", assignees=[cast.second], due=today)
    close_action(action=act(cast, "long done"), by=cast.chair, words="all of it")
    client = cast.client(cast.member)

    page = words_of(client, ACTIONS)
    assert "2 open actions, 1 of them yours. 1 is overdue." in page
    for tab in ("open 2", "mine 1", "overdue 1", "done 1"):
        assert tab in page

    for query, there in (
        ("show=mine", {"mine and late"}),
        ("show=overdue", {"mine and late"}),
        ("show=done", {"long done"}),
        (f"person={cast.second.pk}", {"of somebody else"}),
        ("technology=2", {"mine and late"}),
        ("show=nonsense", {"mine and late", "of somebody else"}),
    ):
        page = words_of(client, f"{ACTIONS}?{query}")
        assert {w for w in ("mine and late", "of somebody else", "long done") if w in page} == there, query
    assert "“all of it”" in words_of(client, f"{ACTIONS}?show=done")


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("open", "No action is open."),
        ("mine", "You have no open action."),
        ("overdue", "None is overdue."),
        ("done", "None is done yet."),
    ],
)
def test_nothing_says_so(cast: Cast, show: str, words: str) -> None:
    client = cast.client(cast.member)
    page = words_of(client, f"{ACTIONS}?show={show}")
    assert "No action is open." in page
    assert "appear here by themselves" in page
    act(cast, technology=None, assignees=[cast.second])
    if show != "open":
        assert words in words_of(client, f"{ACTIONS}?show={show}")


def test_action_is_closed_with_a_word_and_opened_again(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member])
    client = cast.client(cast.member)

    answer = client.post(f"{ACTIONS}{action.pk}/close/", {"words": "sent it", "how": "done"})

    assert answer.status_code == 303
    action.refresh_from_db()
    assert (action.state, action.closing_words, action.closed_by) == ("done", "sent it", cast.member)
    assert f'action="{ACTIONS}{action.pk}/reopen/?next=' in words_of(client, ACTIONS)

    client.post(f"{ACTIONS}{action.pk}/reopen/")
    action.refresh_from_db()
    assert (action.state, action.closed_by) == ("open", None)
    kinds = list(Event.objects.filter(kind__startswith="action.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["action.made", "action.done", "action.reopened"]


def test_action_is_dropped(cast: Cast) -> None:
    action = act(cast)

    cast.client(cast.minute_taker).post(f"{ACTIONS}{action.pk}/close/", {"how": "dropped"})

    assert ActionItem.objects.get().state == "dropped"
    assert Event.objects.filter(kind="action.dropped").count() == 1


def test_endless_word_comes_back(cast: Cast) -> None:
    action = act(cast)

    answer = cast.client(cast.chair).post(f"{ACTIONS}{action.pk}/close/", {"words": "w" * 301})

    assert answer.status_code == 422
    assert "w" * 301 in answer.content.decode()
    assert ActionItem.objects.get().state == "open"


def test_actions_of_others_stay_open(cast: Cast) -> None:
    action = act(cast, assignees=[cast.second])

    for who, status in ((cast.member, 403), (cast.observer, 403), (cast.outsider, 404), (None, 403)):
        assert cast.client(who).post(f"{ACTIONS}{action.pk}/close/").status_code == status
    assert ActionItem.objects.get().state == "open"
    assert "<summary>Close</summary>" not in words_of(cast.client(cast.member), ACTIONS)


def test_actions_are_for_the_group_even_when_it_is_public(cast: Cast) -> None:
    cast.group.visibility = "public"
    cast.group.save()

    assert cast.client(cast.outsider).get(ACTIONS).status_code == 404
    assert cast.client(None).get(ACTIONS).status_code == 404
    assert cast.client(cast.observer).get(ACTIONS).status_code == 200


def test_actions_are_the_fragment_of_their_page(cast: Cast) -> None:
    act(cast)
    client = cast.client(cast.member)

    part = client.get(ACTIONS, headers={"HX-Request": "true"}).content.decode()

    assert part.strip() in client.get(ACTIONS).content.decode()


def test_actions_cost_the_same_at_thirty(cast: Cast, technology: Technology) -> None:
    act(cast, assignees=[cast.member], technology=technology)
    client = cast.client(cast.member)

    def grow() -> None:
        for number in range(30):
            act(cast, f"number {number}", assignees=[cast.member, cast.second], technology=technology)

    assert_same_queries(client, ACTIONS, grow)


def test_box_closes_an_action_as_done(cast: Cast) -> None:
    make_action(group=cast.group, words="order the mirrors", by=cast.chair, assignees=[cast.member])
    assert 'aria-label="Close as done: order the mirrors"' in words_of(cast.client(cast.member), ACTIONS)
    assert "Close as done" not in words_of(cast.client(cast.second), ACTIONS)


def rows_in(page: str) -> list[int]:
    """The ids of the actions on the page, in order."""
    return [int(found) for found in re.findall(r'<li class="action[^"]*" id="action-(\d+)', page)]


def test_numbers_of_a_narrowed_list_agree(cast: Cast, technologies: list[Technology]) -> None:
    today = timezone.localdate()
    meeting = met(cast, date(2025, 2, 12))
    act(cast, "late", assignees=[cast.member], due=today - timedelta(days=1), technology=technologies[1])
    act(cast, "later", assignees=[cast.member, cast.second], technology=technologies[1], meeting=meeting)
    act(cast, "elsewhere", assignees=[cast.member], technology=technologies[0])
    client = cast.client(cast.member)

    page = words_of(client, f"{ACTIONS}?technology=2")
    assert "2 open actions on T2, 2 of them yours. 1 is overdue." in page
    assert "open 2</a>" in page
    assert "overdue 1</a>" in page
    page = words_of(client, f"{ACTIONS}?person={cast.second.pk}&meeting={meeting.pk}")
    assert "1 open action for Chidi Okafor from 12 Feb 2025, yours. None is overdue." in page
    assert "No action is open on T77." in words_of(client, f"{ACTIONS}?technology=77")
    assert "No action is open for that person from that meeting." in words_of(client, f"{ACTIONS}?person=99&meeting=99")


def test_actions_stand_under_each_person_technology_and_meeting(cast: Cast, technologies: list[Technology]) -> None:
    early, late = met(cast, date(2025, 2, 12)), met(cast, date(2025, 3, 12))
    both = act(cast, "both", assignees=[cast.second, cast.member], technology=technologies[2], meeting=early)
    team = act(cast, "all of them", assigned_words="the chairs", technology=technologies[0], meeting=late)
    nobody = act(cast, "somebody should")
    client = cast.client(cast.chair)

    page = words_of(client, f"{ACTIONS}?by=person")
    assert rows_in(page) == [both.pk, both.pk, team.pk, nobody.pk]
    assert page.count(f'id="action-{both.pk}"') == page.count(f'id="action-{both.pk}-2"') == 1
    heads = re.findall(r'<h2 class="actions-head">(.*?)</h2>', page)
    assert [re.sub("<[^>]+>", "", head) for head in heads] == [
        "Bo O&#x27;Neill 1", "Chidi Okafor 1", "the chairs 1", "nobody in particular 1",
    ]  # fmt: skip
    page = words_of(client, f"{ACTIONS}?by=technology")
    assert rows_in(page) == [team.pk, both.pk, nobody.pk]
    assert ">T3 Training</a>" in page
    page = words_of(client, f"{ACTIONS}?by=meeting")
    assert rows_in(page) == [team.pk, both.pk, nobody.pk]
    assert "12 Mar 2025 · Optics meeting" in page
    assert "Noted outside a meeting" in page


def test_three_hundred_actions_come_a_hundred_at_a_time(cast: Cast, technology: Technology) -> None:
    people = [cast.member, cast.second]
    made = [ActionItem(group=cast.group, words=f"number {n} {'x' * 300}", technology=technology) for n in range(300)]
    through = ActionItem.assignees.through
    ActionItem.objects.bulk_create(made)
    through.objects.bulk_create([through(actionitem=one, member=who) for one in made for who in people])
    client = cast.client(cast.chair)

    for query, rows in (("", 100), ("?rows=200", 200), ("?by=person", 100), ("?by=person&rows=600", 600)):
        assert len(rows_in(words_of(client, f"{ACTIONS}{query}"))) == rows, query
        assert queries_of(client, f"{ACTIONS}{query}") <= 12
    assert "Show 100 more" in words_of(client, ACTIONS)
    assert "Show 100 more" not in words_of(client, f"{ACTIONS}?rows=300")


@pytest.mark.parametrize("by", ["person", "technology", "meeting"])
def test_grouped_actions_cost_the_same_at_thirty(cast: Cast, technology: Technology, by: str) -> None:
    act(cast, assignees=[cast.member], technology=technology)

    def grow() -> None:
        for number in range(30):
            act(cast, f"number {number}", assignees=[cast.member, cast.second], technology=technology)

    assert_same_queries(cast.client(cast.member), f"{ACTIONS}?by={by}", grow)


NOTE = f"{ACTIONS}note/"


def test_action_is_noted_by_hand_and_taken_back(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    body = {
        "words": " order <b>mirrors</b> ", "people": [cast.second.pk, cast.unclaimed.pk], "others": "HILL",
        "technology": technology.pk, "due": "2025-03-01", "next": f"{ACTIONS}?by=person",
    }  # fmt: skip

    answer = client.post(NOTE, body)
    client.post(NOTE, body)  # a second press

    assert (answer.status_code, answer["Location"]) == (303, f"{ACTIONS}?by=person")
    action = ActionItem.objects.get()
    assert (action.words, action.assigned_words, action.technology) == ("order <b>mirrors</b>", "HILL", technology)
    assert (action.due, set(action.assignees.all())) == (date(2025, 3, 1), {cast.second, cast.unclaimed})
    page = words_of(client, ACTIONS)
    assert "order &lt;b&gt;mirrors&lt;/b&gt;" in page
    assert "overdue since 1 Mar 2025" in page
    undo = html.unescape(re.search(rf'action="({ACTIONS}{action.pk}/take-back/[^"]*)"', page).group(1))  # type: ignore[union-attr]
    assert cast.client(cast.second).post(undo).status_code == 403  # they were asked; they did not note it

    assert client.post(undo)["Location"] == f"{ACTIONS}?by=person"

    page = words_of(client, ACTIONS)
    assert rows_in(page) == []
    again = html.unescape(re.search(rf'action="({ACTIONS}{action.pk}/take-back/\?back=1[^"]*)"', page).group(1))  # type: ignore[union-attr]
    kinds = Event.objects.filter(kind__startswith="action.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["action.made", "action.taken back"]
    assert "took back an action on T2 for Chidi Okafor" in words_of(client, "/optics/feed/")
    for _ in range(2):
        assert client.post(again).status_code == 303
    assert rows_in(words_of(client, ACTIONS)) == [action.pk]
    assert Event.objects.filter(kind="action.put back").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("words", " ", "An action needs words: what is to be done?"),
        ("words", "w" * 1001, "An action takes up to 1000 characters."),
        ("people", "999999", "Choose somebody of this group."),
        ("people", "²", "Choose somebody of this group."),
        ("technology", "999999", "That technology is not in the roadmap any more."),
        ("due", "soon", "Type the date as 2025-03-01."),
        ("others", "o" * 201, "“Others” takes up to 200 characters."),
    ],
)
def test_wrong_note_comes_back_as_typed(cast: Cast, field: str, value: str, words: str) -> None:
    body = {"words": "order mirrors", "people": str(cast.second.pk), "others": "HILL", field: value}

    answer = cast.client(cast.member).post(NOTE, body)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert body["words"] in page
    assert body["others"] in page
    assert not ActionItem.objects.exists()


def test_form_to_note_is_the_fragment_of_its_page(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)

    part = client.get(f"{NOTE}?technology=2", headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith("<form")
    assert f'<option value="{technology.pk}" selected>' in part
    assert "<html" not in part
    assert cast.client(cast.observer).get(NOTE).status_code == 403
    assert cast.client(cast.outsider).get(NOTE).status_code == 404


def test_date_is_set_and_put_back(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member])
    client = cast.client(cast.member)

    answer = client.post(f"{ACTIONS}{action.pk}/due/", {"due": "2025-03-01", "was": "", "next": f"{ACTIONS}?show=mine"})

    assert answer["Location"] == f"{ACTIONS}?show=mine#action-{action.pk}"
    action.refresh_from_db()
    assert action.due == date(2025, 3, 1)
    page = words_of(client, f"{ACTIONS}{action.pk}/")
    assert "By 1 Mar 2025." in page
    assert "O&#x27;Neill set the date: 1 Mar 2025" in page
    undo = html.unescape(re.search(rf'action="({ACTIONS}{action.pk}/due/\?[^"]*)"', page).group(1))  # type: ignore[union-attr]
    client.post(undo)
    action.refresh_from_db()
    assert action.due is None
    client.post(undo)  # a second press
    assert Event.objects.filter(kind="action.due").count() == 2
    assert "took the date away, it was 1 Mar 2025" in words_of(client, f"{ACTIONS}{action.pk}/")


def test_date_that_somebody_else_changed_is_not_overwritten(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member], due=date(2025, 3, 1))
    client = cast.client(cast.member)
    change_due(action=action, due=date(2025, 4, 1), was=date(2025, 3, 1), by=cast.chair)

    body = {"due": "2025-05-01", "was": "2025-03-01", "row": f"action-{action.pk}"}
    answer = client.post(f"{ACTIONS}{action.pk}/due/", body)

    assert answer.status_code == 409
    assert "The date was changed meanwhile: it is 1 Apr 2025 now." in answer.content.decode()
    answer = client.post(f"{ACTIONS}{action.pk}/due/", body, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.content.decode().strip().startswith(f'<li class="action" id="action-{action.pk}"')
    assert "it is 1 Apr 2025 now" in answer.content.decode()
    action.refresh_from_db()
    assert action.due == date(2025, 4, 1)


def test_nonsense_date_stays_in_its_box(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member])
    body = {"due": "31 Feb", "was": "", "row": f"action-{action.pk}"}

    for headers in ({}, {"HX-Request": "true"}):
        answer = cast.client(cast.member).post(f"{ACTIONS}{action.pk}/due/", body, headers=headers)
        assert answer.status_code == 422
        assert 'value="31 Feb"' in answer.content.decode()
        assert "Type the date as 2025-03-01." in answer.content.decode()
    assert not Event.objects.filter(kind="action.due").exists()


def test_row_answers_an_act_in_place(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member])
    body = {"how": "done", "row": f"action-{action.pk}-2", "next": f"{ACTIONS}?by=person"}

    answer = cast.client(cast.member).post(f"{ACTIONS}{action.pk}/close/", body, headers={"HX-Request": "true"})

    part = answer.content.decode()
    assert answer.status_code == 200
    assert part.strip().startswith(f'<li class="action is-done" id="action-{action.pk}-2"')
    assert 'id="sentence" hx-swap-oob="true">No action is open.' in part
    assert 'href="?show=done&amp;by=person"' in part
    assert f"{ACTIONS}{action.pk}/reopen/?next=" in part


def test_people_technology_and_words_are_changed_and_put_back(cast: Cast, technologies: list[Technology]) -> None:
    action = note_action(group=cast.group, words="order mirrors", by=cast.chair, assignees=[cast.member])
    client = cast.client(cast.member)
    body = {
        "words": "order two mirrors", "people": [cast.second.pk], "others": "HILL",
        "technology": technologies[0].pk, "was": stamp(action),
    }  # fmt: skip

    assert client.post(f"{ACTIONS}{action.pk}/change/", body).status_code == 303

    fresh = ActionItem.objects.get()
    assert (fresh.words, fresh.assigned_words, fresh.technology) == ("order two mirrors", "HILL", technologies[0])
    assert list(fresh.assignees.all()) == [cast.second]
    page = words_of(cast.client(cast.chair), f"{ACTIONS}{action.pk}/")
    assert "changed who is asked, or what it is about" in page
    page = words_of(client, ACTIONS)
    undo = html.unescape(re.search(rf'action="({ACTIONS}{action.pk}/change/\?[^"]*)"', page).group(1))  # type: ignore[union-attr]
    assert client.post(undo).status_code == 403  # not asked any more
    assert cast.client(cast.chair).post(undo).status_code == 303
    fresh.refresh_from_db()
    assert (fresh.words, fresh.assigned_words, fresh.technology) == ("order mirrors", "", None)
    assert list(fresh.assignees.all()) == [cast.member]


def test_change_of_what_somebody_else_changed_comes_back(cast: Cast) -> None:
    action = note_action(group=cast.group, words="order mirrors", by=cast.chair)
    seen = stamp(action)
    change_action(
        action=action, words="order gratings", assignees=[], assigned_words="", technology=None, was=seen, by=cast.chair
    )

    answer = cast.client(cast.chair).post(f"{ACTIONS}{action.pk}/change/", {"words": "order lenses", "was": seen})

    assert answer.status_code == 409
    assert "order lenses</textarea>" in answer.content.decode()
    assert "Somebody changed this action meanwhile." in answer.content.decode()
    assert ActionItem.objects.get().words == "order gratings"


def test_words_of_the_minutes_are_not_changed_here(cast: Cast) -> None:
    action = act(cast, "will write the text", meeting=met(cast, date(2025, 2, 12)))
    client = cast.client(cast.chair)

    client.post(f"{ACTIONS}{action.pk}/change/", {"words": "no", "people": cast.second.pk, "was": stamp(action)})

    action.refresh_from_db()
    assert (action.words, list(action.assignees.all())) == ("will write the text", [cast.second])
    assert "Its words stand in the minutes." in words_of(client, f"{ACTIONS}{action.pk}/")
    answer = client.post(f"{ACTIONS}{action.pk}/take-back/")
    assert answer.status_code == 409
    assert "This action stands in the minutes." in answer.content.decode()


def test_closing_word_stays_when_it_is_opened_again(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member])
    close_action(action=action, by=cast.member, words="sent it")
    reopen_action(action=action, by=cast.member)
    client = cast.client(cast.member)

    assert 'value="sent it"' in words_of(client, ACTIONS)
    client.post(f"{ACTIONS}{action.pk}/close/", {"how": "done"})
    action.refresh_from_db()
    assert (action.state, action.closing_words) == ("done", "sent it")


def test_action_page_costs_the_same_at_thirty(cast: Cast, technology: Technology) -> None:
    action = act(cast, assignees=[cast.member], technology=technology)
    change_due(action=action, due=date(2025, 3, 1), was=None, by=cast.member)

    def grow() -> None:
        for number in range(2, 30):
            change_due(action=action, due=date(2025, 3, number), was=date(2025, 3, number - 1), by=cast.member)

    assert_same_queries(cast.client(cast.member), f"{ACTIONS}{action.pk}/", grow)


def test_action_page_is_for_the_group(cast: Cast) -> None:
    action = act(cast)
    assert cast.client(cast.observer).get(f"{ACTIONS}{action.pk}/").status_code == 200
    assert "Save for everyone" not in words_of(cast.client(cast.observer), f"{ACTIONS}{action.pk}/")
    assert cast.client(cast.outsider).get(f"{ACTIONS}{action.pk}/").status_code == 404
    assert cast.client(cast.chair).get(f"/vacuum/actions/{action.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_closing_and_changing_the_date_at_once_both_leave_an_order(cast: Cast) -> None:
    action = act(cast, assignees=[cast.member], due=date(2025, 3, 1))

    def one(number: int) -> object:
        if number % 2:
            return close_action(action=action, by=cast.member, words=f"word {number}")
        return change_due(action=action, due=date(2025, 4, 1 + number), was=date(2025, 3, 1), by=cast.chair)

    answers = at_once(one, 8)

    action.refresh_from_db()
    assert action.state == "done"
    assert Event.objects.filter(kind="action.done").count() == 1
    moved = Event.objects.filter(kind="action.due").count()
    assert moved <= 1
    assert sum(isinstance(found, Refused) for found in answers) == 4 - moved


@pytest.mark.django_db(transaction=True)
def test_same_action_noted_at_once_is_one(cast: Cast) -> None:
    at_once(lambda _: note_action(group=cast.group, words="order", by=cast.member, assignees=[cast.second]), 6)
    assert ActionItem.objects.count() == 1
    assert Event.objects.filter(kind="action.made").count() == 1
