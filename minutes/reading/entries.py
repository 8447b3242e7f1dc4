"""Entries out of blocks: kind, speaker, topic and people of each thing a paragraph says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from . import actions, labels, prose, topics, turns, vocabulary, votes
from .actions import Action
from .ballots import Ballots
from .blocks import Block
from .characters import fold, squeeze
from .labels import Speakers
from .ledger import Ledger
from .names import Names
from .records import Entry, Offer, Span, Topic
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
        self._list_topic: tuple[Topic | None, int] | None = None
        self._heading_speaker: tuple[str, str] | None = None
        self._parent: list[tuple[int, Segment]] = []
        self._pending_turn: Segment | None = None
        self._pending_kind: str | None = None
        self._decided_below: int | None = None
        """Indent of a line such as "It was decided that:", while items are set in below it."""
        self._mode_level = 0

    def section(self, index: int, title: str, topic: Topic | None, level: int) -> None:
        """A heading: what follows belongs to it."""
        self.book.section = index
        self.book.section_topic = topic
        self.book.pending = self.book.free = self._heading_speaker = None
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
                return
        self.book.mode = ""

    def speaker_heading(self, name: str, written: str) -> None:
        """A heading that is a person: what follows is theirs."""
        self._heading_speaker = (name, written)

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
        free = topics.free(text) if len(text) < 200 else None
        if free is not None:
            self.book.free = Topic(None, free)
            self.book.pending = None
            return
        lead = topics.leading(text, self.titles)
        begin, topic = 0, self._inherited(block)
        if lead is not None:
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
            if last.kind == "statement" and last.speaker and block.first - last.lines[1] <= 2:
                segments[0].kind, segments[0].written = "turn", last.speaker_as_written
                segments[0].found = self.book.names.find(last.speaker)
                segments[0].stranger = None if segments[0].found else last.speaker
        self._inherit_turn(block, segments)
        self._emit(block, segments, topic)

    def table(self, rows: Sequence[Block]) -> None:
        """A table: of actions, of a vote, or rows that are notes."""
        columns = actions.columns_of(rows[0].cells)
        if columns and len(rows) > 1:
            for row in rows[1:]:
                action = actions.from_row(row, columns, self.book.owner, self.book.date)
                if action is not None:
                    self.book.paragraph = row.first
                    self.book.add_action(action, (row.first, row.last), self.book.topic(None), None)
            return
        if len(rows) >= 2:
            for head, row in itertools.pairwise(rows):
                vote = votes.graded(head.cells, row.cells) or votes.sides_table(head.cells, row.cells)
                if vote is not None:
                    question = self.book.last_question()
                    words = squeeze(f"{head.text} / {row.text}")
                    self.book.add(
                        Entry(
                            "vote",
                            words,
                            question=question,
                            counts=vote.tally(),
                            topic=self.book.topic(None),
                            lines=(head.first, row.last),
                        )
                    )
                    return
        for row in rows:
            cells = [c for c in row.cells if c]
            if not cells:
                continue
            self.book.paragraph = row.first
            if len(cells) >= 2 and (found := self.book.names.exact(cells[0])) and found.name and len(cells[0]) < 60:
                self.book.add(
                    Entry(
                        "statement",
                        squeeze(" | ".join(cells[1:])),
                        speaker=found.name,
                        speaker_as_written=cells[0],
                        topic=self.book.topic(None),
                        lines=(row.first, row.last),
                    )
                )
                continue
            self.book.add(
                Entry("note", squeeze(" | ".join(cells)), topic=self.book.topic(None), lines=(row.first, row.last))
            )

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
                or (self.book.mode == "action" and segment.kind in {"text", "turn", "prose", "said"} and first)
                or (first and block.checked is not None and (not block.checked or segment.kind == "prose"))
            ):
                self._action(block, segment, words, span, topic)
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
                self._labelled(block, "idea", spoken, squeeze(text[label.body : segment.end]), span, topic=topic)
            elif segment.kind in {"decision", "idea"} or (
                self.book.mode in {"decision", "idea"}
                and first
                and (block.kind == "item" or self.book.mode == "decision")
            ):
                kind = segment.kind if segment.kind in {"decision", "idea"} else self.book.mode
                self._labelled(block, kind, segment, words, span, topic=topic)
            elif segment.kind == "prose":
                self._prose(segment, words, span, topic)
            elif segment.kind == "agreed" and words.endswith(":"):
                self.book.add(Entry("note", words, topic=topic, lines=span))
                self._decided_below = block.indent
            elif (segment.kind == "text" and self._decided_below is not None and first) or segment.kind == "agreed":
                self._agreed(words, span, topic)
            elif segment.kind == "said":
                self._said(segment, words, span, topic)
            elif segment.kind == "turn":
                self._turn(segment, words, span, topic)
            else:
                self._text(block, segment, words, span, topic)

    def _turn(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        at = len(self.book.entries)
        voter = segment.stranger or (segment.found.name if segment.found else None)
        side = (
            votes.ballot(words, strict=not (self.book.entries and self.book.entries[-1].kind == "vote"))
            if voter
            else None
        )
        if side is not None and voter is not None and not (words[0] == "0" and len(words) > 1):
            self.ballots.ballot(side, voter, words, span, topic)
            return
        speaker, doubt = self.book.who(segment, at)
        if speaker is None and segment.found is not None and segment.found.name is None:
            self.book.add(
                Entry(
                    "statement",
                    words,
                    topic=topic,
                    speaker_as_written=segment.written,
                    certain=False,
                    doubt=doubt,
                    lines=span,
                )
            )
            return
        entry = Entry(
            "statement",
            words,
            topic=topic,
            speaker=speaker,
            speaker_as_written=segment.written,
            certain=doubt is None,
            doubt=doubt,
            lines=span,
        )
        self._with_vote_or_act(entry, segment)

    def _with_vote_or_act(self, entry: Entry, segment: Segment) -> None:
        words = entry.text
        vote = votes.counted(words) if len(words) < 6000 else None
        if vote is not None and not vote.whole:
            before = squeeze(words[: vote.start])
            if before:
                self.book.add(replace(entry, text=before))
            self.ballots.add(
                squeeze(words[vote.start :]),
                vote,
                entry.lines,
                entry.topic,
                question=before or self.book.last_question(),
            )
            return
        tail = actions.trailing(words)
        if tail is not None and (taken := actions.owners(tail[1], self.book.owner, strict=False)):
            done = Action(tail[0], taken[0], None, taken[1])
            done.text, done.due = actions.due_of(done.text, self.book.date)
            self.book.add_action(done, entry.lines, entry.topic, entry)
            return
        asked = actions.asked(words, self.book.owner)
        if asked is not None:
            at = self.book.add(replace(entry, kind="action", assignees=asked[0], certain=False))
            self.book.assigned(asked[0], at)
            self.book.offer_action(at, asked[1], asked[0])
            return
        at = self.book.add(entry)
        request = actions.request(words) if entry.speaker else None
        own = actions.self_given(words) if entry.speaker else None
        if own is not None:
            self.book.offer_action(at, own, (entry.speaker,) if entry.speaker else ())
        elif request is not None:
            self.book.offer_action(at, request, ())
        self.book.inside(at)
        self.book.participation(at)

    def _action(self, block: Block, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        text = block.text[segment.start : segment.end] if segment.kind != "action" else words
        if segment.kind == "action" and not words and not segment.owner:
            self._pending_kind = "action"
            return
        if (
            segment.kind == "action"
            and words
            and self.book.speakers.names.exact(words)
            and not segment.owner
            and block.kind == "para"
        ):
            text = words
        found = actions.keyword(text) if segment.kind != "action" else None
        owner_words = segment.owner
        if found is not None:
            text, owner_words = text[found[0] :], found[1]
        lead = topics.leading(text, self.titles)
        if lead is not None and lead[1] < len(text):
            topic, text = lead[0], text[lead[1] :]
        tail = actions.trailing(text)
        action = actions.parse(text, self.book.owner, self.book.date, keyword_owner=owner_words)
        if (
            tail is not None
            and not action.assignees
            and (taken := actions.owners(tail[1], self.book.owner, strict=False))
        ):
            action.text, action.assignees, action.unknown = tail[0], taken[0], taken[1]
        self.book.add_action(action, span, topic, None)

    def _labelled(
        self, block: Block, kind: str, segment: Segment, words: str, span: Span, *, topic: Topic | None
    ) -> None:
        if not words:
            return
        at = len(self.book.entries)
        speaker, doubt = self.book.who(segment, at) if segment.kind in {"turn", "said"} else (None, None)
        entry_kind = "decision" if kind == "decision" else "idea"
        label = block.text[segment.start : segment.body] if segment.kind == kind else ""
        vote = votes.counted(words) or (votes.counted(f"accepted {label}") if "(" in label else None)
        if vote is not None and "(" in label and kind == "decision":
            self.ballots.add(words, vote, span, topic, question=words)
            return
        self.book.add(
            Entry(
                "decision" if entry_kind == "decision" else "idea",
                words,
                topic=topic,
                speaker=speaker,
                speaker_as_written=segment.written if speaker else None,
                counts=vote.tally() if vote else None,
                certain=doubt is None,
                doubt=doubt,
                lines=span,
            )
        )

    def _prose(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        written = segment.written
        single = segment.who[0] if len(segment.who) == 1 else None
        at = self.book.add(
            Entry(
                "action",
                words,
                topic=topic,
                speaker=single,
                speaker_as_written=written if single else None,
                assignees=segment.who,
                due=actions.due_of(words, self.book.date)[1],
                certain=False,
                lines=span,
            )
        )
        self.book.assigned(segment.who, at)
        self.book.offer_action(at, words, segment.who)

    def _agreed(self, words: str, span: Span, topic: Topic | None) -> None:
        vote = votes.counted(words)
        at = self.book.add(
            Entry("decision", words, topic=topic, counts=vote.tally() if vote else None, certain=False, lines=span)
        )
        self.book.offers.append(Offer("decision", at, span[0], words, topic=topic.number if topic else None))

    def _said(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        found = segment.found
        name = found.name if found else None
        if found is not None and not found.listed and name:
            self.book.note_unlisted(segment.written or name)
        entry = Entry(
            "statement", words, topic=topic, speaker=name, speaker_as_written=segment.written, certain=False, lines=span
        )
        at = self.book.add(entry)
        self.book.participation(at)

    def _text(self, block: Block, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        vote = votes.counted(words)
        if vote is not None:
            if vote.whole:
                self.ballots.add(
                    words,
                    vote,
                    span,
                    topic,
                    question=squeeze(words[: vote.start].strip(" :–-(")) or self.book.last_question(),
                )
            else:
                before = squeeze(words[: vote.start])
                if before:
                    self.book.add(Entry("note", before, topic=topic, lines=span))
                self.ballots.add(
                    squeeze(words[vote.start :]), vote, span, topic, question=before or self.book.last_question()
                )
            return
        if votes.result(words):
            self.book.add(Entry("vote", words, topic=topic, question=self.book.last_question(), lines=span))
            return
        colon = words.find(": ", 0, 40)
        if colon > 0 and prose.decided(words[colon + 2 :]):
            self._agreed(words, span, topic)
            return
        if prose.goes_on(words) and self._heading_speaker is None:
            at = self.book.add(Entry("decision", words, topic=topic, certain=False, lines=span))
            self.book.offers.append(Offer("decision", at, span[0], words, topic=topic.number if topic else None))
            return
        tail = actions.trailing(words)
        if tail is not None and (taken := actions.owners(tail[1], self.book.owner, strict=False)):
            done = Action(tail[0], taken[0], None, taken[1])
            done.text, done.due = actions.due_of(done.text, self.book.date)
            self.book.add_action(done, span, topic, None)
            return
        asked = actions.asked(words, self.book.owner)
        if asked is not None:
            at = self.book.add(Entry("action", words, topic=topic, assignees=asked[0], certain=False, lines=span))
            self.book.assigned(asked[0], at)
            self.book.offer_action(at, asked[1], asked[0])
            return
        if self._heading_speaker is not None:
            name, written = self._heading_speaker
            self.book.add(Entry("statement", words, topic=topic, speaker=name, speaker_as_written=written, lines=span))
            return
        label = labels.at(block.text, segment.start, begin=False)
        doubt = None
        if label is not None and label.form == "colon":
            name = labels.without_bracket(label.written)[0]
            opened = self.book.speakers.open.get(fold(name))
            if opened is not None:
                doubt = f"Is “{opened}” somebody who speaks?"
                self.book.gather("label", opened, (), len(self.book.entries), self.book.paragraph)
        at = self.book.add(Entry("note", words, topic=topic, certain=doubt is None, doubt=doubt, lines=span))
        self.book.inside(at)
        self.book.participation(at)
