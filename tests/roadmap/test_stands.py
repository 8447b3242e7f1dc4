"""Where a technology stands, who writes it, what it asks of the directors: every act with its undo."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from meetings.models import Meeting
from members.models import Group
from roadmap.models import AskedOfDirectors, Technology
from roadmap.services import (
    add_technologies,
    ask_directors,
    change_writers,
    ensure_technology,
    make_idea,
    promote_idea,
    save_text,
    set_state,
    undo_state,
)
from roadmap.services.states import standing_of
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of
from tests.roadmap.conftest import met
from tests.together import at_once
from web.refusals import Refused

T2 = "/optics/T2/"


def write(technology: Technology, body: str, cast: Cast, *, small: bool = False) -> int:
    fresh = Technology.objects.select_related("text__head").get(pk=technology.pk)
    assert fresh.text.head is not None
    version = save_text(
        technology=fresh, base=fresh.text.head.number, title=fresh.text.title, body=body, note="", small=small,
        by=cast.chair,
    )  # fmt: skip
    return version.number


def press_undo(client: Client, page: str = "") -> str:
    """Press Undo on the notice of that page (by default of T2's, asked for now); what the page says then."""
    found = re.search(r'action="([^"]+)"[^>]*>(?:(?!</form>).)*Undo</button>', page or words_of(client, T2))
    assert found
    answer = client.post(found[1].replace("&amp;", "&"))
    assert answer.status_code == 303, answer.content
    return words_of(client, str(answer["Location"]))


def fresh(technology: Technology) -> Technology:
    return Technology.objects.select_related("text__head", "group").get(pk=technology.pk)


def kinds() -> list[str]:
    return list(
        Event.objects.filter(kind__startswith="technology.", data__has_key="was")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


# States


def test_ready_is_said_by_those_who_write(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    for _ in range(2):
        assert client.post(f"{T2}state/", {"state": "ready"}).status_code == 303
    assert fresh(technology).state == "ready"
    assert kinds() == ["technology.ready"]
    assert "T2 is ready." in words_of(client, T2)

    client.post(f"{T2}state/", {"state": "written"})
    assert fresh(technology).state == "written"
    assert cast.client(cast.observer).post(f"{T2}state/", {"state": "ready"}).status_code == 403
    assert cast.client(cast.outsider).post(f"{T2}state/", {"state": "ready"}).status_code == 404


def test_chair_alone_agrees_withdraws_and_merges(cast: Cast, technology: Technology) -> None:
    write(technology, "Words.", cast)
    client = cast.client(cast.member)
    for sent in ({"state": "agreed", "version": "2"}, {"state": "withdrawn"}, {"state": "merged", "into": "1"}):
        assert client.post(f"{T2}state/", sent).status_code == 403
    assert "Agreed on version" not in words_of(client, T2)
    Technology.objects.filter(pk=technology.pk).update(state="withdrawn")
    assert client.post(f"{T2}state/", {"state": "written"}).status_code == 403
    assert kinds() == []


def test_agreed_says_on_which_version_and_where(cast: Cast, technology: Technology) -> None:
    meeting = met(cast, date(2025, 3, 12))
    version = write(technology, "Words of all.", cast)
    client = cast.client(cast.chair)
    assert f"Agreed on version {version}" in words_of(client, T2)

    answer = client.post(f"{T2}state/", {"state": "agreed", "version": version, "meeting": meeting.pk})
    assert answer.status_code == 303
    client.post(f"{T2}state/", {"state": "agreed", "version": version, "meeting": meeting.pk})

    page = words_of(client, T2)
    assert "T2 is agreed on version 2 in the meeting of 12 Mar 2025." in page
    assert 'Agreed on version 2 in the meeting of <a href="/optics/meetings/2025-03-12/">12 Mar 2025</a>.' in page
    assert "edited since" not in page
    assert "1 agreed, 0 ready, 2 being written" in words_of(client, "/optics/")
    event = Event.objects.get(kind="technology.agreed")
    assert (event.actor, event.data["version"], event.data["meeting"]) == (cast.chair, version, meeting.pk)
    assert "is agreed on version 2, in the meeting of 12 Mar 2025" in words_of(client, "/optics/feed/")

    page = press_undo(client, page)
    assert "Taken back. T2 is being written." in page
    row = fresh(technology)
    assert (row.state, row.agreed_version_id, row.agreed_meeting_id, row.state_at) == ("written", None, None, None)


def test_history_has_every_change_of_state_and_what_was_taken_back(cast: Cast, technologies: list[Technology]) -> None:
    second, third = technologies[1], technologies[2]
    meeting = met(cast, date(2025, 3, 12))
    version = write(second, "Words of all.", cast)
    client = cast.client(cast.chair)
    client.post(f"{T2}state/", {"state": "ready"})
    words_of(client, T2)
    client.post(f"{T2}state/", {"state": "agreed", "version": version, "meeting": meeting.pk})
    press_undo(client)
    client.post(f"{T2}state/", {"state": "merged", "into": third.number})

    page = words_of(client, f"{T2}?only=decided")

    told = [
        "made it part of T3",
        "took that back: it is ready again",
        "noted that it is agreed on version 2, in the meeting of 12 Mar 2025",
        "says it is ready for the group",
    ]
    places = [page.index(f'<li class="version">{cast.chair} {one}</li>') for one in told]
    assert places == sorted(places)
    assert all(one in words_of(client, T2) for one in told)
    assert told[0] not in words_of(client, f"{T2}?only=texts")
    assert told[0] not in words_of(client, "/optics/T3/")

    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    page = words_of(cast.client(cast.outsider), f"{T2}?only=decided")
    assert f"a member {told[0]}" in page
    assert str(cast.chair) not in page


def test_edit_of_substance_after_agreeing_is_told_and_changes_no_state(cast: Cast, technology: Technology) -> None:
    version = write(technology, "Words of all.", cast)
    client = cast.client(cast.chair)
    client.post(f"{T2}state/", {"state": "agreed", "version": version})
    write(technology, "Words of all!", cast, small=True)
    assert "edited since" not in words_of(client, T2)
    assert "edited since" not in words_of(client, "/optics/read/")
    assert "edited since" not in words_of(client, "/optics/download/html/")
    write(technology, "Other words of all.", cast)

    page = words_of(client, T2)
    assert "Agreed on version 2; edited since – <a href=" in page
    assert "?from=2&amp;to=4" in page
    assert "Agree on version 4" in page
    assert fresh(technology).state == "agreed"
    assert "Agree on version 4" not in words_of(cast.client(cast.member), T2)
    row = words_of(client, "/optics/")
    assert 'Agreed<small class="quiet">edited since</small>' in row
    assert "Agreed, edited since · " in row
    assert "edited since – <a href=" in words_of(client, "/optics/read/")
    assert "Agreed on version 2; edited since" in words_of(client, "/optics/download/html/")

    write(technology, "Words of all.", cast)  # put back as it was agreed
    assert "edited since" not in words_of(client, T2)
    write(technology, "Other words once more.", cast)
    client.post(f"{T2}state/", {"state": "agreed", "version": "6"})
    page = words_of(client, T2)
    assert "Agreed on version 6." in page
    press_undo(client, page)
    assert "Agreed on version 2; edited since" in words_of(client, T2)


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"state": "agreed", "version": "1"}, 409, "Version 2 of T2 was saved meanwhile."),
        ({"state": "agreed"}, 409, "Version 2 of T2 was saved meanwhile."),
        ({"state": "agreed", "version": "x"}, 422, "Enter a whole number."),
        ({"state": "agreed", "version": "2", "meeting": "99999999999"}, 404, ""),
        ({"state": "nonsense"}, 422, "Say where it stands."),
        ({}, 422, "Say where it stands."),
        ({"state": "idea"}, 409, "An idea becomes a technology first."),
        ({"state": "merged"}, 422, "Choose the technology that T2 is to be part of."),
        ({"state": "merged", "into": "99"}, 422, "Choose the technology that T2 is to be part of."),
        ({"state": "merged", "into": "2"}, 422, "T2 cannot become part of itself."),
    ],
)
def test_state_that_cannot_be_is_refused_with_a_sentence(
    cast: Cast, technology: Technology, sent: dict[str, str], status: int, words: str
) -> None:
    write(technology, "Words.", cast)
    answer = cast.client(cast.chair).post(f"{T2}state/", sent)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert kinds() == []


