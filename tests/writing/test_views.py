"""Versions, comparison, restoring, and one's own comments."""

from __future__ import annotations

import pytest
from django.test import Client

from members.models import Member
from roadmap.models import Technology
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of
from writing.models import Comment, Version
from writing.services import edit_comment, post_comment, save


def write(technology: Technology, body: str, by: Member) -> Version:
    head = Version.objects.get(head_of=technology.text_id)
    return save(text=technology.text, base=head.number, title=head.title, body=body, by=by)


def versions_of(technology: Technology) -> str:
    return f"/optics/texts/{technology.text_id}/versions/"


def compare_of(technology: Technology, pair: str) -> str:
    return f"/optics/texts/{technology.text_id}/compare/{pair}"


def test_versions_name_who_and_why(cast: Cast, technology: Technology) -> None:
    save(text=technology.text, base=1, title="Data portal", body="words", by=cast.member, note="a reason")

    page = words_of(cast.client(cast.observer), versions_of(technology))

    assert "2 versions of T1" in page
    assert "Bo O&#x27;Neill – “a reason”" in page


@pytest.mark.parametrize("rest", ["versions/", "compare/?from=1&to=1"])
def test_text_is_not_there_for_outsiders(cast: Cast, technology: Technology, rest: str) -> None:
    address = f"/optics/texts/{technology.text_id}/{rest}"

    assert cast.client(cast.outsider).get(address).status_code == 404
    assert cast.client(None).get(address).status_code == 404
    assert cast.client(cast.outsider).get(address.replace("optics", "vacuum")).status_code == 404


def test_comparison_marks_words_without_colour(cast: Cast, technology: Technology) -> None:
    write(technology, "The old house\n\nstays", cast.member)
    write(technology, "The new house\n\nstays", cast.member)

    page = words_of(cast.client(cast.member), compare_of(technology, "?from=3&to=2"))

    assert "From version 2 to 3" in page
    assert "<del>old</del><ins>new</ins>" in page
    assert "1 word changed" in page
    assert "1 paragraph unchanged" in page


@pytest.mark.parametrize("pair", ["", "?from=1", "?from=1&to=9", "?from=x&to=1", "?from=-1&to=1"])
def test_comparison_of_no_two_versions_is_not_found(cast: Cast, technology: Technology, pair: str) -> None:
    assert cast.client(cast.member).get(compare_of(technology, pair)).status_code == 404


def test_markup_in_words_is_shown_as_typed(cast: Cast, technology: Technology) -> None:
    write(technology, "<script>alert(1)</script>", cast.member)

    page = words_of(cast.client(cast.member), compare_of(technology, "?from=1&to=2"))

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_versions_cost_the_same_at_thirty(cast: Cast, technology: Technology) -> None:
    write(technology, "one", cast.member)
    client = cast.client(cast.member)

    def grow() -> None:
        for number in range(29):
            write(technology, f"body {number}", cast.member)

    assert_same_queries(client, versions_of(technology), grow)


def test_comparison_costs_the_same_at_thirty_paragraphs(cast: Cast, technology: Technology) -> None:
    write(technology, "one", cast.member)
    client = cast.client(cast.member)

    def grow() -> None:
        write(technology, "\n\n".join(f"paragraph {number}" for number in range(30)), cast.member)

    assert_same_queries(client, compare_of(technology, "?from=1&to=2"), grow)


def restore(client: Client, technology: Technology, number: int, base: int) -> int:
    answer = client.post(f"/optics/texts/{technology.text_id}/restore/", {"number": number, "base": base})
    return answer.status_code


def test_restore_makes_a_new_version(cast: Cast, technology: Technology) -> None:
    write(technology, "one", cast.member)
    write(technology, "two", cast.member)

    assert restore(cast.client(cast.second), technology, 2, 3) == 303
    assert Version.objects.get(head_of=technology.text_id).body == "one"


def test_restore_after_somebody_saved_is_refused(cast: Cast, technology: Technology) -> None:
    write(technology, "one", cast.member)

    assert restore(cast.client(cast.second), technology, 1, 1) == 409
    assert Version.objects.get(head_of=technology.text_id).body == "one"


