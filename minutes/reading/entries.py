"""Entries out of blocks: kind, speaker, topic and people of each thing a paragraph says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from . import actions, labels, topics, turns, vocabulary
from .actions import Action
from .acts import Acts
from .ballots import Ballots
from .blocks import Block
from .characters import fold, squeeze
from .labels import Speakers
from .ledger import Ledger
from .names import Names
from .records import Entry, Topic
from .turns import Segment

_ACTIONS = re.compile(
    r"(?:open |new |closed |remaining |summary of |list of |outstanding )?"
    r"action(?:s|(?: item| point)s)\b(?! and | plan)"
)
_ALONE = {"decision": "decision", "beschluss": "decision", "resolution": "decision", "idea": "idea", "motion": "motion"}


class Builder:
    """Takes blocks in order and makes entries of them."""

    def __init__(
        self, *, names: Names, speakers: Speakers, titles: Mapping[int, str], date: str | None, known: set[str]
    ) -> None:
        self.book = Ledger(names, speakers, date, known)
        self.titles = titles
        self.cutter = turns.Cutter(speakers, self.book.owner)
        self.ballots = Ballots(self.book, self.cutter)
        self.acts = Acts(self.book, self.ballots, titles)
        self._list_topic: tuple[Topic | None, int] | None = None
        self._parent: list[tuple[int, Segment]] = []
        self._pending_turn: Segment | None = None
        self._pending_kind: str | None = None
        self._decided_below: int | None = None
        """Indent of a line such as "It was decided that:", while items are set in below it."""
        self._mode_level = 0
        self._shape: str | None = None
        self._free_line: tuple[Block, int] | None = None
        self._turn_above: tuple[Segment, int, int] | None = None
        """The turn of the paragraph just above, its indent and last line: lines set in below it go on with it."""

    def section(self, index: int, title: str, topic: Topic | None, level: int) -> None:
        """A heading: what follows belongs to it."""
        self.topic_alone()
        self.book.section = index
        self.book.section_topic = topic
        self.book.pending = self.book.free = self.acts.heading_speaker = None
        self._pending_turn = self._pending_kind = None
        self._parent = []
        folded = fold(title.rstrip(":"))
        stem = folded.lstrip("0123456789. ")
        if self._mode_level and level > self._mode_level:
            return
        self._mode_level = 0
        for mode, words in (
            ("action", vocabulary.ACTIONS),
            ("decision", vocabulary.DECISIONS),
            ("idea", vocabulary.IDEAS),
        ):
            if folded in words or stem in words or (mode == "action" and _ACTIONS.match(stem) and len(stem) < 60):
                self.book.mode = mode
                self._mode_level = level
                self._shape = None
                return
        self.book.mode = ""

    def topic_alone(self) -> None:
        """A "Topic: …" that nothing followed stays as a note of its own."""
        if self._free_line is not None and self._free_line[1] == len(self.book.entries):
            block = self._free_line[0]
            self.book.add(Entry("note", squeeze(block.text), lines=(block.first, block.last)))
        self._free_line = None

    def speaker_heading(self, name: str, written: str) -> None:
        """A heading that is a person: what follows is theirs."""
        self.acts.heading_speaker = (name, written)

    def mention(self, name: str, block: Block, *, speaks: bool) -> None:
        if name not in self.book.known:
            self.book.note_unlisted(name)
            self.book.gather("speaker" if speaks else "assignee", name, (), None, block.first)

    def name_line(self, block: Block) -> None:
        """A name alone on its line, with what was said set in below it."""
        self.speaking(block, Segment("turn", 0, 0, found=self.book.names.find(block.text), written=block.text))

    def speaking(self, block: Block, turn: Segment) -> None:
        self._pending_turn = turn
        self._parent = [p for p in self._parent if p[0] < block.indent]
        self._parent.append((block.indent if block.kind == "item" else -1, turn))

    def block(self, block: Block) -> None:
        """A paragraph or item of the text."""
        text = block.text
        self.book.paragraph = block.first
        if self._decided_below is not None and (block.kind != "item" or block.indent <= self._decided_below):
            self._decided_below = None
        self._mode_shape(block)
        free = topics.free(text) if len(text) < 200 else None
        if free is not None:
            self.topic_alone()
            self._free_line = (block, len(self.book.entries))
            self.book.free = Topic(None, free)
            self.book.pending = None
            return
        lead = topics.leading(text, self.titles)
        begin, topic = 0, self._inherited(block)
        if lead is not None:
            self.topic_alone()
            topic, begin = lead
            if begin >= len(text):
                self.book.pending = topic
                return
            self.book.pending = None
            self._list_topic = (topic, block.indent if block.kind == "item" else -1)
        elif block.kind == "para" or (
            self._list_topic is not None and (block.gap or block.indent <= self._list_topic[1])
        ):
            self._list_topic = None
        if block.cells and self.book.mode == "action" and len(block.cells) > 1:
            taken = actions.owners(block.cells[0], self.book.owner, strict=False)
            if taken is not None:
                words, due = actions.due_of(f"{block.cells[1]} (by {block.cells[-1]})", self.book.date)
                self.book.add_action(
                    Action(words if due else block.cells[1], taken[0], due, taken[1]),
                    (block.first, block.last),
                    topic,
                    None,
                )
                return
        if block.kind == "para" and block.gap and len(text) < 24 and fold(text) in _ALONE:
            self._pending_kind, self._pending_turn = _ALONE[fold(text)], None
            return
        segments = self.cutter.cut(text, begin, block.starts)
        if text.startswith(("…", "...")) and self.book.entries and segments and segments[0].kind == "text":
            last = self.book.entries[-1]
            if last.speaker and last.kind in {"statement", "action", "idea"} and block.first - last.lines[1] <= 4:
                segments[0].kind, segments[0].written = "turn", last.speaker_as_written
                segments[0].found = self.book.names.find(last.speaker)
                segments[0].stranger = None if segments[0].found else last.speaker
        self._inherit_turn(block, segments)
        self._set_in(block, segments)
        self._emit(block, segments, topic)

    def _mode_shape(self, block: Block) -> None:
        """What stands under "Actions" is one list: after a gap, something of another shape is none of it."""
        if not self.book.mode:
            return
        if self._shape is None:
            self._shape = block.kind
            return
        if block.gap and block.kind == "para" and self._shape in {"item", "row"}:
            self.book.mode = ""

    def _inherited(self, block: Block) -> Topic | None:
        if (
            self._list_topic is not None
            and block.kind == "item"
            and not block.gap
            and block.indent > self._list_topic[1]
        ):
            return self._list_topic[0]
        return self.book.topic(None)

    def _inherit_turn(self, block: Block, segments: list[Segment]) -> None:
        """A name alone on its line speaks for what is below it."""
        while self._parent and self._parent[-1][0] >= block.indent and (block.kind == "item" or block.gap):
            self._parent.pop()
        if len(segments) == 1 and segments[0].kind == "turn" and segments[0].body >= segments[0].end:
            self.speaking(block, segments[0])
            segments.clear()
            return
        if (
            not segments
            or segments[0].kind not in {"text", "said"}
            or (segments[0].kind == "said" and self._pending_kind is None)
        ):
            self._pending_turn = self._pending_kind = None
            return
        if self._pending_kind is not None:
            segments[0].kind = self._pending_kind
            if block.kind == "para":
                self._pending_kind = None
            return
        source = self._parent[-1][1] if self._parent else None
        if self._pending_turn is not None and (block.kind == "item" or not block.gap or source is self._pending_turn):
            source = self._pending_turn
        if block.kind == "para":
            self._pending_turn = None
            self._parent = []
        if source is not None:
            first = segments[0]
            first.kind, first.found, first.stranger, first.written = (
                "turn",
                source.found,
                source.stranger,
                source.written,
            )

    def _set_in(self, block: Block, segments: list[Segment]) -> None:
        """Lines set in directly below a turn are more of what was said."""
        above, self._turn_above = self._turn_above, None
        if not segments or block.kind != "para":
            return
        first, last = segments[0], segments[-1]
        if above is not None and first.kind == "text" and not block.gap:
            turn, indent, line = above
            if block.indent > indent and block.first - line <= 1:
                first.kind, first.found, first.stranger, first.written = "turn", turn.found, turn.stranger, turn.written
                self._turn_above = (turn, indent, block.last)
                return
        if last.kind == "turn":
            self._turn_above = (last, block.indent, block.last)

    def _emit(self, block: Block, segments: list[Segment], topic: Topic | None) -> None:
        text = block.text
        index = 0
        while index < len(segments):
            segment = segments[index]
            end = segment.end
            if segment.kind == "vote":
                while index + 1 < len(segments) and segments[index + 1].kind == "vote":
                    index += 1
                    end = segments[index].end
                segment.end = end
            index += 1
            words = squeeze(text[segment.body : segment.end].strip(" "))
            words = words.removesuffix(" –").removesuffix(" -") if segment.kind != "vote" else words
            if not words:
                if segment.kind == "turn":
                    self._pending_turn = segment
                elif segment.kind in {"decision", "action", "motion", "idea"}:
                    self._pending_kind = segment.kind
                continue
            span = block.lines_of(segment.start, max(segment.end, segment.start + 1))
            first = index == 1
            if (
                segment.kind == "action"
                or (
                    self.book.mode == "action"
                    and segment.kind in {"text", "turn", "prose", "said"}
                    and first
                    and not (words.endswith("?") and ". " not in words)
                )
                or (first and block.checked is not None and (not block.checked or segment.kind == "prose"))
            ):
                self.acts.action(block, segment, words, span, topic)
            elif segment.kind == "vote":
                self.ballots.labelled(text, segment, span, topic)
            elif segment.kind == "motion":
                self.ballots.motion(words, span, topic)
            elif (
                segment.kind == "idea"
                and (label := labels.at(text, segment.body, begin=False))
                and label.form == "colon"
                and any(self.book.speakers.who(label))
            ):
                found, stranger = self.book.speakers.who(label)
                spoken = Segment("turn", segment.start, label.body, segment.end, found, stranger, label.written)
                self.acts.labelled(block, "idea", spoken, squeeze(text[label.body : segment.end]), span, topic=topic)
            elif segment.kind in {"decision", "idea"} or (
                self.book.mode in {"decision", "idea"}
                and first
                and (block.kind == "item" or self.book.mode == "decision")
            ):
                kind = segment.kind if segment.kind in {"decision", "idea"} else self.book.mode
                self.acts.labelled(block, kind, segment, words, span, topic=topic)
            elif segment.kind == "prose":
                self.acts.prose(segment, words, span, topic)
            elif segment.kind == "agreed" and words.endswith(":"):
                self.book.add(Entry("note", words, topic=topic, lines=span))
                self._decided_below = block.indent
            elif (segment.kind == "text" and self._decided_below is not None and first) or segment.kind == "agreed":
                self.acts.agreed(words, span, topic)
            elif segment.kind == "moved":
                self.ballots.moved(words, span, topic)
            elif segment.kind == "said":
                self.acts.said(segment, words, span, topic)
            elif segment.kind == "turn":
                self.acts.turn(segment, words, span, topic)
            else:
                self.acts.text(block, segment, words, span, topic)
