#!/usr/bin/env python
"""Writes the documents of tests/documents/files and roadmap/sample again, through LibreOffice (`soffice`).

Each begins as flat OpenDocument made here, so that what is in a file can be read; LibreOffice makes the .odt and
.docx of it. Run from the root of the repository: `python scripts/make_documents.py`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests" / "documents" / "files"
SAMPLE = ROOT / "roadmap" / "sample"

_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_HEADING = (
    '<style:style style:name="Heading_20_{0}" style:display-name="Heading {0}" style:family="paragraph" '
    'style:parent-style-name="Standard" style:default-outline-level="{0}" style:class="text">'
    '<style:paragraph-properties fo:margin-top="0.6cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/>'
    '<style:text-properties fo:font-weight="bold" fo:font-size="14pt"/></style:style>'
)
_NUMBERED = (
    '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" '
    'style:num-suffix="."><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="space"/></style:list-level-properties>'
    "</text:outline-level-style></text:outline-style>"
)

# Technologies nobody has invented yet.
INVENTED = {
    "Cold sample robots": ["Robots change samples at 20 K. A change takes less than a minute.", "Two arms are enough."],
    "Shared beam diaries": ["What the beam did is written once and read by all.", "A diary has one line a minute."],
    "Self-aligning mirrors": ["Mirrors find their own angle from the picture they make."],
    "Detectors without dead time": ["A second buffer is read while the first one fills.", "Cost is the open point."],
    "Forecast of beam loss": ["A model warns ten seconds before the beam is lost.", "It learns from five years."],
    "Names for samples": ["Each sample has one name for life, printed on its holder."],
    "Quiet pumps": ["Pumps that do not shake the table.", "Measured: 3 nm at 50 Hz.", "Two facilities test them."],
    "Remote hands": ["A guest moves what is in the hutch from home, slowly and with a person beside it."],
    "Light budgets": ["Who needs how many photons is known before the experiment.", "Nobody keeps such a list yet."],
    "Glass that remembers": ["Data for a hundred years in a plate of glass.", "Reading is slow: 2 MB/s."],
    "Open hutch plans": ["Drawings of hutches are public, so that equipment fits at the first try."],
}

# The sample's: what the minutes of 12 Feb 2025 let one infer, written out by whom nobody has asked yet.
LEAPS: dict[str, list[str]] = {
    "Training material and its maintenance": [
        "Training material is developed together, and for each piece there is a plan for who maintains it. The "
        "credibility of the training platform depends on both: a course that no longer fits the software does more "
        "harm than none.",
        "Each piece names the person who keeps it, the version of the software it was written for, and the day on "
        "which it is looked at again. What nobody has looked at for two years is marked as old.",
    ],
    "Shared user-office software": [
        "A user-office software that several facilities develop and use together, offered as an alternative beside "
        "those in use: adding something is easier than replacing. STFC, ESS and ELI use the same technology already.",
        "The next step is a list of what a facility needs before it can join: the interfaces to its own systems, the "
        "languages, and who answers when something fails.",
    ],
    "Priority next to AI/ML and training": [
        "Proposed as the top-most point. It overlaps with the AI/ML framework and with the PaNOSC training platform, "
        "so the text has to say what is left for this point alone.",
        "If nothing is left, it is merged into the two others; if something is, it gets a name of its own before the "
        "document goes to the directors.",
    ],
    "AI/ML framework": [
        "A framework for AI and machine learning over the facilities’ data, with an opening of the infrastructure. "
        "A rename to “FAIR-ready AI/ML framework” was suggested.",
        "Models are only as good as the data they learn from: the first part of the work is to describe data sets so "
        "that a model trained at one facility can be tried at another.",
    ],
    "More efficient use of data": [
        "How data can be used more efficiently, in synergy with OSCARS and the D3A initiative.",
        "Much of what is measured is looked at once. The aim is that a data set can be found, understood and used "
        "again by somebody who was not there.",
    ],
    "Innovative data management": [
        "Innovative data management is added to the list; experts improve the text.",
        "The point covers the life of data from the detector to the archive. What is new about it has to be said in "
        "one sentence, or the directors will ask.",
    ],
    "Reusable analysis components": [
        "Modules and common patterns of analysis across beamlines, in synergy with DAPHNE and LEAPS-INNOV. The stress "
        "is on reusability, not on one work-flow technology.",
        "A component counts as reusable when a second facility has used it without its author. That is the measure "
        "this point asks for.",
    ],
    "Data streaming and storage beyond files": [
        "Remote collaboration and collaboration with companies on streaming and storing data, such as tile storage, "
        "without a claim that files will be abandoned.",
        "Streams let an analysis begin while the measurement runs. What is kept afterwards, and in which form, is "
        "decided together with those who have to read it in ten years.",
    ],
    "Transfer to and usability of computing": [
        "Scientists without training in high-performance computing can bring their data to it and use it. Usability "
        "matters more than transport. Related: secure exchange across facilities.",
        "The test is a person, not a data rate: a first-time user gets a result on the day of the experiment without "
        "a specialist beside them.",
    ],
    "Secure exchange across facilities": [
        "A simple way to move data between facilities, perhaps with common authentication, that considers "
        "cybersecurity. Other research infrastructures are to be included.",
        "Simple means: one command or one page, the same at every facility, and a clear answer when it is refused.",
    ],
    "Identities and access rights beyond Umbrella": [
        "What is added on top of Umbrella: access rights tagged to data, virtual organisations, and transfer that "
        "retains access rights. First it should be known why people do not use it.",
        "A short survey at three facilities comes before any new technology. Its questions are part of this point.",
    ],
}


def flat(body: str, *, numbered: bool = False) -> str:
    """A whole flat OpenDocument text."""
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in _NAMES.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"><style:paragraph-properties '
        'fo:margin-bottom="0.25cm"/></style:style>'
        '<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard" '
        'style:class="chapter"><style:text-properties fo:font-weight="bold" fo:font-size="20pt"/></style:style>'
        f"{_HEADING.format(1)}{_HEADING.format(2)}{_NUMBERED if numbered else ''}</office:styles>"
        "<office:automatic-styles>"
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
        '<text:list-level-style-bullet text:level="2" text:bullet-char="◦"/></text:list-style>'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def title(text: str) -> str:
    return f'<text:p text:style-name="Title">{escape(text)}</text:p>'


def heading(text: str) -> str:
    return f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{escape(text)}</text:h>'


def paragraph(text: str, more: str = "") -> str:
    return f"<text:p>{escape(text)}{more}</text:p>"


def roadmap(texts: dict[str, list[str]]) -> str:
    return "".join(heading(name) + "".join(paragraph(text) for text in body) for name, body in texts.items())


def invented() -> str:
    """Eleven invented technologies; one has a table, a nested list, a link, a footnote and a picture."""
    extras = (
        paragraph(
            "See ",
            '<text:a xlink:type="simple" xlink:href="https://example.org/robots">the page of the robots</text:a>. '
            '<text:span text:style-name="B">Open:</text:span> the price'
            '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            "<text:note-body><text:p>An offer is expected in spring.</text:p></text:note-body></text:note>.",
        )
        + '<text:list text:style-name="L1"><text:list-item><text:p>arms</text:p><text:list><text:list-item>'
        "<text:p>left arm</text:p></text:list-item><text:list-item><text:p>right arm</text:p></text:list-item>"
        "</text:list></text:list-item><text:list-item><text:p>cold box</text:p></text:list-item></text:list>"
        '<table:table table:name="Table1"><table:table-column table:number-columns-repeated="2"/>'
        + "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
            + "</table:table-row>"
            for row in (("Step", "Seconds"), ("grip", "20"), ("place", "35"))
        )
        + "</table:table>"
        + paragraph(
            "The arm: ",
            '<draw:frame draw:name="Image1" text:anchor-type="as-char" svg:width="1cm" svg:height="1cm"><draw:image>'
            f"<office:binary-data>{_PICTURE}</office:binary-data></draw:image>"
            "<svg:desc>A robot arm at the cryostat</svg:desc></draw:frame>",
        )
    )
    first, *others = INVENTED.items()
    return title("Roadmap of invented technologies") + roadmap(dict([first])) + extras + roadmap(dict(others))


def convert(source: str, target: Path) -> None:
    """Write `source` to `target` as LibreOffice writes files of its suffix."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as place:
        folder = Path(place)
        (folder / f"{target.stem}.fodt").write_text(source, encoding="utf-8")
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
                *("--convert-to", target.suffix[1:], "--outdir", str(target.parent), f"{folder}/{target.stem}.fodt"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=120,
        )
    sys.stdout.write(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes\n")


def main() -> None:
    TESTS.mkdir(parents=True, exist_ok=True)
    SAMPLE.mkdir(parents=True, exist_ok=True)
    convert(flat(invented()), TESTS / "eleven.docx")
    convert(flat(invented()), TESTS / "eleven.odt")
    convert(flat(roadmap(LEAPS), numbered=True), SAMPLE / "leaps-roadmap.docx")


if __name__ == "__main__":
    main()