def test_nothing_is_agreed_on_without_a_text(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.chair)
    assert "Agreed on version" not in words_of(client, T2)
    answer = client.post(f"{T2}state/", {"state": "agreed", "version": "1"})
    assert answer.status_code == 409
    assert "there is nothing to agree on" in answer.content.decode()


def test_meeting_of_another_group_or_taken_back_is_no_meeting(cast: Cast, technology: Technology) -> None:
    write(technology, "Words.", cast)
    other = Meeting.objects.create(group=cast.other_group, title="Theirs", date=date(2025, 1, 1), slug="2025-01-01")
    gone = met(cast, date(2025, 2, 1))
    Meeting.objects.filter(pk=gone.pk).update(taken_back_at=timezone.now())
    client = cast.client(cast.chair)
    for meeting in (other, gone):
        sent = {"state": "agreed", "version": "2", "meeting": meeting.pk}
        assert client.post(f"{T2}state/", sent).status_code == 404
        with pytest.raises(Refused, match="no such meeting"):
            set_state(
                technology=technology, state="agreed", version=2, by=cast.chair,
                meeting=Meeting.objects.get(pk=meeting.pk),
            )  # fmt: skip
    assert kinds() == []


def test_withdrawn_page_stays_and_asks_nothing(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.chair)
    client.post(f"{T2}state/", {"state": "withdrawn"})

    page = words_of(client, T2)
    assert "T2 is withdrawn since" in page
    assert "Its history is kept below." in page
    assert "For you" not in page
    assert "Back on the roadmap – being written" in page
    assert "2 technologies: 0 agreed, 0 ready, 2 being written." in words_of(client, "/optics/")
    assert "1 withdrawn" in words_of(client, "/optics/")
    assert "User office" in words_of(client, "/optics/?show=gone")

    press_undo(client, page)
    assert fresh(technology).state == "written"


