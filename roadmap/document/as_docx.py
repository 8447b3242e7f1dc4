"""The document as a Word file: real styles and headings, contents that are filled in, page numbers in the foot.

Pandoc writes the texts; what it does not do is done on its file: the contents, the foot, the properties, the widths of
tables. Pages are only known once somebody's program has laid them out: LibreOffice fills them in in the contents as it
opens the file, Word when it is printed or with Ctrl A, F9. A field that asked Word to do so at once would make it ask
everybody who opens the file whether to "update fields that may refer to other files".
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import escape

from documents import pandoc
from roadmap.document.facts import NO_TEXT, asked, facts, gone
from roadmap.document.fitting import Fitter, Render
from roadmap.document.record import DocumentRecord, TechnologyRecord, day
from roadmap.document.word_styles import TEXT_WIDTH, font_table, styles

_CONTENTS = "Contents Place"  # the paragraph the contents go to
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_docx(record: DocumentRecord, render: Render) -> bytes:
    """The record as a .docx. ``render`` makes safe HTML of Markdown (see :data:`roadmap.document.fitting.Render`).

    Raises :class:`documents.refusal.NotMade`. Cost: one process of Pandoc.
    """
    page = _NOT_XML.sub("\ufffd", "".join(_page(record, Fitter(render, for_pandoc=True))))
    return _finished(pandoc.to_docx(page, _reference()), record)


# What Pandoc gets


def _page(record: DocumentRecord, fitter: Fitter) -> Iterator[str]:
    title = escape(record.title)
    yield f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title></head><body>\n'
    lines = [words for words in (record.group, record.edition_words, record.due_words) if words]
    yield from (_styled("Edition Line", escape(words)) for words in lines)
    yield _styled(_CONTENTS, "Contents")
    if record.scope:
        yield f'<h1 id="scope">Scope</h1>\n{fitter.fit(record.scope, below=1)}\n'
    numbers = {one.number for one in record.technologies}
    for one in record.technologies:
        yield from _technology(one, numbers, fitter)
    if words := gone(record):
        yield _styled("Closing Line", words)
    yield "</body></html>\n"


def _technology(one: TechnologyRecord, numbers: set[int], fitter: Fitter) -> Iterator[str]:
    yield f'<h1 id="T{one.number}">{escape(one.heading)}</h1>\n'
    # One paragraph: LibreOffice would not keep several of them with what follows.
    yield _styled("Facts", "<br>".join(facts(one, numbers)))
    yield fitter.fit(one.text, below=1) or f"<p>{NO_TEXT}</p>"
    if words := asked(one):
        yield _styled("Asked of the Directors", words)


def _styled(style: str, html: str) -> str:
    return f'<div data-custom-style="{style}"><p>{html}</p></div>\n'


@cache
def _reference() -> bytes:
    """A Word file without words, for its styles and its page; what it does not have, Pandoc takes from its own."""
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:footnotePr><w:numRestart w:val="continuous"/></w:footnotePr>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1417" w:right="1418" w:bottom="1417" w:left="1418" w:header="709" w:footer="624"'
        ' w:gutter="0"/>'
        "</w:sectPr>"
    )
    parts = {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORDS}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_WORDS}.styles+xml"/>'
            f'<Override PartName="/word/fontTable.xml" ContentType="{_WORDS}.fontTable+xml"/>'
            f'<Override PartName="/word/footer1.xml" ContentType="{_WORDS}.footer+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId2" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/>'
            f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
        ),
        "word/document.xml": f"{_XML}<w:document {_W}><w:body><w:p/>{page}</w:body></w:document>",
        "word/styles.xml": styles(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": f"{_XML}<w:ftr {_W}><w:p/></w:ftr>",
    }
    return _zipped({name: part.encode() for name, part in parts.items()})


def _zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return held.getvalue()


# What is done on Pandoc's file


def _finished(made: bytes, record: DocumentRecord) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = _document(parts["word/document.xml"].decode(), record).encode()
    parts["word/settings.xml"] = _settings(parts["word/settings.xml"].decode()).encode()
    parts["docProps/core.xml"] = _properties(record).encode()
    for name in parts:
        if re.fullmatch(r"word/footer[0-9]*\.xml", name):
            parts[name] = _foot(record).encode()
    return _zipped(parts)


def _document(xml: str, record: DocumentRecord) -> str:
    place = xml.index('<w:pStyle w:val="ContentsPlace" />')
    start, end = xml.rindex("<w:p>", 0, place), xml.index("</w:p>", place) + 6
    rest = _TABLE.sub(lambda table: _laid_out(table[0]), xml[end:])
    rest = _RULE.sub('<w:p><w:pPr><w:pStyle w:val="Rule"/></w:pPr></w:p>', rest)
    rest = rest.replace(_FIRST_LEVEL, f"{_FIRST_LEVEL}<w:pageBreakBefore />", 1)
    return f"{xml[:start]}{''.join(_contents(record))}{rest}"


_RULE = re.compile(r"<w:p><w:r><w:pict><v:rect [^>]*/></w:pict></w:r></w:p>")
_FIRST_LEVEL = '<w:pStyle w:val="Heading1" />'


def _contents(record: DocumentRecord) -> Iterator[str]:
    """Entries that lead to the headings, each with a field for its page."""
    entries = [("scope", "Scope")] if record.scope else []
    entries += [(f"T{one.number}", one.heading) for one in record.technologies]
    if entries:
        yield f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr>{_text("Contents")}</w:p>'
    for anchor, words in entries:
        page = f"<w:r><w:tab/></w:r>{_field(f'PAGEREF {anchor}', '')}"
        link = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{_text(words)}{page}</w:hyperlink>'
        yield f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{link}</w:p>'


_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.S)
_MANY = 7  # columns beyond which the letters are smaller
_LINE = 45  # characters that fill a line of a table's cell, about


def _laid_out(table: str) -> str:
    """A table as wide as the text, its columns by what stands in them: it never runs off the page."""
    rows = [
        [len(re.sub(r"<[^>]*>", "", cell).strip()) for cell in re.findall(r"<w:tc>.*?</w:tc>", row, re.S)]
        for row in re.findall(r"<w:tr>.*?</w:tr>", table, re.S)
    ]
    columns = max(map(len, rows), default=0)
    if not columns:
        return table
    weights = [min(max(row[at] if at < len(row) else 0 for row in rows), _LINE) + 4 for at in range(columns)]
    grid = "".join(f'<w:gridCol w:w="{TEXT_WIDTH * weight // sum(weights)}"/>' for weight in weights)
    table = re.sub(r"<w:tblGrid>.*?</w:tblGrid>", f"<w:tblGrid>{grid}</w:tblGrid>", table, count=1, flags=re.S)
    wide = '<w:tblW w:type="pct" w:w="5000" /><w:tblLayout w:type="fixed" />'
    table = table.replace('<w:tblW w:type="auto" w:w="0" />', wide, 1)
    small = "Small" if columns > _MANY else ""
    table = table.replace('<w:pStyle w:val="Compact" />', f'<w:pStyle w:val="TableText{small}" />')
    return f'{table}<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>'


def _foot(record: DocumentRecord) -> str:
    words = " · ".join(filter(None, [record.title, f"edition of {day(record.edition)}"]))
    return (
        f'{_XML}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_text(words)}<w:r><w:tab/></w:r>'
        f"{_field('PAGE', '1')}{_text(' / ')}{_field('NUMPAGES', '1')}</w:p></w:ftr>"
    )


def _settings(xml: str) -> str:
    """As a Word of today writes them: without, it opens the file in its "compatibility mode"."""
    today = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat>'
    )
    return xml.replace("<w:rsids>", f"{today}<w:rsids>", 1).replace('<w:themeFontLang w:val="en-US" />', _LANGUAGE, 1)


_LANGUAGE = '<w:themeFontLang w:val="en-GB" />'


def _properties(record: DocumentRecord) -> str:
    made = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{record.edition.isoformat()}T00:00:00Z</dcterms:{{0}}>'
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_plain(record.title)}</dc:title><dc:subject>{_plain(record.edition_words)}</dc:subject>"
        f"<dc:creator>{_plain(record.group)}</dc:creator><dc:language>en-GB</dc:language>"
        f"{made.format('created')}{made.format('modified')}</cp:coreProperties>"
    )


def _plain(words: str) -> str:
    return escape(_NOT_XML.sub(" ", words), quote=False)


def _text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{_plain(words)}</w:t></w:r>'


def _field(code: str, shown: str) -> str:
    """A field and what it shows until it is renewed."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{_text(shown) if shown else ''}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
