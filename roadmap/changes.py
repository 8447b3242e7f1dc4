"""What changed in texts since a day: said here once, for the list, the Read view and the page of a technology.

The base of a text is the version just before the first one that somebody wrote after that day. A text without such
a version has not changed, and neither has one that reads again as it did: changed and changed back. First words
brought in, names and what was inferred are no change; small corrections are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from roadmap.models import WRITTEN_ORIGINS
from writing.diff import words_changed
from writing.marks import marked_line
from writing.models import Text, Version

MOST_KEPT = 5_000  # numbers of words that are kept, each worked out once
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
FIRST_DAY, LAST_DAY = date(2, 1, 1), date(9998, 1, 1)  # a day later, in any time zone, is still a day


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a text: the version it had and the one it has, with both wordings."""

    text: int
    since: int
    to: int
    title_before: str
    before: str
    title: str
    body: str

    @property
    def words(self) -> int:
        """How many words differ; worked out once for the same wordings."""
        key = hash((self.title_before, self.before, self.title, self.body))
        if key not in COUNTED:
            if len(COUNTED) >= MOST_KEPT:
                COUNTED.clear()
            COUNTED[key] = words_changed(self.before, self.body) + words_changed(self.title_before, self.title)
        return COUNTED[key]

    @property
    def title_marks(self) -> SafeString:
        """The title as HTML with what came in and went out; empty when it is as it was."""
        same = self.title_before == self.title
        return mark_safe("" if same else marked_line(self.title_before, self.title))  # noqa: S308 - escaped there

    @property
    def query(self) -> str:
        """What the page that compares versions is asked."""
        return f"?from={self.since}&to={self.to}"


COUNTED: dict[int, int] = {}


def end_of(on: date) -> datetime:
    """The first moment after that day, where the site is."""
    on = min(max(on, FIRST_DAY), LAST_DAY)
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))


def bases(texts: QuerySet[Text], on: date) -> QuerySet[Version]:
    """Of those of ``texts`` that changed after that day, the version they had then. No query."""
    written = Version.objects.filter(
        text=OuterRef("pk"), number__gt=1, origin__in=WRITTEN_ORIGINS, at__gte=end_of(on)
    ).order_by("number")
    before = Version.objects.filter(text=OuterRef("pk"), number=OuterRef("first_written") - 1)
    found = texts.order_by().annotate(first_written=Subquery(written.values("number")[:1]))
    return Version.objects.filter(pk__in=found.annotate(base=Subquery(before.values("pk"))).values("base")).exclude(
        title=F("text__head__title"), body=F("text__head__body")
    )


def changed_since(texts: QuerySet[Text], on: date) -> dict[int, Change]:
    """Those of ``texts`` that changed after that day, by the text's id, with both wordings. One query."""
    rows = bases(texts, on).values_list(
        "text_id", "number", "text__head__number", "title", "body", "text__head__title", "text__head__body"
    )
    return {row[0]: Change(*row) for row in rows}


def ids_changed_since(texts: QuerySet[Text], on: date) -> set[int]:
    """The ids of those of ``texts`` that changed after that day. One query, without their words."""
    return set(bases(texts, on).values_list("text_id", flat=True))


def day_in(words: str) -> date | None:
    """``2025-02-12`` as a day, None for anything else."""
    try:
        found = date.fromisoformat(words) if DAY.fullmatch(words) else None
    except ValueError:
        return None
    return found if found is not None and FIRST_DAY <= found <= LAST_DAY else None
