"""Votes as entries: those of one question, over however many lines, are one."""

from __future__ import annotations

from dataclasses import replace

from . import votes
from .characters import squeeze
from .ledger import Ledger
from .records import Counts, Doubt, Entry, Span, Topic
from .turns import Cutter, Segment
from .votes import Vote


class Ballots:
    """Makes and joins the vote entries of a ledger."""

    def __init__(self, book: Ledger, cutter: Cutter) -> None:
        self.book = book
        self.cutter = cutter

    def motion(self, words: str, span: Span, topic: Topic | None) -> None:
        """What is put to the vote: an entry that takes up the votes below it."""
        vote = votes.counted(words)
        if vote is not None:
            self.add(
                words,
                vote,
                span,
                topic,
                question=squeeze(words[: vote.start].strip(" :–-(")) or self.book.last_question(),
            )
            return
        self.book.add(Entry("vote", words, question=words, topic=topic, lines=span))

    def moved(self, words: str, span: Span, topic: Topic | None) -> None:
        """A motion in running text with what became of it: its own vote, the motion its question."""
        vote = votes.counted(words) or Vote()
        by_name = votes.by_label(words, 0, len(words), self.cutter.voter_loose)
        if by_name is not None and (by_name.pro or by_name.contra):
            vote.pro, vote.contra, vote.abstain = by_name.pro, by_name.contra, by_name.abstain
            vote.strange, vote.start = by_name.strange, min(vote.start or by_name.start, by_name.start)
        vote.moved = True
        self.add(words, vote, span, topic, question=votes.question_of(words))

    def ballot(self, side: str, name: str, words: str, span: Span, topic: Topic | None) -> None:
        """One person's vote; those of one question are gathered in one entry."""
        vote = Vote()
        getattr(vote, side).append(name)
        self.add(f"{name}: {words}", vote, span, topic, question=self.book.last_question())

    def labelled(self, text: str, segment: Segment, span: Span, topic: Topic | None) -> None:
        vote = votes.by_label(text, segment.body, segment.end, self.cutter.voter)
        words = squeeze(text[segment.body : segment.end])
        if vote is None:
            self.book.add(Entry("note", words, topic=topic, lines=span))
            return
        self.add(words, vote, span, topic, question=self.book.last_question())

    def add(self, words: str, vote: Vote, span: Span, topic: Topic | None, *, question: str | None) -> None:
        doubt = None
        if vote.counts and "(" in words:
            votes.name_brackets(words, vote, self.cutter.voter)
        if vote.loose or vote.strange:
            doubt = f"“{words[:80]}”: not everybody counted is named."
            self.book.doubts.append(Doubt(span[0], doubt, "vote", None, (), (len(self.book.entries),), (span[0],)))
        if self._joins(vote, span):
            at = self._join(words, vote, span)
            self._voters(vote, at)
            return
        at = self.book.add(
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

    def _joins(self, vote: Vote, span: Span) -> bool:
        """Whether a vote goes on with the one just before: the same question, other sides or other people."""
        if not self.book.entries or vote.moved:
            return False
        last = self.book.entries[-1]
        if last.kind != "vote" or last.section != self.book.section or span[0] - last.lines[1] > 3:
            return False
        have = last.counts
        for side in ("pro", "contra", "abstain"):
            if side in vote.counts and have is not None and getattr(have, side) is not None:
                return False
        if len(last.pro) + len(last.contra) + len(last.abstain) > 300 or len(last.text) > 4000:
            return False
        named = {*last.pro, *last.contra, *last.abstain}
        return not named & {*vote.pro, *vote.contra, *vote.abstain}

    def _join(self, words: str, vote: Vote, span: Span) -> int:
        at = len(self.book.entries) - 1
        last = self.book.entries[at]
        counts = vote.tally()
        if last.counts is not None:
            counts = Counts(
                *(
                    getattr(last.counts, s) if getattr(last.counts, s) is not None else vote.counts.get(s)
                    for s in ("pro", "contra", "abstain")
                )
            )
        text = last.text if last.text == last.question else squeeze(f"{last.text}; {words}")
        self.book.entries[at] = replace(
            last,
            text=text,
            pro=(*last.pro, *vote.pro),
            contra=(*last.contra, *vote.contra),
            abstain=(*last.abstain, *vote.abstain),
            counts=counts,
            lines=(last.lines[0], span[1]),
        )
        return at

    def _voters(self, vote: Vote, at: int) -> None:
        for name in (*vote.pro, *vote.contra, *vote.abstain):
            if name not in self.book.known:
                self.book.note_unlisted(name)
                self.book.gather("speaker", name, (), at, self.book.paragraph)
