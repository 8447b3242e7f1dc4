"""The Read view: all texts in one scroll, what changed in them, each edited in its place."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decisions.services import take_position
from members.models import Group
from roadmap.models import Roadmap, Technology
from roadmap.services import add_technologies, make_action, make_idea
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of
from tests.roadmap.conftest import met
from writing.models import Rendered, Text, Version
from writing.services import save

READ = "/optics/read/"
HTMX = {"HX-Request": "true"}


def write(technology: Technology, body: str, by: object, title: str | None = None) -> Version:
    text = Text.objects.select_related("head").get(pk=technology.text_id)
    return save(text=text, base=text.head.number, title=title or text.title, body=body, by=by)


def met_lately(cast: Cast) -> str:
    """A meeting of three days ago, of before everything; its day as an address has it."""
    on = timezone.localdate() - timedelta(days=3)
    met(cast, on)
    Technology.objects.update(created_at=timezone.now() - timedelta(days=9))
    return on.isoformat()


def edit_address(number: int, rest: str = "") -> str:
    return f"/optics/T{number}/edit/?from=read{rest}"


def sent(client: Client, number: int, body: str, *, base: int = 1, headers: dict[str, str] | None = None, **more: str):
    form = {"base": str(base), "title": f"Title {number}", "body": body, "note": "", **more}
    return client.post(edit_address(number), form, headers=headers)


def test_page_has_scope_contents_texts_and_margins(cast: Cast, technologies: list[Technology]) -> None:
    scope = Roadmap.objects.get(group=cast.group).scope
    save(text=Text.objects.get(pk=scope.pk), base=1, title="", body="What we **plan**.", by=cast.chair)
    write(technologies[1], f"One *office* for T1 and @[{cast.second.pk}].", cast.chair)
    take_position(question=technologies[1].question, member=cast.member, value="pro", by=cast.member)
    make_action(group=cast.group, words="write it", by=cast.chair, technology=technologies[1], assignees=[cast.member])
    make_idea(group=cast.group, words="A calendar", by=cast.chair)

    page = words_of(cast.client(cast.member), READ)

    assert page.index("What we <strong>plan</strong>") < page.index('id="T1"') < page.index('id="T2"')
    assert "One <em>office</em> for <a" in page
    assert 'href="/optics/T1/"' in page
    assert "@Chidi Okafor" in page
    assert "1 pro, 4 have not said" in page
    assert "1 action: Bo O&#x27;Neill" in page
    assert '<a href="#T3">' in page
    assert "Ideas 1" in page
    assert page.count("No text yet.") == 2
    assert '<a href="/optics/read/" aria-current="page">Read</a>' in page


def test_outsiders_see_what_the_group_lets_out(cast: Cast, technologies: list[Technology]) -> None:
    write(technologies[1], f"For @[{cast.second.pk}].", cast.chair)
    make_action(group=cast.group, words="write it", by=cast.chair, technology=technologies[1], assignees=[cast.member])
    for who in (cast.outsider, None):
        assert cast.client(who).get(READ).status_code == 404
    for names, shown in ((False, "@a member"), (True, "@Chidi Okafor")):
        Group.objects.filter(pk=cast.group.pk).update(visibility="public", names_outside=names)
        page = words_of(cast.client(None), READ)
        assert shown in page
        assert "action" not in page.partition('class="read-texts')[2].partition("</main>")[0].replace('action="', "")
        assert "data-edit" not in page
    assert "data-edit" not in words_of(cast.client(cast.observer), READ)
    assert "data-edit" in words_of(cast.client(cast.member), READ)


def test_mention_of_somebody_elsewhere_tells_no_name(cast: Cast, technologies: list[Technology]) -> None:
    write(technologies[0], f"Ask @[{cast.outsider.pk}].", cast.chair)

    assert "Faye" not in words_of(cast.client(cast.member), READ)


def test_changes_are_marked_in_all_texts_at_once(cast: Cast, technologies: list[Technology]) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=9), tick=False):
        write(technologies[0], "Data are kept.", cast.chair)
    on = met_lately(cast)
    write(technologies[0], "Data are kept for ten years.", cast.chair)
    write(technologies[2], "", cast.chair, title="Training and teaching")
    client = cast.client(cast.member)

    page = words_of(client, READ)
    assert page.count("changed since") == 5  # two margins, two lines of the contents, and what the mark means
    assert "<ins>" not in page

    page = words_of(client, f"{READ}?since={on}")
    assert "Data are kept <ins>for ten years</ins>." in page
    assert "Training <ins>and teaching</ins>" in page
    assert "2 of 3 texts changed since" in page
    assert "T1 (3 words), T3 (2 words)." in page
    assert 'id="T2"' in page

    page = words_of(client, f"{READ}?since={on}&only=changed")
    assert 'id="T2"' not in page
    assert 'id="T3"' in page
    assert f'href="?since={on}#T2"' in page


def test_new_technology_is_called_new(cast: Cast, technologies: list[Technology]) -> None:
    on = met_lately(cast)
    add_technologies(group=cast.group, titles=["Undulators"], by=cast.chair)

    page = words_of(cast.client(cast.member), f"{READ}?since={on}&only=changed")

    assert "New: T4." in page
    assert "new since" in page
    assert 'id="T1"' not in page


def test_nothing_changed_says_so(cast: Cast, technologies: list[Technology]) -> None:
    on = met_lately(cast)

    page = words_of(cast.client(cast.member), f"{READ}?since={on}&only=changed")

    assert page.count("No text changed since") == 2
    assert "Show all 3" in page


@pytest.mark.parametrize("since", ["yesterday", "2025-02-30", "9" * 4000, "<b>", "0001-01-01"])
def test_day_that_is_none_stays_in_the_box(cast: Cast, technologies: list[Technology], since: str) -> None:
    answer = cast.client(cast.member).get(READ, {"since": since})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Type the day as 2025-02-12." in page
    assert "<b>" not in page


def test_empty_roadmap_says_who_begins(cast: Cast) -> None:
    assert "Paste the minutes of a meeting" in words_of(cast.client(cast.chair), READ)
    page = words_of(cast.client(cast.member), READ)
    assert "The chair has not put anything here yet." in page
    assert "Paste the minutes of a meeting" not in page


def test_hostile_texts_do_no_harm_marked_or_not(cast: Cast, technologies: list[Technology]) -> None:
    write(technologies[0], "<script>alert(1)</script> [x](javascript:alert(1))", cast.chair, title="<b>x</b>")
    on = met_lately(cast)
    for address in (READ, f"{READ}?since={on}"):
        page = words_of(cast.client(cast.member), address)
        assert "<script>alert" not in page
        assert "<b>x" not in page
        assert 'href="javascript' not in page


def test_wide_tables_have_a_box_of_their_own(cast: Cast, technologies: list[Technology]) -> None:
    write(technologies[0], "| a | b |\n|---|---|\n| 1 | 2 |", cast.chair)
    for address in (READ, "/optics/T1/"):
        assert 'class="table-box" role="region" aria-label="Table" tabindex="0"><table>' in words_of(
            cast.client(cast.member), address
        )


def test_read_view_costs_the_same_at_thirty(cast: Cast) -> None:
    on = met_lately(cast)

    def some(count: int) -> None:
        for technology in add_technologies(
            group=cast.group, titles=[f"T {n} {count}" for n in range(count)], by=cast.chair
        ):
            write(technology, f"Words of @[{cast.member.pk}].", cast.chair)
            make_action(group=cast.group, words="do", by=cast.chair, technology=technology, assignees=[cast.member])
            take_position(question=technology.question, member=cast.member, value="pro", by=cast.member)

    some(2)
    client = cast.client(cast.chair)
    assert_same_queries(client, f"{READ}?since={on}", lambda: some(28))
    assert_same_queries(client, READ, lambda: some(1))


def test_three_hundred_texts_are_kept_some_at_a_time(cast: Cast) -> None:
    made = add_technologies(group=cast.group, titles=[f"Number {n}" for n in range(300)], by=cast.chair)
    Version.objects.bulk_create(
        [Version(text_id=one.text_id, number=2, title=one.text.title, body="Some words. " * 40) for one in made]
    )
    for one, version in zip(made, Version.objects.filter(number=2).order_by("text_id"), strict=True):
        Text.objects.filter(pk=one.text_id).update(head=version)
    client = cast.client(cast.member)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(READ).content.decode()

    assert len(captured) <= 12
    assert page.count("<article") == 300
    assert 'class="read-texts is-long"' in page
    assert 0 < Rendered.objects.count() <= 50
    assert len(page) < 300 * 3_000


# Editing in place


def test_editor_comes_in_place_and_goes_again(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.member)

    editor = client.get(edit_address(2), headers=HTMX).content.decode()
    assert 'id="body-T2"' in editor
    assert 'hx-target="#T2-text"' in editor
    assert "<html" not in editor
    assert client.get(edit_address(2)).content.decode().count("from=read") >= 2

    article = client.get(f"{READ}?text=2", headers=HTMX).content.decode()
    assert '<article class="read-tech" id="T2"' in article
    assert 'id="T1"' not in article
    assert client.get(f"{READ}?text=99", headers=HTMX).status_code == 404


def test_saved_text_comes_back_with_its_undo(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.member)
    answer = sent(client, 2, "New *words*.", headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer["HX-Retarget"] == "#T2"
    assert "New <em>words</em>." in page
    assert "as version 2 – everyone sees it." in page
    assert 'id="contents" hx-swap-oob="true"' in page
    undo = page.split('action="')[1].split('"')[0].replace("&amp;", "&")
    back = client.post(undo)
    assert (back.status_code, back["Location"]) == (303, "/optics/read/#T2")
    assert Technology.objects.get(number=2).text.head.body == ""


def test_without_javascript_saving_leads_back_to_the_text(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.member)
    answer = sent(client, 2, "New words.")

    assert (answer.status_code, answer["Location"]) == (303, "/optics/read/#T2")
    assert "T2: Saved" in words_of(client, READ)


def test_same_words_again_add_nothing(cast: Cast, technologies: list[Technology]) -> None:
    client = cast.client(cast.member)
    for _ in range(2):
        sent(client, 2, "Words.", headers=HTMX)
    assert "Nothing changed" in sent(client, 2, "Words.", base=2, headers=HTMX).content.decode()
    assert Version.objects.filter(text=technologies[1].text).count() == 2


def test_conflict_comes_in_place_with_both_wordings(cast: Cast, technologies: list[Technology]) -> None:
    write(technologies[1], "Their words.", cast.chair)

    answer = sent(cast.client(cast.member), 2, "My words.", headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<html" not in page
    assert "Ana Kováč and you changed the same text" in page
    assert 'name="base" value="2"' in page
    assert ">My words.</textarea>" in page
    assert 'data-take="409"' in page
    assert sent(cast.client(cast.member), 2, "My words.").content.decode().count("<html") == 1


def test_refused_words_come_back_in_the_box(cast: Cast, technologies: list[Technology]) -> None:
    answer = sent(cast.client(cast.member), 2, "x" * 1_000_001, headers=HTMX)
    assert answer.status_code == 422
    assert "longer than" in answer.content.decode()
    assert 'id="editor-T2"' in answer.content.decode()

    answer = sent(cast.client(cast.observer), 2, "Observed.", headers=HTMX)
    assert answer.status_code == 403
    assert "Observed." in answer.content.decode()
    assert cast.client(cast.outsider).get(edit_address(2)).status_code == 404


def test_preview_stays_in_place(cast: Cast, technologies: list[Technology]) -> None:
    page = sent(cast.client(cast.member), 2, "*soon*", headers=HTMX, **{"as": "preview"}).content.decode()

    assert "<em>soon</em>" in page
    assert 'id="editor-T2"' in page
    assert Version.objects.filter(text=technologies[1].text).count() == 1
