"""The document as one HTML file: its style inside, no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from roadmap.document.facts import NO_TEXT, asked, facts, gone
from roadmap.document.fitting import Fitter, Render
from roadmap.document.record import DocumentRecord, TechnologyRecord

# What a text might get past the sanitiser would still find no way out of the file.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def write_html(record: DocumentRecord, render: Render) -> str:
    """The record as one page. ``render`` makes safe HTML of Markdown (see :data:`roadmap.document.fitting.Render`)."""
    return "".join(_page(record, Fitter(render)))


def _page(record: DocumentRecord, fitter: Fitter) -> Iterator[str]:
    title = escape(record.title)
    yield (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="Waymark">\n<title>{title}</title>\n'
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n"
    )
    about = " ".join(filter(None, [record.edition_words, record.due_words]))
    yield f'<header>\n<h1>{title}</h1>\n<div class="quiet"><p>{escape(about)}</p></div>\n</header>\n<main>\n'
    if record.technologies:
        yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ol>\n'
        if record.scope:
            yield '<li><span></span> <a href="#scope">Scope</a></li>\n'
        for one in record.technologies:
            named = escape(one.title) or f"Technology {one.number}"
            yield f'<li><span aria-hidden="true">T{one.number}</span> <a href="#T{one.number}">{named}</a></li>\n'
        yield "</ol>\n</nav>\n"
    if record.scope:
        text = _fitted(record.scope, fitter, below=2)
        yield f'<section class="scope">\n<h2 id="scope">Scope</h2>\n{text}</section>\n'
    numbers = {one.number for one in record.technologies}
    for one in record.technologies:
        yield from _article(one, numbers, fitter)
    if words := gone(record):
        yield f'<section class="scope quiet">\n<p>{words}</p>\n</section>\n'
    yield "</main>\n</body>\n</html>\n"


def _article(one: TechnologyRecord, numbers: set[int], fitter: Fitter) -> Iterator[str]:
    yield f'<article id="T{one.number}">\n<header>\n<h2>{escape(one.heading)}</h2>\n<div class="quiet">'
    yield "".join(f"<p>{line}</p>" for line in facts(one, numbers))
    yield "</div>\n</header>\n"
    text, mark, notes = _fitted(one.text, fitter, below=2).partition('<section class="notes">')
    yield text or f'<p class="none">{NO_TEXT}</p>\n'
    if words := asked(one):
        yield f'<p class="asked">{words}</p>\n'
    yield f"{mark}{notes}</article>\n"


def _fitted(text: str, fitter: Fitter, *, below: int) -> str:
    """The text with its tables in a box that scrolls, so that the page does not."""
    html = fitter.fit(text, below=below)
    return html.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