def test_merged_page_says_what_it_is_part_of(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.chair)
    client.post(f"{T2}state/", {"state": "merged", "into": "1"})

    page = words_of(client, T2)
    assert "T2 is now part of T1." in page
    assert 'T2 is now part of <a href="/optics/T1/">T1 Data portal</a> since' in page
    assert "1 merged" in words_of(client, "/optics/")
    assert '<span class="state">Merged into T1</span>' in words_of(client, "/optics/?show=gone")
    assert "Merged into T1" in page
    assert "made T2 part of T1" in words_of(client, "/optics/feed/")
    for number, into, words in (
        (1, 2, "T2 is part of T1, so T1 cannot become part of it."),
        (3, 2, "T2 is part of T1, so T3 cannot become part of it."),
    ):
        answer = client.post(f"/optics/T{number}/state/", {"state": "merged", "into": into})
        assert answer.status_code == 409
        assert words in answer.content.decode()
    client.post("/optics/T3/state/", {"state": "withdrawn"})
    answer = client.post("/optics/T1/state/", {"state": "merged", "into": "3"})
    assert "T3 is withdrawn, so T1 cannot become part of it." in answer.content.decode()


def test_undo_makes_no_ring(cast: Cast, technologies: list[Technology]) -> None:
    one, two, _ = technologies
    set_state(technology=two, state="merged", into=one, by=cast.chair)
    _, back = set_state(technology=two, state="written", by=cast.chair)
    set_state(technology=one, state="merged", into=two, by=cast.chair)
    assert back is not None
    with pytest.raises(Refused, match="T1 is part of T2, so T2 cannot become part of it"):
        undo_state(event=back, by=cast.chair)
    call_command("verify", stdout=StringIO())


