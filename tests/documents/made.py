"""Documents made for the tests, part by part, so that each says exactly what it is about."""

import io
import zipfile

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{}</Relationships>"
)
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_RELATION}"'


def package(parts: dict[str, bytes | str], *, deflated: bool = True) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return held.getvalue()


def docx_parts(
    body: str, *, macros: bool = False, more: dict[str, bytes | str] | None = None
) -> dict[str, bytes | str]:
    relations = (
        "".join(
            f'<Relationship Id="rId{n}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>'
            for n, kind in enumerate(("comments", "footnotes"))
        )
        + f'<Relationship Id="rId9" Type="{_RELATION}/hyperlink" Target="https://example.org/page" TargetMode="External"/>'
    )
    return {
        "[Content_Types].xml": _TYPES.format(main=_MACRO_MAIN if macros else _MAIN),
        "_rels/.rels": _RELS.format(
            f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _RELS.format(relations),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}</w:body></w:document>',
        **({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro"} if macros else {}),
        **(more or {}),
    }


def docx(body: str, *, macros: bool = False, more: dict[str, bytes | str] | None = None) -> bytes:
    return package(docx_parts(body, macros=macros, more=more))


def styled(*names: str) -> dict[str, bytes | str]:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>' for name in names
    )
    return {"word/styles.xml": f'<?xml version="1.0"?><w:styles {_W}>{styles}</w:styles>'}


def footnotes(text: str) -> dict[str, bytes | str]:
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    return {"word/footnotes.xml": f'<?xml version="1.0"?><w:footnotes {_W}>{note}</w:footnotes>'}


def comments(text: str) -> dict[str, bytes | str]:
    note = f'<w:comment w:id="1" w:author="Bo"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
    return {"word/comments.xml": f'<?xml version="1.0"?><w:comments {_W}>{note}</w:comments>'}


def p(*runs: str, style: str = "", indent: int = 0) -> str:
    look = (f'<w:pStyle w:val="{style}"/>' if style else "") + (f'<w:ind w:left="{indent}"/>' if indent else "")
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, *, bold: bool = False) -> str:
    return f'<w:r><w:rPr>{"<w:b/>" if bold else ""}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    made = "".join("<w:tr>" + "".join(f"<w:tc>{p(r(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def odt(
    body: str, *, manifest: str = "<manifest/>", mimetype: str = "application/vnd.oasis.opendocument.text"
) -> bytes:
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return package(
        {
            "mimetype": mimetype,
            "content.xml": content,
            "styles.xml": (
                f"<office:document-styles {namespaces}><office:font-face-decls/><office:styles/><office:automatic-styles/>"
                "<office:master-styles/></office:document-styles>"
            ),
            "META-INF/manifest.xml": manifest,
        }
    )