def test_restore_is_for_those_who_write(cast: Cast, technology: Technology) -> None:
    assert restore(cast.client(cast.observer), technology, 1, 1) == 403
    assert restore(cast.client(cast.outsider), technology, 1, 1) == 404
    answer = cast.client(cast.member).post(f"/optics/texts/{technology.text_id}/restore/")
    assert answer.status_code == 422


@pytest.fixture
def comment(cast: Cast, technology: Technology) -> Comment:
    return post_comment(thread=technology.thread, body="first words", by=cast.member)


def test_comment_is_edited_by_its_author(cast: Cast, comment: Comment) -> None:
    client = cast.client(cast.member)
    assert "first words" in words_of(client, f"/optics/comments/{comment.pk}/edit/")

    answer = client.post(f"/optics/comments/{comment.pk}/edit/", {"words": "second words"})

    assert answer.status_code == 303
    assert answer["Location"] == f"/optics/T1/#c{comment.pk}"
    page = words_of(client, "/optics/T1/")
    assert "second words" in page
    assert "edited" in page


def test_empty_edit_comes_back_with_a_sentence(cast: Cast, comment: Comment) -> None:
    answer = cast.client(cast.member).post(f"/optics/comments/{comment.pk}/edit/", {"words": " "})

    assert answer.status_code == 422
    assert "There is nothing written yet." in answer.content.decode()
    assert Comment.objects.get().body == "first words"


def test_edit_form_is_the_fragment_of_its_page(cast: Cast, comment: Comment) -> None:
    client = cast.client(cast.member)
    address = f"/optics/comments/{comment.pk}/edit/"
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    token = fragment.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    page = client.get(address).content.decode()
    there = page.split('csrfmiddlewaretoken" value="')[-1].split('"')[0]
    assert fragment.strip().replace(token, "") in page.replace(there, "")


def test_earlier_words_are_shown_to_their_author(cast: Cast, comment: Comment) -> None:
    edit_comment(comment=comment, body="second words", by=cast.member)

    page = words_of(cast.client(cast.member), f"/optics/comments/{comment.pk}/edit/")

    assert "What it said before" in page
    assert "first words" in page


@pytest.mark.parametrize("act", ["edit", "withdraw", "put-back"])
def test_comment_of_somebody_else(cast: Cast, comment: Comment, act: str) -> None:
    address = f"/optics/comments/{comment.pk}/{act}/"

    assert cast.client(cast.chair).post(address, {"words": "mine now"}).status_code == 403
    assert cast.client(cast.outsider).post(address, {"words": "mine now"}).status_code == 404
    assert Comment.objects.get().body == "first words"


def test_withdrawn_comment_hides_its_words_and_comes_back(cast: Cast, comment: Comment) -> None:
    client = cast.client(cast.member)
    client.post(f"/optics/comments/{comment.pk}/withdraw/")
    assert "first words" not in words_of(cast.client(cast.second), "/optics/T1/")

    client.post(f"/optics/comments/{comment.pk}/put-back/")
    assert "first words" in words_of(cast.client(cast.second), "/optics/T1/")


def test_mention_is_kept_as_a_person_and_shown_as_a_name(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    client.post("/optics/T1/post/", {"words": "Ask @Chidi Okafor about T1, please"})

    comment = Comment.objects.get()
    assert f"@[{cast.second.pk}]" in comment.body
    Member.objects.filter(pk=cast.second.pk).update(name="Chidi Okafor-Bell")
    page = words_of(client, "/optics/T1/")
    assert "@Chidi Okafor-Bell</a>" in page
    assert 'href="/optics/T1/" title="Data portal"' in page
    assert "@Chidi Okafor-Bell about" in words_of(client, f"/optics/comments/{comment.pk}/edit/")


def test_id_of_somebody_of_another_group_names_nobody(cast: Cast, technology: Technology) -> None:
    client = cast.client(cast.member)
    client.post("/optics/T1/post/", {"words": f"Ask @[{cast.outsider.pk}] about gratings"})

    pages = ["/optics/T1/", "/optics/search/?q=gratings", f"/optics/comments/{Comment.objects.get().pk}/edit/"]
    for address in pages:
        page = words_of(client, address)
        assert "gratings" in page
        assert "Faye" not in page
