"""Markdown as editors export it, put into the Markdown that is shown here; what a person typed stays as typed."""

import re
from collections import Counter
from collections.abc import Iterator

from documents.office.edits import picture

_FENCE = re.compile(r"[ >]*(?:[-*+][ ]+|\d{1,9}[.)][ ]+)*(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r"(?P<number>\d{1,4}[.)][ ]+)?(?P<mark> {0,3}#{1,6})(?:[ \t]+(?P<title>.*))?")
_ANCHOR = re.compile(r"(?<!\s)\s*+\{[#.][^{}]{0,400}\}\s*+$")
_CONTENTS = re.compile(r"\s*(?:\[toc\]|\[\[_?toc_?\]\]|\$\{toc\}|@\[toc\].*)\s*", re.I)
_CONTENTS_LINE = re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?\*{0,2}\[.{0,1000}\]\(#[^()\s]{0,1000}\)\*{0,2}\s*")
_BOX = re.compile(r"\s*:{3,}\s*(?:\w+)?(?P<words>\s.*)?")
_DEFINITION = re.compile(
    r" {0,3}\[(?P<name>[^\]^][^\]]{0,200})\]:\s*(?:<(?P<in>[^>]*)>|(?P<href>\S+))(?:\s+[\"'(].*)?\s*"
)
_PICTURE = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,1000})\](?:\[[^\[\]]{0,200}\]|\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\s*\))(?:\{[^{}]*\})?"
)
_PICTURE_TAG = re.compile(r"<img\b(?P<attributes>[^<>]*+)>", re.I)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_REFERENCE = re.compile(r"(?<![\\!\]])\[(?P<text>[^\[\]^][^\[\]]{0,1000})\](?:\[(?P<name>[^\[\]]{0,200})\]|(?![\[(:]))")
_NOTE = re.compile(r"\[\^(?P<name>[^\s\]]{1,60})\]")
_NOTE_BEGINS = re.compile(r"\[\^(?P<name>[^\s\]]{1,60})\]:")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(
    r"</?(?:u|span|font|mark|ins|div|center|details|summary|sup|sub|small|big|p|a|section|figure|figcaption)(?:\s[^<>]*)?/?>",
    re.I,
)
_MARKED = re.compile(r"(?<!=)==(?=[^\s=])([^=\n]{1,400}?)(?<=[^\s=])==(?!=)")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def tidied(text: str) -> tuple[str, Counter[str]]:
    """`text` as it is shown here, and how often what was left out.

    Left out: front matter, tables of contents, anchors, frames ("::: info"), pictures and their data, tags.
    Links by name get their address and footnotes stand in their section, because a text is cut at its headings.
    Nothing in fences or code is touched. Linear, but for looking names up.
    """
    counts: Counter[str] = Counter()
    lines = _without_comments(text).split("\n")
    lines = _front_matter(lines, counts)
    addresses = _addresses(lines)
    plain = list(_outside_fences(lines))
    links = [place for place, is_plain in enumerate(plain) if is_plain and _CONTENTS_LINE.fullmatch(lines[place])]
    left_out = set(links) if len(links) > 1 else set()
    counts["contents"] += bool(left_out)
    done: list[str] = []
    for place, line in enumerate(lines):
        if not plain[place]:
            done.append(line)
        elif place in left_out:
            continue
        elif _CONTENTS.fullmatch(line):
            counts["contents"] += 1
        else:
            done += _line(line, addresses, counts)
    return "\n".join(_without_gaps(_notes_in_place(done))), counts


def _without_gaps(lines: list[str]) -> list[str]:
    """One blank line where several are left, outside fences; none at the top."""
    done: list[str] = []
    for line, plain in zip(lines, list(_outside_fences(lines)), strict=True):
        if line.strip() or not plain or (done and done[-1].strip()):
            done.append(line)
    return done


def _line(line: str, addresses: dict[str, str], counts: Counter[str]) -> list[str]:
    definition = _DEFINITION.fullmatch(line)
    if definition and definition["name"].lower() in addresses:
        return []
    if line.lstrip().startswith(":::") and (box := _BOX.fullmatch(line)):
        words = (box["words"] or "").strip()
        return ["", f"**{words}**" if words and not words.startswith("{") else "", ""][: 3 if words else 1]
    if "`" in line:
        parts = re.split(r"(`+[^`]*`+)", line)
        line = "".join(part if place % 2 else _words(part, addresses, counts) for place, part in enumerate(parts))
    else:
        line = _words(line, addresses, counts)
    head = _HEADING.fullmatch(line) if "#" in line[:20] else None
    if head is None:
        return line.split("\n")
    title = _title(head["title"] or "")
    if not title:
        return [""]
    return [f"{head['mark'].strip()} {(head['number'] or '').rstrip()}{' ' if head['number'] else ''}{title}"]


