"""HTML as tags and text, for any input whatever: one pass, no recursion, nothing fetched.

The standard library's parser takes quadratic time on malformed input in the Python versions we support,
and does not know what a page hides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
# Text inside these runs to their own end tag, whatever it looks like.
_RAW = frozenset(["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"])
# What is inside these is not text of the page.
_DROPPED = _RAW | frozenset(
    ["template", "svg", "math", "object", "select", "button", "nav", "audio", "video", "canvas", "datalist"]
) - {"xmp"}
_OPTIONAL_END = frozenset(["p", "li", "dt", "dd", "td", "th", "tr"])

_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+)>""",
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.I)
_LONG_NUMBER = re.compile(r"&#(?:[xX][0-9a-fA-F]{7,}|[0-9]{8,});?")  # unescape() refuses thousands of digits


class Start(NamedTuple):
    name: str
    attributes: dict[str, str]


class End(NamedTuple):
    name: str


Token = Start | End | str


@dataclass
class _Skip:
    """An element whose content is left out, and where reading resumes if it is never closed."""

    name: str
    resume: int
    depth: int = 1


def tokens(source: str) -> Iterator[Token]:
    """Tags and unescaped text of `source` in order, without comments and what the page hides. Linear time."""
    position, skip = 0, None
    endless: set[str] = set()  # elements that are never closed: never skipped again, so no part is read twice
    while True:
        if position >= len(source):
            if skip is None:
                return
            endless.add(skip.name)
            position, skip = skip.resume, None
            continue
        opening = source.find("<", position)
        if opening < 0:
            opening = len(source)
        if opening > position and skip is None:
            yield _text(source[position:opening])
        if opening == len(source):
            position = opening
            continue
        past_markup = _past_markup(source, opening, endless)
        if past_markup:
            position = past_markup
            continue
        tag = _TAG.match(source, opening)
        if tag is None:
            if skip is None:
                yield "<"
            position = opening + 1
            if source.find(">", position) < 0:  # no tag can follow
                if skip is None:
                    yield _text(source[position:])
                position = len(source)
            continue
        position = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        if skip is not None:
            if name == skip.name:
                skip.depth += -1 if closing else 1
                if not closing and skip.depth == 2 and name in _OPTIONAL_END:
                    skip, position = None, opening  # the next paragraph ends the hidden one
                elif skip.depth == 0:
                    skip = None
            continue
        if closing:
            yield End(name)
            continue
        attributes = _attributes(tag[3])
        if name in _RAW and name not in endless:
            end = re.compile(rf"</{name}[\s/>]", re.I).search(source, position)
            if end is None:
                endless.add(name)
                continue
            if name not in _DROPPED:
                yield _text(source[position : end.start()])
            position = end.start()
            continue
        if (name in _DROPPED or _hidden(attributes)) and name not in VOID:
            if name not in endless:
                skip = _Skip(name, position)
                continue
        elif _hidden(attributes):
            continue
        yield Start(name, attributes)


def _past_markup(source: str, opening: int, endless: set[str]) -> int:
    """Where a comment or declaration beginning at `opening` ends; 0 if none begins there."""
    if source.startswith("<!--", opening):
        if "<!--" in endless:
            return opening + 4
        end = source.find("-->", opening + 2)
        if end < 0:
            endless.add("<!--")
            return opening + 4
        return end + 3
    if source.startswith(("<!", "<?"), opening):
        end = source.find(">", opening)
        return end + 1 if end >= 0 else 0
    return 0


def _attributes(written: str) -> dict[str, str]:
    if not written or written.isspace():
        return {}
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        name = match[1].lower()
        if name not in found:
            found[name] = _text(match[2] or match[3] or match[4] or "")
    return found


def _hidden(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or ("style" in attributes and _HIDING.search(attributes["style"]) is not None)


def _text(written: str) -> str:
    return unescape(_LONG_NUMBER.sub("\ufffd", written)) if "&" in written else written
