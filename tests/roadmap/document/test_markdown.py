"""The document as Markdown reads back to the same document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roadmap.document import DocumentRecord, TechnologyRecord, read_markdown, write_markdown
from roadmap.document.record import block, one_line
from tests.growth import assert_grows_with_the_text
from tests.roadmap.document.records import DIRECTORS, HOSTILE, records, texts
from web.markdown import render


def with_text(text: str) -> DocumentRecord:
    first = replace(DIRECTORS.technologies[0], text=block(text))
    return replace(DIRECTORS, scope=block(text), technologies=(first, *DIRECTORS.technologies[1:]))


def test_document_reads_as_a_person_would_write_it() -> None:
    written = write_markdown(DIRECTORS)
    assert written.startswith(
        '---\nwaymark: roadmap 1\ngroup: "Optics WG"\nedition: 2026-11-25\ndue: 2027-02-17\n'
        'due_for: "the directors’ meeting"\n---\n\n# Optics Technology Roadmap\n\n'
        "*Edition of 25 Nov 2026, 3 technologies: 1 agreed, 1 ready, 1 being written. "
        "For the directors’ meeting on 17 Feb 2027.*\n\nWhat we plan together.\n\n#### What is left out\n"
    )
    assert (
        "## Technology 3: Mirrors & gratings\n\n- State: Agreed\n- Agreed on: version 6, 12 Mar 2026; edited since\n"
        "- Text: version 7, 20 Apr 2026\n- Asked of the directors: Two people for three years\n"
        "- Written by: Ana Kováč; Bo O'Neill\n- Where it stands: 3 of 17 are pro, nobody is contra, 14 have not said.\n"
        "- Leads: LAKE\n- Takes part: HILL; DALE\\; west\n- Does not take part: MOOR\n"
        "- Overlaps with: T2\n- Needs: T2\n- Has as part: T4\n\n### Why\n\nBecause.[^T3-1]\n"
    ) in written
    assert "## Technology 4\n\n- State: Being written\n- Title: a working title\n" in written
    assert written.endswith("## No longer in the list\n\nT1 is part of T3; T5 is withdrawn.\n")


def test_document_reads_back() -> None:
    assert read_markdown(write_markdown(DIRECTORS)) == DIRECTORS


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("after", ["", "\n\nwords", "\n# x\n\n###### y", "\n## Technology 4: mine\n- State: Ready"])
def test_hostile_text_reads_back(text: str, after: str) -> None:
    record = with_text(text + after)
    assert read_markdown(write_markdown(record)) == record


@settings(max_examples=150, deadline=None)
@given(records)
def test_any_document_reads_back(record: DocumentRecord) -> None:
    assert read_markdown(write_markdown(record)) == record


@settings(max_examples=100, deadline=None)
@given(texts)
def test_texts_stay_in_their_places(text: str) -> None:
    written = write_markdown(with_text(text))
    ours = [line for line in written.split("\n") if line.startswith("## Technology ")]
    assert ours[0] == "## Technology 3: Mirrors & gratings"
    assert ours[-2:] == ["## Technology 2: Detectors", "## Technology 4"]
    assert len(ours) == 3


def test_file_with_other_line_ends_and_mark_reads_back() -> None:
    written = "\ufeff" + write_markdown(DIRECTORS).replace("\n", "\r\n")
    assert read_markdown(written) == DIRECTORS


def test_headings_stand_below_their_technology() -> None:
    written = write_markdown(with_text("# One\n\n## Two\n\n```sh\n# a comment\n```\n\nUnder\n==="))
    assert "\n### One\n\n#### Two\n\n```sh\n# a comment\n```\n" in written


def test_headings_too_deep_to_move_stay() -> None:
    written = write_markdown(with_text("# One\n\n##### Five"))
    assert "<!-- headings as written -->\n\n# One\n\n##### Five" in written


def test_footnotes_of_two_texts_do_not_clash() -> None:
    html = render(write_markdown(DIRECTORS).split("---\n", 2)[2])
    assert html.count('class="footnote-item"') == 2


def test_titles_are_shown_as_they_are() -> None:
    title = "*a* _b_ c_d `e` [f](javascript:g) <b> &amp; ~~h~~ \\* i##"
    record = DocumentRecord(title=title, edition=DIRECTORS.edition, technologies=(TechnologyRecord(1, title),))
    written = write_markdown(record)
    assert read_markdown(written) == record
    html = render(written.split("---\n", 2)[2])
    for mark in ("<em>", "<strong>", "<code>", "<a", "<s>", "<b>"):
        assert mark not in html.replace("<em>Edition", "")
    assert "c_d" in written


def test_what_markdown_does_not_carry() -> None:
    """Breaks in one line, blank lines around a text; whoever makes a record takes them away beforehand."""
    record = replace(DIRECTORS, title="two\nlines ", scope="\n\n  words  \n\n")
    back = read_markdown(write_markdown(replace(record, title=one_line(record.title))))
    assert back is not None
    assert (back.title, back.scope) == ("two lines", "  words")


def test_edited_file_loses_nothing() -> None:
    written = (
        write_markdown(DIRECTORS)
        .replace("## Technology 2: Detectors", "## Technology 2: Fast detectors")
        .replace("- State: Ready", "- State: Splendid\n- Budget: 5")
        .replace("Fast ones.", "## Sub\n\nFast and cheap ones.")
        .replace("\nWhat we plan together.", "Not ours.\n\nWhat we plan together.")
        .replace("T5 is withdrawn.", "T5 is withdrawn.\n\nAnd one more thing.")
    )
    back = read_markdown(written)
    assert back is not None
    assert back.scope.startswith("Not ours.\n\nWhat we plan together.")
    changed = back.technologies[1]
    assert (changed.title, changed.state) == ("Fast detectors", "written")
    assert changed.text == "- Budget: 5\n- Text: version 1\n\n# Sub\n\nFast and cheap ones.[^1]\n\n[^1]: Very."
    assert back.technologies[2].text.endswith("T1 is part of T3; T5 is withdrawn.\n\nAnd one more thing.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A roadmap\n\nwords",
        "---\ntitle: other\n---\n# A",
        "---\nwaymark: roadmap 1\n---\n# A",
        "---\nwaymark: roadmap 2\nedition: 2026-11-25\n---\n# A",
        "---\nwaymark: roadmap 1\nedition: soon\n---\n# A",
        "words\n---\nwaymark: roadmap 1\nedition: 2026-11-25\n---\n",
    ],
)
def test_other_files_are_not_ours(text: str) -> None:
    assert read_markdown(text) is None


@pytest.mark.parametrize("begins", ["## Technology 2: Mirrors", "## Technology 2: Mirrors\n\n- State: Ready"])
def test_file_made_to_be_slow_grows_with_its_length(begins: str) -> None:
    head = write_markdown(replace(DIRECTORS, technologies=(), gone=()))
    assert_grows_with_the_text(read_markdown, lambda number: f"{head}\n{begins}{' ' * number}x\n", 24_000)
