"""The page of a technology: where it stands, what was said, its text edited in place."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from activity.models import Event
from decisions.models import Position, Stance
from decisions.services import take_position
from members.models import Group, Membership
from members.services import add_member
from roadmap.history import cursor_of, key_from
from roadmap.models import Participation, Technology
from roadmap.rendering import REFERENCE
from roadmap.services import make_action, save_text, set_part, write_about
from tests.conftest import Cast, make_person
from tests.pages import assert_same_queries, queries_of, words_of
from tests.roadmap.conftest import met
from writing.models import Comment, Rendered, Version
from writing.services import post_comment

T2 = "/optics/T2/"


def write(technology: Technology, body: str, cast: Cast, **fields: object) -> Version:
    fresh = Technology.objects.select_related("text__head").get(pk=technology.pk)
    assert fresh.text.head is not None
    given = {"title": fresh.text.title, "note": "", "small": False, "by": cast.chair, **fields}
    return save_text(technology=fresh, base=fresh.text.head.number, body=body, **given)  # type: ignore[arg-type]


def fragment(page: str) -> str:
    """A fragment without what differs in every answer."""
    page = re.sub(r'name="(csrfmiddlewaretoken|send_key)" value="[^"]*"', "", page)
    return " ".join(page.split())


def test_page_says_where_it_stands(cast: Cast, technology: Technology) -> None:
    met(cast, date(2025, 2, 12))
    take_position(
        question=technology.question,
        member=cast.second,
        value="pro",
        by=cast.minute_taker,
        heard="minutes",
        said_on=date(2025, 2, 12),
        version=technology.text.head,
    )
    set_part(
        technology=technology,
        facility=cast.lakeside,
        part="does_not",
        by=cast.minute_taker,
        said_by=cast.unclaimed,
        said_on=date(2025, 2, 12),
    )

    page = words_of(cast.client(cast.member), T2)

    assert (
        "1 of 5 is pro, nobody is contra, 4 have not said. LAKE does not take part (said on 12 Feb, not confirmed)."
    ) in page
    assert "Pro 1 <small>on the wording of 12 Feb 2025</small>" in page
    assert "From the minutes of 12 Feb 2025; Chidi Okafor has not confirmed it yet" in page
    assert "recorded by Dana Lindqvist" in page
    assert "Not said 4 – names" in page
    assert "Ana Kováč, Bo O&#x27;Neill, Dana Lindqvist, Jean-Luc Dubois" in page


def test_by_facility_shows_a_split(cast: Cast, technology: Technology) -> None:
    third = make_person("Gil Moreau", cast.hillside, account=False)
    add_member(group=cast.group, member=third)
    for who, value in ((cast.member, "pro"), (cast.second, "pro"), (third, "contra")):
        take_position(question=technology.question, member=who, value=value, by=who)

    page = words_of(cast.client(cast.chair), T2)

    assert "<dt>HILL</dt><dd>2 pro, 1 contra (split 2:1)</dd>" in page
    assert "<dt>LAKE</dt><dd>3 not said</dd>" in page


def test_people_of_a_side_stand_as_they_said_it(cast: Cast, technology: Technology) -> None:
    for who in (cast.second, cast.member, cast.chair):
        take_position(question=technology.question, member=who, value="pro", by=who)
    page = words_of(cast.client(cast.member), f"/optics/T{technology.number}/")
    side = page[page.index('id="who"') : page.index("by facility")]
    places = [side.index(name) for name in ("Chidi Okafor", "Bo O&#x27;Neill", "Ana Kováč")]
    assert places == sorted(places)


def test_observers_position_is_shown_and_not_counted(cast: Cast, technology: Technology) -> None:
    take_position(question=technology.question, member=cast.observer, value="contra", by=cast.chair, heard="mail")

    page = words_of(cast.client(cast.chair), T2)

    assert "Nobody has said yet; 5 could." in page
    assert "Not counted 1 – names" in page


def test_neighbours_follow_the_order_of_the_list(cast: Cast, technologies: list[Technology]) -> None:
    page = words_of(cast.client(cast.member), T2)
    assert "‹ T1" in page
    assert "T3 ›" in page

    cast.client(cast.chair).post("/optics/T2/move/", {"place": "1"})
    page = words_of(cast.client(cast.member), T2)
    assert "T1 ›" in page
    assert "‹ T" not in page


def test_small_letter_leads_to_the_page(cast: Cast, technology: Technology) -> None:
    answer = cast.client(cast.member).get("/optics/t2/")

    assert answer.status_code == 301
    assert answer["Location"] == T2


@pytest.mark.parametrize("rest", ["", "edit/"])
def test_technology_is_not_there_for_outsiders(cast: Cast, technology: Technology, rest: str) -> None:
    for who in (cast.outsider, None):
        assert cast.client(who).get(f"{T2}{rest}").status_code == 404
    assert cast.client(cast.member).get("/optics/T99/").status_code == 404
    assert cast.client(cast.outsider).get("/vacuum/T2/").status_code == 404
    Technology.objects.filter(pk=technology.pk).update(taken_back_at=timezone.now())
    assert cast.client(cast.member).get(f"{T2}{rest}").status_code == 404


def test_guest_of_a_public_group_reads_without_names(cast: Cast, technology: Technology) -> None:
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    post_comment(thread=technology.thread, body="Some words", by=cast.member)
    take_position(question=technology.question, member=cast.second, value="contra", by=cast.chair, heard="mail")
    make_action(group=cast.group, words="secret task", by=cast.chair, technology=technology)
    write(technology, "The text.", cast)

    page = words_of(cast.client(None), T2)

    assert "Some words" in page
    assert "The text." in page
    for name in ("Kováč", "Neill", "Okafor", "Dubois"):
        assert name not in page
    for absent in ("For you", "<textarea", "secret task", "Record for", "Edit"):
        assert absent not in page


# For you


def test_for_you_asks_once_and_turns_quiet(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    page = words_of(client, T2)
    assert "For you" in page
    assert "Pro – T2 should stay in the roadmap" in page
    assert 'HILL’s part: <span class="quiet">not known</span>' in page

    client.post(f"{T2}position/", {"position": "pro"})
    client.post(f"{T2}part/", {"part": "takes_part"})

    page = words_of(client, T2)
    assert "For you" not in page
    assert "You: pro, on version 1 · HILL takes part – " in page
    assert "For you" in words_of(client, f"{T2}?change=1")


def test_for_you_asks_whether_what_was_noted_is_right(cast: Cast, technology: Technology) -> None:
    take_position(
        question=technology.question, member=cast.member, value="pro", by=cast.chair, heard="minutes",
        said_on=date(2025, 2, 12), version=technology.text.head,
    )  # fmt: skip
    client = cast.client(cast.member)
    page = words_of(client, T2)
    assert "The minutes of 12 Feb 2025 say: Bo O&#x27;Neill, pro. Is that right?" in page
    assert "Right, pro – T2 should stay in the roadmap" in page
    client.post(f"{T2}position/", {"position": "pro"})
    page = words_of(client, T2)
    assert "Is that right?" not in page
    assert "has not confirmed it yet" not in page
    assert 'You: pro, on version 1 – <a href="?change=1#you">change</a>' in page


@pytest.mark.parametrize("who", ["observer"])
def test_nothing_is_asked_of_who_cannot_answer(cast: Cast, technology: Technology, who: str) -> None:
    client = cast.client(getattr(cast, who))

    assert "For you" not in words_of(client, T2)
    for rest, data in (("position/", {"position": "pro"}), ("part/", {"part": "leads"}), ("record/", {})):
        assert client.post(f"{T2}{rest}", data).status_code == 403
    assert cast.client(cast.outsider).post(f"{T2}position/", {"position": "pro"}).status_code == 404
    assert not Position.objects.exists()


def test_contra_counts_at_once_and_asks_what_would_change_it(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)

    answer = client.post(f"{T2}position/", {"position": "contra"})

    assert answer.status_code == 303
    assert Stance.objects.get().value == "contra"
    page = words_of(client, answer["Location"].partition("#")[0])
    assert "Contra, on version 1." in page
    assert "What would change your mind?" in page
    assert "Not now" in page
    key = re.search(r'class="why".*?name="send_key" value="([^"]+)"', page)
    assert key
    reason = {"words": "If somebody runs it.", "position": "contra", "send_key": key[1]}
    client.post(f"{T2}post/", reason)
    client.post(f"{T2}post/", reason)
    assert Comment.objects.count() == 1
    assert Stance.objects.get().position.comment == Comment.objects.get()
    assert "<strong>Contra.</strong>" in words_of(client, T2)
    assert "no reason given" not in words_of(client, T2)

    client.post(f"{T2}position/", {"position": "pro"})
    client.post(f"/optics/positions/{Stance.objects.get().position_id}/undo/")
    assert Stance.objects.get().value == "contra"
    assert "no reason given" not in words_of(client, T2)


def test_contra_without_words_can_be_asked_about(cast: Cast, technology: Technology) -> None:
    take_position(question=technology.question, member=cast.second, value="contra", by=cast.second)
    client = cast.client(cast.member)

    assert "no reason given – " in words_of(client, T2)
    assert "@Chidi Okafor </textarea>" in words_of(client, f"{T2}?ask={cast.second.pk}")


def test_unknown_position_is_refused(cast: Cast, technology: Technology) -> None:
    answer = cast.client(cast.member).post(f"{T2}position/", {"position": "withdrawn"})

    assert answer.status_code == 422
    assert "A position is pro, contra or abstain." in answer.content.decode()
    assert not Position.objects.exists()


def test_undo_takes_the_position_back(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    client.post(f"{T2}position/", {"position": "pro"})
    position = Position.objects.get()

    assert cast.client(cast.second).post(f"/optics/positions/{position.pk}/undo/").status_code == 403
    assert cast.client(cast.outsider).post(f"/optics/positions/{position.pk}/undo/").status_code == 404
    assert client.post(f"/optics/positions/{position.pk}/undo/").status_code == 303
    assert Stance.objects.get().value == "withdrawn"
    assert "Nobody has said yet" in words_of(client, T2)
    assert client.post(f"/optics/positions/{position.pk}/undo/").status_code == 409


def test_position_by_htmx_answers_with_the_changed_parts(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)

    answer = client.post(f"{T2}position/", {"position": "pro"}, headers={"HX-Request": "true"})

    part = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in part
    assert 'id="sentence" hx-swap-oob="true"' in part
    assert 'id="who" hx-swap-oob="true"' in part
    assert "1 of 5 is pro" in part
    page = client.get(f"{T2}?said={Position.objects.get().pk}").content.decode()
    you = part[part.index('<div id="you">') : part.index('<p class="lede"')]
    assert fragment(you) in fragment(page)


def test_older_wording_asks_again_for_you_alone(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    client.post(f"{T2}position/", {"position": "pro"})

    write(technology, "Some new words that change everything in it.", cast, small=True)
    assert "You said pro" not in words_of(client, T2)

    write(technology, "Quite other words that really do change everything in it now.", cast)
    page = words_of(client, T2)
    assert "You said pro on version 1;" in page
    assert "Still pro" in page
    assert "You said" not in words_of(cast.client(cast.second), T2)

    client.post(f"{T2}position/", {"position": "pro"})
    assert "You said pro" not in words_of(client, T2)


def test_positions_on_older_wording_are_a_remark(cast: Cast, technology: Technology) -> None:
    take_position(
        question=technology.question, member=cast.second, value="pro", by=cast.second, version=technology.text.head
    )
    newer = write(technology, "Other words.", cast)
    take_position(question=technology.question, member=cast.member, value="pro", by=cast.member, version=newer)

    assert "Pro 2 <small>1 of them on an older wording</small>" in words_of(cast.client(cast.chair), T2)


# A facility's part


def test_part_is_confirmed_by_the_facilitys_own_people_and_undone(cast: Cast, technology: Technology) -> None:
    set_part(technology=technology, facility=cast.hillside, part="does_not", by=cast.chair, said_on=date(2025, 2, 12))
    client = cast.client(cast.member)
    assert 'HILL’s part: <span class="quiet">does not take part, not confirmed</span>' in words_of(client, T2)

    client.post(f"{T2}part/", {"part": "does_not"})
    part = Participation.objects.get(superseded_at=None)
    assert part.confirmed_by == cast.member

    assert part.said_by == cast.chair  # the row that was noted is confirmed, not another one made

    assert cast.client(cast.chair).post(f"/optics/parts/{part.pk}/undo/").status_code == 403
    assert cast.client(cast.outsider).post(f"/optics/parts/{part.pk}/undo/").status_code == 404
    undo = f"/optics/parts/confirm/undo/?part={part.pk}&amp;technology=2"
    assert f'action="{undo}"' in words_of(client, T2)
    answer = client.post(undo.replace("&amp;", "&"))
    assert answer["Location"] == f"{T2}#you"
    assert Participation.objects.get(superseded_at=None).confirmed_by is None


def test_unknown_part_is_refused(cast: Cast, technology: Technology) -> None:
    assert cast.client(cast.member).post(f"{T2}part/", {"part": "perhaps"}).status_code == 422


def test_who_has_no_facility_has_no_part_to_set(cast: Cast, technology: Technology) -> None:
    Membership.objects.filter(member=cast.observer).update(role="member")
    client = cast.client(cast.observer)

    assert "’s part:" not in words_of(client, T2)
    assert client.post(f"{T2}part/", {"part": "leads"}).status_code == 403


# Recording for somebody else


def test_chair_records_for_somebody_and_both_names_stay(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.minute_taker)

    answer = client.post(
        f"{T2}record/",
        {"member": cast.unclaimed.pk, "position": "pro", "heard": "telephone", "said_on": "2025-02-12"},
    )

    assert answer.status_code == 303
    position = Position.objects.get()
    assert (position.member, position.recorded_by, position.heard) == (cast.unclaimed, cast.minute_taker, "telephone")
    page = words_of(client, T2)
    assert "Recorded by Dana Lindqvist for Jean-Luc Dubois." in page
    assert "heard by telephone on 12 Feb 2025; Jean-Luc Dubois has not confirmed it yet" in page
    assert client.post(f"/optics/positions/{position.pk}/undo/").status_code == 303


@pytest.mark.parametrize("change", [{"member": ""}, {"member": "9999"}, {"position": ""}, {"said_on": "soon"}])
def test_incomplete_record_comes_back(cast: Cast, technology: Technology, change: dict[str, str]) -> None:
    data = {"member": cast.unclaimed.pk, "position": "pro", "heard": "mail", **change}

    answer = cast.client(cast.chair).post(f"{T2}record/", data)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Position.objects.exists()


def test_members_do_not_record_for_others(cast: Cast, technology: Technology) -> None:
    data = {"member": cast.unclaimed.pk, "position": "pro", "heard": "mail"}

    assert cast.client(cast.member).post(f"{T2}record/", data).status_code == 403
    assert "Record for somebody else" not in words_of(cast.client(cast.member), T2)


# The one box


def test_words_alone_are_a_comment(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.observer)

    answer = client.post(f"{T2}post/", {"words": "Some **strong** words", "position": "comment"})

    assert answer.status_code == 303
    assert answer["Location"] == f"{T2}#c{Comment.objects.get().pk}"
    page = words_of(client, T2)
    assert "Some <strong>strong</strong> words" in page
    assert not Position.objects.exists()


def test_position_alone_needs_no_words(cast: Cast, technology: Technology) -> None:
    cast.client(cast.member).post(f"{T2}post/", {"words": "", "position": "abstain"})

    assert Stance.objects.get().value == "abstain"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("who", "data", "status"),
    [
        ("member", {"words": " ", "position": "comment"}, 422),
        ("member", {"words": "w" * 50_001, "position": "pro"}, 422),
        ("member", {"words": "kept words", "position": "maybe"}, 422),
        ("observer", {"words": "kept words", "position": "pro"}, 403),
    ],
)
def test_refused_words_stay_in_the_box(
    cast: Cast, technology: Technology, who: str, data: dict[str, str], status: int
) -> None:
    answer = cast.client(getattr(cast, who)).post(f"{T2}post/", data)

    assert answer.status_code == status
    assert f"{data['words']}</textarea>" in answer.content.decode()
    assert not Comment.objects.exists()
    assert not Position.objects.exists()


def test_guest_who_writes_keeps_the_words(cast: Cast, technology: Technology) -> None:
    Group.objects.filter(pk=cast.group.pk).update(visibility="site")

    answer = cast.client(cast.outsider).post(f"{T2}post/", {"words": "kept words"})

    assert answer.status_code == 403
    assert "kept words</textarea>" in answer.content.decode()


def test_reply_says_to_whom(cast: Cast, technology: Technology) -> None:
    first = post_comment(thread=technology.thread, body="A question?", by=cast.second)
    client = cast.client(cast.member)
    assert f'name="reply_to" value="{first.pk}"' in words_of(client, f"{T2}?reply={first.pk}")

    client.post(f"{T2}post/", {"words": "An answer.", "reply_to": str(first.pk)})

    assert Comment.objects.get(body="An answer.").reply_to == first
    assert f'to <a href="#c{first.pk}">Chidi Okafor</a>' in words_of(client, T2)


def test_failure_after_the_words_posts_nothing(cast: Cast, technology: Technology) -> None:
    type(technology.question).objects.filter(pk=technology.question_id).update(closed_at=timezone.now())

    answer = cast.client(cast.member).post(f"{T2}post/", {"words": "kept words", "position": "pro"})

    assert answer.status_code == 409
    assert "kept words</textarea>" in answer.content.decode()
    assert not Comment.objects.exists()
    assert not Event.objects.filter(kind="comment.posted").exists()


# History


def test_history_is_newest_first_and_filtered(cast: Cast, technology: Technology) -> None:
    write(technology, "Text words.", cast, note="a reason")
    post_comment(thread=technology.thread, body="A comment", by=cast.member)
    take_position(question=technology.question, member=cast.second, value="pro", by=cast.second)
    client = cast.client(cast.member)

    page = words_of(client, T2)
    history = page[page.index('id="history"') :]
    assert "all 4</a>" in history
    order = [history.index(words) for words in ('id="p', "A comment", "changed 2 words – “a reason”", "named it")]
    assert order == sorted(order)

    for only, there, absent in (
        ("texts", "changed 2 words", "A comment"),
        ("said", "A comment", "changed 2 words"),
        ("decided", 'id="p', "A comment"),
    ):
        page = words_of(client, f"{T2}?only={only}")
        assert there in page
        assert absent not in page


def test_history_pages_through_everything_once(cast: Cast, technology: Technology) -> None:
    for number in range(25):
        post_comment(thread=technology.thread, body=f"Comment {number:02}.", by=cast.member)
        write(technology, f"Body {number}", cast)
    client = cast.client(cast.member)
    seen: list[str] = []
    address = T2
    for _ in range(4):
        page = words_of(client, address)
        seen += re.findall(r"Comment \d\d\.|changed \d words?", page[page.index('id="history"') :])
        older = re.search(r'href="\?older=([^"&#]+)', page)
        if not older:
            break
        address = f"{T2}?older={older[1]}"

    assert [words for words in seen if words.startswith("Comment")] == [f"Comment {n:02}." for n in range(24, -1, -1)]
    assert len(seen) == 50
    assert "Show the 31 older" in words_of(client, T2)


def test_older_lines_are_the_fragment_of_their_page(cast: Cast, technology: Technology) -> None:
    for number in range(30):
        post_comment(thread=technology.thread, body=f"Comment {number}", by=cast.second)
    client = cast.client(cast.member)
    older = re.search(r'hx-get="\?older=([^"&]+)', client.get(T2).content.decode())
    assert older
    address = f"{T2}?older={older[1]}"

    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert fragment(part) in fragment(client.get(address).content.decode())


def test_cursor_comes_back_as_it_was() -> None:
    for key in ((timezone.now(), 3, 17), (timezone.now() - timedelta(days=9999), 12, -4)):
        assert key_from(cursor_of(key)) == key


@pytest.mark.parametrize("words", ["", "1_2", "a_b_c", "1_2_3_4", "9" * 40 + "_1_1", "<script>"])
def test_wrong_cursor_is_no_cursor(cast: Cast, technology: Technology, words: str) -> None:
    assert key_from(words) is None
    assert cast.client(cast.member).get(T2, {"older": words}).status_code == 200


# The text


def test_text_is_saved_for_everyone_and_undone(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    assert 'name="base" value="1"' in words_of(client, f"{T2}edit/")

    answer = client.post(
        f"{T2}edit/", {"base": "1", "title": "User office", "body": "Words of *mine*.", "note": "first text"}
    )

    assert answer.status_code == 303
    page = words_of(client, T2)
    assert "Words of <em>mine</em>." in page
    assert "as version 2 – everyone sees it." in page
    assert "Version 2, Bo O&#x27;Neill" in page
    undo = re.search(r'action="(/optics/texts/[^"]+)"', page)
    assert undo
    client.post(undo[1].replace("&amp;", "&"))
    head = Version.objects.get(head_of=technology.text_id)
    assert (head.number, head.body) == (3, "")


def test_stale_save_keeps_both_wordings(cast: Cast, technology: Technology) -> None:
    write(technology, "A house stands here.", cast)
    write(technology, "A big house stands here.", cast)

    answer = cast.client(cast.member).post(
        f"{T2}edit/", {"base": "2", "title": "User office", "body": "A house of mine stands here.", "note": "mine"}
    )

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "Ana Kováč and you changed the same text" in page
    assert re.search(r"A<ins> big</ins>|A <ins>big ?</ins>", page)
    assert re.search(r"<ins> ?of mine ?</ins>", page)
    assert "A house of mine stands here.</textarea>" in page
    assert "A big house stands here.</textarea>" in page
    assert 'name="base" value="3"' in page
    assert 'value="mine"' in page
    assert Version.objects.get(head_of=technology.text_id).body == "A big house stands here."

    answer = cast.client(cast.member).post(
        f"{T2}edit/", {"base": "3", "title": "User office", "body": "A big house of mine stands here."}
    )
    assert answer.status_code == 303


def test_preview_shows_and_saves_nothing(cast: Cast, technology: Technology) -> None:
    answer = cast.client(cast.member).post(
        f"{T2}edit/", {"base": "1", "title": "User office", "body": "Three *small* words", "as": "preview"}
    )

    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 200
    assert "Three <em>small</em> words" in page
    assert "3 words changed; not saved yet." in page
    assert 'name="small" value="on" checked' in page
    assert Version.objects.filter(text=technology.text_id).count() == 1


def test_small_correction_is_ticked_for_few_words(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)

    def look(body: str) -> str:
        data = {"base": "1", "title": "User office", "body": body, "as": "look"}
        return client.post(f"{T2}edit/", data, headers={"HX-Request": "true"}).content.decode()

    assert "checked" in look("one two three four five six")
    assert "checked" not in look("one two three four five six seven")
    assert "<html" not in look("one")


@pytest.mark.parametrize("change", [{"title": "x" * 201}, {"note": "n" * 301}, {"base": "none"}, {"base": ""}])
def test_wrong_edit_comes_back_as_typed(cast: Cast, technology: Technology, change: dict[str, str]) -> None:
    data = {"base": "1", "title": "User office", "body": "My words", **change}

    answer = cast.client(cast.member).post(f"{T2}edit/", data)

    assert answer.status_code == 422
    assert "My words</textarea>" in answer.content.decode()
    assert Version.objects.filter(text=technology.text_id).count() == 1


def test_who_may_not_edit_keeps_the_words(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.observer)
    assert client.get(f"{T2}edit/").status_code == 403

    answer = client.post(f"{T2}edit/", {"base": "1", "title": "User office", "body": "My words"})

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "You may not edit this text." in page
    assert "My words</textarea>" in page


def test_new_title_is_no_working_title(cast: Cast, technology: Technology) -> None:
    Technology.objects.filter(pk=technology.pk).update(working_title=True)
    client = cast.client(cast.member)
    assert "working title" in words_of(client, T2)

    client.post(f"{T2}edit/", {"base": "1", "title": "User office", "body": "Only the body"})
    assert "working title" in words_of(client, T2)
    client.post(f"{T2}edit/", {"base": "2", "title": "Users' office", "body": "Only the body"})
    assert "working title" not in words_of(client, T2)


def test_editor_is_the_fragment_of_its_page(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    part = client.get(f"{T2}edit/", headers={"HX-Request": "true"}).content.decode()

    assert fragment(part) in fragment(client.get(f"{T2}edit/").content.decode())


def test_rendered_text_is_kept_unless_it_refers_to_something(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    write(technology, "Plain words.", cast)
    assert "<p>Plain words.</p>" in words_of(client, T2)
    assert Rendered.objects.count() == 1
    assert "<p>Plain words.</p>" in words_of(client, T2)

    write(technology, "As in T3 and with @[1].", cast)
    words_of(client, T2)
    assert Rendered.objects.count() == 1
    assert REFERENCE.search("see T3")
    assert not REFERENCE.search("STFC T")


# Queries


def test_page_costs_the_same_at_thirty(cast: Cast, technology: Technology) -> None:
    met(cast, timezone.localdate() - timedelta(days=3))

    def one(number: int) -> None:
        person = make_person(f"Person {number}", cast.lakeside, account=False)
        add_member(group=cast.group, member=person)
        take_position(question=technology.question, member=person, value="pro", by=cast.chair, heard="mail")
        write_about(technology=technology, by=cast.member, words=f"Comment **{number}** on T1", value="contra")
        write(technology, f"Body {number}", cast)
        facility = type(cast.lakeside).objects.create(short_name=f"F{number}")
        set_part(technology=technology, facility=facility, part="leads", by=cast.chair)
        make_action(group=cast.group, words="do", by=cast.chair, technology=technology, assignees=[person])

    one(0)
    client = cast.client(cast.chair)
    assert_same_queries(client, T2, lambda: [one(number) for number in range(1, 30)])
    write(technology, "A body nobody has looked at", cast)
    assert queries_of(client, T2) <= 12


def test_editor_costs_the_same_at_thirty(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)

    def grow() -> None:
        for number in range(30):
            write(technology, f"Body {number}", cast)

    assert_same_queries(client, f"{T2}edit/", grow)
