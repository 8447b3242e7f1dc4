"""The preview of a document: every part, what it becomes, what is to be checked, and what Record will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from roadmap.bringing_in import SCOPE, Doubt, Known, Part, Plan, Said, Target, said
from roadmap.brought_in import Made
from roadmap.models import DocumentDraft
from web.markdown import excerpt
from web.numbers import number_in
from web.words import counted, listed
from writing.diff import Piece, compare_words, words_changed
from writing.views import Block, blocks

ROWS = 100  # shown at a time
EDIT_LIMIT = 300_000  # characters in a box
DIFF_LIMIT = 40_000  # characters compared without being asked, for one text
COUNT_LIMIT = 200_000  # and for which the changed words are counted
DIFF_BUDGET = 400_000  # and for all that a page shows


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows: "check" or "all", from which part on, and which one is open."""

    show: str = ""
    start: int = 0
    open: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> State:
        def number(name: str) -> int | None:
            return number_in(given.get(name, ""), digits=6)

        show = given.get("show", "")
        return cls(show if show in {"check", "all"} else "", number("start") or 0, number("open"))

    def address(self, **change: Any) -> str:
        values: dict[str, Any] = {"show": self.show, "start": self.start or "", "open": self.open, **change}
        return f"?{urlencode({key: value for key, value in values.items() if value not in {None, ''}})}"


@dataclass(slots=True)
class Row:
    """One part as the page shows it. ``label`` says what it becomes, ``status`` against what is there."""

    part: Part
    kind: str
    label: str
    title: str
    before: Sequence[Piece]
    status: str
    address: str
    target: Target | None = None
    diff: Sequence[Block] = ()
    diff_address: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    answer: str = ""
    """What a person said of it, as a sentence with an Undo; the field it is in is ``answer_key``."""
    answer_key: str = ""

    @property
    def at(self) -> int:
        return self.part.at

    @property
    def heading(self) -> str:
        return self.part.source.title

    @property
    def begins(self) -> str:
        return excerpt(self.part.source.body[:2000], 160)

    @property
    def is_slim(self) -> bool:
        return self.kind in {"part", "out"} and not self.doubts


@dataclass(slots=True)
class Opened:
    """The part that is open: its fields and what it may become."""

    at: int
    becomes: str
    title: str
    text: str
    choices: Sequence[tuple[str, str]]
    may_join: bool
    has_title: bool
    close: str
    too_long: bool = False


@dataclass(slots=True)
class Page:
    """The whole preview."""

    name: str
    summary: str
    foot: str
    lines: Sequence[str]
    levels: Sequence[tuple[int, str, bool]]
    level_words: str
    tabs: Sequence[tuple[str, str, bool, str]]
    rows: Sequence[Row]
    whole: Sequence[Doubt]
    answered: Sequence[tuple[str, str]]
    """Answers about the whole, each with the field that takes it back."""
    offers_title: str
    state: State
    opened: Opened | None
    checks: int
    fingerprint: str
    current: str
    """The doubt that is asked next: "order" or the number of its part; "" when nothing is left to check."""
    suggestions: Sequence[tuple[str, str]]
    earlier: str = ""
    later: str = ""
    has_undo: bool = False


def page_of(draft: DocumentDraft, plan: Plan, state: State) -> Page:
    """The page from the plan. No query; texts are compared within a budget."""
    told = said(draft.sections)
    doubts: dict[int, list[Doubt]] = {}
    for doubt in plan.doubts:
        if doubt.at is not None:
            doubts.setdefault(doubt.at, []).append(doubt)
    whole = [doubt for doubt in plan.doubts if doubt.at is None]
    show = state.show or ("check" if plan.doubts else "all")
    if show == "check" and not plan.doubts and state.open is None:
        show = "all"
    state = State(show, state.start, state.open)
    wanted = [part for part in plan.parts if is_shown(part, show, doubts, state.open)]
    shown = wanted[state.start : state.start + ROWS]
    rows = list(rows_of(plan, shown, doubts, told, state))
    current = "order" if whole else next((str(row.at) for row in rows if row.doubts), "")
    return Page(
        name=draft.file_name or plan.title or "A pasted document",
        summary=summary(plan),
        foot=foot(plan),
        lines=list(remarks(plan)),
        levels=[(level, f"level {level} ({number})", level == plan.level) for level, number in plan.levels.items()],
        level_words=level_words(plan),
        tabs=tabs(plan, state, len([part for part in plan.parts if is_shown(part, "all", doubts, None)])),
        rows=rows,
        whole=whole,
        answered=list(answered(plan, told)),
        offers_title=plan.title if plan.takes_title is None else "",
        state=state,
        opened=opened(plan, state, told),
        checks=len(plan.doubts),
        fingerprint=plan.fingerprint,
        current=current,
        suggestions=technologies(plan),
        earlier=state.address(start=max(0, state.start - ROWS), open=None) if state.start else "",
        later=state.address(start=state.start + ROWS, open=None) if len(wanted) > state.start + ROWS else "",
        has_undo=bool(draft.sections),
    )


