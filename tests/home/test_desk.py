"""The first page and the feed."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from decisions.services import take_position
from members.models import Group
from members.services import create_group
from roadmap.services import ensure_technology, make_action, move_technology, name_technologies, set_part
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of
from writing.services import edit_comment, post_comment, restore, withdraw_comment


def test_desk_takes_who_has_one_group_to_its_roadmap(cast: Cast) -> None:
    answer = cast.client(cast.member).get(reverse("home"))
    assert answer["Location"] == reverse("roadmap", args=["optics"])


def test_desk_lists_the_groups_of_who_has_several(cast: Cast) -> None:
    create_group(slug="lasers", name="Lasers WG", chair=cast.member)
    words = words_of(cast.client(cast.member), reverse("home"))
    assert "Lasers WG" in words
    assert "Optics WG" in words
    assert "Vacuum WG" not in words


def test_desk_sends_who_is_nobody_to_the_sign_in_unless_a_group_is_public(cast: Cast) -> None:
    assert Client().get(reverse("home"))["Location"] == reverse("sign_in")
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    assert "Optics WG" in words_of(Client(), reverse("home"))


def act(cast: Cast, number: int) -> None:
    """One of everything the feed tells of."""
    technology, _ = ensure_technology(group=cast.group, number=number, by=cast.chair)
    name_technologies(group=cast.group, titles={number: f"Mirror {number}"}, by=cast.chair)
    restore(text=technology.text, number=1, by=cast.member)
    comment = post_comment(thread=technology.thread, body="I like it", by=cast.member)
    edit_comment(comment=comment, body="I love it", by=cast.member)
    withdraw_comment(comment=comment, by=cast.member)
    take_position(question=technology.question, member=cast.member, value="pro", by=cast.member)
    take_position(question=technology.question, member=cast.second, value="contra", by=cast.chair)
    set_part(technology=technology, facility=cast.hillside, part="leads", by=cast.member)
    make_action(group=cast.group, words="do it", by=cast.chair)
    move_technology(technology=technology, place=1, by=cast.chair)


def test_feed_tells_every_act_in_a_sentence(cast: Cast) -> None:
    act(cast, 1)
    act(cast, 2)
    words = words_of(cast.client(cast.observer), reverse("feed", args=["optics"]))
    for sentence in (
        "Ana Kováč added T1",
        "Ana Kováč named T1",
        "Bo O&#x27;Neill restored T1 to version 1",
        "Bo O&#x27;Neill wrote a comment",
        "Bo O&#x27;Neill: pro on T1",
        "Ana Kováč recorded for Chidi Okafor: contra on T1",
        "Bo O&#x27;Neill set: HILL leads in T1",
        "Ana Kováč noted an action",
        "Ana Kováč moved T2 from 2 to 1",
    ):
        assert sentence in words, sentence


def test_feed_tells_what_one_act_caused_in_one_line(cast: Cast) -> None:
    technologies = [ensure_technology(group=cast.group, number=n, by=cast.chair)[0] for n in (1, 2, 3, 7)]
    for technology, who in zip(technologies[:2], (cast.member, cast.second), strict=True):
        make_action(group=cast.group, words="do", by=cast.chair, technology=technology, assignees=[who])
    for who in (cast.second, cast.member):
        take_position(question=technologies[0].question, member=who, value="pro", by=cast.chair)
    make_action(group=cast.group, words="alone", by=cast.member, technology=technologies[3], assigned_words="LAKE")
    words = words_of(cast.client(cast.observer), reverse("feed", args=["optics"]))
    for sentence in (
        "Ana Kováč added T1, T2, T3 and T7<",
        "Ana Kováč noted 2 actions, for Bo O&#x27;Neill; Chidi Okafor<",
        "Ana Kováč recorded for Chidi Okafor and Bo O&#x27;Neill: pro on T1<",
        "Bo O&#x27;Neill noted an action on T7 for LAKE<",
    ):
        assert sentence in words, sentence


def test_feed_tells_a_row_of_technologies_by_its_ends(cast: Cast) -> None:
    for number in (4, 5, 6):
        ensure_technology(group=cast.group, number=number, by=cast.chair)
    assert "Ana Kováč added T4 to T6<" in words_of(cast.client(cast.chair), reverse("feed", args=["optics"]))


def test_feed_is_hidden_from_outsiders(cast: Cast) -> None:
    act(cast, 1)
    address = reverse("feed", args=["optics"])
    assert cast.client(cast.outsider).get(address).status_code == 404
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    assert cast.client(cast.outsider).get(address).status_code == 404


def test_feed_goes_on_where_it_stopped(cast: Cast) -> None:
    for number in range(1, 8):
        act(cast, number)
    client = cast.client(cast.chair)
    address = reverse("feed", args=["optics"])
    first = client.get(address)
    second = client.get(f"{address}?before={first.context['before']}")
    told = [line.event.pk for line in [*first.context["lines"], *second.context["lines"]]]
    assert told == sorted(set(told), reverse=True)
    assert client.get(f"{address}?before=nonsense").status_code == 200


def test_feed_costs_the_same_with_many_acts(cast: Cast) -> None:
    act(cast, 1)

    def grow() -> None:
        for number in range(2, 6):
            act(cast, number)

    assert_same_queries(cast.client(cast.chair), reverse("feed", args=["optics"]), grow)
