"""The words of one paragraph, with what is kept of their looks: bold, struck, links, raised digits."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

_BLANK = re.compile(r"[ \t\r\n\f\v\xa0]+")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff]")
_KEPT_SCHEMES = ("http://", "https://", "mailto:", "ftp://")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_URL_ESCAPES = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\n": "", "\t": "", "\r": ""}


@dataclass(frozen=True)
class Look:
    """How a run of text looks. `link` numbers the link it belongs to, so that two links side by side stay two."""

    bold: bool = False
    struck: bool = False
    code: bool = False
    script: str = ""  # "sup" or "sub"
    href: str = ""
    link: int = 0


PLAIN = Look()


@dataclass
class Run:
    """Text of one look. Its pieces are joined once, at the end: joining at each would take quadratic time."""

    pieces: list[str]
    look: Look

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass
class Line:
    """Collects runs; `render` gives them as Markdown without escapes. Line breaks inside are kept."""

    runs: list[Run] = field(default_factory=list)
    at_blank: bool = True  # a blank at this place would be doubled or leading

    def add(self, text: str, look: Look) -> None:
        text = _BLANK.sub(" ", _UNSEEN.sub("", text))
        if self.at_blank:
            text = text.removeprefix(" ")
        if not text:
            return
        self.at_blank = text.endswith(" ")
        if look.script == "sup" and re.fullmatch(r"[-0-9+=()n]+", text) and text != "n":
            text = text.translate(_RAISED)
        elif look.script == "sub" and re.fullmatch(r"[-0-9+=()]+", text):
            text = text.translate(_LOWERED)
        look = replace(look, script="")
        if self.runs and self.runs[-1].look == look:
            self.runs[-1].pieces.append(text)
        else:
            self.runs.append(Run([text], look))

    def add_break(self) -> None:
        if self.runs:
            pieces = self.runs[-1].pieces
            pieces[-1] = pieces[-1].rstrip(" ") + "\n"
        self.at_blank = True

    def render(self, *, bold: bool = True) -> str:
        """The paragraph; without `bold`, bold is left unmarked (headings and table heads are bold anyway)."""
        parts: list[str] = []
        position = 0
        while position < len(self.runs):
            look = self.runs[position].look
            end = position + 1
            if look.link:
                while end < len(self.runs) and self.runs[end].look.link == look.link:
                    end += 1
            group = self.runs[position:end]
            text = "".join(run.text for run in group)
            look = replace(look, bold=bold and all(run.look.bold for run in group if run.text.strip()))
            parts.append(_marked(text, look))
            position = end
        return "\n".join(line.strip() for line in "".join(parts).split("\n")).strip()


def _marked(text: str, look: Look) -> str:
    """Put marks around the words, never around the blanks beside them, and line by line."""
    if look == PLAIN:
        return text
    if look.href:
        text = " ".join(text.split("\n"))
    return "\n".join(_marked_line(line, look) for line in text.split("\n"))


def _marked_line(line: str, look: Look) -> str:
    core = line.strip(" ")
    if not core:
        return line
    before, after = line[: len(line) - len(line.lstrip(" "))], line[len(line.rstrip(" ")) :]
    if look.href:
        core = _linked(core, look.href)
    elif look.code and "`" not in core:
        core = f"`{core}`"
    if look.struck:
        core = f"~~{core}~~"
    if look.bold and any(letter.isalnum() for letter in core):
        core = f"**{core}**"
    return f"{before}{core}{after}"


def _linked(text: str, href: str) -> str:
    if text.startswith("<") and text.endswith(">"):
        return text
    bare = href.removeprefix("mailto:")
    if _same(text, bare):
        return f"<{bare}>"
    return f"[{text}]({href})"


def _same(text: str, href: str) -> bool:
    def plain(address: str) -> str:
        return re.sub(r"^https?://", "", address).rstrip("/").lower()

    return plain(text) == plain(href)


def address(href: str) -> str:
    """`href` as it may stand in the text, "" for what leads nowhere outside the page. Google's detours are undone."""
    href = "".join(_URL_ESCAPES.get(letter, letter) for letter in href.strip())
    if not href.lower().startswith(_KEPT_SCHEMES):
        return ""
    if href.startswith("https://www.google.com/url?"):
        try:
            target = parse_qs(urlsplit(href).query, max_num_fields=20).get("q", [""])[0]
        except ValueError:
            return href
        return address(target) or href
    return href
