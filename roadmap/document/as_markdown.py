"""The document as Markdown, and back.

A file begins with front matter that says it is one of ours, then the title, the edition line, the scope, and each
technology as a heading of the second level, its facts as a list, and its text. What would break out of a text is
written so that it does not, and read back as it was: headings two levels down, footnotes under names of their own,
lines that look like one of our headings behind a backslash.

Not carried: blank lines at the beginning and the end of a text, and line breaks in titles, names and sentences
(:func:`record.block` and :func:`record.one_line` take them away beforehand). A heading that is underlined with
``===`` stays as it is, and so do all headings of a text that has one of the fifth or sixth level.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import date

from markdown_it import MarkdownIt

from roadmap.document.record import (
    PART_WORDS,
    RELATION_WORDS,
    STATES,
    DocumentRecord,
    Gone,
    Parts,
    Relations,
    TechnologyRecord,
    block,
    day,
    day_of,
    one_line,
)

MARK = "waymark: roadmap 1"
GONE = "No longer in the list"
AS_WRITTEN = "<!-- headings as written -->"
EDITED = "; edited since"
DOWN = 2  # a text's headings begin below its technology's

_OURS = r"## (?:Technology [1-9][0-9]{0,8}(?::|[ \t]*$)|" + GONE + r"[ \t]*$)"
_HEADING = re.compile(r"## Technology ([1-9][0-9]{0,8})(?::(.*+)|[ \t]*+)")
_FRONT = re.compile(r"---[ \t]*\n((?:[^\n]*\n){1,40}?)---[ \t]*(?:\n|\Z)")


def write_markdown(record: DocumentRecord) -> str:
    """The record as Markdown. :func:`read_markdown` gives the same record back, whatever stands in the texts.

    Pure. Cost: texts with headings are parsed once, about a second for a million characters.
    """
    front = [f"group: {_quoted(record.group)}", f"edition: {record.edition.isoformat()}"]
    if record.due_on:
        front.append(f"due: {record.due_on.isoformat()}")
    if record.due_for:
        front.append(f"due_for: {_quoted(record.due_for)}")
    about = " ".join(filter(None, [record.edition_words, record.due_words]))
    parts = ["\n".join(["---", MARK, *front, "---"]), f"# {escaped(record.title)}".rstrip(), f"*{escaped(about)}*"]
    parts.append(_text_out(record.scope, "scope"))
    for one in record.technologies:
        parts += [f"## {_title(one)}", "\n".join(_facts(one)), _text_out(one.text, f"T{one.number}")]
    if record.gone:
        parts += [f"## {GONE}", record.gone_words]
    return "\n\n".join(filter(None, parts)) + "\n"


def read_markdown(text: str) -> DocumentRecord | None:
    """The record a file of ours holds; None when it is not one of ours.

    A file that somebody edited meanwhile is read as well as can be: every line that is not one of ours belongs to
    the text it stands in, or to the scope.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    front = _FRONT.match(text)
    if front is None or MARK not in front[1].split("\n"):
        return None
    values = dict(_front_values(front[1]))
    edition = _iso(values.get("edition", ""))
    if edition is None:
        return None
    head, *sections = _sections(text[front.end() :])
    title, scope = _head(head)
    gone: tuple[Gone, ...] = ()
    if sections and sections[-1][0] is None:
        *sections, (_, lines) = sections
        gone = _gone(lines)
    return DocumentRecord(
        title=title,
        edition=edition,
        group=values.get("group", ""),
        due_on=_iso(values.get("due", "")),
        due_for=values.get("due_for", ""),
        scope=_text_in(scope, "scope"),
        technologies=tuple(_technology(heading, lines) for heading, lines in sections if heading),
        gone=gone,
    )


# Words


_MARKS = re.compile(r"[\\`*\[\]<>]|~(?=~)|&(?=#?\w)|_(?![^\W_])|(?<![^\W_])_|#(?=#*$)")


def escaped(words: str) -> str:
    """Plain words as Markdown that shows them: nothing in them is a mark."""
    return _MARKS.sub(r"\\\g<0>", words)


def _list(words: Iterable[str]) -> str:
    return "; ".join(escaped(one).replace(";", r"\;") for one in words)


