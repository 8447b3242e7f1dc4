"""What the page of the search shows: everything that was found, kind by kind, or one kind page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from home.search import SOURCES, Asked, Hit, people_of
from members.models import Group
from members.viewer import Viewer
from web.finding import MOST_CHARACTERS, MOST_WORDS, Wanted

A_PAGE = 20
MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: its tab, and what of it is shown. ``rest`` leads to all of it, where there is more."""

    key: str
    label: str
    total: int
    address: str
    chosen: bool
    hits: Sequence[Hit] = ()

    @property
    def rest(self) -> str:
        return self.address if not self.chosen and len(self.hits) < self.total else ""


@dataclass(frozen=True, slots=True)
class Page:
    """The page. Templates only lay it out."""

    wanted: Wanted
    chosen: str
    kinds: Sequence[Kind]
    all_address: str
    number: int = 1
    before: str = ""
    after: str = ""
    alone: Sequence[tuple[str, str]] = ()

    @property
    def total(self) -> int:
        return sum(kind.total for kind in self.kinds)

    @property
    def has_tabs(self) -> bool:
        """Whether there is anything to choose: more than one kind, or one was chosen."""
        return bool(self.total and self.chosen) or sum(kind.total > 0 for kind in self.kinds) > 1

    @property
    def nothing(self) -> bool:
        return bool(self.wanted.text) and not any(kind.hits for kind in self.kinds)

    @property
    def sentence(self) -> str:
        """``34 found for “mirrors”.``, with what was too much to look for; empty before anything was asked."""
        if not self.wanted.text:
            return ""
        said = [f"{self.total or 'Nothing'} found for “{self.wanted.text}”."]
        if self.wanted.too_long:
            said.append(f"A search takes {MOST_CHARACTERS} characters; only the beginning was looked for.")
        elif self.wanted.too_many:
            said.append(f"A search takes {MOST_WORDS} words; only the first were looked for.")
        return " ".join(said)

    @property
    def pages(self) -> str:
        of_kind = next((kind for kind in self.kinds if kind.chosen), None)
        if of_kind is None or not (self.before or self.after):
            return ""
        return f"{(self.number - 1) * A_PAGE + 1} to {min(self.number * A_PAGE, of_kind.total)} of {of_kind.total}"


def page_of(group: Group, viewer: Viewer, wanted: Wanted, *, chosen: str = "", number: int = 1) -> Page:
    """All that was found, or of the ``chosen`` kind its page of that number. At most eight queries."""
    chosen = chosen if chosen in SOURCES else ""
    number = min(max(number, 1), MOST_PAGES)

    def address(**more: str | int) -> str:
        return f"{reverse('search', args=[group.slug])}?{urlencode({'q': wanted.text, **more})}"

    kinds: list[Kind] = []
    people = people_of(group, viewer) if wanted.terms else []
    for key, (label, source, few) in SOURCES.items() if wanted.terms or wanted.number else ():
        one = Asked(group, viewer, wanted, people, limit=few if not chosen else 0)
        if key == chosen:
            one = replace(one, start=(number - 1) * A_PAGE, limit=A_PAGE)
        found = source(one)
        if key == chosen and found.total and not found.hits:  # a page beyond the last, of an old address
            number, found = 1, source(replace(one, start=0))
        kinds.append(Kind(key, label, found.total, address(**{"in": key}), key == chosen, found.hits))
    last = next((kind.total for kind in kinds if kind.chosen), 0) > number * A_PAGE
    here = {"in": chosen}
    words = [" ".join(term.words) for term in wanted.terms]
    return Page(
        wanted=wanted,
        chosen=chosen,
        kinds=kinds,
        all_address=address(),
        number=number,
        before=address(**here, page=number - 1) if chosen and number > 1 else "",
        after=address(**here, page=number + 1) if chosen and last and number < MOST_PAGES else "",
        alone=[(word, f"{reverse('search', args=[group.slug])}?{urlencode({'q': word})}") for word in words]
        if len(words) > 1
        else [],
    )
