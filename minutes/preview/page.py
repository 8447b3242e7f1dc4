"""The preview as its page shows it: source on the left, lines on the right, at most a hundred of anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from minutes.preview.asked import Question
from minutes.preview.look import Preview
from minutes.preview.rows import Finder
from minutes.preview.shapes import Fold, Page, Pair, RowFields, Shown, Source, State, Tab
from minutes.preview.wording import (
    WORDS_LIMIT,
    attendance_words,
    cut,
    foot,
    marked_bits,
    names_to_choose,
    spans,
    summary,
    thousands,
    topic_words,
    vote_words,
)
from minutes.resolved import Row
from web.words import counted, day

AT_ONCE = 100
"""Lines, questions or offers shown at a time."""
ROSTER_LIMIT = 300
RAW_LIMIT = 2000
EDIT_LIMIT = 20_000
TEXT_LIMIT = 200_000
_SOURCES = 2


class Pages:
    """Builds the page of a preview for one state. Work and size are bounded by what is shown."""

    def __init__(self, preview: Preview, state: State) -> None:
        self.preview = preview
        self.understood = preview.understood
        self.rows = preview.resolved.rows
        questions = self.understood.questions
        self.open_questions = [question for question in questions if question.is_open]
        if not state.show:
            offers = self.understood.offers
            show = "check" if self.open_questions else "offers" if any(o.is_open for o in offers) else "all"
            state = replace(state, show="changes" if preview.compared else show)
        self.state = state
        self._spans = spans(self.rows)
        self._finder: Finder | None = None

    def page(self) -> Page:
        resolved = self.preview.resolved
        state = self.state
        page = Page(
            state=state,
            title=resolved.title,
            date=day(resolved.date),
            date_iso=resolved.date.isoformat() if resolved.date else "",
            summary=summary(self.preview),
            tabs=self._tabs(),
            pairs=[],
            attendance=attendance_words(self.preview),
            foot=foot(self.preview),
            names=names_to_choose(self.preview),
            has_undo=any(c.by_id == self.understood.draft.by_id for c in self.understood.corrections),
        )
        if self.preview.compared:
            page.sentence = self.preview.compared.sentence(len(self.rows))
        if state.show == "check":
            page.pairs = self._asked(self.understood.questions, page)
            page.nothing_left = not self.open_questions
            page.also = self.understood.offers[:AT_ONCE]  # on a phone the cards of both follow each other
            page.also_words = counted(resolved.open_offers, "offer")
            self._fold(page)
            page.current_key = self.open_questions[0].key if self.open_questions else ""
        elif state.show == "offers":
            page.pairs = self._offered(page)
            named = sum(1 for offer in self.understood.offers if offer.is_open and offer.names_person)
            page.take_all = (
                ""
                if not named
                else "Take the one that names a person"
                if named == 1
                else (f"Take all {named} that name a person")
            )
            page.current_key = next((offer.key for offer in self.understood.offers if offer.is_open), "")
            self._fold(page)
        elif state.show == "changes" and self.preview.compared:
            page.pairs = self._asked([q for q in self.understood.questions if q.kind in {"gone", "lost"}], page)
            page.pairs += self._lines([self.rows[i] for i in sorted(self.preview.compared.status)], page)
        else:
            page.pairs = self._lines(self.rows, page)
        if state.fold == "people":
            page.roster = resolved.roster[:ROSTER_LIMIT]
        if state.fold == "text":
            text = self.understood.draft.text
            page.text_too_long = len(text) > TEXT_LIMIT
            page.text = None if page.text_too_long else text
        return page

    def fields_of(self, index: int) -> RowFields:
        """What the form of a line starts with."""
        return self._fields(self.rows[index])

    def pair_of(self, first: int, last: int) -> Pair:
        """The right side of some source lines alone, for a text that is being edited."""
        rows = [row for row in self.rows if first <= row.lines[0] <= last][:AT_ONCE]
        return Pair([], str(first), rows=[self._shown(row) for row in rows], topic=topic_words(rows[0]) if rows else "")

    # -- tabs ----------------------------------------------------------------------------------------------------

    def _tabs(self) -> list[Tab]:
        resolved, show = self.preview.resolved, self.state.show
        tabs = [
            Tab(
                f"{resolved.open_doubts} to check",
                "check",
                show == "check",
                "doubt-tab" if resolved.open_doubts else "",
            ),
            Tab(counted(resolved.open_offers, "offer"), "offers", show == "offers"),
            Tab(f"all {thousands(len(self.rows))}", "all", show == "all"),
        ]
        if self.preview.compared:
            tabs.insert(0, Tab(f"{self.preview.compared.changed} changed", "changes", show == "changes"))
        for tab in tabs:
            tab.address = self.state.address(show=tab.address, start=0, open=None, edit=None, fold="")
        return tabs

    def _window(self, total: int, page: Page, what: str) -> slice:
        start = min(self.state.start, max(0, total - 1))
        start -= start % AT_ONCE
        if start:
            page.earlier = self.state.address(start=start - AT_ONCE, open=None, edit=None)
        if start + AT_ONCE < total:
            page.later = self.state.address(start=start + AT_ONCE, open=None, edit=None)
            page.later_words = f"Show the next {min(AT_ONCE, total - start - AT_ONCE)}"
        if total > AT_ONCE:
            last = min(start + AT_ONCE, total)
            page.range_words = f"{thousands(start + 1)} to {thousands(last)} of {thousands(total)} {what}"
        return slice(start, start + AT_ONCE)

    # -- to check and offers -------------------------------------------------------------------------------------

    def _asked(self, questions: Sequence[Question], page: Page) -> list[Pair]:
        pairs = []
        for question in questions[self._window(len(questions), page, "to check")]:
            pair = self._around(question.lines, question.marks)
            pair.questions = [question]
            pairs.append(pair)
        return pairs

    def _offered(self, page: Page) -> list[Pair]:
        offers = self.understood.offers
        pairs: list[Pair] = []
        spans: list[tuple[int, int]] = []
        for offer in offers[self._window(len(offers), page, "offers")]:
            span = self._span(offer.line)
            if not spans or spans[-1] != span:
                spans.append(span)
                same = [o.quote for o in offers if self._span(o.line) == span][:AT_ONCE]
                pairs.append(self._around((offer.line,), tuple(same)))
            pairs[-1].offers.append(offer)
        return pairs

    def _around(self, lines: Iterable[int], marks: tuple[str, ...]) -> Pair:
        spans = list(dict.fromkeys(self._span(line) for line in lines if line))
        more = [first for first, _ in spans[_SOURCES:]][:20]
        return Pair(
            [self._source(first, last, marks) for first, last in spans[:_SOURCES]],
            " ".join(str(first) for first, _ in spans[:_SOURCES]),
            more_lines=more,
            more_address=self._all_at(more[0]) if more else "",
        )

    def _all_at(self, line: int) -> str:
        index = next((row.index for row in self.rows if row.lines[0] >= line), 0)
        return f"{State('all', index - index % AT_ONCE).address()}#l{line}"

    # -- lines ---------------------------------------------------------------------------------------------------

    def _lines(self, rows: Sequence[Row], page: Page) -> list[Pair]:
        window = self._window(len(rows), page, "lines")
        pairs: list[Pair] = []
        spans: list[tuple[int, int]] = []
        topic, section = "", None
        for row in rows[window]:
            span = self._span(row.lines[0])
            if row.section != section:
                if row.section is not None and self.state.show == "all":
                    begun = (
                        row.section if section is None and window.start else (-1 if section is None else section) + 1
                    )
                    for index in range(begun, row.section + 1):
                        pairs.append(self._heading(index))
                        spans.append((0, 0))
                section, topic = row.section, ""
            if not spans or spans[-1] != span:
                spans.append(span)
                pairs.append(Pair([self._source(*span)], " ".join(str(n) for n in dict.fromkeys(span))))
                topic = topic if self.state.show == "all" else ""
                if topic_words(row) != topic:
                    topic = pairs[-1].topic = topic_words(row)
            elif topic_words(row) != topic:
                topic = topic_words(row)
                spans.append(span)
                pairs.append(Pair([], str(span[0]), topic=topic))
            pairs[-1].rows.append(self._shown(row))
        return pairs

    def _fold(self, page: Page) -> None:
        """The lines by technology, for a phone: the first hundred; the rest is a page away."""
        page.all_words = f"All {thousands(len(self.rows))} lines"
        if len(self.rows) > AT_ONCE:
            page.range_rest = f"Show the {thousands(len(self.rows) - AT_ONCE)} after these"
            page.all_address = State("all", AT_ONCE).address()
        sections = self.preview.resolved.sections
        for row in self.rows[:AT_ONCE]:
            title = topic_words(row) or (sections[row.section].title if row.section is not None else "") or "Before"
            if not page.folds or page.folds[-1].title != title:
                page.folds.append(Fold(title, []))
            shown = self._shown(row)
            shown.address = f"{State('all', open=row.index).address()}#r{row.index}"
            page.folds[-1].rows.append(shown)

    def _heading(self, index: int) -> Pair:
        heading = self.preview.resolved.sections[index]
        sources = [self._source(heading.line, heading.line)] if heading.line else []
        return Pair(sources, str(heading.line or ""), section=heading.title, presenter=heading.presenter_as_written)

    def _shown(self, row: Row) -> Shown:
        state = self.state
        shown = Shown(row, words=cut(row.text, WORDS_LIMIT), unsure=bool(row.doubts))
        shown.who = row.speaker.name if row.speaker else ""
        if row.kind == "vote":
            shown.who, shown.words = vote_words(row)
        elif row.kind == "decision":
            shown.lead, shown.who = f"{shown.who}: " if shown.who else "", "Decided"
        elif row.kind == "idea":
            shown.lead, shown.who = f"{shown.who}: " if shown.who else "", "Idea"
        elif row.kind == "action":
            shown.mark = "☐"
            people = [person.name for person in row.assignees] + ([row.assigned_words] if row.assigned_words else [])
            shown.who = ", ".join(people) or "nobody yet"
        if self.preview.compared:
            shown.status = self.preview.compared.status.get(row.index, "")
        shown.offers = [offer for offer in self.understood.offers if offer.index == row.index]
        shown.is_open = state.open == row.index
        shown.address = state.address(open=None if shown.is_open else row.index, edit=None)
        if shown.is_open:
            shown.fields = self._fields(row)
        return shown

    def _fields(self, row: Row) -> RowFields:
        line = self.understood.lines[row.index]
        if self._finder is None:
            self._finder = Finder(self.understood.lines)
        vote = row.vote
        return RowFields(
            quote=line.quote,
            line=line.said.lines[0],
            occurrence=self._finder.occurrence(row.index),
            kind=row.kind,
            speaker=row.speaker.name if row.speaker else "",
            technology=str(row.technology or ""),
            people=", ".join([*(p.name for p in row.assignees), *filter(None, [row.assigned_words])]),
            pro=", ".join(p.name for p in vote.pro) if vote else "",
            contra=", ".join(p.name for p in vote.contra) if vote else "",
            abstain=", ".join(p.name for p in vote.abstain) if vote else "",
            due=row.due.isoformat() if row.due else "",
            text=row.text if len(row.text) <= EDIT_LIMIT else cut(row.text, WORDS_LIMIT),
            inside=row.inside,
            may_edit_text=len(row.text) <= EDIT_LIMIT,
            may_join=row.index > 0,
            close=self.state.address(open=None),
        )

    # -- the source ----------------------------------------------------------------------------------------------

    def _span(self, line: int) -> tuple[int, int]:
        return self._spans.get(line, (line, line))

    def _source(self, first: int, last: int, marks: tuple[str, ...] = ()) -> Source:
        lines = self.preview.source[first - 1 : last]
        text = "\n".join(lines)
        source = Source(first, last, [], edit=self.state.address(edit=first, open=None))
        if self.state.edit == first and len(text) <= EDIT_LIMIT:
            source.text = text
            source.edit = self.state.address(edit=None)
        elif len(text) > EDIT_LIMIT:
            source.edit = ""
        words = " ".join(line.strip() for line in lines if line.strip()) if len(text) < EDIT_LIMIT else text
        start = 0
        if len(words) > RAW_LIMIT:
            at = min((found for mark in marks if mark and (found := words.find(mark)) >= 0), default=0)
            start = max(0, at - RAW_LIMIT // 4)
            source.more = len(words) - RAW_LIMIT
        cut = words[start : start + RAW_LIMIT]
        source.bits = marked_bits(
            ("… " if start else "") + cut + (" …" if source.more and start + RAW_LIMIT < len(words) else ""), marks
        )
        return source
