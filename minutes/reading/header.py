"""What stands at the top: title, day, meetings before and after, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import vocabulary
from .blocks import Block, Document
from .characters import fold, squeeze
from .dates import find_dates, first_date, from_file_name, is_only_date, yearless
from .records import Doubt, Link

_LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\[\]]{1,200})\]\((?P<url>[^()\s]{1,1000})(?:\s\"[^\"]{0,200}\")?\)|<(?P<angle>https?://[^<>\s]{1,1000})>|(?P<bare>https?://[^\s<>)\]]{1,1000})"
)
_OTHER_DAY = re.compile(
    r"(?P<which>previous|last|prior|next|following|upcoming|vorherige[rs]?|letzte[rs]?|nächste[rs]?|prochaine|précédente|dernière)\s"
    r"(?:\w+\s){0,2}?(?:meeting|call|session|telecon|treffen|sitzung|réunion|séance|minutes|termin)\b[^:\d]{0,20}:?",
    re.IGNORECASE,
)
_BEFORE = frozenset(
    [
        "previous",
        "last",
        "prior",
        "vorherige",
        "vorheriger",
        "vorheriges",
        "letzte",
        "letzter",
        "letztes",
        "precedente",
        "derniere",
    ]
)
_LABEL_LINE = re.compile(r"^(?P<label>[^\W\d_][\w /,&.\-]{1,40}?)\s?:\s*(?P<rest>.*)$", re.DOTALL)


_NOT_A_TITLE = re.compile(r"(?:#\d|T\d{1,3}\b|(?:[\w'’-]+\s){1,3}(?:will|should|must|shall)\s)")


@dataclass(slots=True)
class Header:
    title: str | None = None
    date: str | None = None
    previous: str | None = None
    next: str | None = None
    next_text: str | None = None
    links: list[Link] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def links_of(text: str) -> list[Link]:
    """The links of a text, in order."""
    out = []
    for match in _LINK.finditer(text):
        url = match["url"] or match["angle"] or match["bare"].rstrip(".,;:")
        out.append(Link(match["text"] or url, url))
    return out


def without_links(text: str) -> str:
    """A text with the words of its links in their place; an address that has no words stays."""
    return _LINK.sub(lambda m: m["text"] or m.group(), text) if "](" in text else text


def is_only_links(text: str) -> bool:
    rest = _LINK.sub("", text)
    return len(rest) < len(text) and not re.search(
        r"[^\W_]", re.sub(r"\b(?:and|und|et|link|links|see|or)\b", "", rest, flags=re.IGNORECASE)
    )


def read_header(document: Document, taken: set[int], file_name: str | None) -> Header:
    """Title and days from the blocks at the top that no roster took. Looks at the first forty blocks."""
    head = Header()
    front = document.front
    head.title = front.get("title") or None
    for value in [
        front.get("date", ""),
        *(v for k, v in front.items() if k in {"from", "start", "day", "datum", "meeting date"}),
    ]:
        if head.date is None and (found := first_date(value)):
            _set_date(head, found.iso, found.readings, 1, value)
    blocks = document.blocks
    if head.title:
        _date_in(head, head.title, 1)
    seen = 0
    for index, block in enumerate(blocks[:40]):
        if index in taken:
            seen += 1
            continue
        text = block.text
        if len(text) > 1500:
            break
        first = index == 0 or all(i in taken or i in head.taken for i in range(index))
        day = is_only_date(text)
        if (
            day is not None
            and (seen < 25)
            and (head.date is None or head.date == day.iso)
            and not _under_next(blocks, index)
        ):
            _set_date(head, day.iso, day.readings, block.first, text)
            head.taken.add(index)
            continue
        if is_only_links(text):
            if block.kind != "heading":
                _other_days(head, text)
                head.links.extend(link for link in links_of(text) if first_date(link.text) is None)
                head.taken.add(index)
            continue
        label = _LABEL_LINE.match(text)
        name = fold(label["label"]) if label else ""
        if label and name in vocabulary.DATE_LABELS and block.kind != "heading":
            found = first_date(label["rest"])
            if found and head.date in (None, found.iso):
                _set_date(head, found.iso, found.readings, block.first, text)
                head.taken.add(index)
                continue
            if name in {"time", "zeit"}:
                continue
        if (
            label
            and name in vocabulary.TITLE_LABELS
            and name not in {"meeting"}
            and head.title is None
            and label["rest"]
            and seen < 6
        ):
            head.title = label["rest"]
            head.taken.add(index)
            continue
        if (
            block.kind != "heading"
            and len(text) < 400
            and _OTHER_DAY.search(text)
            and not _is_spoken(text)
            and _other_days(head, text)
        ):
            head.links.extend(link for link in links_of(text) if first_date(link.text) is None)
            head.taken.add(index)
            continue
        if block.kind == "heading" and ((block.level > 1 and head.title is not None) or block.mark == "topic"):
            break
        if first and head.title is None and _can_be_title(block):
            head.title = text.rstrip(": ") or text
            head.taken.add(index)
            seen += 1
            _date_in(head, text, block.first)
            continue
        if head.title is not None and seen <= 3 and block.kind in {"heading", "para"} and len(text) < 120 and first:
            found = first_date(text)
            if found and head.date is None and not _OTHER_DAY.search(text):
                _set_date(head, found.iso, found.readings, block.first, text)
                if len(text.split()) <= 14 and not text.endswith("."):
                    head.taken.add(index)
                    continue
        seen += 1
    if head.title is None:
        for index, block in enumerate(blocks[:60]):
            if (
                block.kind == "heading"
                and block.level == 1
                and block.mark in {"atx", "wiki"}
                and index not in taken
                and sum(b.kind == "heading" and b.level == 1 for b in blocks) == 1
            ):
                head.title = block.text
                head.taken.add(index)
                _date_in(head, block.text, block.first)
                break
    _date_from_words(head, blocks, file_name)
    return head


def _is_spoken(text: str) -> bool:
    """Whether a line in which another meeting is named is what somebody says: "<ana> next meeting …"."""
    match = _OTHER_DAY.search(text)
    before = text[: match.start()].rstrip() if match else ""
    return before.endswith((":", ">")) and len(before) < 40


def _under_next(blocks: list[Block], index: int) -> bool:
    return index > 0 and fold(blocks[index - 1].text.rstrip(":")) in vocabulary.NEXT_MEETING


def _can_be_title(block: Block) -> bool:
    text = block.text
    if text.startswith("![") or block.mark == "topic" or (block.kind != "heading" and _NOT_A_TITLE.match(text)):
        return False
    if block.kind == "heading":
        return fold(text.rstrip(":")) not in vocabulary.AGENDA | vocabulary.AOB | vocabulary.ACTIONS
    if block.kind != "para" or len(text) > 140 or text.endswith((".", "?", "!", ";", ",")):
        return False
    label = _LABEL_LINE.match(text)
    if label and (len(label["label"].split()) < 3 and not first_date(text)):
        return (
            fold(label["label"]).split()[0] in {"minutes", "meeting", "protokoll", "notes", "wg", "compte"}
            and len(label["rest"].split()) > 1
        )
    return len(text.split()) <= 16


def _date_in(head: Header, text: str, line: int) -> None:
    if head.date is not None or any(d.kind == "date" for d in head.doubts):
        return
    found = first_date(text)
    if found:
        _set_date(head, found.iso, found.readings, line, text)


def _set_date(head: Header, iso: str | None, readings: tuple[str, ...], line: int, text: str) -> None:
    if iso is not None:
        if head.date is None:
            head.date = iso
            head.doubts = [d for d in head.doubts if d.kind != "date"]
        return
    if head.date is None and readings and not any(d.kind == "date" for d in head.doubts):
        head.doubts.append(
            Doubt(line, f"“{squeeze(text)[:60]}”: {' or '.join(readings)}?", "date", None, readings, (), (line,))
        )


def _other_days(head: Header, text: str) -> bool:
    """Previous and next meeting named in a line of the header; True when one was found."""
    hit = False
    matches = list(_OTHER_DAY.finditer(text))[:10]
    for index, match in enumerate(matches):
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        found = first_date(text[match.end() : stop][:80])
        which = fold(match["which"])
        if found is None or found.iso is None:
            continue
        hit = True
        if which in _BEFORE:
            head.previous = head.previous or found.iso
        else:
            head.next = head.next or found.iso
    return hit


def _date_from_words(head: Header, blocks: list[Block], file_name: str | None) -> None:
    if head.date is None and not any(d.kind == "date" for d in head.doubts):
        for block in blocks[:25]:
            if len(block.text) > 1500:
                continue
            other = [m.end() for m in _OTHER_DAY.finditer(block.text[:1500])]
            for found in find_dates(block.text[:300]):
                near = any(0 <= found.start - end < 40 for end in other)
                if (
                    not near
                    and block.kind != "row"
                    and not re.search(
                        r"\b(?:due|by|until|deadline|before|since)\s?:?\s?$", block.text[: found.start], re.IGNORECASE
                    )
                ):
                    _set_date(head, found.iso, found.readings, block.first, block.text)
                    break
            if head.date is not None or any(d.kind == "date" for d in head.doubts):
                break
    proposed = from_file_name(file_name) if file_name else None
    if proposed and head.date is None:
        readings = next((d.candidates for d in head.doubts if d.kind == "date"), ())
        if not readings or proposed in readings:
            head.date = proposed
            head.doubts = [d for d in head.doubts if d.kind != "date"]
            head.doubts.append(
                Doubt(
                    1,
                    f"The text names no day; {proposed} is from the file's name.",
                    "date",
                    None,
                    (proposed,),
                    (),
                    (1,),
                )
            )
    elif proposed and head.date and proposed != head.date:
        head.doubts.append(
            Doubt(
                1,
                f"The text says {head.date}, the file's name {proposed}.",
                "date",
                None,
                (head.date, proposed),
                (),
                (1,),
            )
        )
    elif head.date is None and not head.doubts:
        head.doubts.append(Doubt(1, "Which day was this meeting?", "date", None, (), (), (1,)))


def next_day(text: str, meeting: str | None) -> str | None:
    """The day a "next meeting" names: a full date, or day and month as the next such day."""
    found = first_date(text)
    if found:
        return found.iso
    return yearless(text, meeting)
