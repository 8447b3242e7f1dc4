"""What a recording made and nobody has used since: it may be taken back without anybody losing anything."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, F, OuterRef, Q

from decisions.models import Stance
from minutes.models import Entry, Minutes
from minutes.services.made import Made
from roadmap.models import ActionItem, AskedOfDirectors, Participation, Technology
from writing.models import Comment


def untouched(minutes: Minutes, made: Made, heads: Mapping[int, int | None]) -> list[Technology]:
    """Those of :func:`whether_used` that only these minutes use. One query."""
    return [technology for technology, used in whether_used(minutes, made, heads) if not used]


def whether_used(minutes: Minutes, made: Made, heads: Mapping[int, int | None]) -> list[tuple[Technology, bool]]:
    """Technologies and ideas (id → the version their text had when made), and whether anything else uses them.

    Anything else keeps them: a newer version of the text, a comment, a position, part or action that these
    minutes did not make, a line of other minutes, a technology merged into it, writers, a line for the directors, a
    state or number they were given. One query.
    """
    here = Q(technology=OuterRef("pk"))
    elsewhere = Entry.objects.filter(minutes__undone_at__isnull=True, retired_at__isnull=True).exclude(minutes=minutes)
    used = (
        Exists(elsewhere.filter(here | Q(references=OuterRef("pk")) | Q(idea=OuterRef("pk"))))
        | Exists(Comment.objects.filter(thread__technology=OuterRef("pk"), withdrawn_at__isnull=True))
        | Exists(
            Stance.objects.counting().filter(question__technology=OuterRef("pk")).exclude(position__in=made.positions)
        )
        | Exists(Technology.objects.filter(merged_into=OuterRef("pk"), taken_back_at__isnull=True))
        | Exists(Technology.writers.through.objects.filter(here))
        | Exists(AskedOfDirectors.objects.filter(here))
        | Exists(
            ActionItem.objects.filter(here, taken_back_at__isnull=True).exclude(
                pk__in=made.actions, state=ActionItem.State.OPEN
            )
        )
        | Exists(
            Participation.objects.filter(here, superseded_at__isnull=True).exclude(
                Q(confirmed_at__isnull=True) | Q(confirmed_at__lte=F("at")), pk__in=made.parts
            )
        )
    )
    rows = Technology.objects.filter(pk__in=heads, taken_back_at__isnull=True).annotate(used=used)
    return [
        (
            row,
            bool(getattr(row, "used", True))
            or row.text.head_id != heads[row.pk]
            or row.state != (Technology.State.WRITTEN if row.number else Technology.State.IDEA),
        )
        for row in rows.select_related("text").order_by("number", "pk")
    ]
