"""How the Word file looks: every style that Pandoc or we refer to, as one styles.xml.

Sizes are half points, distances twentieths of a point, as Word has them. A4 with 25 mm at the sides.
"""

from __future__ import annotations

SERIF = "Cambria"  # on every machine with Word; other programs have its twin, or take another serif
SANS = "Arial"
MONO = "Consolas"
INK, QUIET, ACCENT, RULE = "1D2125", "5B6470", "0B5E8A", "C9C8C2"
TEXT_WIDTH = 9070  # 160 mm

_BUILT_IN = {
    *("Normal", "Default Paragraph Font", "Normal Table", "Body Text", "Title", "Subtitle", "TOC Heading"),
    *("Block Text", "Hyperlink"),
}
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def _run(font: str = "", *, size: int = 0, color: str = "", more: str = "") -> str:
    """Properties of letters, in the order the schema wants: fonts, ``more`` (bold, italic), colour, size."""
    made = (_fonts(font) if font else "") + more
    made += f'<w:color w:val="{color}"/>' if color else ""
    made += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return f"<w:rPr>{made}</w:rPr>" if made else ""


def _paragraph(
    *,
    before: int = 0,
    after: int = 0,
    line: int = 0,
    left: int = 0,
    right: int = 0,
    keep: bool = False,
    level: int = 0,
    borders: str = "",
    tabs: str = "",
    more: str = "",
) -> str:
    made = "<w:keepNext/><w:keepLines/>" if keep else ""
    made += borders + tabs
    spacing = f' w:line="{line}" w:lineRule="auto"' if line else ""
    made += f'<w:spacing w:before="{before}" w:after="{after}"{spacing}/>'
    made += f'<w:ind w:left="{left}" w:right="{right}"/>' if left or right else ""
    made += more
    made += f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
    return f"<w:pPr>{made}</w:pPr>"


def _style(
    kind: str, id_: str, name: str, *, based: str = "", after: str = "", body: str = "", more: str = "<w:qFormat/>"
) -> str:
    default = ' w:default="1"' if id_ in {"Normal", "DefaultParagraphFont", "TableNormal"} else ""
    own = "" if name[:1].islower() or name in _BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="{kind}"{default}{own} w:styleId="{id_}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{after}"/>' if after else "")
        + f"{more}{body}</w:style>"
    )


def _heading(level: int, size: int, before: int, after: int) -> str:
    return _style(
        "paragraph",
        f"Heading{level}",
        f"heading {level}",
        based="Normal",
        after="BodyText",
        body=_paragraph(before=before, after=after, line=252, keep=True, level=level)
        + _run(SANS, size=size, color=INK, more="<w:b/><w:bCs/>"),
    )


def _contents(level: int) -> str:
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    return _style(
        "paragraph",
        f"TOC{level}",
        f"toc {level}",
        based="Normal",
        after="Normal",
        more='<w:uiPriority w:val="39"/>',
        body=_paragraph(after=60, line=264, tabs=tabs) + _run(SANS, size=20),
    )


