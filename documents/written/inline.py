"""Words with their looks as Markdown: marks where the parser will read them as marks, escapes where it would not.

Looks are flattened to runs first and nested again by length, so that marks never cross. What CommonMark cannot
say – a mark between a stop and a letter, two marks side by side – costs a mark, never a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from markdown_it import MarkdownIt

from documents.html.inline import address
from documents.written.tree import Inline, Node

_RAISED = str.maketrans("0123456789+-=()n\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ⁻")
_LOWERED = str.maketrans("0123456789+-=()\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"[ \t\n\r]+")
_DULL_NAME = re.compile(
    r"(?:image|picture|graphic|grafik|bild|img|figure|photo|object|screenshot|logo)?[\s_-]*\d*(?:\.\w{2,4})?", re.I
)

Mark = Literal["struck", "bold", "italic"]
_MARKS: dict[Mark, str] = {"struck": "~~", "bold": "**", "italic": "*"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of words looks. `link` numbers its link, so that two side by side stay two."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    kind: Literal["text", "code", "raw", "break"] = "text"
    href: str = ""
    link: int = 0


PLAIN = Look()
BREAK = "\\\n"


@dataclass(slots=True)
class Run:
    text: str
    look: Look


@dataclass
class Words:
    """Gathers the runs of paragraphs; counts what is not words. `notes` are the footnotes met, in order."""

    pictures: int = 0
    formulas: int = 0
    links: int = 0
    notes: list[Sequence[Node]] = field(default_factory=list)
    known: dict[str, Sequence[Node]] = field(default_factory=dict)  # footnotes of a page by what refers to them

    def runs(self, inlines: Iterable[Inline]) -> list[Run]:
        """The words of one paragraph, neighbours of one look joined, without blanks at either end."""
        found: list[Run] = []
        self._gather(inlines, PLAIN, found)
        joined = _joined(found)
        for run in joined:
            if run.look.kind == "text":
                run.text = _SPACES.sub(" ", _UNSEEN.sub("", run.text))
        return joined

    def _gather(self, inlines: Iterable[Inline], look: Look, out: list[Run]) -> None:
        words: list[str] = []
        for inline in inlines:
            if isinstance(inline, str):
                words.append(inline)
                continue
            if words:
                out.append(Run("".join(words), look))
                words = []
            self._element(inline, look, out)
        if words:
            out.append(Run("".join(words), look))

    def _element(self, node: Node, look: Look, out: list[Run]) -> None:
        match node.kind:
            case "Strong":
                self._gather(node.holds, replace(look, bold=True), out)
            case "Emph":
                self._gather(node.holds, replace(look, italic=True), out)
            case "Strikeout":
                self._gather(node.holds, replace(look, struck=True), out)
            case "Underline" | "SmallCaps":
                self._gather(node.holds, look, out)
            case "Superscript" | "Subscript":
                self._script(node, look, out)
            case "Code":
                out.append(Run(node.holds[1], replace(look, kind="code")))
            case "Math":
                self.formulas += 1
                out.append(Run(node.holds[1].strip(), replace(look, kind="code")))
            case "LineBreak":
                out.append(Run("\n", replace(look, kind="break")))
            case "Link":
                self._link(node, look, out)
            case "Image":
                self._picture(node, look, out)
            case "Note":
                self.notes.append(node.holds)
                out.append(Run(f"[^{len(self.notes)}]", replace(look, kind="raw")))
            case "Span" | "Cite" | "Quoted":
                marks = ("", "")
                if node.kind == "Quoted":
                    marks = ("“", "”") if node.holds[0].kind == "DoubleQuote" else ("‘", "’")
                self._gather([marks[0], *node.holds[1], marks[1]], look, out)
            case "RawInline":
                out.append(Run(node.holds[1], look))

    def _script(self, node: Node, look: Look, out: list[Run]) -> None:
        raised: list[Run] = []
        self._gather(node.holds, look, raised)
        text = "".join(run.text for run in raised)
        table = _RAISED if node.kind == "Superscript" else _LOWERED
        if text and text != "n" and all(ord(letter) in table for letter in text):
            raised = [Run(text.translate(table), look)]
        out.extend(raised)

    def _link(self, node: Node, look: Look, out: list[Run]) -> None:
        if "note" in node.holds[0][1]:
            number = node.holds[2][0].removeprefix("#note-")
            text = self.known.pop(number, None)
            if text is not None:
                self._element(Node("Note", text), look, out)
                return
        href = address(node.holds[2][0])
        if href and not look.link:
            last = out[-1].look if out else PLAIN
            if last.href != href:  # one link in pieces is one link
                self.links += 1
            look = replace(look, href=href, link=self.links)
        self._gather(node.holds[1], look, out)

    def _picture(self, node: Node, look: Look, out: list[Run]) -> None:
        self.pictures += 1
        said: list[Run] = []
        self._gather(node.holds[1], PLAIN, said)
        alt = _SPACES.sub(" ", "".join(run.text for run in said)).strip()
        text = "[picture]" if _DULL_NAME.fullmatch(alt) else f"[picture: {alt}]"
        out.append(Run(text, look))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """New runs, neighbours of one look in one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and last.look == run.look and run.look.kind in {"text", "code"}:
            last.text += run.text
        elif run.text:
            joined.append(Run(run.text, run.look))
    return joined


