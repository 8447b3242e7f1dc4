"""The Word file: its parts are sound, and LibreOffice opens it with its headings, contents and pages."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from documents import pandoc
from documents.reading import to_text
from documents.refusal import NotMade
from roadmap.document import DocumentRecord, Gone, TechnologyRecord, write_docx
from tests.roadmap.document.records import DIRECTORS, HOSTILE
from tests.roadmap.document.test_files import NASTY, to_html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LONG = "W" * 150
RICH = (
    "# Why\n\nŁódź, 光学, `code`, **bold**[^1] and T2.\n\n> quoted\n\n1. one\n   - two\n\n---\n\n"
    f"| a | b | c |\n|---|--:|:-:|\n| 1 | {LONG} | 3 |\n\n| next | table |\n|---|---|\n\n```\n# code\n```\n\n[^1]: A note."
)
DOCUMENT = replace(
    DIRECTORS,
    technologies=(
        replace(DIRECTORS.technologies[0], text=RICH),
        *DIRECTORS.technologies[1:],
        TechnologyRecord(8, LONG, text=NASTY),
    ),
)


def parts_of(record: DocumentRecord) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_docx(record, to_html))) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return parts_of(DOCUMENT)


def tree(parts: dict[str, bytes], name: str = "word/document.xml") -> ET.Element:
    return ET.fromstring(parts[name])


def words_of(element: ET.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def styled(parts: dict[str, bytes], style: str) -> list[str]:
    return [
        words_of(paragraph)
        for paragraph in tree(parts).iter(f"{W}p")
        for named in paragraph.iter(f"{W}pStyle")
        if named.get(f"{W}val") == style
    ]


def test_every_part_is_well_formed_and_declared(parts: dict[str, bytes]) -> None:
    types = ET.fromstring(parts["[Content_Types].xml"])
    declared = {one.get("PartName") for one in types if one.get("PartName")}
    for name, part in parts.items():
        ET.fromstring(part)
        assert f"/{name}" in declared or name.endswith(".rels") or name == "[Content_Types].xml", name
    for name in (one.removeprefix("/") for one in declared if one):
        assert name in parts, name


def test_every_style_that_is_used_exists(parts: dict[str, bytes]) -> None:
    styles = {one.get(f"{W}styleId"): one for one in tree(parts, "word/styles.xml").iter(f"{W}style")}
    used = {
        one.get(f"{W}val")
        for name in parts
        if re.fullmatch(r"word/(?:document|footnotes|footer\d*)\.xml", name)
        for kind in ("pStyle", "rStyle", "tblStyle")
        for one in tree(parts, name).iter(f"{W}{kind}")
    }
    referred = {
        one.get(f"{W}val")
        for style in styles.values()
        for kind in ("basedOn", "next")
        for one in style.iter(f"{W}{kind}")
    }
    assert used | referred <= set(styles)
    for level in range(1, 7):
        heading = styles[f"Heading{level}"]
        names = [one.get(f"{W}val") for one in heading.iter(f"{W}name")]
        assert names == [f"heading {level}"]
        assert [one.get(f"{W}val") for one in heading.iter(f"{W}outlineLvl")] == [str(level - 1)]


def test_properties_of_paragraphs_are_in_the_order_word_wants(parts: dict[str, bytes]) -> None:
    """Word calls a file broken whose properties are in another order than its schema's."""
    paragraph = [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "widowControl",
        "numPr",
        "pBdr",
        "tabs",
        "spacing",
    ]
    paragraph += ["ind", "contextualSpacing", "jc", "outlineLvl"]
    run = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "color", "sz", "szCs", "vertAlign", "lang"]
    table = ["tblStyle", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for name in ("word/document.xml", "word/styles.xml", "word/footnotes.xml"):
        for kind, order in (("pPr", paragraph), ("rPr", run), ("tblPr", table)):
            for found in tree(parts, name).iter(f"{W}{kind}"):
                names = [child.tag.removeprefix(W) for child in found]
                assert set(names) <= set(order), names
                assert names == sorted(names, key=order.index), names


def test_links_inside_lead_somewhere_and_others_only_to_the_web(parts: dict[str, bytes]) -> None:
    marks = {one.get(f"{W}name") for one in tree(parts).iter(f"{W}bookmarkStart")}
    anchors = {one.get(f"{W}anchor") for one in tree(parts).iter(f"{W}hyperlink")} - {None}
    assert {"T2", "T3", "T4", "T8", "scope"} <= anchors <= marks
    pages = set(re.findall(r"PAGEREF (\w+)", parts["word/document.xml"].decode()))
    assert pages == {"T2", "T3", "T4", "T8", "scope"}
    targets = [
        one.get("Target") or ""
        for name in parts
        if name.endswith(".rels")
        for one in ET.fromstring(parts[name])
        if one.get("TargetMode") == "External"
    ]
    assert targets
    assert all(target.startswith(("https://", "http://", "mailto:")) for target in targets)
    assert b"<script" not in parts["word/document.xml"]


def test_headings_facts_and_words_are_where_they_belong(parts: dict[str, bytes]) -> None:
    assert styled(parts, "Title") == ["Optics Technology Roadmap"]
    assert styled(parts, "Heading1") == [
        "Scope",
        "Technology 3: Mirrors & gratings",
        "Technology 2: Detectors",
        "Technology 4",
        f"Technology 8: {LONG}",
    ]
    assert styled(parts, "TOC1") == styled(parts, "Heading1")
    assert styled(parts, "Heading2") == ["What is left out", "Why"]
    assert styled(parts, "Asked") == ["Asked of the directors: Two people for three years"]
    assert styled(parts, "ClosingLine") == ["T1 is part of T3; T5 is withdrawn."]
    assert "Written by Ana Kováč and Bo O'Neill." in styled(parts, "Facts")[0]
    notes = [words_of(one) for one in tree(parts, "word/footnotes.xml") if one.get(f"{W}type") is None]
    assert [note.strip() for note in notes] == ["A note.", "Very."]
    assert "Optics Technology Roadmap · edition of 25 Nov 2026" in parts["word/footer1.xml"].decode()
    properties = parts["docProps/core.xml"].decode()
    assert "<dc:title>Optics Technology Roadmap</dc:title>" in properties
    assert "<dc:language>en-GB</dc:language>" in properties
    settings = parts["word/settings.xml"].decode()
    assert 'w:name="compatibilityMode"' in settings
    assert '<w:themeFontLang w:val="en-GB" />' in settings


def test_tables_are_as_wide_as_the_text_and_apart(parts: dict[str, bytes]) -> None:
    tables = list(tree(parts).iter(f"{W}tbl"))
    assert len(tables) == 2
    for table in tables:
        assert [one.get(f"{W}type") for one in table.iter(f"{W}tblLayout")] == ["fixed"]
        widths = [int(one.get(f"{W}w") or 0) for one in table.iter(f"{W}gridCol")]
        assert 9000 < sum(widths) <= 9070
        assert min(widths) > 400
    body = tree(parts).find(f"{W}body")
    assert body is not None
    tags = [one.tag for one in body]
    assert (f"{W}tbl", f"{W}tbl") not in pairwise(tags)


@pytest.mark.parametrize("text", [*HOSTILE, "a \x01 b \ufffe", "x" * 5000, "> " * 60 + "deep"])
def test_any_text_makes_a_sound_file(text: str) -> None:
    nasty = re.sub(r"[\x00\ud800-\udfff]", "", text)
    record = replace(
        DIRECTORS, title=nasty[:200], scope=nasty, technologies=(TechnologyRecord(1, nasty[:200], text=nasty),)
    )
    parts = parts_of(record)
    for part in parts.values():
        ET.fromstring(part)
    assert len(styled(parts, "TOC1")) == 1 + bool(nasty)
    assert len(styled(parts, "Title")) == bool(nasty)


def test_document_without_technologies_is_one_page() -> None:
    parts = parts_of(DocumentRecord(title="Empty", edition=DIRECTORS.edition, gone=(Gone(1),)))
    assert styled(parts, "TOCHeading") == []
    assert styled(parts, "ClosingLine") == ["T1 is withdrawn."]


def test_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "HEAP", "1k")
    with pytest.raises(NotMade):
        write_docx(DIRECTORS, to_html)
    monkeypatch.undo()
    monkeypatch.setattr(pandoc, "PATIENCE", 0)
    with pytest.raises(NotMade):
        write_docx(DIRECTORS, to_html)


