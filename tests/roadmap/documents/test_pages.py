"""The pages from the box to Record: what is typed stays, what is hostile is refused in words, queries stay few."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roadmap.models import DocumentDraft, Technology
from roadmap.services import add_technologies, documents, save_text
from tests.conftest import Cast
from tests.pages import assert_same_queries, words_of
from tests.roadmap.documents.conftest import DOCUMENT, brought, draft_of, head, planned, technology

NEW = "/optics/document/new/"


@pytest.fixture
def chair(cast: Cast) -> Client:
    return cast.client(cast.chair)


def sent(client: Client, draft: DocumentDraft, what: str, *, htmx: bool = False, **fields: Any) -> Any:
    draft.refresh_from_db()
    data = {"base": documents.token(draft), "state": "?show=all", **fields}
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/optics/document/{draft.pk}/{what}/", data, headers=headers)


def the_draft() -> DocumentDraft:
    return DocumentDraft.objects.get()


def test_pasted_document_becomes_a_draft_and_a_preview(cast: Cast, chair: Client) -> None:
    answer = chair.post(NEW, {"text": DOCUMENT})
    assert answer.status_code == 303
    page = words_of(chair, answer["Location"])
    assert "3 texts: 3 first words · 2 names · 2 new technologies" in page
    assert "Each heading of level 2 is a technology." in page
    assert "Records 3 texts and 2 names. Nobody is mailed." in page
    assert "Call the roadmap “The optics roadmap”" in page
    assert not Technology.objects.exists()
    assert "A pasted document" in words_of(chair, NEW)


def test_uploaded_file_keeps_its_name(cast: Cast, chair: Client) -> None:
    chair.post(NEW, {"file": SimpleUploadedFile("our roadmap.md", DOCUMENT.encode())})
    assert the_draft().file_name == "our roadmap.md"


def test_record_shows_what_was_brought_in_with_undo(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast)
    answer = sent(chair, draft, "record", seen=planned(draft).fingerprint)
    assert answer.status_code == 303
    page = words_of(chair, answer["Location"])
    assert "Brought in: 3 texts, 2 names." in page
    assert f'action="/optics/document/{draft.pk}/undo/"' in page
    assert "optics.docx" in words_of(chair, NEW)
    answer = chair.post(f"/optics/document/{draft.pk}/undo/")
    assert "Your draft of it is open again." in words_of(chair, answer["Location"])
    assert "Taken back on" in words_of(chair, f"/optics/document/{draft.pk}/")


def test_recorded_document_that_was_built_on_says_which(cast: Cast, chair: Client) -> None:
    draft = brought(cast)
    row = technology(cast, 1)
    save_text(technology=row, base=1, title="Mirrors", body="Mine.", note="", small=False, by=cast.member)
    page = words_of(chair, f"/optics/document/{draft.pk}/")
    assert "T1 was edited since." in page
    assert f"/optics/texts/{row.text_id}/versions/" in page
    answer = chair.post(f"/optics/document/{draft.pk}/undo/")
    assert answer.status_code == 409
    assert "T1 was edited since." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "x.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password",
        ),
        ("x.pdf", b"%PDF-1.7 ...", "PDF"),
        ("x.png", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        ("x.docx", b"PK\x03\x04 broken", "broken"),
        ("x.md", b"", "empty"),
        ("x.md", b"  \n ", "empty"),
        ("x.bin", bytes(range(256)) * 20, "not text"),
    ],
)
def test_hostile_file_is_refused_in_words(cast: Cast, chair: Client, name: str, data: bytes, words: str) -> None:
    answer = chair.post(NEW, {"file": SimpleUploadedFile(name, data), "text": ""})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DocumentDraft.objects.exists()


def test_zip_bomb_is_refused(cast: Cast, chair: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:document>" + b" " * 300_000_000)
    answer = chair.post(NEW, {"file": SimpleUploadedFile("bomb.docx", packed.getvalue())})
    assert answer.status_code == 422
    assert "Nothing was recorded." in answer.content.decode()


def test_file_over_the_limit_is_refused_without_being_read(cast: Cast, chair: Client) -> None:
    class Unread(SimpleUploadedFile):
        def read(self, *arguments: Any) -> bytes:
            raise AssertionError("it was read")

    from roadmap.document_forms import BringForm

    form = BringForm({}, {"file": Unread("large.docx", b"x" * (25 * 1024**2 + 1))})
    assert form.errors["file"] == ["This file is larger than 25 MB. Nothing was recorded."]


def test_refused_paste_stays_in_the_box(cast: Cast, chair: Client) -> None:
    answer = chair.post(NEW, {"text": "# A\n" * 2001})
    assert answer.status_code == 422
    assert "2,001 headings" in answer.content.decode()
    assert "# A\n# A" in answer.content.decode()


def test_doubt_is_answered_and_taken_back(cast: Cast, chair: Client) -> None:
    add_technologies(group=cast.group, titles=["Lasers"], by=cast.chair)
    draft = draft_of(cast, "# 1. Undulators\n\nx\n\n# 2. Gratings\n\ny\n")
    page = words_of(chair, f"/optics/document/{draft.pk}/")
    assert "1 to check: nothing is recorded for it." in page
    assert "has the number of T1 “Lasers”. Is it that one under a new title?" in page
    answer = sent(chair, draft, "answer", htmx=True, at="0", key="becomes", answer="T1")
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "Nothing left to check." in answer.content.decode()
    sent(chair, draft, "answer", at="0", key="becomes", answer="")
    assert [one.kind for one in planned(draft).doubts] == ["which"]
    sent(chair, draft, "answer", at="0", key="becomes", answer="which", which="T1")
    assert planned(draft).targets[1].at == 0
    sent(chair, draft, "undo-last")
    assert [one.kind for one in planned(draft).doubts] == ["which"]


def test_level_is_chosen_with_one_press(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast)
    answer = sent(chair, draft, "answer", key="level", answer="1")
    assert "Each heading of level 1 is a technology." in words_of(chair, answer["Location"].partition("#")[0])


def test_part_is_opened_and_changed(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast)
    page = words_of(chair, f"/optics/document/{draft.pk}/?show=all&open=1")
    assert 'name="title" maxlength="200" value="Mirrors"' in page
    fields = {"at": "1", "becomes": "new", "title": "Better mirrors", "text": "Polished\r\nthrice."}
    assert sent(chair, draft, "part", **fields).status_code == 303
    assert planned(draft).targets[1].text == "Polished\nthrice.\n\n### What it needs\n\n- people"
    sent(chair, draft, "part", at="3", becomes="new", title="Gratings", text="Ruled by one maker.", act="part")
    assert list(planned(draft).targets) == [0, 1]
    sent(chair, draft, "part", at="3", becomes="part", title="Gratings", text="Ruled by one maker.", act="out")
    assert "Gratings" not in planned(draft).targets[1].text
    assert len(the_draft().sections) == 3


def test_title_that_is_too_long_stays_in_its_box(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast)
    answer = sent(chair, draft, "part", at="1", becomes="new", title="x" * 201, text="My words.")
    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()
    assert "My words." in answer.content.decode()


def test_second_window_is_told_and_keeps_its_words(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast)
    base = documents.token(draft)
    sent(chair, draft, "part", at="1", becomes="new", title="One", text="First window.")
    fields = {"base": base, "at": "1", "becomes": "new", "title": "Two", "text": "Second window."}
    answer = sent(chair, draft, "part", **fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed in another window" in page
    assert "Second window." in page
    assert planned(draft).targets[1].title == "One"
    assert sent(chair, draft, "answer", base=base, key="level", answer="1").status_code == 409
    assert sent(chair, draft, "answer", htmx=True, base=base, key="level", answer="1").status_code == 422
    sent(chair, draft, "part", at="1", becomes="new", title="Two", text="Second window.")
    assert planned(draft).targets[1].title == "Two"


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "99", "becomes": "new"},
        {"at": "x", "becomes": "new"},
        {"at": "9" * 30, "becomes": "new"},
        {"at": "1", "becomes": "T" + "9" * 30},
        {"at": "1", "becomes": "nonsense", "title": "Mirrors", "text": ""},
    ],
)
def test_nonsense_for_a_part_is_422(cast: Cast, chair: Client, fields: dict[str, str]) -> None:
    draft = draft_of(cast)
    assert sent(chair, draft, "part", **fields).status_code == 422
    assert the_draft().sections == []


@pytest.mark.parametrize("fields", [{"key": "x"}, {"key": "level", "answer": "99"}, {"key": "order", "answer": "x"}])
def test_nonsense_for_an_answer_is_422(cast: Cast, chair: Client, fields: dict[str, str]) -> None:
    draft = draft_of(cast)
    assert sent(chair, draft, "answer", **fields).status_code == 422


def test_record_of_what_is_not_on_the_screen_is_refused(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast)
    seen = planned(draft).fingerprint
    add_technologies(group=cast.group, titles=["Mirrors"], by=cast.chair)
    answer = sent(chair, draft, "record", seen=seen)
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.content.decode()
    assert head(cast, 1).body == ""


def test_no_heading_offers_three_ways(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast, "only words")
    page = words_of(chair, f"/optics/document/{draft.pk}/")
    assert "No heading found." in page
    assert f"{NEW}?text={draft.pk}" in page
    assert "only words</textarea>" in words_of(chair, f"{NEW}?text={draft.pk}")


def test_other_chair_sees_a_document_only_once_it_is_recorded(cast: Cast) -> None:
    from members.models import Membership

    Membership.objects.filter(member=cast.second).update(role="chair")
    client, draft = cast.client(cast.second), draft_of(cast)
    assert client.get(f"/optics/document/{draft.pk}/").status_code == 404
    assert client.get(f"{NEW}?text={draft.pk}").content.decode().count("Polished") == 0
    brought(cast)
    assert client.get(f"/optics/document/{DocumentDraft.objects.order_by('-pk')[0].pk}/").status_code == 200


def test_markup_in_a_heading_is_shown_as_typed(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast, "# <script>alert(1)</script>\n\n<img src=x onerror=y>\n")
    page = words_of(chair, f"/optics/document/{draft.pk}/?show=all&open=0")
    assert "<script>alert" not in page
    assert "<img" not in page


def test_300_headings_are_shown_a_hundred_at_a_time(cast: Cast, chair: Client) -> None:
    draft = draft_of(cast, "".join(f"# Kind {number}\n\ntext\n\n" for number in range(300)))
    page = words_of(chair, f"/optics/document/{draft.pk}/")
    assert page.count('<li class="brought-part') == 100
    assert "Show the next 100" in page
    last = words_of(chair, f"/optics/document/{draft.pk}/?show=all&start=200")
    assert "Kind 299" in last
    assert "Show the next 100" not in last


def test_preview_costs_the_same_queries_for_thirty(cast: Cast, chair: Client) -> None:
    brought(cast)
    text = "".join(f"# Technology {number}: Kind {number}\n\nwords\n\n" for number in range(1, 31))
    draft = draft_of(cast, text)

    def grow() -> None:
        add_technologies(group=cast.group, titles=[f"Kind {number}" for number in range(3, 31)], by=cast.chair)

    assert_same_queries(chair, f"/optics/document/{draft.pk}/?show=all", grow)


def test_box_and_recorded_page_cost_few_queries(cast: Cast, chair: Client) -> None:
    draft = brought(cast)

    def grow() -> None:
        for _ in range(30):
            draft_of(cast)
        add_technologies(group=cast.group, titles=[f"Kind {number}" for number in range(3, 31)], by=cast.chair)

    assert_same_queries(chair, f"/optics/document/{draft.pk}/", grow)
    assert_same_queries(chair, NEW, lambda: brought(cast))


def test_roadmap_leads_to_the_box(cast: Cast, chair: Client) -> None:
    assert "Three ways to begin" in words_of(chair, "/optics/")
    assert NEW in words_of(chair, "/optics/")
    add_technologies(group=cast.group, titles=["Mirrors"], by=cast.chair)
    assert NEW in words_of(chair, "/optics/")
    assert NEW not in words_of(cast.client(cast.member), "/optics/")


def test_sample_document_is_offered_only_where_waymark_is_tried(cast: Cast, chair: Client, settings: Any) -> None:
    words = "Try it with the sample document"
    assert words not in words_of(chair, NEW)
    assert chair.post(NEW, {"sample": "1"}).status_code == 422
    settings.DEMO_SIGN_IN = True
    assert words in words_of(chair, NEW)
    answer = chair.post(NEW, {"sample": "1"})
    assert "11 names · 11 new technologies" in words_of(chair, answer["Location"])
    assert the_draft().file_name == "leaps-roadmap.docx"
    assert not Technology.objects.exists()
    brought(cast)
    assert words not in words_of(chair, NEW)
