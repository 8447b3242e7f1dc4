"""The page about the roadmap: title, due date, scope with its versions, and what was said about it as a whole."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from activity.models import Event
from members.models import Group
from minutes.models import Entry
from minutes.resolved import Heading
from minutes.services.replies import reply
from roadmap.models import Roadmap
from roadmap.services import ensure_technology
from tests.conftest import Cast
from tests.minutes.building import member, recorded, resolved, row
from tests.pages import assert_same_queries, words_of
from writing.models import Comment, Version
from writing.services import post_comment, save

ABOUT = "/optics/about/"


def roadmap_of(cast: Cast) -> Roadmap:
    return Roadmap.objects.select_related("scope__head", "thread").get(group=cast.group)


def meeting_about_the_whole(cast: Cast, on: datetime.date, lines: int = 1) -> None:
    """A meeting whose first section speaks of T1 and of the list as a whole, its second of neither."""
    said = [row(0, "statement", f"T1 is fine, {on}", member(cast.member), technology=1)]
    said += [row(number, "statement", f"whole {number} of {on}", member(cast.second)) for number in range(1, lines + 1)]
    said += [
        row(lines + 1, "idea", "an idea", member(cast.second)),
        row(lines + 2, "note", f"hidden whole {on}", member(cast.second), inside=True),
        row(lines + 3, "statement", f"travel costs {on}", member(cast.second), section=1),
    ]
    headings = [Heading("Roadmap", None, "", 1, 2), Heading("AOB", None, "", 1, 40)]
    recorded(cast, resolved(said, date=on, sections=headings), text=f"minutes of {on}")


def press_undo(client: Client, page: str) -> None:
    found = re.search(r'action="([^"]+)"[^>]*>(?:(?!</form>).)*Undo</button>', page)
    assert found
    assert client.post(found[1].replace("&amp;", "&")).status_code == 303


def test_page_with_nothing_says_so(cast: Cast) -> None:
    page = words_of(cast.client(cast.chair), ABOUT)
    assert "Nothing is written yet: what belongs in this roadmap" in page
    assert "When is it due?" in page
    assert "Nothing has been said yet." in page
    assert "No date is set yet." in words_of(cast.client(cast.member), ABOUT)
    assert '<a href="/optics/about/">About</a>' in words_of(cast.client(cast.member), "/optics/ideas/")


def test_group_without_a_roadmap_gets_one(cast: Cast) -> None:
    assert not Roadmap.objects.filter(group=cast.other_group).exists()
    page = words_of(cast.client(cast.outsider), "/vacuum/about/")
    assert "Vacuum WG Technology Roadmap" in page
    assert Roadmap.objects.filter(group=cast.other_group).count() == 1


def test_page_is_not_there_for_outsiders(cast: Cast) -> None:
    for who in (cast.outsider, None):
        for rest in ("", "edit/"):
            assert cast.client(who).get(f"{ABOUT}{rest}").status_code == 404


def test_guest_of_a_public_group_reads_without_names(cast: Cast) -> None:
    meeting_about_the_whole(cast, datetime.date(2025, 2, 12))
    roadmap = roadmap_of(cast)
    save(text=roadmap.scope, base=1, title="", body="What *we* plan.", by=cast.member)
    post_comment(thread=roadmap.thread, body="some words", by=cast.member)
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")

    page = words_of(cast.client(None), ABOUT)

    assert "What <em>we</em> plan." in page
    assert "some words" in page
    assert "whole 1 of" in page
    for absent in ("Neill", "Okafor", "hidden whole", "<textarea", "rename", "Edit</a>", "Reply"):
        assert absent not in page


# What minutes say about the whole


def test_lines_between_the_technologies_are_about_the_whole(cast: Cast) -> None:
    meeting_about_the_whole(cast, datetime.date(2025, 2, 12), 3)
    page = words_of(cast.client(cast.member), ABOUT)
    assert page.index("whole 1 of") < page.index("whole 2 of") < page.index("whole 3 of")
    assert "hidden whole" in page
    for absent in ("T1 is fine", "an idea", "travel costs"):
        assert absent not in page
    assert '<a href="/optics/meetings/2025-02-12/">Optics meeting</a>' in page


def test_line_is_answered_where_it_stands(cast: Cast) -> None:
    meeting_about_the_whole(cast, datetime.date(2025, 2, 12))
    client = cast.client(cast.member)
    line = Entry.objects.get(text__startswith="whole 1")
    assert f"/optics/lines/{line.pk}/reply/?next=/optics/about/" in words_of(client, ABOUT)
    answer = client.post(f"/optics/lines/{line.pk}/reply/", {"body": "quite so", "next": ABOUT})
    assert answer["Location"] == f"{ABOUT}#c{Comment.objects.get().pk}"
    assert "quite so" in words_of(client, ABOUT)


def test_discussion_pages_through_everything_once(cast: Cast) -> None:
    for month in (1, 2, 3):
        meeting_about_the_whole(cast, datetime.date(2025, month, 12), 8)
    for number in range(15):
        post_comment(thread=roadmap_of(cast).thread, body=f"comment {number}.", by=cast.member)
    client = cast.client(cast.member)
    address, seen = ABOUT, ""
    for _ in range(5):
        page = words_of(client, address)
        seen += page
        found = re.search(r'href="(\?older=[^"#]+)#', page)
        if not found:
            break
        address = f"{ABOUT}{found[1]}"
    assert all(seen.count(f"comment {number}.") == 1 for number in range(15))
    assert all(seen.count(f"whole {number} of 2025-0{month}-12") == 1 for number in range(1, 9) for month in (1, 2, 3))
    assert seen.index("comment 0.") < seen.index("whole 1 of 2025-03-12") < seen.index("whole 1 of 2025-01-12")
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in part
    assert " ".join(part.split())[-200:] in page


# Comments


def test_comment_is_posted_once_answered_and_withdrawn(cast: Cast) -> None:
    client = cast.client(cast.observer)
    sent = {"words": "who are the directors?", "send_key": "6f1c2d4e-0000-4000-8000-000000000009"}
    for _ in range(2):
        answer = client.post(f"{ABOUT}post/", sent)
    comment = Comment.objects.get()
    assert answer["Location"] == f"{ABOUT}#c{comment.pk}"
    cast.client(cast.member).post(f"{ABOUT}post/", {"words": "ask them", "reply_to": comment.pk})
    assert "to <a href=" in words_of(client, ABOUT)
    assert client.post(f"/optics/comments/{comment.pk}/withdraw/")["Location"] == f"{ABOUT}#c{comment.pk}"
    assert "withdrew this comment" in words_of(client, ABOUT)
    assert f'href="{ABOUT}#c{comment.pk}"' in words_of(client, "/optics/feed/")


@pytest.mark.parametrize("words", ["", "  \n", "x" * 50_001])
def test_refused_words_stay_in_the_box(cast: Cast, words: str) -> None:
    answer = cast.client(cast.member).post(f"{ABOUT}post/", {"words": words})
    assert answer.status_code == 422
    assert f"{words.strip()}</textarea>" in answer.content.decode().replace("\n</", "</")
    assert not Comment.objects.exists()


def test_guest_who_writes_keeps_the_words(cast: Cast) -> None:
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    answer = cast.client(cast.outsider).post(f"{ABOUT}post/", {"words": "my long words"})
    assert answer.status_code == 403
    assert "my long words</textarea>" in answer.content.decode()


# Scope


def test_scope_is_saved_compared_and_undone(cast: Cast) -> None:
    ensure_technology(group=cast.group, number=2, by=cast.chair, title="Mirrors")
    client = cast.client(cast.member)
    form = words_of(client, f"{ABOUT}edit/")
    assert "The scope of the roadmap" in form
    assert 'name="title"' not in form
    assert "Small correction" not in form
    client.post(f"{ABOUT}edit/", {"base": "1", "body": "What we plan, not what *others* do. See T2.", "note": "first"})
    page = words_of(client, ABOUT)
    assert "What we plan, not what <em>others</em> do." in page
    assert 'href="/optics/T2/"' in page
    assert "as version 2 – everyone sees it." in page
    assert "Version 2, Bo O&#x27;Neill" in page
    assert "“first”" in page
    assert "in the scope of the roadmap" in words_of(client, "/optics/feed/")

    press_undo(client, page)
    scope = Version.objects.get(head_of=roadmap_of(cast).scope_id)
    assert (scope.number, scope.body) == (3, "")
    text = roadmap_of(cast).scope_id
    assert "3 versions of the scope of the roadmap" in words_of(client, f"/optics/texts/{text}/versions/")
    assert "Restore version 2" in words_of(client, f"/optics/texts/{text}/compare/?from=2&to=3")


def test_stale_scope_keeps_both_wordings(cast: Cast) -> None:
    save(text=roadmap_of(cast).scope, base=1, title="", body="What we plan.", by=cast.chair)
    answer = cast.client(cast.member).post(f"{ABOUT}edit/", {"base": "1", "body": "What others do.", "note": "mine"})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "Ana Kováč and you changed the same text" in page
    assert "What others do.</textarea>" in page
    assert 'name="base" value="2"' in page
    assert 'name="title"' not in page
    assert f'action="{ABOUT}edit/"' in page


def test_scope_is_previewed_and_kept_from_who_may_not_edit(cast: Cast) -> None:
    answer = cast.client(cast.member).post(f"{ABOUT}edit/", {"base": "1", "body": "*Some* words", "as": "preview"})
    assert "<em>Some</em> words" in answer.content.decode()
    answer = cast.client(cast.observer).post(f"{ABOUT}edit/", {"base": "1", "body": "Some words"})
    assert answer.status_code == 403
    assert "Some words</textarea>" in answer.content.decode()
    assert Version.objects.filter(text=roadmap_of(cast).scope).count() == 1


# Title and date


def test_title_is_the_chairs_and_undone(cast: Cast) -> None:
    client = cast.client(cast.chair)
    client.post(f"{ABOUT}title/", {"title": "  Optics of   tomorrow "})
    page = words_of(client, ABOUT)
    assert "<h1>Optics of tomorrow</h1>" in page
    assert "It is called “Optics of tomorrow” now." in page
    client.post(f"{ABOUT}title/", {"title": "Optics of tomorrow"})
    assert Event.objects.filter(kind="roadmap.titled").count() == 1
    assert "Ana Kováč changed the title of the roadmap" in words_of(client, "/optics/feed/")
    assert '<li class="version">Ana Kováč changed the title of the roadmap</li>' in page

    Roadmap.objects.filter(group=cast.group).update(title="Optics of the day after")
    found = re.search(r'action="(/optics/about/title/[^"]+)"', page)
    assert found
    answer = client.post(found[1].replace("&amp;", "&"))
    assert answer.status_code == 409
    assert "The roadmap was given another title meanwhile" in answer.content.decode()
    Roadmap.objects.filter(group=cast.group).update(title="Optics of tomorrow")
    press_undo(client, page)
    assert roadmap_of(cast).title == "Optics Technology Roadmap"
    assert cast.client(cast.member).post(f"{ABOUT}title/", {"title": "x"}).status_code == 403


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_title_that_is_none_comes_back(cast: Cast, title: str) -> None:
    answer = cast.client(cast.chair).post(f"{ABOUT}title/", {"title": title})
    assert answer.status_code == 422
    assert f'value="{title}"' in answer.content.decode()
    assert roadmap_of(cast).title == "Optics Technology Roadmap"


def test_due_date_is_set_here_too(cast: Cast) -> None:
    client = cast.client(cast.chair)
    due = timezone.localdate() + datetime.timedelta(weeks=12)
    sent = {"due_on": due.isoformat(), "due_for": "the directors", "next": ABOUT}
    assert client.post("/optics/due/", sent)["Location"] == ABOUT
    page = words_of(client, ABOUT)
    assert "For the directors on" in page
    assert "– 12 weeks." in page
    client.post("/optics/due/", sent)
    assert Event.objects.filter(kind="roadmap.due").count() == 1
    assert '<li class="version">Ana Kováč set when the roadmap is due</li>' in page
    press_undo(client, page)
    assert roadmap_of(cast).due_on is None

    answer = client.post("/optics/due/", sent | {"due_on": "soon"})
    assert answer.status_code == 422
    assert "Type the date as 2025-05-28." in answer.content.decode()
    assert "What it is about" in answer.content.decode()
    assert client.post("/optics/due/", sent | {"next": "https://example.org/"})["Location"] == "/optics/"


def test_page_costs_the_same_at_thirty(cast: Cast) -> None:
    roadmap = roadmap_of(cast)
    meeting_about_the_whole(cast, datetime.date(2025, 2, 12))
    post_comment(thread=roadmap.thread, body="comment on T1", by=cast.member)
    reply(entry=Entry.objects.get(text__startswith="whole 1"), body="yes, T1", by=cast.chair)
    save(text=roadmap.scope, base=1, title="", body="What we plan in T1.", by=cast.member)
    client = cast.client(cast.chair)

    def grow() -> None:
        for day in range(1, 5):
            meeting_about_the_whole(cast, datetime.date(2025, 3, day), 8)
        for number in range(30):
            post_comment(thread=roadmap.thread, body=f"comment {number} on T1", by=cast.member)
        for entry in Entry.objects.filter(text__startswith="whole", thread=None):
            reply(entry=entry, body="a reply on T1", by=cast.chair)

    assert_same_queries(client, ABOUT, grow)
    assert_same_queries(client, f"{ABOUT}edit/", lambda: None)
