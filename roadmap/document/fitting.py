"""A text's HTML, fitted into one document with others.

Its headings stand below its technology's, its footnotes are numbered through the document, and nothing in it leads to
the site. What comes in is the sanitiser's output; what goes out has no attribute that is not written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from documents.html.tokens import VOID, End, Start, tokens

Render = Callable[[str], str]
"""Markdown to sanitised HTML, with ``T4`` as a link to ``#T4`` and members as links of class ``mention``."""

_HEADING = re.compile(r"h([1-6])")
_NOTE = re.compile(r"#?fn(?:ref)?-[0-9a-f]{10}-([0-9]{1,6})(?::([0-9]{1,6}))?")
_SIDES = {"left", "center", "right"}


class Fitter:
    """Fits one text after the other. ``for_pandoc``: footnotes and alignments as Pandoc's HTML reader knows them."""

    def __init__(self, render: Render, *, for_pandoc: bool = False) -> None:
        self.render = render
        self.for_pandoc = for_pandoc
        self.notes = 0  # footnotes of the texts before

    def fit(self, text: str, *, below: int) -> str:
        """The text as HTML; the highest level of its headings becomes level ``below`` + 1. Linear in its size."""
        if not text:
            return ""
        html = self.render(text)
        top = min(map(int, re.findall(r"<h([1-6])>", html)), default=1)
        fitted = "".join(self._pieces(html, below - top + 1))
        # An address that stands for itself needs no second one in print.
        fitted = re.sub(r'<a href="([^"]++)">(?=\1</a>)', r'<a class="bare" href="\1">', fitted)
        self.notes += html.count('class="footnote-item"')
        return fitted

    def _pieces(self, html: str, below: int) -> Iterator[str]:
        closing: list[str] = []  # of each open element: what its end becomes
        replaced = 0  # how many elements are open when the words of one are replaced by ours
        sign = ""  # what the next words lose at their beginning
        for token in tokens(html):
            if isinstance(token, str):
                if not replaced:
                    yield escape(token.removeprefix(sign), quote=False)
                    sign = ""
            elif isinstance(token, End):
                if replaced == len(closing):
                    replaced = 0
                if closing:
                    yield closing.pop()
            elif token.name in VOID:
                yield "" if token.attributes.get("class") == "footnotes-sep" else f"<{token.name}>"
            else:
                begins, ends, own_words = self._element(token, below)
                closing.append(ends)
                if own_words:
                    replaced = len(closing)
                if token.attributes.get("class") == "mention":
                    sign = "@"
                yield begins

    def _element(self, token: Start, below: int) -> tuple[str, str, bool]:
        """What begins and ends the element, and whether its words are replaced by those in the beginning."""
        name, kind = token.name, token.attributes.get("class", "")
        if name == "a":
            return self._link(token, kind)
        if kind == "footnotes":
            return ("", "", False) if self.for_pandoc else ('<section class="notes">', "</section>", False)
        if kind == "footnotes-list":
            return ("", "", False) if self.for_pandoc else (f'<ol start="{self.notes + 1}">', "</ol>", False)
        if kind == "footnote-item":
            number = self._note(token.attributes.get("id", ""))[0]
            if self.for_pandoc:
                return f'<aside epub:type="footnote" id="note-{number}">', "</aside>", False
            return f'<li id="note-{number}">', "</li>", False
        if name == "sup" and self.for_pandoc:
            return "", "", False
        if heading := _HEADING.fullmatch(name):
            name = f"h{min(6, int(heading[1]) + below)}"
        return f"<{name}{self._attributes(token, kind)}>", f"</{name}>", False

    def _attributes(self, token: Start, kind: str) -> str:
        if token.name in {"td", "th"} and kind in _SIDES:
            return f' style="text-align: {kind}"' if self.for_pandoc else f' class="{kind}"'
        start = token.attributes.get("start", "")
        return f' start="{start}"' if token.name == "ol" and start.isdecimal() else ""

    def _link(self, token: Start, kind: str) -> tuple[str, str, bool]:
        href = token.attributes.get("href", "")
        if kind == "mention" or not href:
            return "", "", False
        if kind == "footnote-backref":
            number, again = self._note(href)
            return ("" if self.for_pandoc else f'<a href="#ref-{number}{again}" title="Back">↩</a>'), "", True
        if _NOTE.fullmatch(href):
            number, again = self._note(token.attributes.get("id", ""))
            if self.for_pandoc:
                return f'<a epub:type="noteref" href="#note-{number}">{number}</a>', "", True
            return f'<a href="#note-{number}" id="ref-{number}{again}">{number}</a>', "", True
        return f'<a href="{escape(href)}">', "</a>", False

    def _note(self, anchor: str) -> tuple[int, str]:
        """The footnote's number in the document, and ``-1`` for the second reference to it."""
        match = _NOTE.fullmatch(anchor)
        if match is None:
            return self.notes, ""
        return self.notes + int(match[1]), f"-{match[2]}" if match[2] else ""