def _plain(words: str) -> str:
    """What :func:`escaped` was given."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words)


def _quoted(words: str) -> str:
    """A string as JSON and YAML write it alike."""
    return json.dumps(words, ensure_ascii=False)


def _front_values(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.split("\n"):
        name, _, value = line.partition(":")
        value = value.strip()
        if value.startswith('"'):
            try:
                value = json.loads(value)
            except ValueError:
                value = value.strip('"')
        yield name.strip(), value


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


# The facts of a technology, a line each


def _title(one: TechnologyRecord) -> str:
    return f"Technology {one.number}: {escaped(one.title)}" if one.title else f"Technology {one.number}"


def _facts(one: TechnologyRecord) -> Iterator[str]:
    yield f"- State: {STATES[one.state]}"
    if one.working_title:
        yield "- Title: a working title"
    if one.agreed_version is not None or one.agreed_on:
        yield f"- Agreed on: {_version(one.agreed_version, one.agreed_on)}{EDITED if one.edited_since else ''}"
    if one.version is not None or one.version_on:
        yield f"- Text: {_version(one.version, one.version_on)}"
    if one.asked_of_directors:
        yield f"- Asked of the directors: {escaped(one.asked_of_directors)}"
    if one.writers:
        yield f"- Written by: {_list(one.writers)}"
    if one.standing:
        yield f"- Where it stands: {escaped(one.standing)}"
    for name, words in PART_WORDS.items():
        if facilities := getattr(one.parts, name):
            yield f"- {words}: {_list(facilities)}"
    for name, words in RELATION_WORDS.items():
        if numbers := getattr(one.relations, name):
            yield f"- {words}: {', '.join(f'T{number}' for number in numbers)}"


def _version(number: int | None, on: date | None) -> str:
    return ", ".join(filter(None, [f"version {number}" if number is not None else "", day(on)]))


def _version_of(words: str) -> tuple[int | None, date | None]:
    match = re.match(r"version ([1-9][0-9]{0,8})(?:, |$)", words)
    return (int(match[1]), day_of(words[match.end() :])) if match else (None, day_of(words))


def _many(words: str) -> tuple[str, ...]:
    found = (one_line(_plain(part)) for part in re.findall(r"(?:\\.|[^\\;]|\\$)+", words))
    return tuple(part for part in found if part)


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\bT([1-9][0-9]{0,8})\b", words))


Fact = Callable[[TechnologyRecord, str], TechnologyRecord]
_STATE_OF = {words: state for state, words in STATES.items()}


def _agreed(one: TechnologyRecord, words: str) -> TechnologyRecord:
    version, on = _version_of(words.removesuffix(EDITED))
    return replace(one, agreed_version=version, agreed_on=on, edited_since=words.endswith(EDITED))


def _wording(one: TechnologyRecord, words: str) -> TechnologyRecord:
    version, on = _version_of(words)
    return replace(one, version=version, version_on=on)


def _part(name: str) -> Fact:
    return lambda one, words: replace(one, parts=replace(one.parts, **{name: _many(words)}))


def _relation(name: str) -> Fact:
    return lambda one, words: replace(one, relations=replace(one.relations, **{name: _numbers(words)}))


_FACTS: dict[str, Fact] = {
    "State": lambda one, words: replace(one, state=_STATE_OF.get(words, "written")),
    "Title": lambda one, words: replace(one, working_title=words == "a working title"),
    "Agreed on": _agreed,
    "Text": _wording,
    "Asked of the directors": lambda one, words: replace(one, asked_of_directors=one_line(_plain(words))),
    "Written by": lambda one, words: replace(one, writers=_many(words)),
    "Where it stands": lambda one, words: replace(one, standing=one_line(_plain(words))),
    **{PART_WORDS[field.name]: _part(field.name) for field in fields(Parts)},
    **{RELATION_WORDS[field.name]: _relation(field.name) for field in fields(Relations)},
}
_FACT = re.compile(r"[-*+] (" + "|".join(map(re.escape, _FACTS)) + r"):(.*+)")


# Sections


Heading = tuple[int, str]
Section = tuple[Heading | None, list[str]]


def _sections(text: str) -> list[Section]:
    """What stands before the first technology, each technology's number and title with its lines, and, when it is
    there, the closing section, whose heading is None as well."""
    found: list[Section] = [(None, [])]
    for line in text.split("\n"):
        match = _HEADING.fullmatch(line)
        if match:
            found.append(((int(match[1]), one_line(_plain(match[2] or ""))), []))
        else:
            found[-1][1].append(line)
    last = found[-1][1]
    closing = next((place for place, line in enumerate(last) if line.rstrip(" \t") == f"## {GONE}"), None)
    if closing is not None and _gone(last[closing + 1 :]):
        found[-1] = (found[-1][0], last[:closing])
        found.append((None, last[closing + 1 :]))
    return found


def _head(section: Section) -> tuple[str, list[str]]:
    """Title and scope. The edition line says what the front matter and the technologies say already."""
    lines = _without_blank(section[1])
    title = ""
    if lines and re.match(r"#(?:[ \t]|$)", lines[0]):
        title = one_line(_plain(lines[0][1:]))
        lines = _without_blank(lines[1:])
        if lines and lines[0].startswith("*Edition of ") and lines[0].rstrip().endswith("*"):
            lines = lines[1:]
    return title, lines


def _technology(heading: Heading, lines: list[str]) -> TechnologyRecord:
    one = TechnologyRecord(number=heading[0], title=heading[1])
    lines = _without_blank(lines)
    while lines and (match := _FACT.fullmatch(lines[0])):
        one = _FACTS[match[1]](one, match[2].strip(" \t"))
        lines = lines[1:]
    return replace(one, text=_text_in(lines, f"T{one.number}"))


def _gone(lines: list[str]) -> tuple[Gone, ...]:
    """The numbers that left the list; () when the lines say anything else."""
    words = block("\n".join(lines)).removesuffix(".").split("; ")
    found = [re.fullmatch(r"T([1-9][0-9]{0,8}) is (?:part of T([1-9][0-9]{0,8})|withdrawn)", one) for one in words]
    if not all(found):
        return ()
    return tuple(Gone(int(one[1]), int(one[2]) if one[2] else None) for one in found if one)


def _without_blank(lines: list[str]) -> list[str]:
    start = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    return lines[start:]


# Texts


_HEADINGS = MarkdownIt("commonmark", {"html": False}).disable(["reference"])
_HEADINGS.core.ruler.enableOnly(["normalize", "block"])
_ATX = re.compile(r"( {0,3})(#{1,6})(?=[ \t]|$)")


def _text_out(text: str, own: str) -> str:
    """A text so that nothing in it ends it or clashes with another."""
    text = _footnotes_out(text, own)
    found = _headings_of(text)
    if text.startswith(AS_WRITTEN) or any(level + DOWN > 6 for level in found.values()):
        text = f"{AS_WRITTEN}\n\n{text}"
    else:
        text = _moved(text, found, DOWN)
    return re.sub(rf"^(?=\\*{_OURS})", r"\\", text, flags=re.M)


def _text_in(lines: list[str], own: str) -> str:
    """What :func:`_text_out` was given."""
    text = re.sub(rf"^\\(?=\\*{_OURS})", "", block("\n".join(lines)), flags=re.M)
    if text.startswith(AS_WRITTEN):
        return _footnotes_in(block(text.removeprefix(AS_WRITTEN)), own)
    return _footnotes_in(_moved(text, _headings_of(text), -DOWN), own)


def _headings_of(text: str) -> dict[int, int]:
    """Line → level of the headings with ``#`` that stand in nothing else."""
    if not re.search(r"^ {0,3}#", text, re.M):
        return {}
    return {
        token.map[0]: int(token.tag[1:])
        for token in _HEADINGS.parse(text)
        if token.type == "heading_open" and token.level == 0 and token.map and token.markup.startswith("#")
    }


def _moved(text: str, found: dict[int, int], by: int) -> str:
    if not found:
        return text
    lines = text.split("\n")
    for line, level in found.items():
        lines[line] = _ATX.sub(rf"\g<1>{'#' * max(1, level + by)}", lines[line], count=1)
    return "\n".join(lines)


_NOTE = re.compile(r"\[\^([^\s\[\]]+)\]")
_DEFINED = re.compile(r"^ {0,3}\[\^([^\s\[\]]+)\]:", re.M)


def _footnotes_out(text: str, own: str) -> str:
    defined = set(_DEFINED.findall(text))

    def named(match: re.Match[str]) -> str:
        mine = match[1] in defined or match[1].startswith(f"{own}-")
        return f"[^{own}-{match[1]}]" if mine else match[0]

    return _NOTE.sub(named, text)


def _footnotes_in(text: str, own: str) -> str:
    return _NOTE.sub(lambda match: f"[^{match[1].removeprefix(f'{own}-')}]", text)
