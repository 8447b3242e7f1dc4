"""What Waymark wrote as Markdown or JSON becomes the same roadmap again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from roadmap.document import DocumentRecord, TechnologyRecord, write_json, write_markdown
from roadmap.models import AskedOfDirectors, Roadmap, Technology
from roadmap.services import ask_directors, documents
from roadmap.verify import differences
from tests.conftest import Cast
from tests.roadmap.documents.conftest import draft_of, head, planned, record, say, technology

TEXT = """Polished *twice*, see T7.

## What it needs

- people[^1]

| a | b |
| --- | --- |
| 1 | 2 |

```
# no heading
```

[^1]: Some."""
WRITTEN = DocumentRecord(
    title="Optics: a *plan*",
    edition=date(2025, 3, 1),
    group="Optics WG",
    scope="What it is.\n\n# Why\n\nBecause.",
    technologies=(
        TechnologyRecord(7, "Gratings:", text="    code first\n\nRuled.", asked_of_directors="Money for *one* maker."),
        TechnologyRecord(2, "References", text=TEXT),
        TechnologyRecord(1234, "*Mirrors* [new](x)", text="# Technology 9: not one\n\nwords", working_title=True),
        TechnologyRecord(4),
    ),
)


def as_it_is(cast: Cast) -> DocumentRecord:
    """The roadmap of the group, as far as a document carries it."""
    roadmap = Roadmap.objects.select_related("scope__head").get(group=cast.group)
    rows = Technology.objects.listed(cast.group).select_related("text__head").order_by("rank")
    return DocumentRecord(
        title=roadmap.title,
        edition=WRITTEN.edition,
        group=WRITTEN.group,
        scope=roadmap.scope.head.body if roadmap.scope.head else "",
        technologies=tuple(
            TechnologyRecord(
                row.number or 0,
                row.text.title,
                text=row.text.head.body if row.text.head else "",
                asked_of_directors=row.asked_of_directors,
                working_title=row.working_title,
            )
            for row in rows
        ),
    )


@pytest.mark.parametrize("write", [write_markdown, write_json])
def test_own_file_gives_the_same_roadmap(cast: Cast, write: Callable[[DocumentRecord], str]) -> None:
    draft = draft_of(cast, write(WRITTEN))
    assert planned(draft).doubts == []
    say(draft, name="take")
    record(draft)
    assert as_it_is(cast) == WRITTEN
    again = draft_of(cast, write(WRITTEN))
    assert list(planned(again).writing()) == []
    assert planned(again).doubts == []


def test_line_for_the_directors_is_taken_back_with_the_rest(cast: Cast) -> None:
    before = draft_of(cast, write_markdown(WRITTEN))
    record(before)
    Technology.objects.filter(number=7).update(asked_of_directors="Nothing.")
    second = record(draft_of(cast, write_markdown(WRITTEN)))
    assert Technology.objects.get(number=7).asked_of_directors == "Money for *one* maker."
    documents.undo_document(draft=second, by=cast.chair)
    assert Technology.objects.get(number=7).asked_of_directors == "Nothing."


def test_every_line_for_the_directors_is_kept_as_a_wording(cast: Cast) -> None:
    record(draft_of(cast, write_markdown(WRITTEN)))
    row = technology(cast, 7)
    line = ask_directors(technology=row, words="Money.", base=newest(row).pk, by=cast.chair)
    second = record(draft_of(cast, write_markdown(WRITTEN)))
    documents.undo_document(draft=second, by=cast.second)
    wordings = AskedOfDirectors.objects.order_by("pk").values_list("words", "by__name")
    assert list(wordings) == [
        ("Money for *one* maker.", "Ana Kováč"),
        ("Money.", "Ana Kováč"),
        ("Money for *one* maker.", "Ana Kováč"),
        ("Money.", "Chidi Okafor"),
    ]
    assert line is not None
    assert list(differences()) == []


def newest(row: Technology) -> AskedOfDirectors:
    return AskedOfDirectors.objects.filter(technology=row).latest("pk")


def test_line_for_the_directors_that_was_made_too_long_ends_the_text(cast: Cast) -> None:
    record(draft_of(cast, write_json(WRITTEN)))
    first = TechnologyRecord(7, "Gratings", text="Ruled.", asked_of_directors="x" * 501)
    record(draft_of(cast, write_json(replace(WRITTEN, technologies=(first,)))))
    assert head(cast, 7).body == f"Ruled.\n\n{'x' * 501}"
    assert technology(cast, 7).asked_of_directors == "Money for *one* maker."


def test_what_no_database_keeps_is_replaced_in_an_own_file(cast: Cast) -> None:
    text = write_json(WRITTEN).replace("Because.", r"Be\ud800cau\u0000se.")
    assert r"\ud800" in text
    record(draft_of(cast, text, name="odd\udc80.json"))
    assert "Be\ufffdcau\ufffdse." in as_it_is(cast).scope