def is_shown(part: Part, show: str, doubts: Mapping[int, Sequence[Doubt]], open_at: int | None) -> bool:
    """Everything but the empty beginning of a document; to check: what is asked and what is open."""
    if part.at == open_at or part.at in doubts:
        return True
    return show == "all" and bool(part.source.level or part.body)


def rows_of(
    plan: Plan, parts: Sequence[Part], doubts: Mapping[int, list[Doubt]], told: Said, state: State
) -> Iterator[Row]:
    budget = DIFF_BUDGET
    for part in parts:
        target = plan.targets.get(part.target) if part.target is not None else None
        own = target if target is not None and target.at == part.at else None
        row = Row(
            part,
            kind_of(part, own),
            label_of(part, own, target),
            own.title if own else part.title,
            before_of(own),
            "",
            f"{state.address(open=part.at)}#s{part.at}",
            target=own,
            doubts=doubts.get(part.at, []),
        )
        size = len(own.text) + len(own.known.body) if own and own.known else 0
        if own is not None and own.known is not None and is_compared(own, row.doubts):
            if size <= min(DIFF_LIMIT, budget) or part.at == state.open:
                budget -= size
                row.diff = blocks(own.known.body, own.text)
            else:
                row.diff_address = row.address
        row.status = status_of(own, asked=bool(row.doubts)) if own else ""
        row.answer, row.answer_key = answer_of(part, told)
        yield row


def is_compared(target: Target, doubts: Sequence[Doubt]) -> bool:
    known = target.known
    if known is None or not known.body.strip() or not target.text or target.text == known.body.strip():
        return False
    return target.state == "changed" or any(doubt.kind == "both" for doubt in doubts)


def kind_of(part: Part, own: Target | None) -> str:
    if part.fate == "part" or (part.fate == "scope" and own is None):
        return "part"
    return part.fate


def label_of(part: Part, own: Target | None, target: Target | None) -> str:
    if part.fate == "doubt":
        return "?"
    if own is not None:
        return "Scope" if own.number == SCOPE else f"T{own.number}"
    if target is None:
        if part.follows:
            return "waits for the one above"
        return "left out" if part.source.level or part.fate == "out" else ""
    where = "the scope" if target.number == SCOPE else f"T{target.number}"
    return f"part of {where}"


def before_of(own: Target | None) -> Sequence[Piece]:
    """The title that is there and how it changes, where it does."""
    if own is None or own.known is None or not own.writes_title or own.known.title == own.title:
        return ()
    if not own.known.title:
        return ()
    pieces = list(compare_words(own.known.title, own.title))
    same = sum(len(piece.words) for piece in pieces if piece.kind == "same" and piece.words.strip())
    if 2 * same >= len(own.title):
        return pieces
    return [Piece("removed", own.known.title), Piece("same", " "), Piece("added", own.title)]


def status_of(own: Target, *, asked: bool = False) -> str:
    """What happens to a text, as a line; ``asked``: a doubt about it is open."""
    said = text_status(own, asked=asked)
    return f"{said} · {name_status(own)}" if name_status(own) else said


def text_status(own: Target, *, asked: bool) -> str:
    known = own.known
    if asked:
        return "nothing is recorded until you have said"
    if own.state == "empty":
        return "no text in the document" + ("; the text here stays" if known and known.body.strip() else "")
    if own.state == "first":
        amount = counted(len(own.text.split()), "word")
        if known is None or known.away:
            return f"new, {amount}"
        inferred = bool(known.body.strip())
        return (
            f"first words, in place of what was inferred: {amount}"
            if inferred
            else f"no text yet → first words: {amount}"
        )
    if own.state == "same":
        return "text unchanged"
    if own.state == "left":
        before = known.brought[1] if known and known.brought else ""
        return "not changed in the document; the text here stays" if own.text == before else "the text here stays"
    body = known.body if known else ""
    if len(own.text) + len(body) > COUNT_LIMIT:
        return "changed"
    return f"{counted(words_changed(body, own.text), 'word')} changed"


def name_status(own: Target) -> str:
    known = own.known
    if known is None or not own.writes_title:
        return ""
    if not known.title:
        return "gets its name"
    if known.title == own.title:
        return "the working title becomes its name"
    return "title changes" if known.named else "a name instead of the working title"


def answer_of(part: Part, told: Said) -> tuple[str, str]:
    if told.of(part.at, "words"):
        mine = told.of(part.at, "words") == "ours"
        return ("Ours is kept." if mine else "The document’s is taken; ours stays among the versions."), "words"
    if part.said:
        return "You said so.", "becomes"
    return "", ""