def written(
    runs: Sequence[Run], *, cell: bool = False, breaks: str = BREAK, bold: bool = True, starts: bool = True
) -> str:
    """The paragraph as Markdown. In a `cell`, pipes are escaped; without `bold`, bold is left unmarked.

    Where it `starts` lines of its own, what would begin a block there is escaped.
    """
    plain = [Run(run.text, run.look if bold else replace(run.look, bold=False)) for run in runs]
    text = _Paragraph(cell=cell, breaks=breaks).write(_trimmed(_joined(plain)))
    if any(run.look.bold or run.look.italic or run.look.struck for run in plain) and not _says(text, plain, breaks):
        bare = [Run(run.text, replace(run.look, bold=False, italic=False, struck=False)) for run in plain]
        text = _Paragraph(cell=cell, breaks=breaks).write(_trimmed(_joined(bare)))
    if cell or not starts:
        return text
    text = re.sub(r"^(?:\\\n)+|(?:\\\n[ \xa0]*)+$", "", text) if breaks == BREAK else text
    return "\n".join(_START.sub(_escaped_start, line.lstrip(" ")) for line in text.split("\n"))


_PARSER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_MAX_CHECKED = 4_000  # characters of a paragraph; the parser takes 5 ms for a thousand


def _says(text: str, runs: Sequence[Run], breaks: str) -> bool:
    """Whether the parser reads all marks in `text` as marks: then its words are those of the runs."""
    if len(text) > _MAX_CHECKED:
        return True
    read = _PARSER.parseInline(text)[0].children or []
    words = "".join(token.content for token in read)
    wanted = "".join((breaks if breaks != BREAK else "") if run.look.kind == "break" else run.text for run in runs)
    return "".join(words.split()) == "".join(wanted.split())


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without blanks and breaks at either end, and without blanks beside a break."""
    for place, run in enumerate(runs):
        if run.look.kind == "text":
            if place == 0 or runs[place - 1].look.kind == "break":
                run.text = run.text.lstrip(" \xa0")
            if place == len(runs) - 1 or runs[place + 1].look.kind == "break":
                run.text = run.text.rstrip(" \xa0")
    runs = [run for run in runs if run.text]
    while runs and runs[0].look.kind == "break":
        runs.pop(0)
    while runs and runs[-1].look.kind == "break":
        runs.pop()
    return runs


class _Paragraph:
    def __init__(self, *, cell: bool, breaks: str) -> None:
        self.cell = cell
        self.breaks = breaks
        self.out: list[str] = []
        self.after_mark = False  # what was written last is a mark made of "*"

    def write(self, runs: list[Run]) -> str:
        self._write(runs, frozenset())
        return "".join(self.out)

    def _before(self) -> str:
        return self.out[-1][-1] if self.out else ""

    def _put(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.after_mark = False

    def _write(self, runs: list[Run], opened: frozenset[str], after: str = "") -> None:
        """Write `runs`, whose marks in `opened` are made around them; `after` is the character that follows."""
        place = 0
        while place < len(runs):
            look = runs[place].look
            if look.link and "link" not in opened and look.kind != "break":
                end = _extent(runs, place, "link")
                self._link(runs[place:end], opened)
                place = end
                continue
            marks = [mark for mark in _MARKS if mark not in opened and getattr(look, mark)]
            if marks and look.kind != "break":
                ends = {mark: _extent(runs, place, mark) for mark in marks}
                mark = max(marks, key=lambda each: ends[each])
                place += self._mark(runs, place, ends[mark], mark, opened, after)
                continue
            following = runs[place + 1] if place + 1 < len(runs) else None
            self._leaf(runs[place], _first(following, look) if following else after, opened)
            place += 1

    def _mark(  # noqa: PLR0917 - all of them say where it is
        self, runs: list[Run], start: int, end: int, mark: Mark, opened: frozenset[str], after: str
    ) -> int:
        """Write the runs from `start` to `end` inside `mark`, without what may not stand at its edges.

        Gives how many runs are done; those put outside stay in `runs`, without the mark.
        """
        outer = _first(runs[end], runs[end - 1].look) if end < len(runs) else after
        group = runs[start:end]
        head = _taken_off(group, mark, self._before(), opened, from_end=False)
        tail = _taken_off(group, mark, outer, opened, from_end=True)
        sign = _MARKS[mark]
        if group and self.after_mark and not head and mark != "struck":
            sign = sign.replace("*", "_")
            follows = tail[0].text[0] if tail else outer
            if _is_letter(follows):
                group, head = [], [*head, *(Run(run.text, _without(run.look, mark)) for run in group)]
        if head or not group:
            # What stands before the mark is written first, then the rest is looked at again.
            runs[start:end] = [*head, *group, *tail]
            done = len(head)
            self._write(head, opened, group[0].text[0] if group else (tail[0].text[0] if tail else outer))
            return done
        runs[start:end] = [*group, *tail]
        done = len(group)
        self._put(sign)
        self._write(group, opened | {mark}, after="*")
        self._put(sign)
        self.after_mark = mark != "struck"
        return done

    def _link(self, runs: list[Run], opened: frozenset[str]) -> None:
        text = "".join(run.text for run in runs if run.look.kind != "break")
        href = runs[0].look.href
        if not text.strip():
            self._put(text)
            return
        if self._before() == "!" and not (len(self.out[-1]) > 1 and self.out[-1][-2] == "\\"):
            self.out[-1] = self.out[-1][:-1] + "\\!"
        bare = href.removeprefix("mailto:")
        if _AUTOLINK.fullmatch(bare) and _same(text.strip(), bare):
            self._put(f"<{bare}>")
            return
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        self._put(before)
        self._put("[")
        inside = _trimmed([Run(run.text, run.look) for run in runs])
        self._write(inside, opened | {"link"}, after="]")
        self._put(f"]({href})".replace("|", "%7C" if self.cell else "|"))
        self._put(after)

    def _leaf(self, run: Run, after: str, opened: frozenset[str]) -> None:
        kind = run.look.kind
        if kind == "break":
            self._put(self.breaks)
        elif kind == "raw":
            self._put(run.text)
        elif kind == "code" and self._before() != "`":  # two side by side would be one
            self._put(_code(run.text, cell=self.cell))
        else:
            self._put(_escaped(run.text, self._before(), after, cell=self.cell, linked="link" in opened))


def _extent(runs: Sequence[Run], start: int, what: str) -> int:
    """Where the runs end that share `what` with the one at `start`, breaks at their end left out."""
    shared = getattr(runs[start].look, what)
    end = start + 1
    while end < len(runs) and getattr(runs[end].look, what) == shared:
        end += 1
    while end - 1 > start and runs[end - 1].look.kind == "break":
        end -= 1
    return end


def _first(run: Run, beside: Look) -> str:
    """The character `run` begins with when it is written after something that looks like `beside`."""
    look = run.look
    if look.kind == "break":
        return "\n"
    marked = any(getattr(look, mark) and not getattr(beside, mark) for mark in _MARKS)
    if marked or look.kind != "text" or look.link != beside.link:
        return "*" if not run.text[0].isspace() else " "
    return run.text[0]


def _without(look: Look, mark: Mark) -> Look:
    match mark:
        case "bold":
            return replace(look, bold=False)
        case "italic":
            return replace(look, italic=False)
    return replace(look, struck=False)


def _taken_off(group: list[Run], mark: Mark, beside: str, opened: frozenset[str], *, from_end: bool) -> list[Run]:
    """Take off what may not stand at this edge of a mark: blanks always, stops where a letter follows outside."""
    taken: list[Run] = []
    place = -1 if from_end else 0
    while group:
        run = group[place]
        text = run.text
        whole = run.look.kind != "text" or run.look.link or _crosses(run.look, mark, opened)
        if run.look.kind == "break" or (whole and _is_letter(beside) and not text.isspace()):
            group.pop(place)
            taken.append(Run(text, _without(run.look, mark)))
            beside = " " if run.look.kind == "break" else beside
            continue
        keep = text
        while keep and run.look.kind == "text":
            if not keep[place].isspace() and (whole or not _is_letter(beside) or _is_letter(keep[place])):
                break
            beside = keep[place] if keep[place].isspace() else beside
            keep = keep[:-1] if from_end else keep[1:]
        if keep != text:
            off = text[len(keep) :] if from_end else text[: len(text) - len(keep)]
            taken.append(Run(off, replace(_without(run.look, mark), href="", link=0)))
        if keep:
            group[place] = Run(keep, run.look)
            break
        group.pop(place)
    return taken[::-1] if from_end else taken


def _crosses(look: Look, mark: Mark, opened: frozenset[str]) -> bool:
    """Whether a mark of the other sign stands directly inside this one: stars join, a wave and a star do not."""
    if mark == "struck":
        return (look.bold and "bold" not in opened) or (look.italic and "italic" not in opened)
    return look.struck and "struck" not in opened


def _is_letter(letter: str) -> bool:
    """Whether CommonMark takes it for neither blank nor punctuation."""
    return bool(letter) and not letter.isspace() and unicodedata.category(letter)[0] not in "PSZC"


# Escapes

_AUTOLINK = re.compile(r"https?://[^\s<>\"`|]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.I)
_SPECIAL = re.compile(
    r"(?P<address>https?://[^\s<>\"`|]++)|(?P<escape>\\)|(?P<code>`)|(?P<star>\*)|(?P<under>_+)|(?P<open>\[)"
    r"|(?P<close>\])|(?P<tag><(?=[A-Za-z/!?]))|(?P<entity>&(?=\#?\w{1,40};))|(?P<tilde>~+)|(?P<pipe>\|)",
    re.I,
)
_ANY = re.compile(r"[\\`*_\[\]<&~|]|://")
_START = re.compile(
    r"^(?P<mark>#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[=|](?=[=|:\s-]*$)|:(?=[-|:\s]*-[-|:\s]*$)|-(?=[-|:\s]*$))"
    r"|^(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)"
)


def _escaped_start(match: re.Match[str]) -> str:
    if match["number"]:
        return f"{match['number']}\\{match['stop']}"
    return f"\\{match[0]}"


def _escaped(text: str, before: str, after: str, *, cell: bool, linked: bool) -> str:
    def escape(match: re.Match[str]) -> str:
        start, end = match.span()
        previous = text[start - 1] if start else before
        following = text[end] if end < len(text) else after
        match match.lastgroup:
            case "address":
                return _address(match[0], following, linked=linked, bare=previous in _BEFORE_ADDRESS)
            case "escape":
                bare = _is_letter(following) and text[end : end + 4].lower() != "http"
                return "\\" if bare else "\\\\"
            case "star":
                return "*" if previous.isspace() and following.isspace() else "\\*"
            case "under":
                return match[0] if _is_letter(previous) and _is_letter(following) else "\\_" * len(match[0])
            case "open":
                # "[x]: …" at the beginning of a line would say where links of that name lead.
                defines = previous in {"", "\n"} and ("]:" in text[end:] or "]" not in text[end:])
                return "\\[" if linked or defines or following == "^" or previous == "@" else "["
            case "close":
                return "\\]" if linked or following == "(" else "]"
            case "tilde" if len(match[0]) == 1 and start and end < len(text):
                return "~"
            case "tilde":
                return "\\~" * len(match[0])
            case "pipe":
                return "\\|" if cell else "|"
        return f"\\{match[0]}"

    return _SPECIAL.sub(escape, text) if _ANY.search(text) else text


def _address(written: str, following: str, *, linked: bool, bare: bool) -> str:
    """An address in the words: bare, or in brackets where what stands beside it would be taken for a part of it."""
    if linked:
        return _SIGN.sub(r"\\\g<0>", written)
    core = written.rstrip(".,;:!?'\"*_~]}\\")
    tail = written[len(core) :]
    escaped = _SIGN.sub(r"\\\g<0>", tail)
    if bare and escaped == tail and (not following or (following.isspace() and following != "\n")):
        return written
    return f"<{core}>{escaped}"


_BEFORE_ADDRESS = frozenset(("", " ", "\n", "\xa0", "(", "“", "‘", '"', "'"))
_SIGN = re.compile(r"[\\`*_\[\]~]|&(?=#?\w{1,40};)")


def _code(text: str, *, cell: bool) -> str:
    text = " ".join(text.split("\n"))
    if not text.strip():
        return text
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1 if longest else 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text.replace('|', chr(92) + '|') if cell else text}{pad}{fence}"


def _same(text: str, href: str) -> bool:
    def plain(written: str) -> str:
        return re.sub(r"^https?://", "", written).rstrip("/").lower()

    return plain(text) == plain(href)
