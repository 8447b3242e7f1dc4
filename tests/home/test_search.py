"""Finding: everything that the reader may see of a group, and nothing else; whatever is typed."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import Meeting
from members.models import Alias, Facility, Group, Member, Membership
from members.services import add_alias, add_member, ensure_person
from minutes.models import Entry, Minutes, Section
from minutes.services.replies import reply
from roadmap.models import Technology
from roadmap.services import add_technologies, make_idea, set_part, write_about
from tests.conftest import Cast
from tests.home.test_people import make_minutes, say
from tests.pages import MOST_QUERIES, assert_same_queries
from tests.world import SECRET, World, everything, other_world
from web.finding import marked, near, read, snippet
from writing.models import Comment, Version
from writing.services import save, withdraw_comment


def address(q: str = "", slug: str = "optics", **more: str | int) -> str:
    return (
        reverse("search", args=[slug]) + "?" + "&".join(f"{name}={value}" for name, value in {"q": q, **more}.items())
    )


def found(client: Client, q: str, slug: str = "optics", **more: str | int) -> str:
    """What the page shows for a query, as a reader sees it, with marks as [ ]."""
    answer = client.get(reverse("search", args=[slug]), {"q": q, **more})
    assert answer.status_code == 200
    main = answer.content.decode().split('id="found">', 1)[1].split('<p class="keys')[0]
    main = main.replace("<mark>", "[").replace("</mark>", "]")
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


@pytest.fixture
def technology(cast: Cast) -> Technology:
    return add_technologies(group=cast.group, titles=["Adaptive mirrors", "User office", "Gratings"], by=cast.chair)[0]


def write(technology: Technology, body: str, by: Member, title: str | None = None) -> Version:
    text = Technology.objects.select_related("text__head").get(pk=technology.pk).text
    assert text.head is not None
    return save(text=text, base=text.head.number, title=title or text.title, body=body, by=by)


# What is found


def test_words_of_a_title_and_of_the_newest_text_are_found(cast: Cast, technology: Technology) -> None:
    write(technology, "Deformable **membranes** hold the wavefront.", cast.member)
    write(technology, "Deformable *bimorphs* hold the wavefront, see [the list](https://example.org/list).", cast.chair)
    client = cast.client(cast.observer)
    assert "T1 Adaptive [mirrors] Deformable bimorphs hold the wavefront" in found(client, "mirror")
    assert "Deformable [bimorphs] hold the [wavefront], see the list." in found(client, "wavefront bimorph")
    assert found(client, "membranes").startswith("Try the beginning of a word")


@pytest.mark.parametrize("query", ["T2", "t2", "#2", "technology 2", "Technology 2", "2"])
def test_a_number_goes_to_its_technology_first(cast: Cast, technology: Technology, query: str) -> None:
    write(technology, "T2 and technology 2 are about something else.", cast.member)
    assert (
        found(cast.client(cast.member), query, **{"in": "roadmap"}).split("Roadmap ")[-1].startswith("T2 User office")
    )


def test_an_idea_and_the_scope_of_the_roadmap_are_found(cast: Cast) -> None:
    idea = make_idea(group=cast.group, words="A common catalogue of gratings", by=cast.member)
    scope = cast.group.roadmap.scope
    save(text=scope, base=scope.head.number, title=scope.title, body="What gratings we plan.", by=cast.chair)
    words = found(cast.client(cast.member), "gratings")
    assert "Idea A common catalogue of [gratings]" in words
    assert "Roadmap Optics Technology Roadmap What [gratings] we plan." in words
    answer = cast.client(cast.member).get(address("catalogue"))
    assert f"/optics/ideas/#idea-{idea.pk}" in answer.content.decode()


@pytest.mark.parametrize("query", ["dubois jean luc", "Jean-Luc", "DUBOIS", "jean", "dub", "“Jean Luc”"])
def test_people_are_found_without_accents_hyphens_and_order(cast: Cast, query: str) -> None:
    words = found(cast.client(cast.observer), query)
    assert "Dubois" in words.replace("[", "").replace("]", "")
    assert "LAKE" in words


@pytest.mark.parametrize(
    ("query", "name"), [("kovac", "Ana [Kováč]"), ("yildiz", "Emre [Yıldız]"), ("o'neill", "Bo [O]'[Neill]")]
)
def test_letters_of_europe_are_found_by_those_of_a_plain_keyboard(cast: Cast, query: str, name: str) -> None:
    assert name in found(cast.client(cast.member), query)


def test_people_are_found_by_alias_and_by_facility(cast: Cast) -> None:
    add_alias(group=cast.group, member=cast.unclaimed, name="JLD", by=cast.chair)
    add_alias(group=cast.other_group, member=cast.member, name="Boris", by=cast.outsider)
    client = cast.client(cast.member)
    assert "Jean-Luc Dubois LAKE also written [JLD]" in found(client, "jld")
    assert re.search(
        r"\[HILL\] \[Hillside\] Laser 2 members Bo O'Neill \[HILL\] Chidi Okafor \[HILL\]", found(client, "hil")
    )
    assert "Boris" not in found(client, "boris").split("Try the")[0]


def test_lines_headings_and_meetings_are_found(cast: Cast, technology: Technology) -> None:
    minutes = make_minutes(cast)
    line = say(minutes, cast.member, technology, text="We need [polished mirrors](https://example.org/p) & more")
    Section.objects.create(minutes=minutes, place=1, title="News on mirrors", line=7)
    Section.objects.create(minutes=minutes, place=2, title="Any other business", line=9)
    client = cast.client(cast.observer)
    words = found(client, "mirrors")
    assert "Bo O'Neill We need polished [mirrors] & more T1 · 4 Mar 2025, line 1" in words
    assert "4 Mar 2025 Optics meeting News on [mirrors]" in words
    page = client.get(address("mirrors")).content.decode()
    assert f"/optics/meetings/2025-03-04/#e{line.pk}" in page
    assert "/optics/meetings/2025-03-04/#l7" in page
    assert "4 Mar 2025 [Optics] [meeting]" in found(client, "optics meeting")
    assert "4 Mar 2025 Optics meeting" in found(client, "2025-03-04")


def test_comments_and_replies_are_found_and_lead_to_their_place(cast: Cast, technology: Technology) -> None:
    line = say(make_minutes(cast), cast.member, technology)
    reply(entry=line, body="which *coatings* exactly?", by=cast.second)
    write_about(technology=technology, by=cast.observer, words="Ask @Bo O'Neill about coatings")
    client = cast.client(cast.member)
    words = found(client, "coatings")
    assert "Chidi Okafor which [coatings] exactly? reply to line 1 of 4 Mar 2025" in words
    comment = Comment.objects.get(thread=technology.thread_id)
    link = re.search(rf'/optics/T1/\?older=[0-9_]+#c{comment.pk}"', client.get(address("coatings")).content.decode())
    assert link is not None
    for number in range(25):
        write_about(technology=technology, by=cast.observer, words=f"more {number}")
    there = client.get(html.unescape(link[0][:-1]).split("#", maxsplit=1)[0]).content.decode()
    assert f'id="c{comment.pk}"' in there


def test_all_words_must_be_there_and_quotes_keep_them_together(cast: Cast, technology: Technology) -> None:
    minutes = make_minutes(cast)
    say(minutes, cast.member, technology, text="the office of the users is closed")
    say(minutes, cast.member, technology, text="the user office is open")
    client = cast.client(cast.member)
    words = found(client, "user office", **{"in": "minutes"})
    assert "the [office] of the [users] is closed" in words
    assert "the [user] [office] is open" in words
    words = found(client, '"user office"', **{"in": "minutes"})
    assert "closed" not in words
    assert "the [user office] is open" in words
    assert "Search for one alone: user , nowhere ." in found(client, "user nowhere")


def test_a_name_and_what_was_said_are_found_together(cast: Cast, technology: Technology) -> None:
    minutes = make_minutes(cast)
    say(minutes, cast.unclaimed, technology, text="mirrors should be top-most")
    say(minutes, cast.member, technology, text="mirrors should be last")
    write_about(technology=technology, by=cast.unclaimed, words="Polished mirrors, I mean.")
    client = cast.client(cast.observer)
    words = found(client, "mirror dubois")
    assert "Jean-Luc [Dubois] [mirrors] should be top-most" in words
    assert "Jean-Luc [Dubois] Polished [mirrors], I mean." in words
    assert "last" not in words
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    assert "Nothing found" in cast.client(None).get(address("mirror dubois")).content.decode()


def test_only_beginnings_of_three_letters_find_longer_words(cast: Cast, technology: Technology) -> None:
    say(make_minutes(cast), cast.member, technology, text="AI is aimed at airports")
    client = cast.client(cast.member)
    assert "[AI] is aimed at airports" in found(client, "ai")
    assert "AI is [aimed] at airports" in found(client, "aim")
    assert "[airports]" in found(client, "airport")


def test_what_is_in_the_title_comes_before_what_is_in_the_text(cast: Cast, technology: Technology) -> None:
    write(technology, "Needs gratings.", cast.member)
    words = found(cast.client(cast.member), "gratings")
    assert words.index("[Gratings]") < words.index("Needs [gratings]")


# Kinds and pages


@pytest.fixture
def many(cast: Cast, technology: Technology) -> Minutes:
    minutes = make_minutes(cast)
    for number in range(1, 46):
        Entry.objects.create(
            minutes=minutes, place=number, kind="statement", speaker=cast.member, technology=technology,
            text=f"mirror number x{number}", line_first=number, line_last=number,
        )  # fmt: skip
    return minutes


def test_kinds_have_counts_and_lead_to_all_of_them(cast: Cast, many: Minutes) -> None:
    client = cast.client(cast.member)
    words = found(client, "mirror")
    assert "Show All 46 Roadmap 1 Minutes 45" in words
    assert words.count("number x") == 10
    assert "Show all 45" in words
    assert found(client, "mirror", **{"in": "minutes"}).count("number x") == 20


def test_pages_go_to_the_last_and_no_further(cast: Cast, many: Minutes) -> None:
    client = cast.client(cast.member)
    first = found(client, "mirror", **{"in": "minutes"})
    last = found(client, "mirror", **{"in": "minutes", "page": 3})
    assert "1 to 20 of 45 next" in first
    assert "before 41 to 45 of 45" in last
    assert last.count("number x") == 5
    assert found(client, "mirror", **{"in": "minutes", "page": 99}) == first
    assert found(client, "mirror", **{"in": "minutes", "page": "x"}) == first
    assert found(client, "mirror", **{"in": "nonsense"}) == found(client, "mirror")


def test_a_kind_without_anything_says_where_the_rest_is(cast: Cast, many: Minutes) -> None:
    assert "Nothing of this kind. Show all 46" in found(cast.client(cast.member), "mirror", **{"in": "comments"})


def test_a_fragment_is_the_part_below_the_box_with_its_sentence(cast: Cast, many: Minutes) -> None:
    client = cast.client(cast.member)
    part = client.get(address("mirror"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert '<p id="found-sum" hx-swap-oob="innerHTML">46 found for “mirror”.</p>' in part
    assert part.split("</p>", 1)[1].strip() in client.get(address("mirror")).content.decode()


def test_page_costs_the_same_with_three_hundred_hits(cast: Cast, technology: Technology) -> None:
    minutes = make_minutes(cast)

    def grow(first: int = 2, last: int = 60) -> None:
        for number in range(first, last):
            line = say(minutes, cast.member, technology, text=f"mirror {number} in T1")
            reply(entry=line, body=f"mirror {number} of @[{cast.member.pk}] in T1", by=cast.second)
            write_about(technology=technology, by=cast.observer, words=f"mirror {number} T1")
            make_idea(group=cast.group, words=f"mirror {number} T1", by=cast.member)
            Section.objects.create(minutes=minutes, place=number, title=f"Mirror {number}", line=number)
            facility = Facility.objects.create(short_name=f"Mirror {number}")
            set_part(technology=technology, facility=facility, part="leads", by=cast.chair)
            add_member(group=cast.group, member=Member.objects.create(name=f"Mirror {number}", facility=facility))

    grow(1, 2)
    client = cast.client(cast.member)
    costs = assert_same_queries(client, address("mirror"), grow)
    assert "Show All 356" in found(client, "mirror")
    for kind in ("roadmap", "people", "meetings", "minutes", "comments"):
        with CaptureQueriesContext(connection) as captured:
            client.get(address("mirror", **{"in": kind}))
        assert len(captured) <= costs <= MOST_QUERIES


def test_an_index_answers_over_many_lines(cast: Cast, technology: Technology) -> None:
    """Not by time: the plan of the query over 20,000 lines uses the index of their words."""
    minutes = make_minutes(cast)
    Entry.objects.bulk_create(
        Entry(minutes=minutes, place=number, kind="statement", text=f"line about thing{number}", line_first=number, line_last=number)
        for number in range(1, 20_001)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE minutes_entry")
    with CaptureQueriesContext(connection) as captured:
        words = found(cast.client(cast.member), "about thing777", **{"in": "minutes"})
    assert "line [about] [thing777]" in words
    asked = next(
        query["sql"]
        for query in captured
        if "waymark_words" in query["sql"] and "minutes_entry" in query["sql"].split("WHERE")[0]
    )
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked.replace("%", "%%"))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "entry_by_words" in plan


# Who sees what


def test_search_is_not_there_for_who_may_not_see_the_group(cast: Cast) -> None:
    assert cast.client(cast.outsider).get(address("mirror")).status_code == 404
    assert cast.client(None).get(address("mirror")).status_code == 404


@pytest.fixture
def world(cast: Cast) -> World:
    return everything(cast)


@pytest.mark.parametrize("names_outside", [False, True])
def test_what_is_kept_inside_is_found_from_inside_only(world: World, names_outside: bool) -> None:
    cast = world.cast
    Group.objects.filter(pk=cast.group.pk).update(visibility="public", names_outside=names_outside)
    for who in (cast.chair, cast.observer):
        words = found(cast.client(who), SECRET)
        assert words.count("inside") >= 4
        assert f"[{SECRET}] reply" in words
    for who in (cast.outsider, None):
        client = cast.client(who)
        assert "Nothing found" in client.get(address(SECRET)).content.decode()
        for kind in ("roadmap", "people", "meetings", "minutes", "comments"):
            assert f"[{SECRET}]" not in found(client, SECRET, **{"in": kind})
        for query in ("Ida Inside", "ida"):
            assert "Nothing found" in client.get(address(query)).content.decode()


def test_names_are_neither_found_nor_shown_where_they_are_kept_inside(world: World) -> None:
    cast = world.cast
    Group.objects.filter(pk=cast.group.pk).update(visibility="public")
    client = cast.client(None)
    for query in ("Ana", "O'Neill", "Zed Known", "HILL", "Lakeside", "pro"):
        assert "Nothing found" in client.get(address(query)).content.decode(), query
    words = found(client, "looks good")
    assert "a member [looks] [good]" in words
    words = found(client, "rather not")
    assert "a member I would [rather] [not]" in words
    assert "pro: Ana" in found(cast.client(cast.observer), "ana").replace("[", "").replace("]", "")
    Group.objects.filter(pk=cast.group.pk).update(names_outside=True)
    assert "Bo [O]'[Neill]" in found(client, "O'Neill")


def test_nothing_of_another_group_is_found(world: World) -> None:
    other_world(world.cast)
    cast = world.cast
    Group.objects.filter(pk=cast.other_group.pk).update(visibility="public", names_outside=True)
    client = cast.client(cast.chair)
    for query in ("looks good", "rather", "sample", SECRET, "2025-02-12"):
        page = client.get(address(query)).content.decode()
        assert "/vacuum/" not in page.split("<main", 1)[1], query
        assert "Nothing found" not in page, query
    assert "Nothing found" in client.get(address("Faye")).content.decode()


def test_withdrawn_comments_and_what_was_taken_back_are_not_found(world: World) -> None:
    cast = world.cast
    client = cast.client(cast.chair)
    withdraw_comment(comment=world.comment, by=cast.member)
    assert "Nothing found" in client.get(address("rather")).content.decode()
    Entry.objects.filter(pk=world.line.pk).update(retired_at="2025-03-01T00:00Z")
    assert "Nothing found" in client.get(address("looks good")).content.decode()
    Technology.objects.filter(group=cast.group, number=2).update(taken_back_at="2025-03-01T00:00Z")
    assert "T2" not in found(client, "T2").split("Try the")[0].replace("T2 ·", "")
    Minutes.objects.filter(pk=world.minutes.pk).update(undone_at="2025-03-01T00:00Z", undone_by=cast.chair)
    Meeting.objects.filter(pk=world.minutes.meeting_id).update(taken_back_at="2025-03-01T00:00Z")
    for query in (SECRET, "stay out", "Optics meeting", "2025-02-12"):
        assert "[" not in found(client, query, **{"in": "minutes"}), query
        assert "[" not in found(client, query, **{"in": "meetings"}), query


def test_who_left_is_no_longer_found_and_who_was_merged_neither(cast: Cast) -> None:
    gone = Member.objects.create(name="Gil Gone")
    add_member(group=cast.group, member=gone)
    client = cast.client(cast.chair)
    assert "Gil [Gone]" in found(client, "gone")
    Membership.objects.filter(member=gone).update(ended_at="2025-03-01T00:00Z")
    assert "Nothing found" in client.get(address("gone")).content.decode()
    known = ensure_person(group=cast.group, name="Zora")
    Alias.objects.create(group=cast.group, member=known, name="Z.")
    assert "[Zora]" in found(client, "zora")
    Member.objects.filter(pk=known.pk).update(canonical=cast.member)
    assert "[Zora]" not in found(client, "zora")


# Whatever is typed


NASTY = [
    *("'", '"', '""', "\\", "&|!():*<->", "a & b | !c", "foo:*", "' OR 1=1 --", "\x00", "a\x00b", "%", "_", "%s", "{}"),
    *(
        "x" * 10_000,
        "word " * 2_000,
        '"' * 300,
        "👩‍🔬 🧪",
        "\u202e\u2066rtl",
        "שלום",
        "日本語",
        "ﷺ" * 50,
        "<script>alert(1)</script>",
    ),
    *(
        "T0",
        "T99999",
        "#",
        "technology",
        "-",
        "“",
        "«mirror»",
        "1e5",
        "3.14",
        "a@b.example",
        "https://example.org/?q=1#x",
    ),
]


@pytest.mark.parametrize("query", NASTY)
def test_any_query_is_answered_with_a_page(cast: Cast, technology: Technology, query: str) -> None:
    client = cast.client(cast.member)
    for more in ({}, {"in": "minutes", "page": "2"}):
        answer = client.get(reverse("search", args=["optics"]), {"q": query, **more})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=250))
def test_any_string_is_answered_with_a_page(cast: Cast, query: str) -> None:
    query = query.encode("utf-8", "replace").decode()
    assert cast.client(cast.member).get(reverse("search", args=["optics"]), {"q": query}).status_code == 200


def test_a_query_that_is_too_long_is_cut_and_says_so(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    page = client.get(address("mirror" + "+x" * 500)).content.decode()
    assert "A search takes 200 characters; only the beginning was looked for." in page
    page = client.get(address("+".join(f"w{number}" for number in range(13)))).content.decode()
    assert "A search takes 12 words; only the first were looked for." in page


def test_without_a_query_the_page_says_what_can_be_found(cast: Cast) -> None:
    words = found(cast.client(cast.member), "  ")
    assert words == "“Quotes” keep words together, T4 goes to technology 4, names are found without accents."


# Marking, without a database


def test_marks_are_put_into_escaped_words() -> None:
    wanted = read('mirror "b&b" <i>')
    assert marked('Mirrors <b onclick="x">B&B</b>', wanted) == (
        "<mark>Mirrors</mark> &lt;b onclick=&quot;x&quot;&gt;<mark>B&amp;B</mark>&lt;/b&gt;"
    )
    assert (
        marked("<i>Jean‑Franc\u0327ois</i>", read("francois")) == "&lt;i&gt;Jean‑<mark>Franc\u0327ois</mark>&lt;/i&gt;"
    )


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400), st.text(max_size=60), st.integers(20, 200))
def test_a_snippet_is_a_part_of_the_text_with_marks_and_nothing_else(text: str, query: str, length: int) -> None:
    shown = snippet(text, read(query), length)
    bare = html.unescape(re.sub("</?mark>", "", shown))
    if len(text) > length:
        assert len(bare) <= length + 4
        bare = bare.removeprefix("… ").removesuffix(" …")
    assert bare in text
    assert "<" not in re.sub("</?mark>", "", shown)


def test_a_snippet_shows_where_most_of_the_words_stand() -> None:
    text = "Mirrors first. " + "filler " * 200 + "gratings and mirrors together. " + "filler " * 200
    assert "<mark>gratings</mark> and <mark>mirrors</mark> together" in snippet(text, read("mirror grating"))
    lines = (
        "\n".join(f"Line {number} with words enough" for number in range(400)) + "\n\nThe gratings.\n" + "more\n" * 400
    )
    assert "The gratings." in near(lines, read("grating"))
    assert len(near(lines, read("grating"))) < 5_000
