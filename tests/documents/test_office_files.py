"""Word, OpenDocument and reStructuredText, well made and hostile."""

import struct
import zipfile

import pytest

from documents import packages, pandoc
from documents.reading import Unreadable, to_text
from tests.documents import made
from tests.documents.made import docx, odt, p, package, r


def refusal(data: bytes, name: str = "minutes.docx") -> str:
    with pytest.raises(Unreadable) as caught:
        to_text(data, name)
    assert caught.value.sentence.endswith(" Nothing was recorded.")
    return caught.value.sentence


def test_docx_minutes_read_as_typed() -> None:
    body = "".join(
        (
            p(r("WG3 Meeting"), style="Title"),
            p(r("12 Feb 2025"), style="Date"),
            p(r("Discussion"), style="heading1"),
            p(r("Ana: ", bold=True), r("it's “fine” ... #2 @ESRF")),
            p(r("Bo: indented"), indent=720),
            f"<w:p>{r('one')}<w:r><w:br/></w:r>{r('two')}</w:p>",
            made.table(("Name", "Place"), ("Ana Kováč", "DESY")),
            f'<w:p><w:hyperlink r:id="rId9">{r("page")}</w:hyperlink></w:p>',
        )
    )
    styles = made.styled("Title", "Date")
    styles["word/styles.xml"] = str(styles["word/styles.xml"]).replace(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
    )
    text = to_text(docx(body, more=styles), "no suffix")
    assert text.text == (
        "# WG3 Meeting\n\n12 Feb 2025\n\n# Discussion\n\n**Ana:** it's “fine” ... #2 @ESRF\n\nBo: indented\n\none\ntwo\n\n"
        "| Name | Place |\n| --- | --- |\n| Ana Kováč | DESY |\n\n[page](https://example.org/page)\n"
    )
    assert text.notices == ()


def test_docx_changes_are_accepted_and_comments_dropped() -> None:
    body = p(
        r("kept "),
        f'<w:ins w:id="5" w:author="Bo">{r("added ")}</w:ins>',
        '<w:del w:id="6" w:author="Bo"><w:r><w:delText>removed</w:delText></w:r></w:del>',
        '<w:commentRangeStart w:id="1"/>', r("said"), '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
    )  # fmt: skip
    assert to_text(docx(body, more=made.comments("a remark")), "m.docx").text == "kept added said\n"


def test_docx_footnotes_stand_at_the_end() -> None:
    body = p(r("said"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r(".")) + p(r("end"))
    assert to_text(docx(body, more=made.footnotes("the note")), "m.docx").text == "said[^1].\n\nend\n\n[^1]: the note\n"


def test_docx_macros_and_attachments_are_ignored() -> None:
    attached = {
        "word/media/image1.png": b"\x89PNG" * 9,
        "word/embeddings/x.bin": b"\x00" * 99,
        "customXml/item1.xml": "<not closed",
    }
    assert to_text(docx(p(r("Ana: yes")), macros=True, more=attached), "m.docm").text == "Ana: yes\n"


def test_docx_without_words_is_refused() -> None:
    assert refusal(docx(p())).startswith("There is no text in this file.")


def test_odt_minutes_read_as_typed() -> None:
    body = (
        '<text:h text:outline-level="1">Present</text:h><text:list><text:list-item><text:p>Ana Kováč</text:p></text:list-item></text:list>'
        "<text:p>Bo: it's fine ...<text:line-break/>next</text:p>"
        "<text:p>said<office:annotation><dc:creator>Cy</dc:creator><text:p>a remark</text:p></office:annotation>.</text:p>"
    )
    text = to_text(odt(body), "minutes").text
    # A list that names no style is numbered.
    assert text == "# Present\n\n1. Ana Kováč\n\nBo: it's fine ...\nnext\n\nsaid.\n"


def test_odt_removed_text_stays_removed() -> None:
    removed = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>removed</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    assert to_text(odt(f"{removed}<text:p>kept</text:p>"), "m.odt").text == "kept\n"


def test_rst_minutes_read_as_typed() -> None:
    source = (
        "WG3\n===\n\n:Present: Ana, Bo\n:Date: 2025-02-12\n\nIt's *fine* ``x`` `page <https://x.org>`_.\n\n- Ana: yes\n\n"
        ".. include:: /etc/hostname\n\n.. csv-table:: t\n   :file: /etc/hostname\n\n.. raw:: html\n\n   <script>alert(1)</script>\n\nlast\n"
    )
    text = to_text(source.encode(), "minutes.rst").text
    assert text.startswith(
        "# WG3\n\nPresent: Ana, Bo\n\nDate: 2025-02-12\n\nIt's fine `x` [page](https://x.org).\n\n- Ana: yes\n"
    )
    assert text.endswith("last\n")
    assert "alert" not in text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package({"a.txt": "x"}), "a zip archive, not a document"),
        (package({}), "a zip archive, not a document"),
        (package({"[Content_Types].xml": "spreadsheetml."}), "a spreadsheet"),
        (package({"[Content_Types].xml": "presentationml."}), "a presentation"),
        (package({"Index/Document.iwa": "x"}), "Pages, Numbers or Keynote"),
        (odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a spreadsheet"),
        (odt("", mimetype="application/epub+zip"), "an e-book"),
        (odt("<text:p>x</text:p>", manifest="<m:encryption-data/>"), "protected with a password"),
        (b"PK\x03\x04 and nothing more", "broken"),
        (docx(p(r("x")))[:-40], "broken"),
        (docx("<w:p>"), "broken"),
        (package({"[Content_Types].xml": "<a>wordprocessingml.</a>", "word/document.xml": "<a/>"}), "broken"),
    ],
)
def test_package_that_is_no_readable_document_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_package_with_password_is_refused() -> None:
    data = bytearray(docx(p(r("x"))))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    assert "protected with a password" in refusal(bytes(data))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_docx_with_entities_is_refused(declaration: str) -> None:
    parts = made.docx_parts(p(r("&a;")))
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace("<w:document", f"{declaration}<w:document")
    assert "entities of its own" in refusal(package(parts))