def test_undo_after_somebody_else_changed_it_is_refused(cast: Cast, technology: Technology) -> None:
    _, event = set_state(technology=technology, state="ready", by=cast.member)
    assert event is not None
    _, later = set_state(technology=technology, state="withdrawn", by=cast.chair)
    assert later is not None
    address = f"{T2}state/undo/{event.pk}/"
    answer = cast.client(cast.chair).post(address)
    assert answer.status_code == 409
    assert "The state of T2 was changed again meanwhile. Nothing was taken back" in answer.content.decode()
    assert fresh(technology).state == "withdrawn"

    undo_state(event=later, by=cast.chair)  # and then the first can be taken back too, once
    client = cast.client(cast.member)
    for _ in range(2):
        assert client.post(address).status_code == 303
    assert fresh(technology).state == "written"
    assert kinds().count("technology.state_undone") == 2


def test_member_undoes_only_what_members_say(cast: Cast, technology: Technology) -> None:
    _, event = set_state(technology=technology, state="withdrawn", by=cast.chair)
    assert event is not None
    address = f"{T2}state/undo/{event.pk}/"
    assert cast.client(cast.member).post(address).status_code == 403
    assert cast.client(cast.chair).post("/optics/T1/state/undo/1/").status_code == 404
    assert cast.client(cast.chair).post(f"/optics/T1/state/undo/{event.pk}/").status_code == 404


def test_state_seen_by_the_one_who_may_is_the_one_that_changes(cast: Cast, technology: Technology) -> None:
    """Between the right and the act the chair has withdrawn it: a member must not bring it back by chance."""
    set_state(technology=technology, state="withdrawn", by=cast.chair)
    with pytest.raises(Refused, match="it is now withdrawn"):
        set_state(technology=technology, state="ready", seen="written", by=cast.member)


def test_failure_after_the_state_changes_nothing(
    cast: Cast, technology: Technology, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no event")

    monkeypatch.setattr("roadmap.services.states.log", fail)
    with pytest.raises(RuntimeError):
        set_state(technology=technology, state="ready", by=cast.chair)
    assert fresh(technology).state == "written"


# Twenty at once


@pytest.fixture
def ready_to_agree(transactional_db: None, request: pytest.FixtureRequest) -> tuple[Cast, Technology]:
    cast: Cast = request.getfixturevalue("cast")
    technology = add_technologies(group=cast.group, titles=["Data portal", "User office"], by=cast.chair)[1]
    write(technology, "Words.", cast)
    return cast, fresh(technology)


def test_twenty_who_agree_at_once_agree_once(ready_to_agree: tuple[Cast, Technology]) -> None:
    cast, technology = ready_to_agree
    answers = at_once(lambda _: set_state(technology=technology, state="agreed", version=2, by=cast.chair), 20)
    assert [answer[0].state for answer in answers] == ["agreed"] * 20
    assert sum(answer[1] is not None for answer in answers) == 1
    assert kinds() == ["technology.agreed"]


def test_twenty_who_agree_withdraw_and_undo_at_once_come_one_after_the_other(
    ready_to_agree: tuple[Cast, Technology],
) -> None:
    cast, technology = ready_to_agree

    def act(number: int) -> Any:
        if number % 2:
            _, event = set_state(technology=technology, state="withdrawn", by=cast.chair)
            return undo_state(event=event, by=cast.chair) if event else None
        return set_state(technology=technology, state="agreed", version=2, by=cast.chair)

    answers = at_once(act, 20)

    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused)]
    events = list(Event.objects.filter(data__has_key="was").order_by("pk"))
    assert all(later.data["was"] == earlier.data["to"] for earlier, later in pairwise(events))
    assert standing_of(fresh(technology)) == events[-1].data["to"]
    call_command("verify", stdout=StringIO())


# An idea becomes a technology