def _title(title: str) -> str:
    """A heading without anchor, closing signs and marks around the whole of it."""
    title = _ANCHOR.sub("", title.strip())
    title = re.sub(r"(?:^|(?<![ \t])[ \t]++)#++$", "", title).strip()
    while len(title) > 4 and (whole := re.fullmatch(r"(\*\*\*|\*\*|__|\*|_)(?=\S)(.+)(?<=\S)\1", title)):
        if whole[1] in whole[2]:
            break
        title = whole[2].strip()
    return re.sub(r"^(\*{0,3}\d{1,4})\\([.)])", r"\1\2", title)


def _words(line: str, addresses: dict[str, str], counts: Counter[str]) -> str:
    if "!" in line or "<" in line:

        def left_out(match: re.Match[str]) -> str:
            counts["pictures"] += 1
            return picture(match["alt"])

        def tag_left_out(match: re.Match[str]) -> str:
            counts["pictures"] += 1
            alt = _ALT.search(match["attributes"])
            return picture((alt[1] or alt[2] or "") if alt else "")

        line = _PICTURE.sub(left_out, line)
        line = _PICTURE_TAG.sub(tag_left_out, line)
    if "<" in line:
        line = _BREAK.sub(" " if line.lstrip().startswith("|") else "\\\n", line)
        line = re.sub(r"<su([pb])>([\d+-]{1,6})</su\1>", _script, line, flags=re.I)
        line = _TAG.sub("", line)
        if line.endswith("\\\n"):
            line = line[:-2]
    if addresses and "[" in line:

        def linked(match: re.Match[str]) -> str:
            href = addresses.get((match["name"] or match["text"]).lower())
            return (
                f"[{match['text']}](<{href}>)"
                if href and " " in href
                else f"[{match['text']}]({href})"
                if href
                else match[0]
            )

        line = _REFERENCE.sub(linked, line)
    return _MARKED.sub(r"\1", line) if "==" in line else line


def _script(match: re.Match[str]) -> str:
    return match[2].translate(_RAISED if match[1].lower() == "p" else _LOWERED)


def _without_comments(text: str) -> str:
    """Comments of HTML are shown nowhere; one that never ends is text."""
    pieces: list[str] = []
    place = 0
    while (begins := text.find("<!--", place)) >= 0 and (ends := text.find("-->", begins + 4)) >= 0:
        pieces.append(text[place:begins])
        place = ends + 3
    return "".join([*pieces, text[place:]])


def _outside_fences(lines: list[str]) -> Iterator[bool]:
    """Of each line, whether it is outside fences and indented code that is no list."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            yield False
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
            continue
        fence = mark[1] if mark else ""
        yield not fence


def _front_matter(lines: list[str], counts: Counter[str]) -> list[str]:
    """Without what a program reads at the top; a title that stands nowhere else becomes the heading."""
    if not lines or lines[0].strip() != "---":
        return lines
    end = next((place for place in range(1, min(len(lines), 200)) if lines[place].strip() in {"---", "..."}), 0)
    inside = [line for line in lines[1:end] if line.strip()]
    if not inside or not all(re.match(r"\s*#|\s*[\w-]+\s*:(?:\s|$)|\s+\S|-\s", line) for line in inside):
        return lines
    counts["front matter"] += 1
    rest = lines[end + 1 :]
    title = next(
        (found[1] for line in inside if (found := re.fullmatch(r"title\s*:\s*[\"']?(.+?)[\"']?\s*", line))), ""
    )
    if title and not any(title in line for line in rest):
        return [f"# {title}", "", *rest]
    return rest


def _addresses(lines: list[str]) -> dict[str, str]:
    """Where links by name lead; data and places in the page lead nowhere."""
    found: dict[str, str] = {}
    for line in lines:
        if line.lstrip(" ").startswith("[") and (match := _DEFINITION.fullmatch(line)):
            href = match["in"] if match["in"] is not None else match["href"]
            found.setdefault(match["name"].lower(), "" if href.startswith(("data:", "#")) else href)
    return found


def _notes_in_place(lines: list[str]) -> list[str]:
    """Each footnote at the end of the section that first refers to it; one that nothing refers to stays."""
    if not any(_NOTE_BEGINS.match(line) for line in lines):
        return lines
    notes: dict[str, list[str]] = {}
    rest: list[str] = []
    current: list[str] | None = None
    for line in lines:
        begins = _NOTE_BEGINS.match(line)
        if begins and begins["name"] not in notes:
            current = notes[begins["name"]] = [line]
        elif current is not None and (line.startswith(("    ", "\t")) or not line.strip()):
            current.append(line)
        else:
            current = None
            rest.append(line)
    done: list[str] = []
    due: list[str] = []
    placed: set[str] = set()

    def put() -> None:
        for name in due:
            note = notes[name]
            while note and not note[-1].strip():
                note.pop()
            done.extend(["", *note, ""])
        due.clear()

    for line, plain in zip(rest, list(_outside_fences(rest)), strict=True):
        if plain and line.startswith("#"):
            put()
        if plain and "[^" in line:
            for match in _NOTE.finditer(line):
                if match["name"] in notes and match["name"] not in placed:
                    placed.add(match["name"])
                    due.append(match["name"])
        done.append(line)
    due += [name for name in notes if name not in placed]
    put()
    return done
