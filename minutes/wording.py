"""The words of a line as HTML: what was typed, with addresses as links. Pure."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(
    r"\[(?P<text>[^\[\]\n]{1,300})\]\((?P<named>https?://[^\s()<>]{1,2000})\)"
    r"|<(?P<angled>https?://[^\s<>]{1,2000})>"
    r"|(?P<bare>https?://[^\s<>\"“”]{1,2000})",
    re.IGNORECASE,
)


def html_of(words: str) -> SafeString:
    """``words`` as safe HTML on as many lines as they had. An address is shown without its ``https://``. Linear."""
    pieces, end = [], 0
    for match in ADDRESS.finditer(words):
        pieces.append(plain(words[end : match.start()]))
        end = match.end()
        address = match["named"] or match["angled"] or match["bare"]
        tail = ""
        if match["bare"]:
            address, tail = without_end(address)
        shown = match["text"] or re.sub(r"^https?://(www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")
        pieces.append(f'<a href="{escape(address)}" rel="noopener nofollow ugc">{escape(shown)}</a>{plain(tail)}')
    pieces.append(plain(words[end:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped


def plain(words: str) -> str:
    return str(escape(words)).replace("\n", "<br>")


def without_end(address: str) -> tuple[str, str]:
    """An address and what is punctuation of the sentence around it; a bracket it opened stays with it."""
    kept = address.rstrip(".,;:!?'*_~")
    while kept.endswith((")", "]")) and kept.count(")") + kept.count("]") > kept.count("(") + kept.count("["):
        kept = kept[:-1].rstrip(".,;:!?'*_~")
    return kept, address[len(kept) :]


def words_of(words: str) -> str:
    """``words`` on one line as :func:`html_of` shows them, without the addresses behind named links."""
    return " ".join(ADDRESS.sub(lambda match: match["text"] or match["angled"] or match["bare"], words).split())
