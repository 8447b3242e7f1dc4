"""Recording a document: everything or nothing, once, never over somebody's words; and taking it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.kinds import acts, tell
from activity.models import Event
from decisions.services import take_position
from roadmap.brought_in import Made
from roadmap.models import DocumentDraft, Roadmap, Technology
from roadmap.services import add_technologies, documents, save_text, write_about
from roadmap.services.importing import ensure_technologies, take_back_technologies
from tests.conftest import Cast
from tests.roadmap.documents.conftest import DOCUMENT, brought, draft_of, head, planned, record, say, technology
from tests.together import at_once
from web.refusals import Refused
from writing.models import Version
from writing.services import save


def nameless(cast: Cast, *numbers: int) -> None:
    ensure_technologies(group=cast.group, titles=dict.fromkeys(numbers, ""), by=cast.chair)


def sentences(cast: Cast) -> list[str]:
    return [act.sentence for act in acts(tell(Event.objects.for_feed(cast.group), cast.viewer(cast.chair)))]


def test_empty_roadmap_gets_technologies_in_the_order_of_the_document(cast: Cast) -> None:
    draft = brought(cast, DOCUMENT.replace("## Mirrors", "## 5. Mirrors"))
    rows = list(Technology.objects.listed(cast.group).order_by("rank").select_related("text__head"))
    assert [(row.number, row.text.title, row.state) for row in rows] == [
        (5, "Mirrors", "written"),
        (6, "Gratings", "written"),
    ]
    version = head(cast, 5)
    assert version.body == "Polished twice.\n\n### What it needs\n\n- people"
    assert (version.origin, version.note, version.author) == ("imported", "From optics.docx", cast.chair)
    scope = Roadmap.objects.get(group=cast.group).scope
    assert scope.head is not None
    assert (scope.head.body, scope.head.origin) == ("What it is about.", "imported")
    assert (Made.of(draft).words, Made.of(draft).names) == (3, 2)
    assert sentences(cast)[0] == "Ana Kováč brought in 3 texts from optics.docx"
    assert Event.objects.filter(kind__in=["technology.made", "text.saved"]).count() == 0


def test_nameless_technologies_get_names_and_texts(cast: Cast) -> None:
    nameless(cast, 1, 2)
    draft = draft_of(cast)
    assert planned(draft).doubts[0].kind == "order"
    say(draft, order="yes")
    record(draft)
    assert (technology(cast, 1).text.title, technology(cast, 2).text.title) == ("Mirrors", "Gratings")
    assert head(cast, 2).origin == "imported"
    assert head(cast, 2).number == 2


def test_order_that_was_said_holds_when_one_is_left_out(cast: Cast) -> None:
    nameless(cast, 1, 2, 3)
    draft = draft_of(cast, "# A\n\na\n\n# B\n\nb\n\n# C\n\nc\n")
    say(draft, order="yes")
    say(draft, at=1, becomes="out")
    assert [(part.fate, part.target) for part in planned(draft).parts] == [
        ("technology", 1),
        ("out", None),
        ("technology", 3),
    ]
    say(draft, at=1, becomes=None)
    assert planned(draft).targets[2].title == "B"
    say(draft, order=None)
    assert [one.kind for one in planned(draft).doubts] == ["order"]


def test_working_title_becomes_a_name_and_inferred_words_make_room(cast: Cast) -> None:
    nameless(cast, 1)
    row = technology(cast, 1)
    save(text=row.text, base=1, title="Mirrors", body="Perhaps mirrors.", by=cast.chair, origin=Version.Origin.INFERRED)
    Technology.objects.filter(pk=row.pk).update(working_title=True)
    brought(cast)
    assert not technology(cast, 1).working_title
    assert (head(cast, 1).origin, head(cast, 1).title) == ("imported", "Mirrors")
    assert technology(cast, 2).text.title == "Gratings"


def test_words_somebody_wrote_stay_among_the_versions(cast: Cast) -> None:
    add_technologies(group=cast.group, titles=["Mirrors"], by=cast.chair)
    save_text(
        technology=technology(cast, 1), base=1, title="Mirrors", body="Ours.", note="", small=False, by=cast.member
    )
    brought(cast)
    assert (head(cast, 1).number, head(cast, 1).origin) == (3, "reimported")
    assert head(cast, 1).words_changed > 0
    assert Version.objects.get(text=technology(cast, 1).text, number=2).body == "Ours."


def test_recorded_twice_is_recorded_once(cast: Cast) -> None:
    draft = draft_of(cast)
    seen = planned(draft).fingerprint
    first = documents.record_document(draft=draft, seen=seen, by=cast.chair)
    second = documents.record_document(draft=draft, seen=seen, by=cast.chair)
    assert first.recorded_at == second.recorded_at
    assert Technology.objects.listed(cast.group).count() == 2
    assert Event.objects.filter(kind="document.recorded").count() == 1


def test_same_document_again_changes_nothing(cast: Cast) -> None:
    brought(cast)
    again = draft_of(cast)
    assert [one.state for one in planned(again).targets.values()] == ["same"] * 3
    record(again)
    assert {head(cast, number).number for number in (1, 2)} == {1}


def test_changed_document_makes_versions_of_what_changed(cast: Cast) -> None:
    brought(cast)
    record(draft_of(cast, DOCUMENT.replace("twice", "three times")))
    assert (head(cast, 1).number, head(cast, 1).origin) == (2, "reimported")
    assert "three times" in head(cast, 1).body
    assert head(cast, 2).number == 1


def test_newer_words_here_are_left_alone_until_both_moved(cast: Cast) -> None:
    brought(cast)
    ours = "Polished by us."
    save_text(technology=technology(cast, 1), base=1, title="Mirrors", body=ours, note="", small=False, by=cast.member)
    record(draft_of(cast, DOCUMENT.replace("Ruled", "Drawn")))
    assert (head(cast, 1).body, head(cast, 1).number) == (ours, 2)
    assert head(cast, 2).body == "Drawn by one maker."
    both = draft_of(cast, DOCUMENT.replace("twice", "three times"))
    assert [one.kind for one in planned(both).doubts] == ["both"]
    record(both)
    assert head(cast, 1).body == ours
    third = draft_of(cast, DOCUMENT.replace("twice", "three times"))
    say(third, at=1, words="ours")
    record(third)
    assert head(cast, 1).body == ours
    assert planned(draft_of(cast, DOCUMENT.replace("twice", "three times"))).doubts == []
    fourth = draft_of(cast, DOCUMENT.replace("twice", "four times"))
    say(fourth, at=1, words="document")
    record(fourth)
    assert "four times" in head(cast, 1).body
    assert Version.objects.filter(text=technology(cast, 1).text, body=ours).exists()


def test_taken_back_number_comes_back_with_its_text(cast: Cast) -> None:
    nameless(cast, 1)
    take_back_technologies(ids=[technology(cast, 1).pk])
    draft = brought(cast, "# 1. Mirrors\n\nPolished.\n\n# 2. Gratings\n\nRuled.\n")
    assert technology(cast, 1).taken_back_at is None
    assert head(cast, 1).body == "Polished."
    documents.undo_document(draft=draft, by=cast.chair)
    assert technology(cast, 1).taken_back_at is not None


def test_title_of_the_roadmap_only_when_taken(cast: Cast) -> None:
    brought(cast)
    assert Roadmap.objects.get(group=cast.group).title == "Optics Technology Roadmap"
    draft = draft_of(cast)
    say(draft, name="take")
    draft = record(draft)
    assert Roadmap.objects.get(group=cast.group).title == "The optics roadmap"
    documents.undo_document(draft=draft, by=cast.chair)
    assert Roadmap.objects.get(group=cast.group).title == "Optics Technology Roadmap"


def test_unanswered_doubt_records_nothing_for_its_part(cast: Cast) -> None:
    add_technologies(group=cast.group, titles=["Lasers"], by=cast.chair)
    draft = brought(cast, "# 1. Undulators\n\nx\n\n# 2. Gratings\n\nRuled.\n")
    assert (technology(cast, 1).text.title, head(cast, 1).body) == ("Lasers", "")
    assert technology(cast, 2).text.title == "Gratings"
    assert Made.of(draft).open == 1


def test_nothing_but_doubts_is_refused(cast: Cast) -> None:
    nameless(cast, 1, 2, 3)
    draft = draft_of(cast, "# A\n\na\n\n# B\n\nb\n")
    with pytest.raises(Refused, match="nothing to record"):
        record(draft)


def test_roadmap_that_moved_on_refuses_and_records_nothing(cast: Cast) -> None:
    add_technologies(group=cast.group, titles=["Mirrors"], by=cast.chair)
    draft = draft_of(cast)
    seen = planned(draft).fingerprint
    save_text(
        technology=technology(cast, 1), base=1, title="Mirrors", body="Mine.", note="", small=False, by=cast.member
    )
    with pytest.raises(Refused, match="changed meanwhile"):
        documents.record_document(draft=draft, seen=seen, by=cast.chair)
    assert head(cast, 1).body == "Mine."
    assert not Technology.objects.filter(group=cast.group, number=2).exists()
    assert not Event.objects.filter(kind="document.recorded").exists()


def test_failure_at_the_end_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(cast)
    monkeypatch.setattr("roadmap.services.documents.record.log", lambda **data: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(draft)
    draft.refresh_from_db()
    assert draft.recorded_at is None
    assert not Technology.objects.filter(group=cast.group).exists()


def test_undo_puts_every_text_back_and_opens_the_draft_again(cast: Cast) -> None:
    add_technologies(group=cast.group, titles=["Mirrors"], by=cast.chair)
    draft = draft_of(cast)
    say(draft, at=1, text="Corrected.")
    draft = record(draft)
    again = documents.undo_document(draft=draft, by=cast.chair)
    assert (head(cast, 1).number, head(cast, 1).origin, head(cast, 1).body) == (3, "restored", "")
    assert technology(cast, 2).taken_back_at is not None
    assert again.sections == draft.sections
    assert (again.source, again.recorded_at) == (draft.source, None)
    assert documents.undo_document(draft=draft, by=cast.chair) == again
    assert sentences(cast)[0] == "Ana Kováč took back what came from optics.docx"
    record(again)
    assert head(cast, 1).body == "Corrected.\n\n### What it needs\n\n- people"
    assert technology(cast, 2).taken_back_at is None


@pytest.mark.parametrize("act", ["edit", "answer", "comment", "agree"])
def test_undo_is_refused_once_somebody_built_on_it(cast: Cast, act: str) -> None:
    draft = brought(cast)
    row = technology(cast, 1)
    if act == "edit":
        save_text(technology=row, base=1, title="Mirrors", body="Mine.", note="", small=False, by=cast.member)
    elif act == "answer":
        take_position(question=row.question, member=cast.member, value="pro", by=cast.member, version=row.text.head)
    elif act == "comment":
        write_about(technology=row, by=cast.member, words="why?")
    else:
        Technology.objects.filter(pk=row.pk).update(state="agreed", agreed_version=row.text.head)
    what = {"edit": "edited", "answer": "answered", "comment": "spoken of", "agree": "agreed"}[act]
    assert [(one.name, one.what) for one in documents.hindrances(draft)] == [("T1", what)]
    with pytest.raises(Refused, match=f"T1 was {what} since"):
        documents.undo_document(draft=draft, by=cast.chair)
    assert technology(cast, 2).taken_back_at is None


def test_stale_change_is_refused(cast: Cast) -> None:
    draft = draft_of(cast)
    base = documents.token(draft)
    documents.change(draft=draft, change={"at": 1, "text": "One."}, base=base, by=cast.chair)
    with pytest.raises(documents.StaleDraft):
        documents.change(draft=draft, change={"at": 1, "text": "Other."}, base=base, by=cast.chair)
    documents.undo_last(draft=draft, by=cast.chair)
    draft.refresh_from_db()
    assert draft.sections == []


@pytest.mark.parametrize(
    "change",
    [
        {"at": 99, "becomes": "new"},
        {"at": -1, "text": "x"},
        {"at": 0, "becomes": "T"},
        {"level": 9},
        {"order": "maybe"},
    ],
)
def test_what_cannot_be_said_is_refused(cast: Cast, change: dict[str, Any]) -> None:
    draft = draft_of(cast)
    with pytest.raises(Refused, match="cannot be said"):
        documents.change(draft=draft, change=change, base=documents.token(draft), by=cast.chair)


@pytest.mark.parametrize(("text", "words"), [("  \n", "nothing to read"), ("x" * 5_000_001, "five million")])
def test_document_without_words_or_with_too_many_is_refused(cast: Cast, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        draft_of(cast, text)


def test_document_with_thousands_of_headings_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="2,001 headings"):
        draft_of(cast, "# A\n" * 2001)


def test_recording_costs_the_same_for_many(cast: Cast) -> None:
    def cost(text: str) -> int:
        draft = draft_of(cast, text)
        seen = planned(draft).fingerprint
        with CaptureQueriesContext(connection) as captured:
            documents.record_document(draft=draft, seen=seen, by=cast.chair)
        return len(captured)

    def texts(many: int, words: str) -> str:
        return "".join(f"# Technology {number}: Name {number}\n\n{words}\n\n" for number in range(1, many + 1))

    cost(texts(30, "first"))
    assert cost(texts(2, "second")) == cost(texts(30, "third"))
    assert cost(texts(30, "fourth")) <= 40


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_record_once(cast: Cast) -> None:
    draft = draft_of(cast)
    seen = planned(draft).fingerprint
    found = at_once(lambda _: documents.record_document(draft=draft, seen=seen, by=cast.chair), 8)
    assert len({one.recorded_at for one in found}) == 1
    assert Technology.objects.listed(cast.group).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_documents_at_once_are_one_after_the_other(cast: Cast) -> None:
    drafts = [draft_of(cast), draft_of(cast, DOCUMENT.replace("Mirrors", "Lasers"), by=cast.second)]
    seen = [planned(draft).fingerprint for draft in drafts]
    found = at_once(lambda n: documents.record_document(draft=drafts[n], seen=seen[n], by=cast.chair), 2)
    assert sum(isinstance(one, DocumentDraft) for one in found) == 1
    assert sum(isinstance(one, Refused) and "changed meanwhile" in str(one) for one in found) == 1
    assert Technology.objects.listed(cast.group).count() == 2
