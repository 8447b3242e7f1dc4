"""What each stretch of a paragraph becomes: a statement, an action, a decision, a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from . import actions, labels, prose, topics, turns, votes
from .actions import Action
from .ballots import Ballots
from .blocks import Block
from .characters import fold, squeeze
from .ledger import Ledger
from .records import Entry, Kind, Offer, Span, Topic
from .turns import Segment


class Acts:
    """Makes entries of segments; each call takes time linear in its words."""

    def __init__(self, book: Ledger, ballots: Ballots, titles: Mapping[int, str]) -> None:
        self.book = book
        self.ballots = ballots
        self.titles = titles
        self.heading_speaker: tuple[str, str] | None = None

    def turn(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
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
        if (
            (label := turns.labelled(words, 0)) is not None
            and label[0] in {"decision", "idea"}
            and label[1] < len(words)
        ):
            kind: Kind = "decision" if label[0] == "decision" else "idea"
            self.book.add(
                Entry(
                    kind,
                    words[label[1] :],
                    topic=topic,
                    speaker=speaker,
                    speaker_as_written=segment.written,
                    certain=doubt is None,
                    doubt=doubt,
                    lines=span,
                )
            )
            return
        if (
            (key := actions.keyword(words)) is not None
            and key[0] < len(words)
            and (key[2].isupper() or words[key[0] - 2] == ":")
        ):
            done = actions.parse(words[key[0] :], self.book.owner, self.book.date, keyword_owner=key[1])
            said = Entry("action", "", speaker=speaker, speaker_as_written=segment.written)
            self.book.add_action(done, span, topic, said)
            return
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

    def action(self, block: Block, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        text = block.text[segment.start : segment.end] if segment.kind != "action" else words
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
        before = len(self.book.entries)
        self.book.add_action(action, span, topic, None)
        if not action.assignees and len(self.book.entries) > before:
            written = owner_words or actions.first_owner(action.text)
            if written:
                self.book.unclear_owner(written, before)

    def labelled(
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

    def prose(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
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

    def agreed(self, words: str, span: Span, topic: Topic | None) -> None:
        vote = votes.counted(words)
        at = self.book.add(
            Entry("decision", words, topic=topic, counts=vote.tally() if vote else None, certain=False, lines=span)
        )
        self.book.offers.append(Offer("decision", at, span[0], words, topic=topic.number if topic else None))

    def said(self, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
        found = segment.found
        name = found.name if found else None
        if found is not None and not found.listed and name:
            self.book.note_unlisted(segment.written or name)
        entry = Entry(
            "statement", words, topic=topic, speaker=name, speaker_as_written=segment.written, certain=False, lines=span
        )
        at = self.book.add(entry)
        self.book.inside(at)
        self.book.participation(at)

    def text(self, block: Block, segment: Segment, words: str, span: Span, topic: Topic | None) -> None:
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
        signs = votes.signed(words, self.ballots.cutter.voter) if "1" in words and len(words) < 4000 else None
        if signs is not None:
            before = squeeze(words[: signs.start].strip(" :–-("))
            self.ballots.add(words, signs, span, topic, question=before or self.book.last_question())
            return
        if votes.result(words):
            self.book.add(Entry("vote", words, topic=topic, question=self.book.last_question(), lines=span))
            return
        colon = words.find(": ", 0, 40)
        if colon > 0 and prose.decided(words[colon + 2 :]):
            self.agreed(words, span, topic)
            return
        if prose.goes_on(words) and self.heading_speaker is None:
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
        if self.heading_speaker is not None:
            name, written = self.heading_speaker
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