def test_idea_is_promoted_undone_and_promoted_again_under_its_number(
    cast: Cast, technologies: list[Technology]
) -> None:
    idea = make_idea(group=cast.group, words="sample PIDs", by=cast.member, raised_by=cast.member)
    client = cast.client(cast.chair)
    assert "Make it a technology" in words_of(client, "/optics/ideas/")
    assert "Make it a technology" not in words_of(cast.client(cast.member), "/optics/ideas/")
    address = f"/optics/ideas/{idea.pk}/promote/"
    assert cast.client(cast.member).post(address).status_code == 403
    for _ in range(2):
        assert client.post(address)["Location"] == "/optics/T4/"
    assert kinds() == ["technology.promoted"]
    page = words_of(client, "/optics/T4/")
    assert "The idea is technology T4 now." in page
    press_undo(client, page)
    row = fresh(idea)
    assert (row.state, row.number) == ("idea", 4)
    assert "3 technologies: " in words_of(client, "/optics/")
    assert "sample PIDs" in words_of(client, "/optics/ideas/")
    assert add_technologies(group=cast.group, titles=["Another"], by=cast.chair)[0].number == 5
    again, _ = promote_idea(idea=idea, by=cast.chair)
    assert again.number == 4


def test_twenty_ideas_promoted_at_once_get_a_number_each(ready_to_agree: tuple[Cast, Technology]) -> None:
    cast, _ = ready_to_agree
    ideas = [make_idea(group=cast.group, words=f"idea {number}", by=cast.chair) for number in range(10)]
    answers = at_once(lambda number: promote_idea(idea=fresh(ideas[number % 10]), by=cast.chair), 20)
    assert not [one for one in answers if isinstance(one, Exception)]
    assert sorted(fresh(idea).number or 0 for idea in ideas) == list(range(3, 13))
    assert kinds().count("technology.promoted") == 10


def test_idea_that_was_taken_back_is_not_there_to_promote(cast: Cast) -> None:
    idea = make_idea(group=cast.group, words="sample PIDs", by=cast.member)
    Technology.objects.filter(pk=idea.pk).update(taken_back_at=timezone.now())
    assert cast.client(cast.chair).post(f"/optics/ideas/{idea.pk}/promote/").status_code == 404
    with pytest.raises(Refused):
        promote_idea(idea=idea, by=cast.chair)


# Writers


