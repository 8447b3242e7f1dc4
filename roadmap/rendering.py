"""Texts and comments as HTML, with what ``T4`` and ``@name`` lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from members.models import Group
from web.markdown import RENDERER, Links, render
from writing.models import Rendered, Version

REFERENCE = re.compile(r"@\[|\bT[1-9]")
KEPT_AT_ONCE = 50  # rows that one visit writes
BOX = '<div class="table-box" role="region" aria-label="Table" tabindex="0">'


def links_to(group: Group, technologies: Mapping[int, str], people: Iterable[tuple[int, str]]) -> Links:
    """Links of a group: number → title, and (member id, name). People lead nowhere for who may not see names."""
    return Links(
        technologies={
            number: (reverse("technology", args=[group.slug, number]), title or f"Technology {number}")
            for number, title in technologies.items()
        },
        members={pk: (reverse("person", args=[group.slug, pk]), name) for pk, name in people},
    )


def html_of(version: Version, kept: str | None, links: Links) -> SafeString:
    """The version as HTML. ``kept`` is what the cache has of it. Writes one row when it is shown for the first time."""
    return html_of_all([(version, kept)], links)[0]


def html_of_all(versions: Sequence[tuple[Version, str | None]], links: Links) -> list[SafeString]:
    """The same for many, each with what the cache has of it.

    Only texts that refer to nothing are kept: names change, and new technologies come, without a new version. One
    query when some are shown for the first time; it writes at most :data:`KEPT_AT_ONCE` rows, the next visit more.
    """
    made: list[SafeString] = []
    new: list[Rendered] = []
    for version, kept in versions:
        if REFERENCE.search(version.body):
            html: str = render(version.body, link=links)
        elif kept is not None:
            html = kept
        else:
            html = render(version.body)
            new.append(Rendered(version=version, renderer=RENDERER, html=html))
        made.append(boxed(html))
    if new:
        Rendered.objects.bulk_create(new[:KEPT_AT_ONCE], ignore_conflicts=True)
    return made


def boxed(html: str) -> SafeString:
    """``html`` of the sanitiser with each table in a box of its own: a wide one is scrolled there, by keyboard too."""
    with_boxes = html.replace("<table>", f"{BOX}<table>").replace("</table>", "</table></div>")
    return mark_safe(with_boxes)  # noqa: S308 - the sanitiser's output, as it was kept, in boxes of our own
