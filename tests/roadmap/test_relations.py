"""How technologies belong together: noted both ways, taken away, refused."""

from __future__ import annotations

import html
import re

import pytest

from activity.models import Event
from roadmap.models import Relation, Technology
from roadmap.services import add_technologies, relate, take_back_relation
from tests.conftest import Cast
from tests.minutes.building import member, recorded, resolved, row
from tests.pages import assert_same_queries, words_of
from tests.together import at_once
from web.refusals import Refused

T2 = "/optics/T2/"


def see_also(page: str) -> str:
    """The words under "See also"."""
    part = re.search(r'<section id="related">(.*?)</section>', page, re.DOTALL)
    assert part is not None
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", part.group(1))).split())


def undo_in(page: str, part: str) -> str:
    found = re.search(
        rf'action="([^"]*{part}[^"]*)" data-once>[^<]*<input[^>]*><button class="link" type="submit">Undo', page
    )
    assert found is not None
    return html.unescape(found.group(1))


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        ("overlaps", "overlaps with T3 Training", "overlaps with T2 User office"),
        ("needs", "needs T3 Training", "is needed by T2 User office"),
        ("part_of", "is part of T3 Training", "has as part T2 User office"),
        ("needed_by", "is needed by T3 Training", "needs T2 User office"),
        ("has_part", "has as part T3 Training", "is part of T2 User office"),
    ],
)
def test_relation_reads_both_ways_and_is_undone(
    cast: Cast, technologies: list[Technology], kind: str, here: str, there: str
) -> None:
    client = cast.client(cast.member)

    answer = client.post(f"{T2}relate/", {"kind": kind, "other": "3"})

    assert (answer.status_code, answer["Location"]) == (303, f"{T2}#related")
    page = words_of(client, T2)
    assert here in see_also(page)
    assert there in see_also(words_of(client, "/optics/T3/"))
    assert Event.objects.filter(kind="relation.noted", actor=cast.member).count() == 1
    assert "O&#x27;Neill noted: T" in words_of(client, "/optics/feed/")

    answer = client.post(undo_in(page, "/relations/"))
    assert answer["Location"] == f"{T2}#related"
    page = words_of(client, T2)
    assert see_also(page).startswith("See also none yet – add")
    client.post(undo_in(page, "/relate/"))  # the undo of the undo
    assert here in see_also(words_of(client, T2))
    assert Relation.objects.count() == 2


def test_relation_noted_twice_is_one(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.member)
    for path, other in ((T2, "3"), (T2, "3"), ("/optics/T3/", "2")):
        assert client.post(f"{path}relate/", {"kind": "overlaps", "other": other}).status_code == 303
    assert "T2 overlaps with T3: that is noted already." in words_of(client, T2)
    assert Relation.objects.count() == Event.objects.filter(kind="relation.noted").count() == 1


@pytest.mark.parametrize(
    ("kind", "other", "status", "words"),
    [
        ("needs", "2", 422, "A technology is not related to itself."),
        ("needs", "77", 422, "There is no T77 here."),
        ("needs", "", 422, "Choose a technology."),
        ("needs", "²", 422, "Choose a technology."),
        ("likes", "3", 422, "Technologies overlap, one needs the other, or is part of it."),
        ("needs", "1", 409, "T1 is not in the roadmap any more."),
    ],
)
def test_relation_that_makes_no_sense_is_refused(
    cast: Cast, technologies: list[Technology], kind: str, other: str, status: int, words: str
) -> None:
    Technology.objects.filter(number=1).update(state="withdrawn")

    answer = cast.client(cast.member).post(f"{T2}relate/", {"kind": kind, "other": other})

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Relation.objects.exists()


def test_nothing_is_part_of_itself_through_others(cast: Cast, technologies: list[Technology]) -> None:
    one, two, three = technologies
    relate(technology=one, other=two, kind="part_of", by=cast.chair)
    relate(technology=two, other=three, kind="part_of", by=cast.chair)
    relate(technology=three, other=one, kind="needs", by=cast.chair)  # need is no whole

    for part in (one, two):
        with pytest.raises(Refused, match=f"{part} is part of T3 already, so T3 cannot be part of it"):
            relate(technology=three, other=part, kind="part_of", by=cast.chair)
    assert Relation.objects.count() == 3


