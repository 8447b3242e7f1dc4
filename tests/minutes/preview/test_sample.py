"""The whole sample through the preview: three to check, seven offers, and what Record would write."""

from __future__ import annotations

import html
import re

from minutes.models import Correction
from minutes.preview.offers import offer_key
from tests.minutes.preview.conftest import Desk


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def offer_of(sample: Desk, start: str) -> str:
    return next(offer.key for offer in sample.look().understood.offers if offer.quote.startswith(start))


def test_sample_head_says_what_was_understood(sample: Desk) -> None:
    page = words_of(sample.page())
    assert "WG3 Monthly Meeting · 12 Feb 2025" in page
    assert "58 lines understood · 15 present · 2 apologies · 11 technologies" in page
    assert "3 to check 7 offers all 58" in page
    assert "15 present, 2 apologies – check" in page
    assert "3 to check stay open, 7 offers stay offers. Nobody is mailed." in page


def test_sample_shows_three_to_check_in_their_words(sample: Desk) -> None:
    page = words_of(sample.page())
    assert "Zdenek speaks 10 times and is not on the list of this meeting." in page
    assert "1 was there 2 was there for part of it 3 quoted, was not there 4 somebody on the list …" in page
    assert "Applies to all 10 and is remembered." in page
    assert "David is asked to do something and is not on the list." in page
    assert "Thomas Hold Rod read as Thomas Holm Rod (ESS)." in page
    assert "1 yes 2 somebody else …" in page
    assert page.index("Zdenek speaks") < page.index("David is asked") < page.index("Thomas Hold Rod read")
    assert "5 more lines: 66, 68, 70, 81, 96" in page
    assert sample.page().count("data-ask") == 3


def test_sample_shows_seven_offers_in_their_words(sample: Desk) -> None:
    raw = sample.page("?show=offers")
    page = words_of(raw)
    assert "“invites sceptical people to edit and improve the text …” – an action for nobody in particular" in page
    assert "Take as an action for …" in page
    assert "Leave as a statement" in page
    assert (
        "“ESRF won't be part of it” → ESRF does not take part in T2, as said by Jean-François Perrin ; shown as not confirmed."
        in page
    )
    assert "Action on T10 for Jean-François Perrin : “will prepare something on that topic …”" in page
    assert "Action for Paul Millar : “will try to organize a dedicated meeting …”" in page
    assert "“We continue with a small group …” Decided ?" in page
    assert "Leave as a note" in page
    assert "Action on T6 for Zdenek and David : “are asked to improve the text”" in page
    assert "Action on T11 for Rolf Krahl : “should have improved the formulation”" in page
    assert "Take all 4 that name a person" in page
    assert raw.count("data-ask") == 7


def test_sample_shows_kinds_by_form(sample: Desk) -> None:
    page = sample.page("?show=all")
    text = words_of(page)
    assert "Pro 3 Majid Ounsy, Rolf Krahl, Oscar Matilla" in text
    assert "<em>Idea</em>" in page
    assert 'class="entry note"' in page
    assert page.count('class="entry unsure"') == 12  # ten times Zdenek, what David is asked, Thomas Hold Rod
    assert "offer ESRF does not take part in T2 Take Leave" in text
    assert "PaN EOSC Node update Jean-François Perrin" in text
    assert "32 Welcome and Updates" in text


def test_quoted_settles_all_ten_turns_and_is_remembered(sample: Desk) -> None:
    sample.answer("name:zdenek", "quoted", name="Zdenek Quoted", facility="ELI")
    resolved = sample.look().resolved
    turns = [row for row in resolved.rows if row.speaker and row.speaker.name == "Zdenek Quoted"]
    assert len(turns) == 10
    assert {row.speaker_as_written for row in turns} == {"Zdenek"}
    person = turns[0].speaker
    assert person is not None
    assert (person.standing, person.affiliation) == ("known", "ELI")
    assert all(row.speaker is person for row in turns)
    assert resolved.aliases["Zdenek"] is person
    assert all(place.person is not person for place in resolved.roster)
    assert resolved.open_doubts == 2
    page = words_of(sample.page())
    assert "Zdenek quoted, was not there (Zdenek Quoted (ELI)) Undo" in page
    assert "Zdenek speaks 10 times" not in page


def test_was_there_puts_somebody_on_the_list(sample: Desk) -> None:
    sample.answer("name:zdenek", "present", facility="ELI")
    sample.answer("name:david", "part")
    roster = {place.person.name: place for place in sample.look().resolved.roster}
    assert (roster["Zdenek"].presence, roster["Zdenek"].affiliation) == ("present", "ELI")
    assert roster["David"].presence == "part"
    assert roster["David"].person.standing == "listed"
    assert "17 present" in words_of(sample.page())


def test_somebody_on_the_list_is_that_person(sample: Desk) -> None:
    sample.answer("name:david", "is", who="Rolf Krahl")
    sample.answer("name:thomas hold rod", "yes")
    resolved = sample.look().resolved
    assert resolved.aliases["David"].name == "Rolf Krahl"
    assert resolved.aliases["Thomas Hold Rod"].name == "Thomas Holm Rod"
    assert resolved.rows[0].speaker is resolved.aliases["Thomas Hold Rod"]