def _line(side: str, color: str = RULE, *, size: int = 4, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


def _table() -> str:
    """Hairlines between rows, a stronger one under the head; no box."""
    cell = (
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblBorders>{_line('top')}{_line('bottom')}{_line('insideH')}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    head = (
        f'<w:tblStylePr w:type="firstRow">{_run(SANS, size=17, color=QUIET, more="<w:b/><w:bCs/>")}'
        f"<w:tcPr><w:tcBorders>{_line('bottom', QUIET, size=6)}</w:tcBorders></w:tcPr></w:tblStylePr>"
    )
    return _style("table", "Table", "Table", based="TableNormal", body=_paragraph() + cell + head)


def styles() -> str:
    """styles.xml of the Word file."""
    made = [
        (
            f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(SERIF)}<w:color w:val="{INK}"/>'
            '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
            "</w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
        ),
        _style("paragraph", "Normal", "Normal"),
        _style("character", "DefaultParagraphFont", "Default Paragraph Font", more='<w:uiPriority w:val="1"/>'),
        _style("table", "TableNormal", "Normal Table", more='<w:uiPriority w:val="99"/>', body=_TABLE_NORMAL),
        _style("paragraph", "BodyText", "Body Text", based="Normal", body=_paragraph(after=140, line=288)),
        _style("paragraph", "FirstParagraph", "First Paragraph", based="BodyText", after="BodyText"),
        _style(
            "paragraph",
            "Compact",  # the items of a list: close together, apart from what follows
            "Compact",
            based="BodyText",
            body=_paragraph(after=140, line=288, more="<w:contextualSpacing/>"),
        ),
        _style("paragraph", "TableText", "Table Text", based="Normal", body=_paragraph(line=264) + _run(size=19)),
        _style("paragraph", "TableTextSmall", "Table Text Small", based="TableText", body=_run(size=15)),
        _style(
            "paragraph",
            "TableEnd",  # between a table and what follows: Word would join two tables
            "Table End",
            based="Normal",
            body=_paragraph(after=60, more="") + _run(size=8),
        ),
        _style(
            "paragraph",
            "Rule",
            "Rule",
            based="Normal",
            after="BodyText",
            body=_paragraph(before=60, after=260, borders=f"<w:pBdr>{_line('bottom', RULE)}</w:pBdr>") + _run(size=8),
        ),
        _style(
            "paragraph",
            "Title",
            "Title",
            based="Normal",
            after="BodyText",
            body=_paragraph(before=0, after=120, line=252, keep=True)
            + _run(SANS, size=48, color=INK, more="<w:b/><w:bCs/>"),
        ),
        _style("paragraph", "Subtitle", "Subtitle", based="Normal", body=_paragraph(after=120)),
        _style(
            "paragraph",
            "EditionLine",
            "Edition Line",
            based="Normal",
            body=_paragraph(after=60, line=264) + _run(SANS, size=19, color=QUIET),
        ),
        *[
            _heading(level, size, before, after)
            for level, size, before, after in (
                (1, 30, 480, 80),
                (2, 24, 280, 80),
                (3, 21, 240, 60),
                (4, 20, 200, 60),
                (5, 20, 200, 60),
                (6, 20, 200, 60),
            )
        ],
        _style(
            "paragraph",
            "TOCHeading",
            "TOC Heading",
            based="Normal",
            after="Normal",
            body=_paragraph(before=480, after=120, keep=True) + _run(SANS, size=24, color=INK, more="<w:b/><w:bCs/>"),
        ),
        _contents(1),
        _style(
            "paragraph",
            "Facts",
            "Facts",
            based="Normal",
            after="BodyText",
            body=_paragraph(after=160, line=264, keep=True) + _run(SANS, size=18, color=QUIET),
        ),
        _style("paragraph", "ClosingLine", "Closing Line", based="Facts", body=_paragraph(before=480)),
        _style(
            "paragraph",
            "Asked",
            "Asked of the Directors",
            based="BodyText",
            body=_paragraph(
                before=160,
                after=160,
                line=276,
                left=227,
                borders=f"<w:pBdr>{_line('left', ACCENT, size=18, space=9)}</w:pBdr>",
            ),
        ),
        _style(
            "paragraph",
            "BlockText",
            "Block Text",
            based="BodyText",
            body=_paragraph(
                after=140,
                line=288,
                left=340,
                right=340,
                borders=f"<w:pBdr>{_line('left', RULE, size=12, space=9)}</w:pBdr>",
            ),
        ),
        _style("paragraph", "FootnoteText", "footnote text", based="Normal", body=_paragraph(after=20) + _run(size=17)),
        _style("paragraph", "FootnoteBlockText", "Footnote Block Text", based="FootnoteText"),
        _style("paragraph", "DefinitionTerm", "Definition Term", based="BodyText"),
        _style("paragraph", "Definition", "Definition", based="BodyText"),
        _style("paragraph", "ImageCaption", "Image Caption", based="BodyText"),
        _style("paragraph", "TableCaption", "Table Caption", based="BodyText"),
        _style(
            "paragraph",
            "SourceCode",
            "Source Code",
            based="Normal",
            body=_paragraph(after=140, line=252, left=113, right=113, borders=f"<w:pBdr>{_box()}</w:pBdr>")
            + _run(MONO, size=17),
        ),
        _style(
            "paragraph",
            "Footer",
            "footer",
            based="Normal",
            body=_paragraph(
                tabs=f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>',
                borders=f"<w:pBdr>{_line('top', RULE, space=6)}</w:pBdr>",
            )
            + _run(SANS, size=16, color=QUIET),
        ),
        _style("character", "VerbatimChar", "Verbatim Char", body=_run(MONO, size=18)),
        _style(
            "character",
            "FootnoteReference",
            "footnote reference",
            body='<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
        ),
        _style("character", "Hyperlink", "Hyperlink", body=_run(color=ACCENT)),
        _table(),
    ]
    return f"{_XML}<w:styles {_W}>{''.join(made)}</w:styles>"


_TABLE_NORMAL = (
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def _box() -> str:
    return "".join(_line(side, RULE, space=4) for side in ("top", "left", "bottom", "right"))


def font_table() -> str:
    """fontTable.xml: what stands in where a font is not installed."""
    return (
        f"{_XML}<w:fonts {_W}>"
        f'<w:font w:name="{SERIF}"><w:altName w:val="Caladea"/><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
        f'<w:font w:name="{SANS}"><w:altName w:val="Helvetica"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font>'
        f'<w:font w:name="{MONO}"><w:altName w:val="Courier New"/><w:charset w:val="00"/><w:family w:val="modern"/>'
        '<w:pitch w:val="fixed"/></w:font></w:fonts>'
    )
