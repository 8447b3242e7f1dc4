"""Markdown as people write it here, to HTML that can do no harm. Asks the database nothing.

Texts are stored with members as `@[12]`, so that a mention survives a change of name; `T4` stays `T4`.
What the parser would need too long for, or nests too deeply, is shown as plain paragraphs: every word stays.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

from web.mentions import MENTION, show_mentions, store_mentions

__all__ = ["RENDERER", "Link", "Links", "excerpt", "mentions", "plain", "render", "show_mentions", "store_mentions"]

RENDERER = 1  # part of the key of rendered texts: raise it whenever the same source gives other HTML

MAX_CHARACTERS = 1_000_000
MAX_NESTED = 40  # a list in a list counts two
_STEPS_PER_CHARACTER = 4  # ordinary texts need less than one

Link = tuple[str, str]  # address, and the title or name to show


@dataclass(frozen=True)
class Links:
    """What references lead to, as plain data: technologies by number, members by id."""

    technologies: Mapping[int, Link] = field(default_factory=dict)
    members: Mapping[int, Link] = field(default_factory=dict)

    def technology(self, number: int) -> Link | None:
        """Address and title of technology T`number`."""
        return self.technologies.get(number)

    def member(self, id: int) -> Link | None:  # noqa: A002 - the word of the stored form
        """Address and name of the member."""
        return self.members.get(id)


_NOWHERE = Links()


def render(source: str, *, link: Links | None = None) -> SafeString:
    """`source` as safe HTML: CommonMark, tables, strikethrough, footnotes, task lists, bare addresses as links.

    Raw HTML is shown as typed; pictures are links to them, never loaded; only http, https and mailto lead anywhere.
    Cost: no queries; about a second for 200 kB.
    """
    links = link or _NOWHERE
    html = _html(source, links)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    )
    return mark_safe(clean)  # noqa: S308 - the sanitiser's own output


def plain(source: str, *, link: Links | None = None) -> str:
    """The words of `source` on one line, without marks; blocks and line breaks become blanks.

    Footnote marks, characters without width and those that turn the direction of writing are left out.
    """
    return _one_line(" ".join(_words(source, link or _NOWHERE)))


def excerpt(source: str, length: int, *, link: Links | None = None) -> str:
    """The first sentence of the first paragraph, cut between words to at most `length` characters with "…"."""
    start = source[: max(4_000, 8 * length)]
    text = next(
        (line for line in (_one_line(words) for words in _words(start, link or _NOWHERE, headings=False)) if line), ""
    )
    text = text or plain(start, link=link)
    sentence = _SENTENCE.match(text)
    text = sentence[0] if sentence else text
    if len(text) <= length:
        return text
    cut = text[: max(length - 1, 0)]
    whole = cut if text[len(cut) : len(cut) + 1].isspace() else cut.rpartition(" ")[0] or cut
    return whole.rstrip(" ,;:–-") + "…"


def mentions(source: str) -> list[int]:
    """Ids of the members mentioned, in order, each once; what stands in code is no mention."""
    tokens = _parse(source, _NOWHERE)
    if tokens is None:
        found: Iterator[int] = (int(match[1]) for match in MENTION.finditer(source))
    else:
        inline = (child for token in tokens for child in token.children or ())
        found = (child.meta["id"] for child in inline if child.type == "mention")
    return list(dict.fromkeys(found))


# Parsing


class _TooHard(Exception):  # noqa: N818 - the text is, and it is shown all the same
    """The text needs more steps or deeper nesting than a text should."""


class _Inline(ParserInline):
    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - the parser's name
        """Counted too: brackets that never close are looked through again from each."""
        _count(state.env)
        super().skipToken(state)


class _Parser(MarkdownIt):
    def __init__(self) -> None:
        super().__init__()
        self.inline = _Inline()
        self.configure("commonmark", {"html": False, "maxNesting": MAX_NESTED + 20, "linkify": False})

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name
        return bool(re.match(r"(?:https?://|mailto:|#)", url, re.I))


def _parse(source: str, links: Links) -> list[Token] | None:
    if len(source) > MAX_CHARACTERS:
        return None
    env: MutableMapping[str, Any] = {"links": links, "steps": _STEPS_PER_CHARACTER * len(source) + 1_000}
    try:
        return _PARSER.parse(source, env)
    except (_TooHard, RecursionError):
        return None


def _html(source: str, links: Links) -> str:
    tokens = _parse(source, links)
    if tokens is None:
        paragraphs = re.split(r"\n[ \t]*\n", source.replace("\r\n", "\n"))
        return "\n".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in paragraphs if text.strip())
    # Two texts on one page both have a first footnote; what they say keeps their anchors apart.
    mark = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:10]
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {"docId": mark, "links": links}))


def _guard_block(state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    if state.level > MAX_NESTED:
        raise _TooHard
    return False


def _count(env: MutableMapping[str, Any], steps: int = 1) -> None:
    env["steps"] -= steps
    if env["steps"] < 0:
        raise _TooHard


def _guard_inline(state: StateInline, _silent: bool) -> bool:
    _count(state.env)
    return False


_TABLE_RULE = re.compile(r"[>\s]*+[|:-][-|:\s]*+")


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless a row has more cells than the head: their words would be dropped, so it stays as typed."""
    if (
        not silent
        and start + 1 < end
        and _TABLE_RULE.fullmatch(state.src, state.bMarks[start + 1], state.eMarks[start + 1])
    ):
        head = _cells(state, start)
        for line in range(start + 2, end):
            _count(state.env)
            if state.isEmpty(line):
                break
            if _cells(state, line) > head:
                return False
    return table(state, start, end, silent)