def test_relation_of_what_left_the_roadmap(cast: Cast, technologies: list[Technology]) -> None:
    one, two, three = technologies
    relate(technology=two, other=one, kind="needs", by=cast.chair)
    relate(technology=two, other=three, kind="needs", by=cast.chair)
    Technology.objects.filter(pk=one.pk).update(state="merged", merged_into=three)
    assert "needs T1 Data portal now part of T3" in see_also(words_of(cast.client(cast.member), T2))
    Technology.objects.filter(pk=one.pk).update(state="withdrawn", merged_into=None)
    assert "needs T1 Data portal withdrawn" in see_also(words_of(cast.client(cast.member), T2))
    Technology.objects.filter(pk=three.pk).update(taken_back_at="2025-03-01T00:00Z")
    assert "T3" not in see_also(words_of(cast.client(cast.member), T2))


def test_cross_reference_offers_relations_until_one_is_noted(cast: Cast) -> None:
    rows = [
        row(0, "statement", "see T5, and T2", member(cast.member), technology=2, references=(5,)),
        row(1, "note", "x", technology=5),
    ]
    recorded(cast, resolved(rows))
    client = cast.client(cast.member)

    assert "T5 spoken of here, 12 Feb 2025, line 3 – overlaps needs is part of" in see_also(words_of(client, T2))
    assert "T2 speaks of this, 12 Feb 2025, line 3 – overlaps needs is part of" in see_also(
        words_of(client, "/optics/T5/")
    )
    assert "overlaps" not in see_also(words_of(cast.client(cast.observer), T2))

    client.post(f"{T2}relate/", {"kind": "needs", "other": "5"})

    page = see_also(words_of(client, T2))
    assert "needs T5 take away T5 spoken of here, 12 Feb 2025, line 3 add" in page


def test_others_read_relations_and_note_none(cast: Cast, technologies: list[Technology]) -> None:
    relation, _ = relate(technology=technologies[1], other=technologies[0], kind="needs", by=cast.chair)
    cast.group.visibility = "public"
    cast.group.save()
    for who in (cast.observer, cast.outsider, None):
        client = cast.client(who)
        assert see_also(words_of(client, T2)) == "See also needs T1 Data portal"
        assert client.post(f"{T2}relate/", {"kind": "needs", "other": "3"}).status_code == 403
        assert client.post(f"/optics/relations/{relation.pk}/take-back/").status_code == 403
    assert cast.client(cast.outsider).post(f"/vacuum/relations/{relation.pk}/take-back/").status_code == 404
    assert Relation.objects.filter(taken_back_at__isnull=True).count() == 1


def test_technology_costs_the_same_with_thirty_relations(cast: Cast, technologies: list[Technology]) -> None:
    relate(technology=technologies[1], other=technologies[0], kind="needs", by=cast.chair)

    def grow() -> None:
        more = add_technologies(
            group=cast.group, titles=[f"Number {n} {'long ' * 30}" for n in range(30)], by=cast.chair
        )
        for number, one in enumerate(more):
            pair = (technologies[1], one) if number % 2 else (one, technologies[1])
            relate(technology=pair[0], other=pair[1], kind=["needs", "overlaps"][number % 3 == 0], by=cast.chair)

    assert_same_queries(cast.client(cast.member), T2, grow)


@pytest.mark.django_db(transaction=True)
def test_parts_said_at_once_make_no_ring(cast: Cast, technologies: list[Technology]) -> None:
    one, two, _ = technologies
    pairs = [(one, two), (two, one)] * 3

    answers = at_once(lambda n: relate(technology=pairs[n][0], other=pairs[n][1], kind="part_of", by=cast.chair), 6)

    assert Relation.objects.count() == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    relation = Relation.objects.get()
    taken = at_once(lambda _: take_back_relation(relation=relation, by=cast.chair), 4)
    assert sorted(taken) == [False, False, False, True]
    assert Event.objects.filter(kind="relation.taken back").count() == 1
