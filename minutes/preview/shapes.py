"""The preview as plain data for its template: what is shown, and in which state of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from minutes.preview.asked import Offered, Question
from minutes.resolved import Place, Row

SHOWS = ("changes", "check", "offers", "all")


@dataclass(frozen=True, slots=True)
class State:
    """What of the preview is shown; it is the page's query."""

    show: str = ""
    start: int = 0
    open: int | None = None
    edit: int | None = None
    fold: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> State:
        """Read from a query; what makes no sense there is left out."""
        show, fold = query.get("show", ""), query.get("fold", "")
        return cls(
            show if show in SHOWS else "",
            _number(query.get("from")) or 0,
            _number(query.get("open")),
            _number(query.get("edit")),
            fold if fold in {"head", "people", "text"} else "",
        )

    def address(self, **changes: object) -> str:
        """The query of this state with some changes: ``?show=all&open=3``."""
        new = replace(self, **changes)  # type: ignore[arg-type]
        given = {"show": new.show, "from": new.start or "", "open": new.open, "edit": new.edit, "fold": new.fold}
        return "?" + urlencode({name: value for name, value in given.items() if value not in {None, ""}})


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 9 else None


@dataclass(slots=True)
class Bit:
    """A stretch of source, marked or not."""

    words: str
    marked: bool = False


@dataclass(slots=True)
class Source:
    """Some source lines as they are shown; ``text`` only while they are edited."""

    first: int
    last: int
    bits: list[Bit]
    more: int = 0
    text: str | None = None
    edit: str = ""


@dataclass(slots=True)
class Shown:
    """One line as understood. Its kind is told by its form."""

    row: Row
    mark: str = ""
    who: str = ""
    words: str = ""
    lead: str = ""
    unsure: bool = False
    status: str = ""
    is_open: bool = False
    address: str = ""
    offers: list[Offered] = field(default_factory=list)
    fields: RowFields | None = None


@dataclass(slots=True)
class RowFields:
    """What the form of an opened line starts with."""

    quote: str
    line: int
    occurrence: int
    kind: str
    speaker: str
    technology: str
    people: str
    pro: str
    contra: str
    abstain: str
    due: str
    text: str
    inside: bool
    may_edit_text: bool
    may_join: bool
    close: str
    error: str = ""


@dataclass(slots=True)
class Pair:
    """Source on the left, what came of it on the right. ``data`` are its line numbers for marking."""

    sources: list[Source]
    data: str
    section: str = ""
    presenter: str = ""
    topic: str = ""
    rows: list[Shown] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    offers: list[Offered] = field(default_factory=list)
    more_lines: list[int] = field(default_factory=list)
    more_address: str = ""


@dataclass(slots=True)
class Fold:
    """The lines of one technology or topic, folded on a phone."""

    title: str
    rows: list[Shown]


@dataclass(slots=True)
class Tab:
    words: str
    address: str
    current: bool
    css: str = ""


@dataclass(slots=True)
class Page:
    """Everything the template writes down."""

    state: State
    title: str
    date: str
    date_iso: str
    summary: str
    tabs: list[Tab]
    pairs: list[Pair]
    attendance: str
    foot: str
    current_key: str = ""
    nothing_left: bool = False
    also: list[Offered] = field(default_factory=list)
    also_words: str = ""
    all_words: str = ""
    all_address: str = ""
    range_rest: str = ""
    folds: list[Fold] = field(default_factory=list)
    take_all: str = ""
    earlier: str = ""
    later: str = ""
    later_words: str = ""
    range_words: str = ""
    sentence: str = ""
    names: list[str] = field(default_factory=list)
    roster: list[Place] = field(default_factory=list)
    text: str | None = None
    text_too_long: bool = False
    has_undo: bool = False

    @property
    def open_row(self) -> Shown | None:
        """The line that is opened in place."""
        return next((shown for pair in self.pairs for shown in pair.rows if shown.is_open), None)