def test_member_writes_it_and_no_longer(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    assert "I write 1" not in words_of(client, "/optics/")
    client.post(f"{T2}writers/", {"add": cast.member.pk})
    noticed = words_of(client, T2)
    client.post(f"{T2}writers/", {"add": cast.member.pk})
    assert list(technology.writers.all()) == [cast.member]
    assert Event.objects.filter(kind="technology.writer_added").count() == 1
    assert "I write 1" in words_of(client, "/optics/")
    page = words_of(client, "/optics/?show=mine")
    assert 'id="T2"' in page
    assert 'id="T1"' not in page

    press_undo(client, noticed)
    assert list(technology.writers.all()) == []
    assert "You write none of them." in words_of(client, "/optics/?show=mine")
    assert client.post(f"{T2}writers/", {"add": cast.second.pk}).status_code == 403
    assert cast.client(cast.observer).post(f"{T2}writers/", {"add": cast.observer.pk}).status_code == 403


def test_chair_sets_the_writers_and_undo_leaves_others_alone(cast: Cast, technology: Technology) -> None:
    change_writers(technology=technology, by=cast.second, add=[cast.second.pk])
    client = cast.client(cast.chair)
    listed = [cast.member.pk, cast.second.pk, cast.unclaimed.pk]
    client.post(f"{T2}writers/", {"listed": listed, "add": [cast.member.pk, cast.unclaimed.pk]})
    page = words_of(client, T2)
    assert "Bo O&#x27;Neill and Jean-Luc Dubois write T2. Chidi Okafor no longer writes T2." in page
    assert set(technology.writers.all()) == {cast.member, cast.unclaimed}

    client.post(f"{T2}writers/", {"add": cast.chair.pk})
    client.post(f"{T2}writers/?add={cast.second.pk}&remove={cast.member.pk}&remove={cast.unclaimed.pk}")
    assert set(technology.writers.all()) == {cast.second, cast.chair}
    feed = words_of(client, "/optics/feed/")
    assert "Ana Kováč made Bo O&#x27;Neill a writer of T2" in feed
    assert "Ana Kováč took Chidi Okafor off the writers of T2" in feed
    assert "Chidi Okafor writes T2" in feed


@pytest.mark.parametrize("who", ["observer", "outsider"])
def test_only_members_are_writers(cast: Cast, technology: Technology, who: str) -> None:
    answer = cast.client(cast.chair).post(f"{T2}writers/", {"add": getattr(cast, who).pk})
    assert answer.status_code == 422
    assert "Writers are members of the group." in answer.content.decode()
    assert not technology.writers.exists()
    assert cast.client(cast.chair).post(f"{T2}writers/", {"add": "9" * 18}).status_code == 422


def test_guest_sees_how_many_write_and_no_names(cast: Cast, technology: Technology) -> None:
    change_writers(technology=technology, by=cast.chair, add=[cast.member.pk, cast.second.pk])
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    page = words_of(cast.client(None), T2)
    assert "2 members" in page
    assert "Neill" not in page
    assert "I write it" not in page


# Asked of the directors


def test_line_for_the_directors_is_kept_in_every_wording(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    assert "Asked of the directors: nothing yet" in words_of(client, T2)
    client.post(f"{T2}asked/", {"words": "A common  budget", "base": "0"})
    first = AskedOfDirectors.objects.get()
    page = words_of(client, T2)
    assert "A common budget</p>" in page
    client.post(f"{T2}asked/", {"words": "Two people", "base": first.pk})
    client.post(f"{T2}asked/", {"words": "Two people", "base": first.pk})
    assert AskedOfDirectors.objects.count() == 2
    page = words_of(client, T2)
    assert "1 earlier wording" in page
    assert "A common budget" in page

    page = press_undo(client, page)
    assert fresh(technology).asked_of_directors == "A common budget"
    assert [line.words for line in AskedOfDirectors.objects.order_by("pk")] == [
        "A common budget", "Two people", "A common budget",
    ]  # fmt: skip
    assert "wrote what T2 asks of the directors" in words_of(client, "/optics/feed/")
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    page = words_of(cast.client(None), T2)
    assert "A common budget" in page
    assert "Neill" not in page


def test_line_for_the_directors_is_never_overwritten_unseen(cast: Cast, technology: Technology) -> None:
    ask_directors(technology=technology, words="A budget", base=0, by=cast.chair)
    answer = cast.client(cast.member).post(f"{T2}asked/", {"words": "Two people", "base": "0"})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "it now reads “A budget”. Your words are still here." in page
    assert "Two people</textarea>" in page
    line = AskedOfDirectors.objects.get()
    assert f'name="base" value="{line.pk}"' in page

    later = ask_directors(technology=technology, words="Two people", base=line.pk, by=cast.second)
    answer = cast.client(cast.chair).post(f"{T2}asked/undo/{line.pk}/")
    assert answer.status_code == 409
    assert later is not None
    client = cast.client(cast.second)
    for _ in range(2):
        assert client.post(f"{T2}asked/undo/{later.pk}/").status_code == 303
    assert AskedOfDirectors.objects.count() == 3
    assert client.post(f"/optics/T1/asked/undo/{later.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"words": "x" * 501, "base": "0"}, 422), ({"words": "x"}, 422), ({"words": "x", "base": "-1"}, 422)],
)
def test_wrong_line_comes_back_as_typed(cast: Cast, technology: Technology, sent: dict[str, str], status: int) -> None:
    answer = cast.client(cast.member).post(f"{T2}asked/", sent)
    assert answer.status_code == status
    assert f"{sent['words']}</textarea>" in answer.content.decode()
    answer = cast.client(cast.observer).post(f"{T2}asked/", {"words": "my words", "base": "0"})
    assert answer.status_code == 403
    assert "my words</textarea>" in answer.content.decode()


def test_line_that_a_document_brought_is_kept_when_it_changes(cast: Cast, technology: Technology) -> None:
    Technology.objects.filter(pk=technology.pk).update(asked_of_directors="As the document said")
    line = ask_directors(technology=technology, words="", base=0, by=cast.chair)
    assert line is not None
    assert [one.words for one in AskedOfDirectors.objects.order_by("pk")] == ["As the document said", ""]
    assert "took away what T2 asked of the directors" in words_of(cast.client(cast.chair), "/optics/feed/")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AskedOfDirectors.objects.filter(pk=line.pk).update(words="other")


@pytest.mark.django_db(transaction=True)
def test_twenty_who_write_the_line_at_once_lose_nothing(ready_to_agree: tuple[Cast, Technology]) -> None:
    cast, technology = ready_to_agree
    answers = at_once(
        lambda number: ask_directors(technology=technology, words=f"wish {number}", base=0, by=cast.chair), 20
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 19
    assert AskedOfDirectors.objects.get().words == fresh(technology).asked_of_directors


# What is recounted, and what it costs


BREAKS = {
    "version of another text": (
        "UPDATE roadmap_technology t SET state = 'agreed', agreed_version_id = (SELECT v.id FROM writing_version v "
        "WHERE v.text_id <> t.text_id LIMIT 1) WHERE number = 1",
        "is of another text",
    ),
    "meeting of another group": (
        "UPDATE roadmap_technology t SET state = 'agreed', agreed_version_id = (SELECT v.id FROM writing_version v "
        "WHERE v.text_id = t.text_id LIMIT 1), agreed_meeting_id = (SELECT id FROM meetings_meeting LIMIT 1) "
        "WHERE number = 1",
        "at a meeting of another group",
    ),
    "ring": (
        "UPDATE roadmap_technology t SET state = 'merged', merged_into_id = (SELECT id FROM roadmap_technology "
        "WHERE number = 3 - t.number) WHERE number < 3",
        "part of itself",
    ),
    "part of an idea": (
        "UPDATE roadmap_technology t SET state = 'merged', merged_into_id = (SELECT id FROM roadmap_technology "
        "WHERE number IS NULL) WHERE number = 1",
        "no technology of its group",
    ),
    "line for the directors": ("UPDATE roadmap_technology SET asked_of_directors = 'x'", "not the newest wording"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_verify_finds_a_state_that_cannot_be(cast: Cast, technologies: list[Technology], name: str) -> None:
    Meeting.objects.create(group=cast.other_group, title="Theirs", date=date(2025, 1, 1), slug="2025-01-01")
    make_idea(group=cast.group, words="an idea", by=cast.chair)
    ask_directors(technology=technologies[0], words="A budget", base=0, by=cast.chair)
    call_command("verify", stdout=StringIO())
    statement, words = BREAKS[name]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(CommandError, match=words):
        call_command("verify", stdout=StringIO())


def test_state_menu_and_side_cost_no_query_more(cast: Cast, technologies: list[Technology]) -> None:
    met(cast, timezone.localdate() - timedelta(days=3))
    one, two, _ = technologies
    client = cast.client(cast.chair)

    def grow() -> None:
        write(two, "Words.", cast)
        change_writers(technology=two, by=cast.chair, add=[cast.member.pk, cast.second.pk, cast.chair.pk])
        base = 0
        for number in range(30):
            line = ask_directors(technology=two, words=f"wish {number}", base=base, by=cast.member)
            base = line.pk if line else base
        for number in range(10, 40):
            ensure_technology(group=cast.group, number=number, by=cast.chair, title=f"T {number}")
        set_state(technology=two, state="agreed", version=2, by=cast.chair)
        write(two, "Words and more words.", cast)

    assert_same_queries(client, T2, grow)
    set_state(technology=two, state="merged", into=one, by=cast.chair)
    assert_same_queries(client, T2, lambda: None)
    assert_same_queries(client, "/optics/?show=mine", lambda: None)
    assert reverse("about", args=["optics"]) == "/optics/about/"