def answered(plan: Plan, told: Said) -> Iterator[tuple[str, str]]:
    if told.order:
        said = {"yes": "The headings are the technologies without a name, in this order."}
        said |= {"each": "Each heading is chosen by itself.", "new": "The headings left over are new technologies."}
        yield said[told.order], "order"
    if plan.title and plan.takes_title is not None:
        yield (
            f"The roadmap will be called “{plan.title}”." if plan.takes_title else "The roadmap keeps its title.",
            "name",
        )


def summary(plan: Plan) -> str:
    """``11 texts: 9 first words, 2 changed · 11 names · 1 new technology · 3 to check``"""
    texts = [one for one in plan.targets.values() if one.writes_text]
    new = sum(one.is_new or bool(one.known and one.known.away) for one in plan.targets.values())
    names = sum(one.writes_title for one in plan.targets.values())
    changed = sum(one.state == "changed" for one in texts)
    kinds = [
        f"{len(texts) - changed} first words" if len(texts) > changed else "",
        f"{changed} changed" if changed else "",
    ]
    said = [f"{counted(len(texts), 'text')}: {', '.join(filter(None, kinds))}" if texts else "no new text"]
    said.append(counted(names, "name") if names else "")
    said.append(counted(new, "new technology", "new technologies") if new else "")
    said.append(f"{len(plan.doubts)} to check" if plan.doubts else "")
    return " · ".join(filter(None, said))


def foot(plan: Plan) -> str:
    texts = sum(one.writes_text for one in plan.targets.values())
    names = sum(one.writes_title for one in plan.targets.values())
    what = [counted(texts, "text") if texts else "", counted(names, "name") if names else ""]
    told = f"Records {listed(list(filter(None, what)))}." if texts or names else "Nothing would change."
    if plan.doubts:
        told += f" {len(plan.doubts)} to check: nothing is recorded for {'it' if len(plan.doubts) == 1 else 'them'}."
    return f"{told} Nobody is mailed."


def remarks(plan: Plan) -> Iterator[str]:
    """What is not in the document stays; the list's order too."""
    if plan.untouched:
        names = [f"T{number}" for number in sorted(plan.untouched)]
        shown = names if len(names) <= 12 else [*names[:11], f"{len(names) - 11} more"]
        verb = (
            "is not in the document and stays as it is"
            if len(names) == 1
            else "are not in the document and stay as they are"
        )
        yield f"{listed(shown)} {verb}."
    if plan.keeps_order:
        yield "The list keeps its order; the document has another one."


def level_words(plan: Plan) -> str:
    if not plan.level:
        return ""
    return f"Each heading of level {plan.level} is a technology."


def tabs(plan: Plan, state: State, parts: int) -> list[tuple[str, str, bool, str]]:
    """Address, words, whether it is chosen, class."""
    check = State("check").address(), f"{len(plan.doubts)} to check", state.show == "check", "doubt-tab"
    return [*([check] if plan.doubts else []), (State("all").address(), f"all {parts}", state.show == "all", "")]


def technologies(plan: Plan) -> list[tuple[str, str]]:
    """Every technology somebody may choose, in the order of their numbers."""
    there: Sequence[Known] = plan.roadmap.technologies if plan.roadmap else ()
    rows = sorted((one for one in there if not one.away), key=lambda one: one.number)
    return [
        (f"T{one.number}", " ".join(filter(None, [f"T{one.number}", one.title, f"({one.gone})" if one.gone else ""])))
        for one in rows
    ]


def becomes_of(part: Part) -> str:
    if part.fate == "technology":
        return f"T{part.target}"
    return "" if part.fate == "doubt" else part.fate


def opened(plan: Plan, state: State, told: Said) -> Opened | None:
    if state.open is None or not 0 <= state.open < len(plan.parts):
        return None
    part = plan.parts[state.open]
    words = told.of(part.at, "text")
    body = part.source.body.strip("\n") if words is None else words
    choices = [*([("", "not said yet")] if part.fate == "doubt" else []), *technologies(plan)]
    choices += [("new", "a new technology"), ("scope", "the scope of the roadmap")]
    choices += [("part", "part of the one above"), ("out", "left out")]
    return Opened(
        at=part.at,
        becomes=becomes_of(part),
        title=part.title,
        text=body if len(body) <= EDIT_LIMIT else "",
        choices=choices,
        may_join=part.at > 0 and part.fate != "part",
        has_title=bool(part.source.level),
        close=f"{state.address(open=None)}#s{part.at}",
        too_long=len(body) > EDIT_LIMIT,
    )


def recorded_words(made: Made) -> str:
    """``Brought in: 11 texts, 11 names.``"""
    said = [counted(made.words, "text") if made.words else "", counted(made.names, "name") if made.names else ""]
    said.append("the title of the roadmap" if made.title else "")
    what = listed(list(filter(None, said)), last="and") if not all(said[:2]) or made.title else ", ".join(said[:2])
    return f"Brought in: {what}." if what else "Nothing had changed; nothing was brought in."
