"""Pages as word processors and online editors export them, as the plain HTML that they mean.

Looks that stand in classes and styles become elements, lists that stand in paragraphs and classes become lists,
and what is no text of the document – contents, comments, the frame of the site – is left out and counted.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import escape

from documents.html.inline import address
from documents.html.tokens import Start, tokens
from documents.office.edits import picture
from documents.refusal import NESTED, Unreadable

MAX_NESTED = 120
MAX_TAGS = 250_000  # two hundred pages of an online editor have a quarter of it
MAX_STYLE = 4_000  # characters of what is said of one element, or of one class; editors write some hundred

_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
        "tr",
        "td",
        "th",
        "dl",
        "dt",
        "dd",
        "caption",
        "div",
    ]
)
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "pre", "caption"])
_AS_DIVISION = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "details",
        "dialog",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "section",
        "summary",
    ]
)
_LOOKS = frozenset(
    [
        "a",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "span",
        "font",
        "s",
        "strike",
        "del",
        "sup",
        "sub",
        "code",
        "tt",
        "kbd",
        "samp",
        "cite",
        "var",
        "ins",
        "small",
        "big",
    ]
)
_VERBATIM = frozenset({"code", "tt", "kbd", "samp"})
# A start tag of the first ends what is open of the second, unless one of the third is open further in.
_ENDS = {
    "li": ({"li"}, {"ul", "ol", "td", "th"}),
    "dt": ({"dt", "dd"}, {"dl", "td", "th"}),
    "dd": ({"dt", "dd"}, {"dl", "td", "th"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"table"}),
    "th": ({"td", "th"}, {"table"}),
}
_NO_TEXT_IDS = frozenset({"breadcrumb-section", "breadcrumbs", "footer", "attachments", "toc", "table-of-contents"})
_NO_TEXT_CLASSES = frozenset({"page-metadata", "greybox", "plugin_pagetree", "msocomtxt", "msocomoff", "headerlink"})
_CONTENTS_CLASSES = frozenset({"toc", "toc-macro", "table-of-contents"})
_CONTENTS_PARAGRAPH = re.compile(r"Mso(?:Toc[1-9]|TocHeading|TableofFigures)", re.I)
_CONTENTS_LINK = re.compile(r"#(?:h\.|_Toc|heading=h\.|__RefHeading|_heading)", re.I)
_NOTE_MARK = re.compile(r"#(?:_?(?:ftn|edn)|ftnt|sdfootnote|sdendnote|fn:?)(\d+)(?:sym)?")
_NOTE_BACK = re.compile(r"#(?:_?(?:ftn|edn)ref|ftnt_ref|sdfootnote|sdendnote|fnref:?)(\d+)(?:anc)?")
_COMMENT = re.compile(r"#_?(?:cmnt|msocom_)(?:_ref)?\d+")
_GOOGLE_LIST = re.compile(r"\blst-[\w.]+-(\d)\b")
_WORD_LIST = re.compile(r"mso-list\s*:[^;]{0,200}\blevel([1-9])", re.I)
_RULE = re.compile(r"(?<![\w.-])(?:[a-z][a-z0-9]*)?\.([\w-]+)\s*\{([^{}]{0,2000})\}")
_NOTE_DIVISION = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
_REVIEW, _NOTE = -2, -3  # in place of the level of a list: a reviewer's words, a footnote
_BULLET = re.compile(r"[·•▪§o\uf0b7\uf0a7\uf0d8\u2013\u2022*-]?")


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    script: str = ""
    href: str = ""
    note: str = ""
    inside: bool = False  # a link to a place in the page


@dataclass(slots=True)
class _Open:
    name: str
    level: int = -1  # of a list that says its depth in a class or style
    place: int = 0  # where its tag stands in the output
    note: bool = False  # holds a footnote
    linked: bool = False  # has words in links to headings
    other: bool = False  # has other words


def cleaned(source: str) -> tuple[str, Counter[str]]:
    """`source` as well-formed HTML of plain elements, and how often what was left out. Linear.

    A footnote's mark is a link of the class "note" to "#note-N", its text a division with that id.
    Raises `Unreadable` for structures nested beyond `MAX_NESTED`.
    """
    if source.count("<") > MAX_TAGS:
        raise Unreadable("This page is more markup than text. Copy its text and paste it.")
    page = _Page(_classes(source))
    for token in tokens(source):
        if isinstance(token, str):
            page.text(token)
        elif isinstance(token, Start):
            page.start(token.name, token.attributes)
        else:
            page.end(token.name)
    return page.finish(), page.counts


def _classes(source: str) -> dict[str, str]:
    """What the page's own style sheets say of each class."""
    found: dict[str, str] = {}
    place = 0
    while (opening := source.find("<style", place)) >= 0 and len(found) < 5_000:
        closing = source.find("</style", opening)
        if closing < 0:
            break
        for rule in _RULE.finditer(source[opening : min(closing, opening + 500_000)]):
            said = found.get(rule[1], "")
            if len(said) < MAX_STYLE:
                found[rule[1]] = f"{said};{rule[2]}"
        place = closing
    return found


