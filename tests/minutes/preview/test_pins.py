"""What a person corrected beats the reader, also when the text is read again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from minutes.models import Correction
from minutes.resolved import Row
from minutes.services import drafts
from tests.minutes.preview.conftest import Desk
from web.refusals import Refused


def row_of(desk: Desk, start: str) -> Row:
    return next(row for row in desk.look().resolved.rows if row.text.startswith(start))


def where(desk: Desk, start: str) -> dict[str, object]:
    row = row_of(desk, start)
    line = desk.look().understood.lines[row.index]
    return {"quote": line.quote, "line": line.said.lines[0]}


def form_of(desk: Desk, start: str) -> dict[str, object]:
    row = row_of(desk, start)
    return {
        **where(desk, start),
        "occurrence": 0,
        "kind": row.kind,
        "speaker": row.speaker.name if row.speaker else "",
        "technology": row.technology or "",
        "people": ", ".join(p.name for p in row.assignees),
        "text": row.text,
        "state": "?show=all",
    }


def read_again(desk: Desk, text: str) -> None:
    draft = desk.fresh()
    drafts.change_text(draft=draft, text=text, base=drafts.token(draft), by=desk.cast.chair)


def test_pin_sets_fields_and_names_who(small: Desk) -> None:
    form = form_of(small, "mirrors") | {
        "kind": "action",
        "people": "Bo O'Neill; Ana Kováč",
        "technology": "7",
        "inside": "on",
    }
    assert small.press("line", form).status_code == 303
    row = row_of(small, "mirrors")
    assert (row.kind, row.technology, row.inside, row.is_action) == ("action", 7, True, True)
    form = form_of(small, "mirrors") | {"people": "Bo O'Neill; Ana Kováč", "inside": "on", "due": "2026-04-01"}
    assert small.press("line", form).status_code == 303
    row = row_of(small, "mirrors")
    assert [person.name for person in row.assignees] == ["Bo O'Neill", "Ana Kováč"]
    assert str(row.due) == "2026-04-01"
    assert row.corrected_by == "Ana Kováč"
    page = small.page("?show=all")
    assert "<span>inside</span><span>corrected by Ana Kováč</span>" in page


def test_given_name_means_the_only_one_on_the_list_called_so(small: Desk) -> None:
    small.press("line", form_of(small, "mirrors") | {"kind": "action", "people": "ana, Bo; Dana"})
    row = row_of(small, "mirrors")
    assert [person.name for person in row.assignees] == ["Ana Kováč", "Bo O'Neill"]
    assert row.assigned_words == "Dana"


def test_focus_stays_at_the_line_that_was_changed(small: Desk) -> None:
    index = row_of(small, "mirrors").index
    page = small.press("line", form_of(small, "mirrors") | {"kind": "idea"}, **{"HX-Request": "true"}).content.decode()
    link = page[page.index(f'id="open-{index}"') :]
    assert "autofocus" in link[: link.index(">")]
    assert page.count("autofocus") == 1


def test_only_what_differs_is_pinned(small: Desk) -> None:
    assert small.press("line", form_of(small, "mirrors")).status_code == 303
    assert not Correction.objects.exists()
    small.press("line", form_of(small, "mirrors") | {"speaker": "Bo O'Neill"})
    assert list(Correction.objects.values_list("key", "value")) == [("speaker", {"to": "Bo O'Neill", "occurrence": 0})]
    speaker = row_of(small, "mirrors").speaker
    assert speaker is not None
    assert speaker.member_id == small.cast.member.pk


def test_pin_survives_an_edit_elsewhere_and_in_its_words(small: Desk) -> None:
    small.press("line", form_of(small, "gratings come") | {"kind": "idea"})
    text = small.draft.text.replace("Technology 1:", "Some words first.\n\nTechnology 1:")
    read_again(small, text)
    assert row_of(small, "gratings").kind == "idea"
    read_again(small, text.replace("gratings come from one maker", "gratings come only from one small maker"))
    assert row_of(small, "gratings come only").kind == "idea"
    read_again(small, text.replace("gratings come from one maker", "gratings come only from one small workshop"))
    assert row_of(small, "gratings come only from one small workshop").kind == "idea"


def test_pin_whose_words_are_gone_is_asked_about(small: Desk) -> None:
    small.press("line", form_of(small, "gratings") | {"kind": "idea"})
    read_again(small, small.draft.text.replace("gratings come from one maker", "nobody knows"))
    preview = small.look()
    question = next(q for q in preview.understood.questions if q.kind == "lost")
    assert "Ana Kováč set the kind of “gratings come from one maker”" in question.rest
    assert preview.resolved.open_doubts == 1
    line = question.line
    page = small.page()
    assert "A correction has lost its words:" in page
    assert f"keep it with line {line}" in page
    small.answer(question.key, question.choices[0].value)
    preview = small.look()
    assert preview.resolved.open_doubts == 0
    assert preview.resolved.rows[question_index(question.choices[0].value)].kind == "idea"


def question_index(value: str) -> int:
    return int(value.partition(":")[2])


def test_lost_pin_can_be_left_out(small: Desk) -> None:
    small.press("line", form_of(small, "gratings") | {"kind": "idea"})
    read_again(small, small.draft.text.replace("gratings come from one maker", "nobody knows"))
    question = next(q for q in small.look().understood.questions if q.kind == "lost")
    small.answer(question.key, "drop")
    assert small.look().resolved.open_doubts == 0
    assert Correction.objects.get().undone_at is not None


def test_split_at_cursor_and_pins_on_its_parts(small: Desk) -> None:
    form = form_of(small, "mirrors") | {"act": "split", "at": len("mirrors are")}
    assert small.press("line", form).status_code == 303
    rows = small.look().resolved.rows
    assert [row.text for row in rows[:2]] == ["mirrors are", "polished twice"]
    assert [row.speaker.name for row in rows[:2] if row.speaker] == ["Ana Kováč", "Ana Kováč"]
    small.press("line", form_of(small, "polished") | {"speaker": "Bo O'Neill"})
    read_again(small, small.draft.text.replace("polished twice", "polished three times"))
    rows = small.look().resolved.rows
    assert [row.text for row in rows[:2]] == ["mirrors are", "polished three times"]
    assert rows[1].speaker is not None
    assert rows[1].speaker.name == "Bo O'Neill"


def test_split_without_javascript_takes_the_line_break(small: Desk) -> None:
    small.press("line", form_of(small, "mirrors") | {"act": "split", "text": "mirrors are\r\npolished twice"})
    assert [row.text for row in small.look().resolved.rows[:2]] == ["mirrors are", "polished twice"]


def test_split_nowhere_is_refused_and_keeps_the_form(small: Desk) -> None:
    response = small.press("line", form_of(small, "mirrors") | {"act": "split", "state": "?show=all&open=0"})
    assert response.status_code == 422
    assert "Put the cursor, or a line break, where the line should be split." in response.content.decode()
    assert "entry-open" in response.content.decode()


def test_join_with_the_line_above(small: Desk) -> None:
    count = len(small.look().resolved.rows)
    small.press("line", form_of(small, "is that needed") | {"act": "join"})
    rows = small.look().resolved.rows
    assert len(rows) == count - 1
    assert rows[0].text == "mirrors are polished twice is that needed?"
    assert rows[0].corrected_by == "Ana Kováč"
    small.press("undo_last")
    assert len(small.look().resolved.rows) == count


def test_vote_can_be_corrected(small: Desk) -> None:
    row = next(row for row in small.look().resolved.rows if row.vote)
    assert row.vote is not None
    form = form_of(small, row.text) | {"pro": "Ana Kováč", "contra": "Bo O'Neill", "abstain": ""}
    form.pop("people")
    small.press("line", form)
    vote = next(row.vote for row in small.look().resolved.rows if row.vote)
    assert [p.name for p in vote.pro] == ["Ana Kováč"]
    assert [p.name for p in vote.contra] == ["Bo O'Neill"]


def test_undo_takes_the_last_back_step_by_step(small: Desk) -> None:
    small.press("line", form_of(small, "mirrors") | {"kind": "idea", "technology": "3"})
    small.press("line", form_of(small, "gratings") | {"kind": "note"})
    small.press("undo_last")
    assert row_of(small, "gratings").kind == "statement"
    assert row_of(small, "mirrors").kind == "idea"
    small.press("undo_last")
    row = row_of(small, "mirrors")
    assert (row.kind, row.technology) == ("statement", 1)
    assert drafts.undo_last(draft=small.fresh(), by=small.cast.chair) is None


def test_offer_taken_whose_words_are_gone_is_asked_about(sample: Desk) -> None:
    key = next(o.key for o in sample.look().understood.offers if o.quote.startswith("will prepare"))
    sample.answer(key, "take")
    read_again(sample, sample.draft.text.replace("will prepare something on that topic", "is silent"))
    question = next(q for q in sample.look().understood.questions if q.kind == "lost")
    assert question.lead == "Something taken has lost its words:"
    sample.answer(question.key, "drop")
    assert not any(q.kind == "lost" for q in sample.look().understood.questions)


def test_stale_text_is_refused_with_both_kept(small: Desk) -> None:
    base = drafts.token(small.fresh())
    read_again(small, small.draft.text + "\n\nOne more line.")
    response = small.press("text", {"text": "Mine alone", "base": base})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Mine alone" in page
    assert "Both texts are below; nothing was lost." in page
    assert "One more line." in small.fresh().text
    response = small.press("text", {"text": "Mine: and Bo: too", "base": drafts.token(small.fresh())})
    assert response.status_code == 303
    assert small.fresh().text == "Mine: and Bo: too"


def test_lines_on_the_left_are_corrected_alone(sample: Desk) -> None:
    sample.answer("name:zdenek", "quoted")
    base = drafts.token(sample.fresh())
    line = sample.draft.text.split("\n")[65]
    assert "6means" in line
    data = {"text": line.replace("6means", "means"), "base": base, "first": 66, "last": 66, "state": "?show=all"}
    response = sample.press("text", data)
    assert response.status_code == 303
    assert response["Location"].endswith("?show=all#l66")
    assert "6means" not in sample.fresh().text
    preview = sample.look()
    assert len(preview.resolved.rows) == 58
    assert preview.resolved.open_doubts == 2  # what was chosen stays chosen


def test_typing_on_the_left_sends_only_what_follows(small: Desk) -> None:
    text = small.draft.text.split("\n")[9]
    data = {
        "text": f"{text} – Bo: good",
        "base": drafts.token(small.fresh()),
        "first": 10,
        "last": 10,
        "state": "?show=all",
    }
    response = small.press("text", data, **{"HX-Request": "true", "HX-Trigger-Name": "text"})
    page = response.content.decode()
    assert response.status_code == 200
    assert '<div class="got" id="got-10" hx-swap-oob="true">' in page
    assert "good" in page
    assert drafts.token(small.fresh()) in page
    assert "<textarea" not in page


def test_service_refuses_what_makes_no_sense(small: Desk) -> None:
    draft = small.fresh()
    with pytest.raises(Refused, match="There is nothing to read yet"):
        drafts.change_text(draft=draft, text=" \n ", base=drafts.token(draft), by=small.cast.chair)
    with pytest.raises(Refused, match="no colour"):
        drafts.pin(draft=draft, quote="x", line=1, fields={"colour": "red"}, by=small.cast.chair)
    with pytest.raises(Refused, match="no such line"):
        drafts.change_lines(draft=draft, first=900, last=900, text="x", base=drafts.token(draft), by=small.cast.chair)
    assert not Correction.objects.exists()


def test_head_and_attendance_are_editable(small: Desk) -> None:
    assert small.press("head", {"title": "Optics day", "date": "2026-03-05"}).status_code == 303
    response = small.press("roster", {"name": "Chidi Okafor", "facility": "HILL", "presence": "apologised"})
    assert response.status_code == 303
    small.press("roster", {"name": "Bo O'Neill", "facility": "HILL", "presence": "none"})
    resolved = small.look().resolved
    assert (resolved.title, str(resolved.date)) == ("Optics day", "2026-03-05")
    assert [(p.person.name, p.presence) for p in resolved.roster] == [
        ("Ana Kováč", "present"),
        ("Chidi Okafor", "apologised"),
    ]
    assert resolved.roster[1].person.member_id == small.cast.second.pk
    page = small.page("?fold=people")
    assert 'value="apologised" selected' in page
    assert small.press("head", {"title": "", "date": "x"}).status_code == 422


def test_draft_address_is_the_one_others_link_to(small: Desk) -> None:
    assert reverse("minutes_draft", args=["optics", 7]) == "/optics/minutes/draft/7/"
    assert reverse("minutes_paste", args=["optics"]) == "/optics/minutes/new/"
