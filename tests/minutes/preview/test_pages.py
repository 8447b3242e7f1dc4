"""The pages: who may see them, what they say in odd cases, and how large they get."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.reading import MAX_BYTES
from minutes.models import Minutes, MinutesDraft
from minutes.preview.sample import sample_text
from minutes.preview.shapes import State
from minutes.services import drafts
from tests.conftest import Cast
from tests.minutes.preview.conftest import Desk, desk_with
from tests.minutes.preview.test_sample import words_of

NEW = "/optics/minutes/new/"
HTMX = {"HX-Request": "true"}


def test_paste_page_says_what_it_takes(cast: Cast) -> None:
    response = cast.client(cast.minute_taker).get(NEW)
    page = words_of(response.content.decode())
    assert response.status_code == 200
    assert "Paste the minutes, as they are." in page
    assert "or drop a file: txt, md, html, docx, odt, up to 5 MB" in page
    assert "No special format is needed. Technology 2: , Name: … , pro: A, B are understood." in page
    assert "Try it with the sample minutes" in page
    assert "autofocus" in response.content.decode()
    assert "data-post-paste" in response.content.decode()
    assert "Your unfinished drafts" not in page


@pytest.mark.parametrize("who", ["member", "observer"])
def test_paste_page_refuses_who_may_not_record(cast: Cast, who: str) -> None:
    client = cast.client(getattr(cast, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"text": "Bo: hello"}).status_code == 403
    assert not MinutesDraft.objects.exists()


@pytest.mark.parametrize("who", ["outsider", None])
def test_paste_page_is_not_there_for_outsiders(cast: Cast, who: str | None) -> None:
    client = cast.client(getattr(cast, who) if who else None)
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, {"text": "Bo: hello"}).status_code == (404 if who else 403)  # signed out: words come back
    assert not MinutesDraft.objects.exists()


ACTS = ["text", "answer", "line", "head", "roster", "take_all", "undo_last", "record"]


def test_draft_is_its_authors_alone(small: Desk) -> None:
    cast = small.cast
    for who in (cast.minute_taker, cast.member, cast.observer, cast.outsider, None):
        client = cast.client(who)
        assert client.get(small.url()).status_code == 404
        for act in ACTS:
            assert client.post(small.url(f"minutes_{act}"), {}).status_code == (404 if who else 403)
    assert cast.client(cast.outsider).get(f"/vacuum/minutes/draft/{small.draft.pk}/").status_code == 404
    assert MinutesDraft.objects.get().recorded_as is None


def test_acts_take_post_only(small: Desk) -> None:
    for act in ACTS:
        assert small.client.get(small.url(f"minutes_{act}")).status_code == 405


def test_pasting_keeps_a_draft_and_goes_to_its_preview(cast: Cast) -> None:
    client = cast.client(cast.minute_taker)
    response = client.post(NEW, {"text": "Optics\r\n\r\n2026-03-04\r\n\r\nBo: hello\r\n"})
    draft = MinutesDraft.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/optics/minutes/draft/{draft.pk}/")
    assert draft.text == "Optics\n\n2026-03-04\n\nBo: hello"
    assert (draft.by, draft.is_trial, draft.file_name) == (cast.minute_taker, False, "")
    page = words_of(client.get(NEW).content.decode())
    assert "Your unfinished drafts Optics 2026-03-04 Bo: hello" in page
    assert "Your unfinished drafts" not in words_of(cast.client(cast.chair).get(NEW).content.decode())


def test_file_is_read_and_kept_with_its_name(cast: Cast) -> None:
    file = SimpleUploadedFile("2026-03-04 optics.html", b"<h1>Optics</h1><p>Bo: hello</p>")
    assert cast.client(cast.chair).post(NEW, {"file": file}).status_code == 303
    draft = MinutesDraft.objects.get()
    assert draft.file_name == "2026-03-04 optics.html"
    assert "Bo: hello" in draft.text
    assert "<p>" not in draft.text


def refused(cast: Cast, **data: object) -> str:
    response = cast.client(cast.chair).post(NEW, data)
    assert response.status_code == 422
    assert not MinutesDraft.objects.exists()
    return words_of(response.content.decode())


def test_nothing_pasted_is_said(cast: Cast) -> None:
    assert "There is nothing to read yet. Paste the minutes, or choose a file." in refused(cast, text="  \n")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "This file is a picture"),
        ("a.txt", bytes(range(256)) * 20, "Nothing was recorded."),
        ("a.docx", b"PK\x03\x04 broken", "Nothing was recorded."),
        ("empty.txt", b"", "This file is empty. Nothing was recorded."),
        ("big.txt", b"a" * (MAX_BYTES + 1), "This file is larger than 5 MB. Nothing was recorded."),
    ],
)
def test_unreadable_file_is_said_and_nothing_kept(cast: Cast, name: str, data: bytes, sentence: str) -> None:
    assert sentence in refused(cast, file=SimpleUploadedFile(name, data), text="")


def test_too_long_a_text_is_refused_in_its_box(cast: Cast) -> None:
    assert "These minutes are larger than 5 MB. Nothing was recorded." in refused(cast, text="a" * 5_000_001)


def test_sample_is_tried_and_never_recorded(cast: Cast) -> None:
    client = cast.client(cast.chair)
    response = client.post(NEW, {"sample": "1", "text": ""})
    draft = MinutesDraft.objects.get()
    assert draft.is_trial
    page = words_of(client.get(response["Location"]).content.decode())
    assert "This is the sample, to look at; it is never recorded." in page
    response = client.post(reverse("minutes_record", args=["optics", draft.pk]))
    assert response.status_code == 409
    assert "it is never recorded" in response.content.decode()
    assert not Minutes.objects.exists()
    assert "Your unfinished drafts" not in client.get(NEW).content.decode()


def test_recording_writes_what_is_shown_and_goes_to_the_meeting(sample: Desk) -> None:
    sample.answer("name:zdenek", "quoted")
    response = sample.press("record")
    minutes = Minutes.objects.get()
    assert (response.status_code, response["Location"]) == (303, "/optics/meetings/2025-02-12/")
    assert minutes.entries.count() == 58
    assert sample.client.get(sample.url())["Location"] == "/optics/meetings/2025-02-12/"
    assert sample.press("record")["Location"] == "/optics/meetings/2025-02-12/"
    assert Minutes.objects.count() == 1
    assert sample.press("answer", {"key": "name:david", "answer": "undo"}).status_code == 409
    assert "Try it with the sample" not in sample.client.get(NEW).content.decode()


def test_next_minutes_remember_who_was_meant(sample: Desk) -> None:
    sample.answer("name:zdenek", "quoted", name="Zdenek Remembered")
    sample.press("record")
    again = desk_with(
        sample.cast, "2025-03-12\n\nPresent\n\n- Rolf Krahl (HZB)\n\nTechnology 3: Zdenek: still likes it"
    )
    resolved = again.look().resolved
    person = resolved.rows[0].speaker
    assert person is not None
    assert (person.name, person.standing) == ("Zdenek Remembered", "known")
    assert resolved.open_doubts == 0


def test_same_minutes_again_are_recognised(sample: Desk) -> None:
    sample.press("record")
    again = desk_with(sample.cast, sample_text().replace("6means", "means").replace("just umbrella", "an umbrella"))
    page = words_of(again.page())
    assert re.search(r"These minutes were recorded on \d+ \w+ by Ana Kováč\. 2 lines differ\.", page)
    assert "1 Correct the record – show the 2" in page
    assert "2 It is another meeting" in page
    another = desk_with(sample.cast, sample_text())
    another.answer("seen", "another")
    assert another.look().resolved.open_doubts == 3
    again.answer("seen", f"correct:{Minutes.objects.get().pk}")
    page = words_of(again.page())
    assert "2 lines changed, 56 as before. Replies, positions and actions stay where they are." in page
    assert again.press("record").status_code == 303
    assert Minutes.objects.count() == 1
    assert Minutes.objects.get().entries.filter(text__contains="an umbrella").count() == 1


def test_another_meeting_of_the_same_day_is_not_taken_for_it(sample: Desk) -> None:
    sample.press("record")
    other = desk_with(sample.cast, "Vacuum day\n\n2025-02-12\n\nPresent\n\n- Rolf Krahl (HZB)\n\nRolf: something else")
    assert "These minutes were recorded" not in other.page()


def test_correcting_shows_the_differences_only(sample: Desk) -> None:
    sample.press("record")
    client = sample.cast.client(sample.cast.minute_taker)
    response = client.post("/optics/meetings/2025-02-12/correct/")
    draft = MinutesDraft.objects.get(corrects__isnull=False)
    assert (response.status_code, response["Location"]) == (303, f"/optics/minutes/draft/{draft.pk}/")
    assert client.post("/optics/meetings/2025-02-12/correct/")["Location"] == response["Location"]
    desk = Desk(sample.cast, draft, client)
    assert "0 lines changed, 58 as before." in words_of(desk.page())
    text = draft.text.replace("6means", "means").replace("– pro: Majid, Rolf, Oscar ", "")
    response = desk.press("text", {"text": text, "base": drafts.token(desk.fresh())})
    assert response.status_code == 303
    page = words_of(desk.page())
    assert "2 lines changed, 56 as before. Replies, positions and actions stay where they are." in page
    assert "3 positions have lost their line:" in page
    question = next(q for q in desk.look().understood.questions if q.kind == "gone")
    assert [choice.words for choice in question.choices] == [
        "keep them with line 46",
        "show them as no longer in the minutes",
    ]
    matching = desk.look().matching
    assert matching is not None
    assert (len(matching.rows), list(matching.kept.values()), matching.retired) == (57, [None], [])
    desk.answer(question.key, question.choices[0].value)
    matching = desk.look().matching
    assert matching is not None
    assert [index is not None for index in matching.kept.values()] == [True]
    assert desk.press("record")["Location"] == "/optics/meetings/2025-02-12/"


def test_correcting_needs_the_right(sample: Desk) -> None:
    sample.press("record")
    cast, address = sample.cast, "/optics/meetings/2025-02-12/correct/"
    assert cast.client(cast.member).post(address).status_code == 403
    assert cast.client(cast.outsider).post(address).status_code == 404
    assert cast.client(cast.chair).get(address).status_code == 405
    assert cast.client(cast.chair).post("/optics/meetings/2001-01-01/correct/").status_code == 404


def test_day_is_asked_when_the_text_names_none(cast: Cast) -> None:
    desk = desk_with(cast, "Optics\n\nPresent\n\n- Ana Kováč (LAKE)\n\nAna: hello")
    assert "Which day was this meeting?" in words_of(desk.page())
    assert desk.look().resolved.date is not None  # Record is never blocked
    assert desk.press("answer", {"key": "date", "answer": "date", "date": ""}).status_code == 422
    desk.answer("date", "date", date="2026-03-04")
    assert str(desk.look().resolved.date) == "2026-03-04"
    assert desk.look().resolved.open_doubts == 0


def test_file_name_offers_the_day(cast: Cast) -> None:
    desk = desk_with(cast, "Optics\n\nPresent\n\n- Ana Kováč (LAKE)\n\nAna: hello", file_name="minutes-2026-03-04.txt")
    page = words_of(desk.page())
    assert "Which day was this meeting?" in page
    assert "1 4 Mar 2026" in page
    assert str(desk.look().resolved.date) == "2026-03-04"


def test_ambiguous_day_is_asked_as_a_choice_of_two(cast: Cast) -> None:
    desk = desk_with(cast, "Optics meeting\n\n03/04/2021\n\nPresent\n\n- Ana Kováč (LAKE)\n\nAna: hello")
    question = next(q for q in desk.look().understood.questions if q.kind == "date")
    assert question.lead == "3 April or 4 March?"
    assert [choice.words for choice in question.choices] == ["3 Apr 2021", "4 Mar 2021", "another day …"]
    desk.answer("date", "date:2021-03-04")
    assert str(desk.look().resolved.date) == "2021-03-04"


def test_two_people_of_one_first_name_are_asked_about(cast: Cast) -> None:
    text = "2026-03-04\n\nPresent\n\n- Ana Kováč (LAKE)\n- Ana Silva (HILL)\n\nTechnology 1: Ana: hello"
    desk = desk_with(cast, text)
    question = next(q for q in desk.look().understood.questions if q.kind == "ambiguous")
    assert "1 Ana Kováč (LAKE) 2 Ana Silva (HILL) 3 somebody else …" in words_of(desk.page())
    desk.answer(question.key, "is:Ana Silva")
    speaker = desk.look().resolved.rows[0].speaker
    assert speaker is not None
    assert speaker.name == "Ana Silva"


def test_text_without_names_and_topics_is_one_note(cast: Cast) -> None:
    text = "\n".join(f"the quick brown fox jumps over lazy dog number {n}." for n in range(40))
    desk = desk_with(cast, text)
    page = words_of(desk.page())
    assert (
        "This does not look like minutes: no names and no topics were found. It would be recorded as one note of 40 lines."
        in page
    )
    assert "Record as a note" in page
    assert "Change the text" in page
    rows = desk.look().resolved.rows
    assert [(row.kind, row.text) for row in rows] == [("note", text)]


def test_scripts_are_shown_as_text(cast: Cast) -> None:
    evil = '<script>alert(1)</script> Bo: <img src=x onerror="alert(2)"> – Ana: "><b>x</b>'
    desk = desk_with(cast, f"2026-03-04\n\nPresent\n\n- Ana Kováč (LAKE)\n- Bo O'Neill\n\n{evil}")
    for query in ("", "?show=all", "?show=all&open=0", "?fold=text", "?fold=people", "?fold=head"):
        page = desk.page(query)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>x</b>" not in page
    assert "&lt;script&gt;" in desk.page("?fold=text")


def test_odd_characters_and_queries_do_no_harm(cast: Cast) -> None:
    desk = desk_with(cast, "2026-03-04\x00\n\nBo: \ud7ff\u202e zalgo\u0300\u0300\n\nT999999999: Ana: x")
    for query in ("?show=nonsense", "?from=999999999999", "?open=-1", "?open=9", "?edit=77", "?from=100&show=all"):
        desk.page(query)
    response = desk.press("answer", {"key": "no such thing", "answer": "take"})
    assert response.status_code == 409
    assert desk.press("line", {}).status_code == 422
    assert desk.press("line", {"quote": "gone", "line": 1, "kind": "note"}).status_code == 409
    assert desk.press("text", {"text": "x", "base": ""}).status_code == 422
    assert desk.press("roster", {"name": "x", "presence": "late"}).status_code == 422


def test_answer_that_is_none_is_refused(small: Desk, sample: Desk) -> None:
    assert sample.press("answer", {"key": "name:david", "answer": "perhaps"}).status_code == 422
    response = sample.press("answer", {"key": "name:david", "answer": "is", "facility": "ELI"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Choose who it is, or type a full name." in page
    assert 'value="ELI"' in page


def letters(number: int) -> str:
    return chr(97 + number // 676 % 26) + chr(97 + number // 26 % 26) + chr(97 + number % 26)


def many(rows: int) -> str:
    people = "\n".join(f"- Ana{letters(n)} Kovac{letters(n)} (LAKE)" for n in range(15))
    turns = "\n\n".join(
        f"Technology {n % 11 + 1}: Anaaaa: says {n} and much more about it, and then some. – Anaaab will prepare page {n}\n\nBoris M{letters(n)}: no"
        for n in range(rows)
    )
    return f"Optics\n\n2026-03-04\n\nPresent\n\n{people}\n\n{turns}"


def queries(desk: Desk, query: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        desk.page(query)
    return len(captured)


@pytest.mark.parametrize("query", ["?show=check", "?show=offers", "?show=all&open=0", "?fold=people", "?fold=text"])
def test_page_asks_the_same_questions_at_1_and_30_rows(cast: Cast, query: str) -> None:
    few, lots = desk_with(cast, many(1)), desk_with(cast, many(30))
    for line in range(3):
        drafts.pin(draft=lots.draft, quote=f"says {line}", line=1, fields={"kind": "idea"}, by=cast.chair)
    counts = queries(few, query), queries(lots, query)
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_correction_page_asks_the_same_questions(cast: Cast) -> None:
    counts = []
    for rows in (1, 30):
        desk = desk_with(cast, many(rows).replace("2026-03-04", f"2026-03-{rows:02}"))
        desk.press("record")
        slug = Minutes.objects.latest("pk").meeting.slug
        desk.client.post(f"/optics/meetings/{slug}/correct/")
        counts.append(queries(Desk(cast, MinutesDraft.objects.latest("pk"), desk.client), ""))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_paste_page_asks_the_same_questions_at_1_and_30_drafts(cast: Cast) -> None:
    client, counts = cast.client(cast.chair), []
    for drafts_there in (1, 30):
        while MinutesDraft.objects.count() < drafts_there:
            drafts.start_draft(group=cast.group, text="Bo: x", by=cast.chair)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(NEW).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_fragment_is_part_of_the_page(sample: Desk) -> None:
    for query in ("", "?show=offers", "?show=all&open=3"):
        fragment, page = sample.page(query, **HTMX), sample.page(query)
        assert fragment.strip().startswith('<div id="preview">')
        assert without_tokens(fragment) in without_tokens(page)
    response = sample.press("answer", {"key": "name:zdenek", "answer": "quoted", "state": "?show=check"}, **HTMX)
    assert response.status_code == 200
    assert response.content.decode().strip().startswith('<div id="preview">')
    assert "2 to check" in response.content.decode()


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).strip()


def test_ten_thousand_lines_show_a_hundred_at_a_time(cast: Cast) -> None:
    desk = desk_with(cast, many(3334))
    page = desk.page("?show=all")
    assert page.count("data-row") == 100
    assert "all 10\u00a0002" in page
    assert "1 to 100 of 10\u00a0002 lines" in page
    assert "Show the next 100" in page
    assert len(page) < 400_000
    assert desk.page("?show=all&from=9900").count("data-row") == 100
    assert desk.page("?show=all&from=10000").count("data-row") == 2
    for show in ("check", "offers"):
        page = desk.page(f"?show={show}")
        assert 0 < page.count("data-ask") <= 100
        assert len(page) < 500_000


def test_five_megabytes_in_one_line_stay_small_on_the_page(cast: Cast) -> None:
    desk = desk_with(cast, "Bo: " + "word " * 990_000)
    for query in ("?show=all", "?show=all&open=0", "?fold=text", "?show=all&edit=1", "?show=check"):
        assert len(desk.page(query)) < 100_000


def test_state_round_trips_through_its_address() -> None:
    state = State("all", 100, 3, 7, "text")
    pairs = dict(pair.split("=") for pair in state.address().lstrip("?").split("&"))
    assert State.of(pairs) == state
    assert State.of({"show": "x", "from": "-1", "open": "²", "fold": "y"}) == State()


LABELS = "2026-03-04\n\nPresent\n\n- Ana Kováč (LAKE)\n\n{words}"


def test_word_before_a_colon_may_be_somebody_who_speaks(cast: Cast) -> None:
    desk = desk_with(cast, LABELS.format(words="Boris: the shutters are late, and nobody knows why they are."))
    question = next(q for q in desk.look().understood.questions if q.kind in {"label", "speaker"})
    desk.answer(question.key, "present", name="Bo O'Neill")
    row = desk.look().resolved.rows[-1]
    assert row.speaker is not None
    assert (row.speaker.name, row.kind, row.text.split()[0]) == ("Bo O'Neill", "statement", "the")
    assert row.speaker.member_id == cast.member.pk


def test_first_name_of_somebody_who_is_not_on_the_list_is_asked_about(cast: Cast) -> None:
    desk = desk_with(cast, LABELS.format(words="Technology 1: Bo: the shutters are late, and nobody knows why."))
    assert "Bo is not on the list of this meeting. Did this mean Bo O'Neill (HILL)?" in words_of(desk.page())
    desk.answer("name:bo", "is:Bo O'Neill")
    speaker = desk.look().resolved.rows[-1].speaker
    assert speaker is not None
    assert (speaker.member_id, speaker.standing) == (cast.member.pk, "member")


def test_name_that_is_no_person_stays_in_the_words(sample: Desk) -> None:
    sample.answer("name:zdenek", "word")
    rows = sample.look().resolved.rows
    notes = [row for row in rows if row.text.startswith("Zdenek: ")]
    assert len(notes) == 10
    assert {(row.kind, row.speaker) for row in notes} == {("note", None)}