class _Page:
    def __init__(self, classes: dict[str, str]) -> None:
        self.classes = classes
        self.out: list[str] = []
        self.counts: Counter[str] = Counter()
        self.open: list[_Open] = []
        self.looks: list[tuple[str, _Look]] = []
        self.skipped = ""  # the name of the element being left out, and how many of it are open
        self.depth = 0
        self.resting = False  # lists are open whose ends have been seen: a deeper list may follow
        self.marker: list[str] | None = None  # the bullet or number Word wrote before an item
        self.in_item = False  # an item of Word's is open, which is a paragraph in the page
        self.item = 0  # the level of Word's item whose marker is awaited

    # Tokens

    def text(self, text: str) -> None:
        if self.skipped:
            return
        if self.marker is not None:
            self.marker.append(text)
            return
        if not text.strip() and (self.resting or not self.open or self.open[-1].name in {"ul", "ol", "table", "tr"}):
            return
        self._rest()
        self._begin_item("")
        look = self.looks[-1][1] if self.looks else _Look()
        if text.strip() and self.open:
            paragraph = self.open[-1]
            paragraph.linked = paragraph.linked or look.inside
            paragraph.other = paragraph.other or not (look.inside or re.fullmatch(r"[\s\d.…]*", text))
        if self._within("pre"):
            self.out.append(escape(text))
            return
        # Blanks that do not break stand at every change of looks there, and mean nothing.
        self.out.append(_dressed(text.replace("\xa0", " "), look))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped:
            self.depth += name == self.skipped
            return
        classes = set(attributes.get("class", "").split())
        if name not in {"body", "html"} and self._no_text(name, attributes, classes):
            self.skipped, self.depth = name, 1
            return
        if name == "br":
            self._rest()
            self.out.append("\n" if self._within("pre") else "<br />")
        elif name == "hr":
            self._rest()
            self._close_paragraph()
            self.out.append("<hr />")
        elif name == "img":
            self._picture(attributes, classes)
        elif name == "input":
            if attributes.get("type", "").lower() == "checkbox":
                self.text("[x] " if "checked" in attributes else "[ ] ")
        elif name in _LOOKS:
            self._start_look(name, attributes, classes)
        elif name in _BLOCKS or name in _AS_DIVISION or name == "menu":
            self._block("div" if name in _AS_DIVISION else name.replace("menu", "ul"), attributes, classes)

    def end(self, name: str) -> None:
        if self.skipped:
            self.depth -= name == self.skipped
            if not self.depth:
                self.skipped = ""
            return
        if name in _LOOKS:
            self._end_look(name)
            return
        name = "div" if name in _AS_DIVISION else name.replace("menu", "ul")
        if name not in _BLOCKS:
            return
        if name == "p" and self.open and self.open[-1].name == "h1" and not self._within("p"):
            name = "h1"  # a paragraph of the class "title"
        if name == "p" and self.in_item:
            self.in_item, self.resting = False, True
            return
        floor = 0
        if name not in {"td", "th", "tr", "table"}:
            floor = next((at + 1 for at in range(len(self.open) - 1, -1, -1) if self.open[at].name in {"td", "th"}), 0)
        place = next((at for at in range(len(self.open) - 1, floor - 1, -1) if self.open[at].name == name), None)
        if place is None:
            return
        if name in {"ul", "ol", "li"} and any(
            self.open[at].level >= 0 for at in range(max(place - 1, 0), len(self.open))
        ):
            self._close_to(max(at for at in range(len(self.open)) if self.open[at].name in {"li", "ul", "ol"}) + 1)
            self.resting = True
            return
        self._close_to(place)

    def finish(self) -> str:
        self._begin_item("")
        self._close_to(0)
        return "".join(self.out)

    # What is no text

    def _no_text(self, name: str, attributes: dict[str, str], classes: set[str]) -> bool:
        identifier = attributes.get("id", "")
        if classes & _CONTENTS_CLASSES or identifier.startswith("Table of Contents") or identifier in {"toc"}:
            self.counts["contents"] += 1
            return True
        if name == "p" and any(_CONTENTS_PARAGRAPH.fullmatch(each) for each in classes):
            self.counts["contents"] += 1
            return True
        if name == "a" and _COMMENT.fullmatch(attributes.get("href", "")):
            if "ref" not in attributes["href"]:
                self.counts["comments"] += 1
                return True
            # What follows the mark of a comment in its own paragraph is the comment.
            for opened in reversed(self.open):
                if opened.name in {"p", "div"}:
                    opened.linked, opened.other = True, False
                    self.skipped_paragraph(opened)
                    break
            return True
        return identifier in _NO_TEXT_IDS or bool(classes & _NO_TEXT_CLASSES)

    def skipped_paragraph(self, opened: _Open) -> None:
        """Mark a paragraph as a reviewer's: it is taken out at its end."""
        opened.level = _REVIEW

    def _picture(self, attributes: dict[str, str], classes: set[str]) -> None:
        alt = attributes.get("alt", "")
        if classes & {"emoticon", "emoji"} or "emoticon" in attributes.get("src", "").rpartition("/")[0]:
            self.text(alt)
            return
        if attributes.get("width") in {"0", "1"} or attributes.get("height") in {"0", "1"}:
            return  # a counter of readers
        self.counts["pictures"] += 1
        self.text(f" {picture(alt)} ")

    # Words

    def _style(self, attributes: dict[str, str], classes: set[str]) -> str:
        own = attributes.get("style", "")[:MAX_STYLE]
        if not self.classes:
            return own
        return f"{';'.join(filter(None, map(self.classes.get, sorted(classes))))[:MAX_STYLE]};{own}"

    def _start_look(self, name: str, attributes: dict[str, str], classes: set[str]) -> None:
        look = self.looks[-1][1] if self.looks else _Look()
        style = self._style(attributes, classes) if classes or "style" in attributes else ""
        if "mso-list" in style and "ignore" in style.lower():
            self.marker = []
        if weight := re.findall(r"font-weight\s*:\s*(\w+)", style):
            look = replace(look, bold=weight[-1].lower() in {"bold", "bolder", "600", "700", "800", "900"})
        elif name in {"b", "strong"}:
            look = replace(look, bold=True)
        if slope := re.findall(r"font-style\s*:\s*(\w+)", style):
            look = replace(look, italic=slope[-1].lower() in {"italic", "oblique"})
        elif name in {"i", "em", "cite", "var"}:
            look = replace(look, italic=True)
        if name in {"s", "strike", "del"} or "line-through" in style:
            look = replace(look, struck=True)
        if name in _VERBATIM:
            look = replace(look, code=True)
        raised = re.search(r"vertical-align\s*:\s*(sup|sub)", style)
        if name in {"sup", "sub"} or raised:
            look = replace(look, script=raised[1] if raised else name)
        if name == "a":
            look = self._link(look, attributes)
        if len(self.looks) < MAX_NESTED:
            self.looks.append((name, look))

    def _link(self, look: _Look, attributes: dict[str, str]) -> _Look:
        href = attributes.get("href", "")
        back = _NOTE_BACK.fullmatch(href)
        if back and ("anc" in href or "ref" in href):
            around = [opened for opened in self.open if opened.note or opened.name in {"li", "p"}]
            if around:
                self._note_begins(max(around, key=lambda opened: (opened.note, opened.name == "li")), back[1])
            self.skipped, self.depth = "a", 1
            return look
        if mark := _NOTE_MARK.fullmatch(href):
            self._rest()
            self._begin_item("")
            self.out.append(f'<a class="note" href="#note-{mark[1]}">{mark[1]}</a>')
            self.skipped, self.depth = "a", 1
            return look
        return replace(look, href=address(href), inside=bool(_CONTENTS_LINK.match(href)))

    def _note_begins(self, opened: _Open, number: str) -> None:
        """Make what holds the text of a footnote its division: the note's own, its item or its paragraph."""
        division = f'<div id="note-{number}" class="note">'
        tag = self.out[opened.place]
        self.out[opened.place] = tag + division if opened.name == "li" else division + tag
        opened.level = _NOTE

    def _end_look(self, name: str) -> None:
        for place in range(len(self.looks) - 1, -1, -1):
            if self.looks[place][0] == name:
                del self.looks[place:]
                break
        if self.marker is not None and name == "span":
            self._begin_item("".join(self.marker).strip())

    # Blocks

    def _block(self, name: str, attributes: dict[str, str], classes: set[str]) -> None:
        self.marker = None
        style = self._style(attributes, classes)
        self._begin_item("")
        if name == "p" and classes & {"title", "MsoTitle"} and not self._in_cell() and not self.counts["title"]:
            self.counts["title"] += 1
            name = "h1"
        if name in {"ul", "ol"} and (listed := _GOOGLE_LIST.search(attributes.get("class", ""))):
            self._close_paragraph()
            self._open_list(name, int(listed[1]), attributes.get("start", ""))
            return
        if name == "p" and (level := _WORD_LIST.search(style)):
            self._close_paragraph()
            self.resting = False
            self.item = int(level[1])
            return
        if name == "li" and self.resting and self.open and any(each.level >= 0 for each in self.open):
            self.resting = False
        self._rest()
        if name in {"p", "div"} and any(opened.name in _PARAGRAPHS - {"p"} for opened in self.open):
            return  # a paragraph inside a heading is the heading
        self._close_paragraph()
        if ends := _ENDS.get(name):
            self._end_open(*ends)
        wanted = ""
        if name in {"td", "th"}:
            for span in ("colspan", "rowspan"):
                if re.fullmatch(r"[1-9]\d{0,2}", attributes.get(span, "")):
                    wanted += f' {span}="{attributes[span]}"'
        elif name == "ol" and re.fullmatch(r"\d{1,6}", attributes.get("start", "")):
            wanted = f' start="{attributes["start"]}"'
        if name in {"td", "th", "tr"} and not self._within("table"):
            name = "div"
        if name == "li" and not (self._within("ul") or self._within("ol")):
            self._push("ul")
        self._push(name, wanted)
        self.open[-1].note = bool(_NOTE_DIVISION.fullmatch(attributes.get("id", "")))
        if name == "li" and classes & {"checked", "task-list-item-checked"}:
            self.out.append("[x] ")
        elif name == "li" and "data-inline-task-id" in attributes:
            self.out.append("[ ] ")

    def _push(self, name: str, attributes: str = "", level: int = -1) -> None:
        if len(self.open) >= MAX_NESTED:
            raise Unreadable(NESTED)
        self.open.append(_Open(name, level=level, place=len(self.out)))
        self.out.append(f"<{name}{attributes}>")

    def _in_cell(self) -> bool:
        return self._within("td") or self._within("th")

    def _within(self, name: str) -> bool:
        return any(opened.name == name for opened in self.open)

    def _end_open(self, ended: set[str], unless: set[str]) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].name in ended:
                self._close_to(place)
                return
            if self.open[place].name in unless:
                return

    def _close_paragraph(self) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].name in _PARAGRAPHS:
                self._close_to(place)
                return
            if self.open[place].name in {"td", "th", "li", "blockquote"}:
                return

    def _close_to(self, length: int) -> None:
        while len(self.open) > length:
            closed = self.open.pop()
            if closed.level == -2 and closed.name == "p":
                del self.out[closed.place :]
                continue
            if closed.name in {"p", "li"} and closed.linked and not closed.other:
                # Nothing but links to headings: a line of a table of contents.
                del self.out[closed.place :]
                self.counts["contents"] += 1
                continue
            if self.open and closed.name not in {"p", "li"}:
                self.open[-1].other = self.open[-1].other or closed.other
            self.out.append(f"</{closed.name}>")
            if closed.level == -3:
                self.out.append("</div>")

    # Lists that say their depth in a class or a style

    def _open_list(self, name: str, level: int, start: str) -> None:
        listed = [at for at, opened in enumerate(self.open) if opened.level >= 0]
        while listed and (
            self.open[listed[-1]].level > level
            or (self.open[listed[-1]].level == level and (self.open[listed[-1]].name != name or start not in {"", "1"}))
        ):
            self._close_to(listed.pop())
        self.resting = False
        if listed and self.open[listed[-1]].level == level:
            self._close_to(listed[-1] + 1)
            return
        if self.open and self.open[-1].name in {"ul", "ol"}:
            self._push("li")
        wanted = f' start="{start}"' if name == "ol" and re.fullmatch(r"\d{1,6}", start) else ""
        self._push(name, wanted, level=level)

    def _begin_item(self, marker: str) -> None:
        """Open the list item of Word whose bullet or number has been read, or which has none."""
        if not self.item:
            if marker and self.marker is not None:
                self.marker = None
                self.text(f"{marker} ")
            self.marker = None
            return
        level, self.item, self.marker = self.item - 1, 0, None
        if _BULLET.fullmatch(marker):
            self._open_list("ul", level, "")
        else:
            number = re.match(r"\d{1,6}", marker)
            open_here = [opened for opened in self.open if opened.level == level]
            self._open_list("ol", level, "" if open_here or number is None else number[0])
        self._end_open({"li"}, {"ul", "ol"})
        self._push("li")
        self.resting, self.in_item = False, True

    def _rest(self) -> None:
        """Close the lists whose ends have been seen: something else follows them."""
        if self.resting:
            self.resting = False
            first = next((at for at, opened in enumerate(self.open) if opened.level >= 0), len(self.open))
            self._close_to(first)


def _dressed(text: str, look: _Look) -> str:
    done = escape(text)
    if not text.strip():
        return done
    for mark, wanted in (("code", look.code), ("s", look.struck), ("em", look.italic), ("strong", look.bold)):
        if wanted:
            done = f"<{mark}>{done}</{mark}>"
    if look.script:
        done = f"<{look.script}>{done}</{look.script}>"
    if look.href:
        done = f'<a href="{escape(look.href)}">{done}</a>'
    return done
