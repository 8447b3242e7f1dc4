"""Marks that are layout, not words: HTML tags, emphasis, escapes, quoting. Linear throughout."""

from __future__ import annotations

import html
import re

_TAG_NAMES = (
    "a|abbr|article|b|blockquote|body|br|center|code|dd|del|div|dl|dt|em|font|footer|form|h[1-6]|head|header|hr|html|i|img|"
    "input|ins|label|li|link|main|meta|nav|o:p|ol|p|pre|s|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|"
    "th|thead|time|title|tr|tt|u|ul|!doctype|details|summary|button|aside|figure|cite|dfn|kbd|mark|svg|path"
)
_TAG = re.compile(rf"<(/?)({_TAG_NAMES})(?=[\s/>])([^<>]{{0,2000}})>", re.IGNORECASE)
_TERM = re.compile(r"</dt>\s{0,20}<dd(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*["']?((?:https?://|mailto:)[^"'\s>]{1,1000})""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|<$&'\"@:^=])")
_SPAN = re.compile(r"\{(?:\.|#)[\w.\-# =\"]{1,80}\}")
_STAR = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,300})(?<=[^\s*])\*(?![\w*])")
_UNDERSCORE = re.compile(r"(?<![\w_/])_(?=[^\s_])([^_]{1,300})(?<=[^\s_])_(?![\w_])")
_BREAK = "\x1e"
GOES_ON = "\ue000"
"""At the end of a line: the next one belongs to the same table row."""
_BLOCK = re.compile(
    r"^(?:p|div|li|tr|table|ul|ol|h[1-6]|br|hr|dt|dd|dl|blockquote|section|article|pre|title|body|head|html|header|footer|details|summary|main)$"
)


def _without(text: str, opening: str, closing: str) -> str:
    """The text without everything between two marks; line breaks inside stay, so that lines keep their number."""
    lower = text.lower()
    out, at = [], 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start + len(opening))
        if end < 0:
            break
        out.append(text[at:start])
        out.append("\n" * text.count("\n", start, end))
        at = end + len(closing)
    out.append(text[at:])
    return "".join(out)


def without_tags(text: str) -> str:
    """HTML as text: tags become line marks, links keep their address, scripts go. Other text is untouched.

    A break that HTML asks for and the source does not show becomes U+001E, so that source lines keep their number.
    """
    if "<!--" in text:
        text = _without(text, "<!--", "-->")
    if "<" in text:
        for name in ("script", "style"):
            if f"<{name}" in text.lower():
                text = _without(text, f"<{name}", f"</{name}>")
        text = _rows_in_one(text)
        text = _TERM.sub(": ", text)
        text = _TAG.sub(_tag, text) if _TAG.search(text) else text
    return _ENTITY.sub(lambda m: html.unescape(m.group()).replace("\n", " "), text) if "&" in text else text


def _rows_in_one(text: str) -> str:
    """The lines of each table row marked as one, so that a cell a line is read as a row."""
    lower = text.lower()
    out, at = [], 0
    while (start := lower.find("<tr", at)) >= 0:
        end = lower.find("</tr", start)
        if end < 0:
            break
        out += [text[at:start], text[start:end].replace("\n", f"{GOES_ON}\n")]
        at = end
    return "".join([*out, text[at:]])


def _tag(match: re.Match[str]) -> str:
    closing, name, rest = match.group(1), match.group(2).lower(), match.group(3)
    if name == "li" and not closing:
        return _BREAK + "- "
    if len(name) == 2 and name[0] == "h" and name[1].isdigit():
        return _BREAK if closing else f"{_BREAK}{'#' * int(name[1])} "
    if name in {"td", "th"}:
        return " | " if closing else ""
    if name == "tr":
        return _BREAK if closing else f"{_BREAK}| "
    if name in {"p", "div", "table"} or name in {"ul", "ol"}:
        return _BREAK * 2 if closing else _BREAK
    if _BLOCK.match(name):
        return _BREAK
    if name == "a" and not closing:
        href = _HREF.search(rest)
        return f"<{href.group(1)}> " if href else ""
    if name in {"b", "strong"}:
        return "**"
    return ""


def plain(text: str) -> str:
    """Words of one line without emphasis marks and backslash escapes; links and code stay as written."""
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text).rstrip("\\")
    if "**" in text:
        text = text.replace("****", "").replace("**", "")
    if "*" in text:
        text = _STAR.sub(r"\1", text)
    if "__" in text:
        text = re.sub(r"(?<!\w)__|__(?!\w)", "", text)
    if "_" in text:
        text = _UNDERSCORE.sub(r"\1", text)
    if "]{." in text or "{#" in text:
        text = _SPAN.sub("", text)
    return " ".join(text.split())