def test_docx_bomb_that_declares_its_size_is_refused() -> None:
    bomb = docx(p(r("x")), more={"word/settings.xml": b" " * (packages.MAX_UNPACKED + 1)})
    assert len(bomb) < 200_000
    assert "unpacks to far more" in refusal(bomb)


def test_docx_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(docx(p(r("x")), more={"word/settings.xml": b" " * (packages.MAX_UNPACKED + 1)}))
    place = bomb.find(struct.pack("<L", packages.MAX_UNPACKED + 1))
    while place >= 0:
        bomb[place : place + 4] = struct.pack("<L", 100)
        place = bomb.find(struct.pack("<L", packages.MAX_UNPACKED + 1))
    refusal(bytes(bomb))


def test_docx_of_many_parts_each_within_bounds_is_refused() -> None:
    part = b"<a>" + b" " * (packages.MAX_UNPACKED // 8) + b"</a>"
    assert "unpacks to far more" in refusal(docx(p(r("x")), more={f"word/{n}.xml": part for n in range(9)}))


def test_package_of_too_many_entries_is_refused() -> None:
    assert "unpacks to far more" in refusal(package({f"{n}": b"" for n in range(packages.MAX_ENTRIES + 1)}))


def test_package_inside_a_package_is_not_opened() -> None:
    assert "a zip archive" in refusal(package({"minutes.docx": docx(p(r("x")))}))


def test_package_with_an_unusual_compression_is_refused() -> None:
    parts = made.docx_parts(p(r("x")))
    held = zipfile.io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert "broken" in refusal(held.getvalue())


def test_docx_nested_beyond_reason_is_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5_000 + p(r("x")) + "</w:tc></w:tr></w:tbl>" * 5_000
    assert "nested too deeply" in refusal(docx(deep))


def test_pandoc_out_of_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "HEAP", "16M")
    assert "needs more memory" in refusal(docx("".join(p(r(f"paragraph {n}")) for n in range(5_000))))


def test_pandoc_out_of_time_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "SECONDS", 1)
    document = docx("".join(p(r(f"paragraph {n} of a long text")) for n in range(40_000)))
    assert "could not be read within 1 seconds" in refusal(document)


def test_pandoc_output_beyond_its_limit_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MAX_OUTPUT", 100)
    assert "broken" in refusal(docx(p(r("word " * 100))))


def test_pandoc_sees_nothing_of_the_site(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("WAYMARK_SECRET", "s3cret")
    seen = tmp_path / "seen"
    program = tmp_path / "program"
    program.write_text(
        f"#!/bin/sh\n/usr/bin/env > {seen}\npwd >> {seen}\nulimit -v >> {seen}\nulimit -t >> {seen}\ncat >> {seen}\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(pandoc, "_program", lambda: program)
    refusal(docx(p(r("x"))))
    text = seen.read_text()
    assert "s3cret" not in text
    assert "WAYMARK" not in text
    assert str(pandoc.ADDRESS_SPACE // 1024) in text.splitlines()
    assert str(pandoc.SECONDS) in text.splitlines()
