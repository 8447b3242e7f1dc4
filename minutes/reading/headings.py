"""Which blocks are headings: marked ones, numbered ones, and short lines that stand alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from . import topics, vocabulary, votes
from .blocks import LABELS, Block
from .characters import fold
from .dates import first_date, is_only_date
from .persons import is_person

_LINKISH = re.compile(r"https?://|\]\(|www\.|@[\w-]+\.")
_TOPIC_WORD = re.compile(
    r"^(?:(?:agenda\s)?item|top|topic|punkt|point|session|day|part|section)\s?\d{1,2}[a-z]?\s?[.:)–-]?\s", re.IGNORECASE
)
_END = (".", ",", ";", "!", ":", "?")
_LITTLE = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "for",
        "to",
        "in",
        "on",
        "at",
        "with",
        "by",
        "from",
        "der",
        "die",
        "das",
        "und",
        "für",
        "le",
        "la",
        "les",
        "des",
        "et",
        "de",
    ]
)
KEYWORDS = (
    vocabulary.AOB
    | vocabulary.AGENDA
    | vocabulary.ACTIONS
    | vocabulary.DECISIONS
    | vocabulary.IDEAS
    | vocabulary.NEXT_MEETING
    | vocabulary.PREVIOUS_MEETING
) - {"other", "today", "themes", "action", "decision", "programme", "program"}
_SHOUTED = ("ACTION", "DECISION", "AGREED", "RESOLVED")
_SENTENCE = re.compile(
    r"\b(?:will|should|must|shall|has been|have been|was|were|wird|werden|soll|is|are|can|would|has|have)\b"
)
LEAD = re.compile(
    r"^(?:(?:(?:agenda\s)?item|top|punkt|point)\s)?(?:\d{1,4}(?:[./]\d{1,4})*|[IVX]{1,4}(?=[.:)]|\s[–—-]))(?:\s?[.:)]|\s[–—-])?\s+",
    re.IGNORECASE,
)


def numbered_headings(blocks: list[Block]) -> set[int]:
    """Numbered items that are headings: short, and with something other than the next number below most of them."""
    out: set[int] = set()
    runs: dict[tuple[str, int], list[int]] = {}
    for index, block in enumerate(blocks):
        if (block.kind == "item" and block.marker[:1].isdigit()) or (
            block.kind == "item" and block.marker[:1] in "IVX" and len(block.marker) > 1
        ):
            depth = block.marker.strip(".)").count(".")
            runs.setdefault((block.marker[-1] if not block.marker[-1].isdigit() else ".", depth), []).append(index)
    for indices in runs.values():
        good = [i for i in indices if _short(blocks[i].text) and blocks[i].indent <= 4]
        followed = [i for i in good if i + 1 < len(blocks) and not _is_number(blocks[i + 1], blocks[i])]
        if followed and len(followed) >= 0.5 * len(good) and len(good) >= 0.5 * len(indices):
            out.update(followed if len(followed) < 0.8 * len(good) else good)
        else:
            out.update(i for i in followed if blocks[i].mark == "bold")
            # The agenda at the top and the same numbers again as headings below.
            later = [i for i in followed if blocks[i].gap and i + 1 < len(blocks)]
            if len(later) >= 2:
                out.update(later)
    return out


_STEP = re.compile(
    r"(?P<word>(?:agenda\s)?item|top|zu\stop|topic|punkt|tagesordnungspunkt|point|pkt\.?|agendapunkt|ad|§)?\s?"
    r"(?P<n>(?:\d{1,4}/)?\d{1,3}|[IVX]{1,5})(?P<letter>[a-z])?(?P<end>\s?[.:)]|\s?[–—-](?=\s))?\s+(?P<title>(?-i:[^\W\d_a-z]).*)$",
    re.IGNORECASE,
)
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}


def stepped_headings(blocks: list[Block]) -> set[int]:
    """Lines that count up in one shape ("1 Title", "II – Title", "TOP 3: Title"), whatever stands around them."""
    runs: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for index, block in enumerate(blocks):
        if block.kind != "para" or len(block.text) > 110 or len(block.numbers) > 2:
            continue
        match = _STEP.match(block.text)
        if match is None or not _is_title(match["title"]):
            continue
        last = match["n"].rpartition("/")[2]
        number = _ROMAN.get(match["n"]) or (int(last) if last.isdigit() else 0)
        shape = (fold(match["word"] or ""), "I" if match["n"] in _ROMAN else "1", (match["end"] or "").strip())
        if number and (shape[0] or shape[2] or block.gap):
            runs.setdefault(shape, []).append((number, index))
    out: set[int] = set()
    for shape, run in runs.items():
        rising: list[tuple[int, int]] = []
        for number, index in run:
            if rising and not rising[-1][0] < number <= rising[-1][0] + 3:
                # An agenda first, its titles again below: the longest way counts.
                if number != 1:
                    continue
                rising = []
            rising.append((number, index))
        alone = [i for _, i in rising if i + 1 < len(blocks) and not _STEP.match(blocks[i + 1].text)]
        enough = 1 if shape[0] in {"top", "item", "agenda item", "tagesordnungspunkt"} else 2
        if len(rising) >= enough and len(alone) >= 0.6 * len(rising):
            out.update(i for _, i in rising)
    return out


def _is_title(words: str) -> bool:
    return (
        words[:1].isupper()
        and len(words.split()) <= 14
        and not words.endswith((".", ";", ",", "!"))
        and ": " not in words
        and not _SENTENCE.search(words)
        and not first_date(words[:20])
    )


def _is_number(block: Block, above: Block) -> bool:
    return (
        block.kind == "item"
        and block.marker[:1].isdigit() == above.marker[:1].isdigit()
        and block.marker[:1] not in "-*•–—+"
        and block.indent <= above.indent
    )


def _short(text: str) -> bool:
    words = text.split()
    return (
        1 <= len(words) <= 14 and len(text) <= 110 and not text.endswith((".", ";", ",", "!")) and ": " not in text[:30]
    ) or fold(text) in KEYWORDS


def is_heading(
    blocks: list[Block],
    index: int,
    numbered: set[int],
    *,
    marked: bool,
    speaker: Callable[[str], bool],
    under_next: bool,
) -> bool:
    """Whether a block is the heading of a section. `under_next`: it stands below a "Next meeting" heading."""
    block = blocks[index]
    text = block.text.strip()
    if block.kind == "heading":
        return True
    if not text or block.kind == "row" or len(text) > 120:
        return False
    if index in numbered:
        return not speaker(text) and not speaker(LEAD.sub("", text))
    if (
        block.kind == "para"
        and len(block.numbers) == 1
        and (block.gap or block.gap_after)
        and topics.line(text)
        and not speaker(topics.title_of(text))
        and index + 1 < len(blocks)
        and blocks[index + 1].kind != "heading"
    ):
        return True
    folded = fold(text.rstrip(":").strip())
    bare = fold(LEAD.sub("", text.rstrip(":")))
    if block.kind == "item":
        return block.mark == "bold" and block.gap and not speaker(text) and _alone(blocks, index) and not _ends(text)
    if block.kind != "para" or len(block.numbers) > 2:
        return False
    follows = index + 1 < len(blocks)
    if bare in KEYWORDS and (follows or block.gap) and not (under_next and bare in vocabulary.DATE_LABELS):
        return True
    if votes.LABEL.match(text) and len(text) > 4 and any(c.isdigit() for c in text):
        return False
    if block.mark == "bold" and not speaker(text) and not _LINKISH.search(text) and not first_date(text):
        name = text.rstrip(":")
        if (
            len(name.split()) > 10
            or _SENTENCE.search(name)
            or name.startswith(("ACTION", "DECISION", "AGREED", "RESOLVED"))
        ):
            return False
        return (
            not (fold(name) in LABELS and fold(name) not in KEYWORDS) and not is_person(name) and not text.endswith(".")
        )
    if is_only_date(text) or _LINKISH.search(text):
        return False
    if text.startswith("TOP") and _TOPIC_WORD.match(text) and len(text.split()) <= 14 and not text.endswith("."):
        return True
    if _TOPIC_WORD.match(text) and len(text.split()) <= 14 and (block.gap or block.gap_after):
        return True
    words = text.split()
    if (
        text.endswith(":")
        and block.gap
        and len(words) <= 7
        and follows
        and blocks[index + 1].kind == "item"
        and text[:1].isupper()
    ):
        return not speaker(text.rstrip(":")) and folded not in LABELS and not marked and not is_person(text.rstrip(":"))
    if marked or under_next or not block.gap or text.endswith(_END) or not (text[0].isupper() or text[0].isdigit()):
        return False
    if ": " in text or (" – " in text and speaker(text)) or speaker(text):
        return False
    if not follows or not (block.gap_after or blocks[index + 1].kind == "item" or speaker(blocks[index + 1].text)):
        return False
    if _SENTENCE.search(text) or (len(words) > 1 and words[1][0].islower() and speaker(words[0])):
        return False
    if len(words) > 6 and not (len(words) <= 9 and _title_case(words)):
        return False
    return not any(c in text for c in "=<>|@") and words[-1].lower() not in _LITTLE


def _alone(blocks: list[Block], index: int) -> bool:
    return index + 1 < len(blocks)


def _ends(text: str) -> bool:
    return text.endswith((".", ";", ","))


def _title_case(words: list[str]) -> bool:
    content = [w for w in words if w.lower() not in _LITTLE and w[0].isalpha()]
    return bool(content) and sum(w[0].isupper() for w in content) >= 0.8 * len(content)