def _cells(state: StateBlock, line: int) -> int:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    return len(escapedSplit(text.removeprefix("|").removesuffix("|")))


_NOTE_MARK = re.compile(r"\[\^[^\s\]]{1,60}\]")


def _footnote_def(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A footnote's text, unless it is inside something or defined already: then its words stay where they are."""
    mark = _NOTE_MARK.match(state.src, state.bMarks[start] + state.tShift[start])
    if mark is None or silent:  # silent: whether a paragraph ends here
        return mark is not None and state.src.startswith(":", mark.end())
    if state.level or ":" + mark[0][2:-1] in state.env.get("footnotes", {}).get("refs", {}):
        return False
    return footnote_def(state, start, end, silent)


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    return _NOTE_MARK.match(state.src, state.pos) is not None and footnote_ref(state, silent)


def _keep_unused_footnotes(state: StateCore) -> None:
    """List the footnotes nothing refers to after the others; the plugin would drop their words."""
    notes: dict[str, dict[Any, Any]] | None = state.env.get("footnotes")
    if notes is None:
        return
    for label, number in notes["refs"].items():
        if number < 0:
            notes["refs"][label] = len(notes["list"])
            notes["list"][len(notes["list"])] = {"label": label[1:], "count": 0}


def _mention(state: StateInline, silent: bool) -> bool:
    match = MENTION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        id_ = int(match[1])
        known: Link | None = state.env["links"].member(id_)
        token.meta.update(id=id_, link=known, linked=state.linkLevel > 0)
        token.content = f"@{known[1]}" if known else match[0]
    state.pos = match.end()
    return True


_ADDRESS = re.compile(r"://[^\s<>\"`|]++")
_PROTOCOL = re.compile(r"(?<![\w@])https?$", re.I)


def _bare_address(state: StateInline, silent: bool) -> bool:
    """`https://…` without brackets: met at its colon, when its beginning is already pending text."""
    if silent or state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    protocol = _PROTOCOL.search(state.pending[-6:])
    match = _ADDRESS.match(state.src, state.pos, state.posMax) if protocol else None
    if protocol is None or match is None:
        return False
    rest = _without_end(match[0])
    if len(rest) < 4:
        return False
    state.pending = state.pending[: len(state.pending) - len(protocol[0])]
    address = protocol[0] + rest
    for token in _linked(address, address):
        pushed = state.push(token.type, token.tag, token.nesting)
        pushed.attrs, pushed.content, pushed.info = token.attrs, token.content, token.info
    state.pos += len(rest)
    return True


def _without_end(address: str) -> str:
    """An address without the punctuation of the sentence it stands in, and without a bracket it did not open."""
    opened, closed = address.count("("), address.count(")")
    end = len(address)
    while end and (address[end - 1] in ".,;:!?'\"*_~]}’”" or (address[end - 1] == ")" and closed > opened)):
        closed -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _linked(text: str, href: str, **attributes: str) -> list[Token]:
    opened, words, closed = Token("link_open", "a", 1), _text(text), Token("link_close", "a", -1)
    opened.attrs = {"href": _PARSER.normalizeLink(href) if not attributes else href, **attributes}
    opened.info = closed.info = "auto"
    return [opened, words, closed]


# References in the words

_REFERENCE = re.compile(
    r"(?<![\w@#&.])(?<![^\d]/)T(?P<number>[1-9][0-9]{0,3})(?![\w@]|\.\d)"
    r"|(?<![\w@/.:-])(?P<www>www\.[^\s<>\"`|]++)"
    r"|(?<![\w.+@/-])(?P<mail>[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+)"
)
_LANGUAGE = re.compile(r"[\w+#.-]{0,20}")
_BOX = re.compile(r"\[([ xX])\] ")


def _finish(state: StateCore) -> None:
    """Make references links, pictures links to them, task marks boxes; once over all tokens, without recursion."""
    for place, token in enumerate(state.tokens):
        if token.type == "inline" and token.children is not None:
            if place > 1 and state.tokens[place - 2].type == "list_item_open" and token.children:
                _box(token.children[0])
            token.children = _children(token.children, state.env["links"])
        elif token.type == "fence" and not _LANGUAGE.fullmatch(token.info.strip()):
            token.content = f"{token.info.strip()}\n{token.content}"  # words that would be lost
        elif token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", None)):
            token.attrs["class"] = str(style).removeprefix("text-align:")


def _box(first: Token) -> None:
    match = _BOX.match(first.content) if first.type == "text" else None
    if match:
        first.content = ("☐ " if match[1] == " " else "☑ ") + first.content[match.end() :]


def _children(children: list[Token], links: Links) -> list[Token]:
    done: list[Token] = []
    inside: list[bool] = []  # for each open link: whether it leads anywhere
    before = ""
    for child in children:
        if child.level > MAX_NESTED:
            raise _TooHard
        if child.type == "link_open":
            inside.append(not str(child.attrs.get("href", "")).startswith("#"))
            if not inside[-1]:
                continue
        elif child.type == "link_close":
            if inside and not inside.pop():
                continue
        elif child.type == "image":
            words = child.content or "picture"
            href = str(child.attrs.get("src", ""))
            leads = not inside and not href.startswith("#")
            done.extend(_linked(words, href) if leads else [_text(words)])
            before = words[-1]
            continue
        if child.type == "text" and not any(inside):
            done.extend(_referring(child.content, before, links))
        else:
            done.append(child)
        if child.content:
            before = child.content[-1]
        elif child.type in {"softbreak", "hardbreak"}:
            before = ""
    return done


def _referring(text: str, before: str, links: Links) -> list[Token]:
    """`text` with its references as links; `before` is the character that stands before it in the paragraph."""
    tokens: list[Token] = []
    position = 0
    for match in _REFERENCE.finditer(text):
        if match.start() == 0 and before and (before.isalnum() or before in "_@/.#&"):
            continue
        if match["number"]:
            known = links.technology(int(match["number"]))
            if known is None:
                continue
            made = _linked(match[0], known[0], title=known[1], **{"class": "technology"})
            end = match.end()
        else:
            address = _without_end(match[0])
            made = _linked(address, f"https://{address}" if match["www"] else f"mailto:{address}")
            end = match.start() + len(address)
        tokens += [_text(text[position : match.start()]), *made]
        position = end
    return [*tokens, _text(text[position:])]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _render_mention(
    _renderer: RendererProtocol, tokens: Sequence[Token], place: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[place]
    known: Link | None = token.meta["link"]
    if known is None or token.meta["linked"]:
        return escape(token.content)
    return f'<a class="mention" href="{escape(known[0])}">{escape(token.content)}</a>'


def _parser() -> _Parser:
    parser = _Parser()
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False)
    parser.block.ruler.before("table", "guard", _guard_block)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("footnote_def", _footnote_def, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("text", "guard", _guard_inline)
    parser.inline.ruler.at("footnote_ref", _footnote_ref)
    parser.inline.ruler.before("link", "mention", _mention)
    parser.inline.ruler.before("link", "bare_address", _bare_address)
    parser.core.ruler.before("footnote_tail", "unused_footnotes", _keep_unused_footnotes)
    parser.core.ruler.push("finish", _finish)
    parser.add_render_rule("mention", _render_mention)
    return parser


_PARSER = _parser()

# Words alone

_SENTENCE = re.compile(r".{10,}?[.!?…](?=\s+[^\s\da-z])", re.S)
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")


def _one_line(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text).split())


def _words(source: str, links: Links, *, headings: bool = True) -> Iterator[str]:
    """The words of each block."""
    tokens = _parse(source, links)
    if tokens is None:
        yield source
        return
    for place, token in enumerate(tokens):
        if token.type in {"fence", "code_block"}:
            yield token.content
        elif token.children and (headings or tokens[place - 1].type != "heading_open"):
            yield "".join(" " if child.type.endswith("break") else child.content for child in token.children)


# What may be in a page

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "s", "a", "sup", "section", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    **{tag: {"class"} for tag in ("sup", "section", "hr", "th", "td")},
}
_CLASSES = {
    *("mention", "technology", "left", "center", "right"),
    *("footnote-ref", "footnotes", "footnotes-sep", "footnotes-list", "footnote-item", "footnote-backref"),
}
_FOOTNOTE_ID = re.compile(r"fn(?:ref)?-[0-9a-f]{10}-[0-9]+(?::[0-9]+)?")


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if value in _CLASSES else None
    if name == "id":
        return value if _FOOTNOTE_ID.fullmatch(value) else None
    return value
