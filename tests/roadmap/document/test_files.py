"""The document as HTML and as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from roadmap.document import DocumentRecord, TechnologyRecord, write_csv, write_html
from roadmap.document.fitting import Fitter
from tests.roadmap.document.records import DIRECTORS, HOSTILE
from web.markdown import Links, render

LINKS = Links(
    {number: (f"#T{number}", f"Technology {number}") for number in (2, 3, 4)},
    {3: ("#", "Ana Kováč"), 4: ("#", "a member")},
)

NASTY = (
    "<script>alert(1)</script> [a](javascript:alert(1)) <img src=x onerror=alert(1)> ![p](https://example.org/p.png)\n\n"
    '<a href="https://example.org" onclick="x()">b</a> </style></body> <iframe src="//example.org"></iframe>'
)


def to_html(markdown: str) -> str:
    return render(markdown, link=LINKS)


def of_one(text: str, title: str = "Mirrors") -> DocumentRecord:
    return replace(DIRECTORS, technologies=(TechnologyRecord(3, title, text=text),))


def test_page_has_headings_in_order_and_leads_to_them() -> None:
    page = write_html(DIRECTORS, to_html)
    assert re.findall(r"<h([1-6])[^>]*>([^<]*)<", page) == [
        ("1", "Optics Technology Roadmap"),
        ("2", "Contents"),
        ("2", "Scope"),
        ("3", "What is left out"),
        ("2", "Technology 3: Mirrors &amp; gratings"),
        ("3", "Why"),
        ("2", "Technology 2: Detectors"),
        ("2", "Technology 4"),
    ]
    for number in (3, 2, 4):
        assert f'href="#T{number}"' in page
        assert f'<article id="T{number}">' in page
    assert "Edition of 25 Nov 2026, 3 technologies: 1 agreed, 1 ready, 1 being written." in page
    assert "Agreed on version 6 in the meeting of 12 Mar 2026; edited since · Version 7 of 20 Apr 2026" in page
    assert 'T1 is part of <a href="#T3">T3</a>; T5 is withdrawn.' in page


def test_page_loads_nothing_and_runs_nothing() -> None:
    page = write_html(replace(of_one(NASTY, NASTY), title=NASTY, scope=NASTY, due_for=NASTY), to_html)
    style = re.search(r"<style>.*?</style>", page, re.S)
    assert style
    rest = page.replace(style[0], "")
    assert not re.search(r"<(?:script|img|iframe|link|object|style|form|svg)\b", rest)
    assert not re.search(r"<[^>]*\s(?:on\w+|src|style)=", rest)
    assert not re.search(r'<a [^>]*href="(?!#|https?:|mailto:)', rest)
    assert "url(" not in style[0]
    assert rest.count("</body>") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_article(text: str) -> None:
    page = write_html(of_one(text), to_html)
    assert page.count("<article") == page.count("</article>") == 1
    assert page.count("<h1>") == 1
    assert page.rstrip().endswith("</html>")


def test_footnotes_are_numbered_through_the_document() -> None:
    page = write_html(DIRECTORS, to_html)
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert re.findall(r'<li id="(note-\d+)">', page) == ["note-1", "note-2"]
    assert '<ol start="2">' in page


def test_same_text_twice_has_anchors_of_its_own() -> None:
    text = "a[^x] b[^x]\n\n[^x]: note"
    record = replace(
        DIRECTORS, scope=text, technologies=(TechnologyRecord(1, text=text), TechnologyRecord(2, text=text))
    )
    page = write_html(record, to_html)
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    for target in re.findall(r'href="#([^"]+)"', page):
        assert target in anchors


def test_text_fits_below_its_technology() -> None:
    fitter = Fitter(to_html)
    assert fitter.fit("## a\n\n#### b", below=2) == "<h3>a</h3>\n<h5>b</h5>\n"
    assert (
        fitter.fit("@[3] and @[4] see T2 and T9", below=2)
        == '<p>Ana Kováč and a member see <a href="#T2">T2</a> and T9</p>\n'
    )
    assert fitter.fit("3. a\n4. b", below=2).startswith('<ol start="3">')
    assert fitter.fit("", below=2) == ""
    assert fitter.fit("https://example.org/a?b=1&c=2", below=2) == (
        '<p><a class="bare" href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a></p>\n'
    )


def rows_of(record: DocumentRecord) -> list[list[str]]:
    written = write_csv(record)
    assert written.startswith("\ufeff")
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff"))))


def test_csv_has_a_row_a_technology() -> None:
    head, *rows = rows_of(DIRECTORS)
    assert head[:4] == ["Number", "Title", "Working title", "State"]
    first = dict(zip(head, rows[0], strict=True))
    assert (first["Number"], first["State"], first["Agreed on"]) == ("T3", "Agreed", "2026-03-12")
    assert (first["Takes part"], first["Has as part"]) == ("HILL, DALE; west", "T4")
    assert first["Text"] == DIRECTORS.technologies[0].text
    assert len(rows) == 3


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\n=1"])
def test_no_cell_begins_a_formula(begin: str) -> None:
    one = TechnologyRecord(1, begin, text=begin, asked_of_directors=begin, writers=(begin,), standing=begin)
    _, row = rows_of(replace(DIRECTORS, technologies=(one,)))
    assert sum(cell == f"'{begin}" for cell in row) == 5


def test_no_part_of_a_cell_begins_a_formula_where_semicolons_part_cells() -> None:
    text = "Ruled; =1+1\n=2\n- item; - item\n-3\n@x\na=1; b\n---"
    one = TechnologyRecord(1, "Mirrors;=cmd|' /C calc'!A0", text=text)
    _, row = rows_of(replace(DIRECTORS, technologies=(one,)))
    assert row[1] == "Mirrors;'=cmd|' /C calc'!A0"
    assert row[-1] == "Ruled;' =1+1\n'=2\n- item; - item\n'-3\n'@x\na=1; b\n'---"