def test_spelling_that_meant_somebody_else(sample: Desk) -> None:
    sample.answer("name:thomas hold rod", "is", who="Oliver Knodel")
    rows = sample.look().resolved.rows
    assert rows[0].speaker is not None
    assert rows[0].speaker.name == "Oliver Knodel"
    assert rows[2].speaker is not None
    assert rows[2].speaker.name == "Thomas Holm Rod"


def test_answer_is_kept_with_who_and_undone(sample: Desk) -> None:
    sample.answer("name:zdenek", "quoted")
    kept = Correction.objects.get(draft=sample.draft)
    assert (kept.kind, kept.by, kept.value["choice"]) == ("answer", sample.cast.chair, "quoted")
    sample.answer("name:zdenek", "undo")
    assert sample.look().resolved.open_doubts == 3
    kept.refresh_from_db()
    assert kept.undone_at is not None


def test_last_answer_says_nothing_left_to_check(sample: Desk) -> None:
    for key, answer in [("name:zdenek", "quoted"), ("name:david", "quoted"), ("name:thomas hold rod", "yes")]:
        sample.answer(key, answer, state="?show=check")
    page = words_of(sample.page("?show=check"))
    assert "Nothing left to check." in page
    assert "0 to check 7 offers" in page
    assert "7 offers stay offers. Nobody is mailed." in page
    assert "Take all 4" in words_of(sample.page())  # the offers are shown first now


def test_taking_all_that_name_a_person(sample: Desk) -> None:
    assert sample.press("take_all", {"state": "?show=offers"}).status_code == 303
    resolved = sample.look().resolved
    actions = [row for row in resolved.rows if row.is_action]
    assert [[p.name for p in row.assignees] or row.assigned_words for row in actions] == [
        ["Jean-François Perrin"],
        ["Paul Millar"],
        "Zdenek, David",
        ["Rolf Krahl"],
    ]
    assert [row.technology for row in actions] == [10, None, 6, 11]
    assert resolved.open_offers == 3
    assert "Take all" not in sample.page("?show=offers")


def test_taking_an_action_for_nobody_asks_for_whom(sample: Desk) -> None:
    key = offer_of(sample, "invites")
    response = sample.press("answer", {"key": key, "answer": "take", "state": "?show=offers"})
    assert response.status_code == 422
    assert "Who is to do it?" in response.content.decode()
    sample.answer(key, "take", people="Rolf Krahl, Oliver Knodel")
    row = next(row for row in sample.look().resolved.rows if row.text.startswith("invites"))
    assert row.is_action
    assert [person.name for person in row.assignees] == ["Rolf Krahl", "Oliver Knodel"]


def test_taking_part_and_decision(sample: Desk) -> None:
    sample.answer(offer_of(sample, "ESRF"), "take")
    sample.answer(offer_of(sample, "We continue"), "take")
    rows = sample.look().resolved.rows
    part = next(row.part for row in rows if row.part)
    assert (part.facility, part.part, part.technology) == ("ESRF", "does_not", 2)
    assert part.said_by is not None
    assert part.said_by.name == "Jean-François Perrin"
    decided = [row for row in rows if row.is_decision]
    assert [row.text.split()[0] for row in decided] == ["We"]
    assert "Decided" in sample.page("?show=all")


def test_leaving_offers_leaves_statements_and_notes(sample: Desk) -> None:
    for offer in sample.look().understood.offers:
        sample.answer(offer.key, "leave")
    resolved = sample.look().resolved
    assert resolved.open_offers == 0
    assert not any(row.is_action or row.is_decision or row.part for row in resolved.rows)
    assert next(row.kind for row in resolved.rows if row.text.startswith("We continue")) == "note"
    assert next(row.kind for row in resolved.rows if row.text.startswith("will prepare")) == "statement"


def test_nothing_answered_leaves_names_as_written(sample: Desk) -> None:
    resolved = sample.look().resolved
    zdenek = [row for row in resolved.rows if row.speaker_as_written == "Zdenek"]
    assert len(zdenek) == 10
    assert {row.speaker.standing for row in zdenek if row.speaker} == {"written"}
    assert resolved.aliases == {}
    assert [idea.text.split()[0] for idea in resolved.rows if idea.kind == "idea"] == ["sample", "control", "Data"]
    vote = next(row.vote for row in resolved.rows if row.vote)
    assert [person.name for person in vote.pro] == ["Majid Ounsy", "Rolf Krahl", "Oscar Matilla"]
    assert vote.question == "do we want to keep that point?"
    assert resolved.next_date is not None
    assert resolved.next_date.isoformat() == "2025-03-12"
    assert [row.references for row in resolved.rows if row.references] == [(10,)]


def test_offer_keys_tell_same_words_apart() -> None:
    assert offer_key("action", "will do it", 0) != offer_key("action", "will do it", 1)
    assert offer_key("action", "Will do it", 0) == offer_key("action", "will do it", 0)


def test_lines_are_folded_by_technology_for_a_phone(sample: Desk) -> None:
    page = sample.page()
    assert "<summary>All 58 lines</summary>" in page
    assert '<summary>T2 <span class="quiet">10</span></summary>' in page
    at = next(row.index for row in sample.look().resolved.rows if row.text == "ESRF won't be part of it")
    assert f'href="?show=all&amp;open={at}#r{at}"' in page
