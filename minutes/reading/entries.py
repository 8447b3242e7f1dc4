"""Entries out of blocks: kind, speaker, topic, people; and the doubts and offers that come with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from . import actions, labels, prose, topics, turns, vocabulary, votes
from .actions import Action
from .blocks import Block
from .characters import fold, squeeze
from .labels import Speakers
from .names import Names
from .records import Counts, Doubt, Entry, Offer, Span, Topic
from .turns import Segment
from .votes import Vote


@dataclass(slots=True)
class _Open:
    """A doubt being gathered over all its places."""

    kind: str
    name: str
    candidates: tuple[str, ...]
    entries: list[int]
    lines: list[int]


_EVERYBODY_ASKED = re.compile(
    r"(?:(?:All\s)?(?:[Mm]embers|[Pp]articipants|[Pp]artners|[Gg]roups|[Ff]acilities|[Ii]nstitutes)|All|Everybody|Everyone)\s(?:of\s\w+\s)?"
    r"(?:are|is|were|was)\s(?:kindly\s)?(?:asked|requested|invited|encouraged)\sto\b"
)
_ALONE = {"decision": "decision", "beschluss": "decision", "resolution": "decision", "idea": "idea", "motion": "motion"}


class Builder:
    """Takes blocks in order and makes entries of them."""

    def __init__(
        self, *, names: Names, speakers: Speakers, titles: Mapping[int, str], date: str | None, known: set[str]
    ) -> None:
        self.names = names
        self.speakers = speakers
        self.titles = titles
        self.date = date
        self.known = known
        self.entries: list[Entry] = []
        self.offers: list[Offer] = []
        self.doubts: list[Doubt] = []
        self.unlisted: list[str] = []
        self._gathered: dict[tuple[str, str], _Open] = {}
        self._unlisted_keys: set[str] = set()
        self._section: int | None = None
        self._mode = ""
        self._section_topic: Topic | None = None
        self._pending: Topic | None = None
        self._free: Topic | None = None
        self._list_topic: tuple[Topic | None, int] | None = None
        self._heading_speaker: tuple[str, str] | None = None
        self._parent: list[tuple[int, Segment]] = []
        self._pending_turn: Segment | None = None
        self._pending_kind: str | None = None
        self._paragraph = 0
        self._actions: list[tuple[int, Action]] = []
        self._action_words: dict[str, list[int]] = {}
        self.cutter = turns.Cutter(speakers, self.owner)

    # -- what comes in ---------------------------------------------------------------------------------------

    def section(self, index: int, title: str, topic: Topic | None) -> None:
        """A heading: what follows belongs to it."""
        self._section = index
        self._section_topic = topic
        self._pending = self._free = self._heading_speaker = None
        self._pending_turn = self._pending_kind = None
        self._parent = []
        folded = fold(title.rstrip(":"))
        stem = folded.lstrip("0123456789. ")
        for mode, words in (
            ("action", vocabulary.ACTIONS),
            ("decision", vocabulary.DECISIONS),
            ("idea", vocabulary.IDEAS),
        ):
            if folded in words or stem in words:
                self._mode = mode
                return
        self._mode = ""

    def speaker_heading(self, name: str, written: str) -> None:
        """A heading that is a person: what follows is theirs."""
        self._heading_speaker = (name, written)

    def mention(self, name: str, block: Block, *, speaks: bool) -> None:
        if name not in self.known:
            self._note_unlisted(name)
            self._gather("speaker" if speaks else "assignee", name, (), None, block.first)

    def name_line(self, block: Block) -> None:
        """A name alone on its line, with what was said set in below it."""
        self.speaking(block, Segment("turn", 0, 0, found=self.names.find(block.text), written=block.text))

    def speaking(self, block: Block, turn: Segment) -> None:
        self._pending_turn = turn
        self._parent = [p for p in self._parent if p[0] < block.indent]
        self._parent.append((block.indent if block.kind == "item" else -1, turn))

    def block(self, block: Block) -> None:
        """A paragraph or item of the text."""
        text = block.text
        self._paragraph = block.first
        free = topics.free(text) if len(text) < 200 else None
        if free is not None:
            self._free = Topic(None, free)
            self._pending = None
            return
        lead = topics.leading(text, self.titles)
        begin, topic = 0, self._inherited(block)
        if lead is not None:
            topic, begin = lead
            if begin >= len(text):
                self._pending = topic
                return
            self._pending = None
            self._list_topic = (topic, block.indent if block.kind == "item" else -1)
        elif block.kind == "para" or (
            self._list_topic is not None and (block.gap or block.indent <= self._list_topic[1])
        ):
            self._list_topic = None
        if block.cells and self._mode == "action" and len(block.cells) > 1:
            taken = actions.owners(block.cells[0], self.owner, strict=False)
            if taken is not None:
                words, due = actions.due_of(f"{block.cells[1]} (by {block.cells[-1]})", self.date)
                self._add_action(
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
        if text.startswith(("…", "...")) and self.entries and segments and segments[0].kind == "text":
            last = self.entries[-1]
            if last.kind == "statement" and last.speaker and block.first - last.lines[1] <= 2:
                segments[0].kind, segments[0].written = "turn", last.speaker_as_written
                segments[0].found = self.names.find(last.speaker)
                segments[0].stranger = None if segments[0].found else last.speaker
        self._inherit_turn(block, segments)
        self._emit(block, segments, topic)

    def table(self, rows: Sequence[Block]) -> None:
        """A table: of actions, of a vote, or rows that are notes."""
        columns = actions.columns_of(rows[0].cells)
        if columns and len(rows) > 1:
            for row in rows[1:]:
                action = actions.from_row(row, columns, self.owner, self.date)
                if action is not None:
                    self._paragraph = row.first
                    self._add_action(action, (row.first, row.last), self._topic(None), None)
            return
        if len(rows) >= 2:
            for head, row in zip(rows, rows[1:], strict=False):
                vote = votes.graded(head.cells, row.cells) or votes.sides_table(head.cells, row.cells)
                if vote is not None:
                    question = self._last_question()
                    words = squeeze(f"{head.text} / {row.text}")
                    self._add(
                        Entry(
                            "vote",
                            words,
                            question=question,
                            counts=vote.tally(),
                            topic=self._topic(None),
                            lines=(head.first, row.last),
                        )
                    )
                    return
        for row in rows:
            cells = [c for c in row.cells if c]
            if not cells:
                continue
            self._paragraph = row.first
            if len(cells) >= 2 and (found := self.names.exact(cells[0])) and found.name and len(cells[0]) < 60:
                self._add(
                    Entry(
                        "statement",
                        squeeze(" | ".join(cells[1:])),
                        speaker=found.name,
                        speaker_as_written=cells[0],
                        topic=self._topic(None),
                        lines=(row.first, row.last),
                    )
                )
                continue
            self._add(Entry("note", squeeze(" | ".join(cells)), topic=self._topic(None), lines=(row.first, row.last)))

    def finish(self) -> None:
        """Close what was gathered: one doubt a name, whatever the number of its places."""
        for open_ in self._gathered.values():
            lines = tuple(dict.fromkeys(open_.lines))
            self.doubts.append(
                Doubt(
                    lines[0],
                    _sentence(open_),
                    open_.kind,
                    open_.name,
                    open_.candidates,
                    tuple(dict.fromkeys(open_.entries)),
                    lines,
                )
            )

    # -- topics and turns that go on -------------------------------------------------------------------------

    def _topic(self, own: Topic | None) -> Topic | None:
        return own or self._pending or self._free or self._section_topic

    def _inherited(self, block: Block) -> Topic | None:
        if (
            self._list_topic is not None
            and block.kind == "item"
            and not block.gap
            and block.indent > self._list_topic[1]
        ):
            return self._list_topic[0]
        return self._topic(None)

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

    # -- entries ---------------------------------------------------------------------------------------------

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
                or (self._mode == "action" and segment.kind in {"text", "turn", "prose", "said"} and first)
                or (block.checked is not None and first)
            ):
                self._action(block, segment, words, span, topic)
            elif segment.kind == "vote":
                self._vote(text, segment, span, topic)
            elif segment.kind == "motion":
                self._motion(words, span, topic)
            elif (
                segment.kind == "idea"
                and (label := labels.at(text, segment.body, begin=False))
                and label.form == "colon"
                and any(self.speakers.who(label))
            ):
                found, stranger = self.speakers.who(label)
                spoken = Segment("turn", segment.start, label.body, segment.end, found, stranger, label.written)
                self._labelled("idea", spoken, squeeze(text[label.body : segment.end]), span, topic)
            elif segment.kind in {"decision", "idea"} or (
                self._mode in {"decision", "idea"} and first and (block.kind == "item" or self._mode == "decision")
            ):
                kind = segment.kind if segment.kind in {"decision", "idea"} else self._mode
                self._labelled(kind, segment, words, span, topic)
            elif segment.kind == "prose":
                self._prose(segment, words, span, topic)
            elif segment.kind == "agreed":
                self._agreed(words, span, topic)
            elif segment.kind == "said":
                self._said(segment, words, span, topic)
            elif segment.kind == "turn":
                self._turn(segment, words, span, topic)
            else:
                self._text(block, segment, words, span, topic)

    def _motion(self, words: str, span: Span, topic: Topic | None) -> None:
        """What is put to the vote: an entry that takes up the votes below it."""
        vote = votes.counted(words)
        if vote is not None:
            self._add_vote(
                words, vote, span, topic, question=squeeze(words[: vote.start].strip(" :–-(")) or self._last_question()
            )
            return
        self._add(Entry("vote", words, question=words, topic=topic, lines=span))

    def _ballot(self, side: str, name: str, words: str, span: Span, topic: Topic | None) -> None:
        """One person's vote; those of one question are gathered in one entry."""
        vote = Vote()
        getattr(vote, side).append(name)
        self._add_vote(f"{name}: {words}", vote, span, topic, question=self._last_question())

    def _joins(self, vote: Vote, span: Span) -> bool:
        """Whether a vote goes on with the one just before: the same question, other sides or other people."""
        if not self.entries:
            return False
        last = self.entries[-1]
        if last.kind != "vote" or last.section != self._section or span[0] - last.lines[1] > 3:
            return False
        have = last.counts
        for side in ("pro", "contra", "abstain"):
            if side in vote.counts and have is not None and getattr(have, side) is not None:
                return False
        if len(last.pro) + len(last.contra) + len(last.abstain) > 300 or len(last.text) > 4000:
            return False
        named = {*last.pro, *last.contra, *last.abstain}
        return not named & {*vote.pro, *vote.contra, *vote.abstain}

    def _join_vote(self, words: str, vote: Vote, span: Span) -> int:
        at = len(self.entries) - 1
        last = self.entries[at]
        counts = vote.tally()
        if last.counts is not None:
            counts = Counts(
                *(
                    getattr(last.counts, s) if getattr(last.counts, s) is not None else vote.counts.get(s)
                    for s in ("pro", "contra", "abstain")
                )
            )
        text = last.text if last.text == last.question else squeeze(f"{last.text}; {words}")
        self.entries[at] = replace(
            last,
            text=text,
            pro=(*last.pro, *vote.pro),
            contra=(*last.contra, *vote.contra),
            abstain=(*last.abstain, *vote.abstain),
            counts=counts,
            lines=(last.lines[0], span[1]),
        )
        return at

    def _who(self, segment: Segment, entry_index: int) -> tuple[str | None, str | None]:
        """The speaker of a turn, and a sentence when that is to be checked."""
        written = segment.written
        if segment.stranger is not None:
            self._note_unlisted(segment.stranger)
            self._gather("speaker", segment.stranger, (), entry_index, self._paragraph)
            return segment.stranger, None
        found = segment.found
        if found is None:
            return None, None
        if found.name is None:
            self._gather("ambiguous", written or "", found.candidates, entry_index, self._paragraph)
            return None, f"“{written}” may be {' or '.join(found.candidates[:4])}."
        if found.how == "spelling":
            self._gather("spelling", written or "", (found.name,), entry_index, self._paragraph)
            return found.name, f"“{written}” read as {found.name}."
        if not found.listed:
            self._note_unlisted(written or found.name)
        return found.name, None

    def _turn(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        at = len(self.entries)
        voter = segment.stranger or (segment.found.name if segment.found else None)
        side = votes.ballot(words, strict=not (self.entries and self.entries[-1].kind == "vote")) if voter else None
        if side is not None and voter is not None and not (words[0] == "0" and len(words) > 1):
            self._ballot(side, voter, words, span, topic)
            return
        speaker, doubt = self._who(segment, at)
        if speaker is None and segment.found is not None and segment.found.name is None:
            self._add(
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
                self._add(replace(entry, text=before))
            self._add_vote(
                squeeze(words[vote.start :]), vote, entry.lines, entry.topic, question=before or self._last_question()
            )
            return
        tail = actions.trailing(words)
        if tail is not None and (taken := actions.owners(tail[1], self.owner, strict=False)):
            done = Action(tail[0], taken[0], None, taken[1])
            done.text, done.due = actions.due_of(done.text, self.date)
            self._add_action(done, entry.lines, entry.topic, entry)
            return
        asked = actions.asked(words, self.owner)
        if asked is not None:
            at = self._add(replace(entry, kind="action", assignees=asked[0], certain=False))
            self._assigned(asked[0], at)
            self._offer_action(at, asked[1], asked[0])
            return
        at = self._add(entry)
        request = actions.request(words) if entry.speaker else None
        own = actions.self_given(words) if entry.speaker else None
        if own is not None:
            self._offer_action(at, own, (entry.speaker,) if entry.speaker else ())
        elif request is not None:
            self._offer_action(at, request, ())
        self._inside(at)
        self._participation(at)

    def _inside(self, at: int) -> None:
        """Actions that a sentence further on in an entry's words would make: offered, the entry stays as it is."""
        words = self.entries[at].text
        if len(words) > 4000:
            return
        for number, (begin, end) in enumerate(prose.sentences(words, 0, len(words))):
            if number > 12:
                break
            will = actions.prose(words, begin, end, self.owner) if begin else None
            if will is not None:
                self._offer_action(at, words[begin:end].strip(), will.who)
            elif _EVERYBODY_ASKED.match(words, begin):
                self._offer_action(at, words[begin:end].strip(), ())

    def _participation(self, at: int) -> None:
        entry = self.entries[at]
        own = None
        if entry.topic is None:
            return
        part = prose.participation(entry.text, self.names.facility, own)
        if part is not None:
            self.offers.append(
                Offer(
                    "participation",
                    at,
                    entry.lines[0],
                    part[2],
                    (),
                    part[0],
                    part[1],
                    entry.topic.number,
                    entry.speaker,
                )
            )

    def _offer_action(self, at: int, quote: str, assignees: tuple[str, ...]) -> None:
        entry = self.entries[at]
        number = entry.topic.number if entry.topic else None
        self.offers.append(Offer("action", at, entry.lines[0], quote, assignees, topic=number, said_by=entry.speaker))

    def _assigned(self, people: Sequence[str], at: int) -> None:
        for name in people:
            if name not in self.known:
                known = self.names.exact(name)
                if known is not None and known.how == "alias":
                    self._note_unlisted(name)
                    continue
                self._note_unlisted(name)
                if ("speaker", fold(name)) in self._gathered:
                    continue
                self._gather("assignee", name, (), at, self._paragraph)

    def _action(self, block: Block, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        text = block.text[segment.start : segment.end] if segment.kind != "action" else words
        if segment.kind == "action" and not words and not segment.owner:
            self._pending_kind = "action"
            return
        if (
            segment.kind == "action"
            and words
            and self.speakers.names.exact(words)
            and not segment.owner
            and block.kind == "para"
        ):
            segment.owner, words, text = "", words, words
        found = actions.keyword(text) if segment.kind != "action" else None
        owner_words = segment.owner
        if found is not None:
            text, owner_words = text[found[0] :], found[1]
        lead = topics.leading(text, self.titles)
        if lead is not None and lead[1] < len(text):
            topic, text = lead[0], text[lead[1] :]
        tail = actions.trailing(text)
        action = actions.parse(text, self.owner, self.date, keyword_owner=owner_words)
        if tail is not None and not action.assignees and (taken := actions.owners(tail[1], self.owner, strict=False)):
            action.text, action.assignees, action.unknown = tail[0], taken[0], taken[1]
        self._add_action(action, span, topic, None)

    def _add_action(self, action: Action, span: Span, topic: Topic | None, spoken: Entry | None) -> None:
        words = action.text
        if not words:
            return
        for index in self._similar(words):
            earlier = self.entries[index]
            if actions.same(Action(earlier.text, list(earlier.assignees)), action) and (
                earlier.certain or self._mode == "action"
            ):
                self.entries[index] = replace(
                    earlier,
                    assignees=earlier.assignees or tuple(action.assignees),
                    due=earlier.due or action.due,
                )
                return
        at = self._add(
            Entry(
                "action",
                words,
                topic=topic,
                speaker=spoken.speaker if spoken else None,
                speaker_as_written=spoken.speaker_as_written if spoken else None,
                assignees=tuple(action.assignees),
                due=action.due,
                lines=span,
            )
        )
        key = self._action_key(words)
        self._action_words.setdefault(key, []).append(at)
        self._assigned(action.unknown, at)

    @staticmethod
    def _action_key(words: str) -> str:
        content = sorted(w for w in fold(words).split() if len(w) > 4)
        return content[-1] if content else fold(words)

    def _similar(self, words: str) -> list[int]:
        return self._action_words.get(self._action_key(words), [])[-8:]

    def _vote(self, text: str, segment: Segment, span: Span, topic: Topic | None) -> None:
        vote = votes.by_label(text, segment.body, segment.end, self.cutter.voter)
        words = squeeze(text[segment.body : segment.end])
        if vote is None:
            self._add(Entry("note", words, topic=topic, lines=span))
            return
        self._add_vote(words, vote, span, topic, question=self._last_question())

    def _add_vote(self, words: str, vote: Vote, span: Span, topic: Topic | None, *, question: str | None) -> None:
        doubt = None
        if vote.loose or vote.strange:
            doubt = f"“{words[:80]}”: not everybody counted is named."
            self.doubts.append(Doubt(span[0], doubt, "vote", None, (), (len(self.entries),), (span[0],)))
        if self._joins(vote, span):
            at = self._join_vote(words, vote, span)
            self._voters(vote, at)
            return
        at = self._add(
            Entry(
                "vote",
                words,
                topic=topic,
                question=question,
                pro=tuple(dict.fromkeys(vote.pro)),
                contra=tuple(dict.fromkeys(vote.contra)),
                abstain=tuple(dict.fromkeys(vote.abstain)),
                counts=vote.tally(),
                certain=doubt is None,
                doubt=doubt,
                lines=span,
            )
        )
        self._voters(vote, at)

    def _voters(self, vote: Vote, at: int) -> None:
        for name in (*vote.pro, *vote.contra, *vote.abstain):
            if name not in self.known:
                self._note_unlisted(name)
                self._gather("speaker", name, (), at, self._paragraph)

    def _last_question(self) -> str | None:
        """The words last said in this section, which is what a vote is about."""
        if (
            self.entries
            and self.entries[-1].section == self._section
            and self.entries[-1].kind not in {"vote", "action"}
        ):
            return self.entries[-1].text
        return None

    def _labelled(self, kind: str, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        if not words:
            return
        at = len(self.entries)
        speaker, doubt = self._who(segment, at) if segment.kind in {"turn", "said"} else (None, None)
        entry_kind = "decision" if kind == "decision" else "idea"
        vote = votes.counted(words)
        self._add(
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
        at = self._add(
            Entry(
                "action",
                words,
                topic=topic,
                speaker=single,
                speaker_as_written=written if single else None,
                assignees=segment.who,
                due=actions.due_of(words, self.date)[1],
                certain=False,
                lines=span,
            )
        )
        self._assigned(segment.who, at)
        self._offer_action(at, words, segment.who)

    def _agreed(self, words: str, span: Span, topic: Topic | None) -> None:
        vote = votes.counted(words)
        at = self._add(
            Entry("decision", words, topic=topic, counts=vote.tally() if vote else None, certain=False, lines=span)
        )
        self.offers.append(Offer("decision", at, span[0], words, topic=topic.number if topic else None))

    def _said(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        found = segment.found
        name = found.name if found else None
        if found is not None and not found.listed and name:
            self._note_unlisted(segment.written or name)
        entry = Entry(
            "statement", words, topic=topic, speaker=name, speaker_as_written=segment.written, certain=False, lines=span
        )
        at = self._add(entry)
        self._participation(at)

    def _text(self, block: Block, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        vote = votes.counted(words)
        if vote is not None:
            if vote.whole:
                self._add_vote(
                    words,
                    vote,
                    span,
                    topic,
                    question=squeeze(words[: vote.start].strip(" :–-(")) or self._last_question(),
                )
            else:
                before = squeeze(words[: vote.start])
                if before:
                    self._add(Entry("note", before, topic=topic, lines=span))
                self._add_vote(
                    squeeze(words[vote.start :]), vote, span, topic, question=before or self._last_question()
                )
            return
        if votes.result(words):
            self._add(Entry("vote", words, topic=topic, question=self._last_question(), lines=span))
            return
        colon = words.find(": ", 0, 40)
        if colon > 0 and prose.decided(words[colon + 2 :]):
            self._agreed(words, span, topic)
            return
        if prose.goes_on(words) and self._heading_speaker is None:
            at = self._add(Entry("decision", words, topic=topic, certain=False, lines=span))
            self.offers.append(Offer("decision", at, span[0], words, topic=topic.number if topic else None))
            return
        tail = actions.trailing(words)
        if tail is not None and (taken := actions.owners(tail[1], self.owner, strict=False)):
            done = Action(tail[0], taken[0], None, taken[1])
            done.text, done.due = actions.due_of(done.text, self.date)
            self._add_action(done, span, topic, None)
            return
        asked = actions.asked(words, self.owner)
        if asked is not None:
            at = self._add(Entry("action", words, topic=topic, assignees=asked[0], certain=False, lines=span))
            self._assigned(asked[0], at)
            self._offer_action(at, asked[1], asked[0])
            return
        if self._heading_speaker is not None:
            name, written = self._heading_speaker
            self._add(Entry("statement", words, topic=topic, speaker=name, speaker_as_written=written, lines=span))
            return
        label = labels.at(block.text, segment.start, begin=False)
        doubt = None
        if label is not None and label.form == "colon":
            name = labels.without_bracket(label.written)[0]
            opened = self.speakers.open.get(fold(name))
            if opened is not None:
                doubt = f"Is “{opened}” somebody who speaks?"
                self._gather("label", opened, (), len(self.entries), self._paragraph)
        at = self._add(Entry("note", words, topic=topic, certain=doubt is None, doubt=doubt, lines=span))
        self._inside(at)
        self._participation(at)

    def _add(self, entry: Entry) -> int:
        own = entry.topic.number if entry.topic else None
        entry = replace(
            entry,
            section=self._section,
            topic=entry.topic or self._topic(None),
            references=topics.references(entry.text, own),
        )
        self.entries.append(entry)
        return len(self.entries) - 1

    # -- people ----------------------------------------------------------------------------------------------

    def owner(self, written: str) -> tuple[str | None, bool]:
        """Who is meant where a person should be: (name or None, whether on the list)."""
        written = written.strip(" @*_.")
        if not written or len(written) > 60:
            return None, False
        found = self.names.exact(written)
        if found is not None and found.name is not None:
            return found.name, found.listed
        if found is None and self.names.find(written) is not None:
            return None, False
        folded = fold(written)
        if folded in vocabulary.EVERYONE:
            return written, True
        facility = self.names.facility(written)
        if facility is not None:
            return facility, True
        if folded in self.speakers.accepted:
            return self.speakers.accepted[folded], False
        if labels.has_given_name(written) and labels.looks_like_name(written, words=3):
            return written, False
        return None, False

    def _note_unlisted(self, written: str) -> None:
        key = fold(written)
        if key not in self._unlisted_keys:
            self._unlisted_keys.add(key)
            self.unlisted.append(written)

    def _gather(self, kind: str, name: str, candidates: tuple[str, ...], entry: int | None, line: int) -> None:
        if kind == "speaker":
            asked = self._gathered.pop(("assignee", fold(name)), None)
            if asked is not None:
                self._gathered[(kind, fold(name))] = _Open(kind, name, candidates, asked.entries, asked.lines)
        open_ = self._gathered.setdefault((kind, fold(name)), _Open(kind, name, candidates, [], []))
        if entry is not None:
            open_.entries.append(entry)
        open_.lines.append(line)


def _sentence(open_: _Open) -> str:
    times = len(set(open_.entries))
    if open_.kind == "speaker":
        often = f"{times} times" if times > 1 else "once"
        return f"{open_.name} speaks {often} and is not on the list of this meeting."
    if open_.kind == "assignee":
        return f"{open_.name} is asked to do something and is not on the list."
    if open_.kind == "spelling":
        return f"{open_.name} read as {open_.candidates[0]}."
    if open_.kind == "label":
        return f"Is “{open_.name}” somebody who speaks?"
    return f"“{open_.name}” may be {' or '.join(open_.candidates[:4])}."