def test_our_own_reader_opens_it() -> None:
    text = to_text(write_docx(DOCUMENT, to_html), "roadmap.docx").text
    assert "# Technology 3: Mirrors & gratings" in text
    assert "Łódź, 光学" in text


def converted(document: bytes, target: str, folder: Path) -> Path:
    """What LibreOffice makes of the file, with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("This needs LibreOffice (Debian: sudo apt-get install libreoffice-writer-nogui poppler-utils).")
    (folder / "roadmap.docx").write_bytes(document)
    done = subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            target,
            "--outdir",
            str(folder),
            str(folder / "roadmap.docx"),
        ],
        capture_output=True,
        check=False,
        timeout=180,
    )
    made = folder / f"roadmap.{target}"
    assert made.exists(), done.stderr.decode(errors="replace")
    return made


def test_libreoffice_opens_it_with_its_headings(tmp_path: Path) -> None:
    with zipfile.ZipFile(converted(write_docx(DOCUMENT, to_html), "odt", tmp_path)) as package:
        content = ET.fromstring(package.read("content.xml"))
    headings = [
        (one.get(f"{TEXT}outline-level"), "".join(one.itertext()))
        for one in content.iter(f"{TEXT}h")
        if "".join(one.itertext()).strip()
    ]
    assert headings == [
        ("1", "Scope"),
        ("2", "What is left out"),
        ("1", "Technology 3: Mirrors & gratings"),
        ("2", "Why"),
        ("1", "Technology 2: Detectors"),
        ("1", "Technology 4"),
        ("1", f"Technology 8: {LONG}"),
    ]
    assert len(list(content.iter(f"{TEXT}note"))) == 2
    assert len(list(content.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table"))) == 2


def test_libreoffice_lays_it_out_with_page_numbers(tmp_path: Path) -> None:
    pdf = converted(write_docx(DOCUMENT, to_html), "pdf", tmp_path)
    words = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    first, second = words.split("\f")[:2]
    contents = re.findall(r"^ *(Scope|Technology \d.*?) {2,}(\d+) *$", first, re.M)
    assert [title for title, _ in contents[:4]] == [
        "Scope",
        "Technology 3: Mirrors & gratings",
        "Technology 2: Detectors",
        "Technology 4",
    ]
    assert all(int(page) >= 2 for _, page in contents)
    assert "Scope" in second
    assert re.search(r"Optics Technology Roadmap · edition of 25 Nov 2026 +1 ?/ ?\d", first)
