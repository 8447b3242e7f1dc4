"""Texts and comments as HTML, with what ``T4`` and ``@name`` lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from members.models import Group
from web.markdown import RENDERER, Link, Links, render
from writing.models import Rendered, Version

REFERENCE = re.compile(r"@\[|\bT[1-9]")
KEPT_AT_ONCE = 50  # rows that one visit writes
BOX = '<div class="table-box" role="region" aria-label="Table" tabindex="0">'


@dataclass(frozen=True)
class GroupLinks(Links):
    """What references lead to in a group, worked out only for those that a text makes: a group has hundreds."""

    group: str = ""
    titles: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def technology(self, number: int) -> Link | None:
        title = self.titles.get(number)
        if title is None:
            return None
        return reverse("technology", args=[self.group, number]), title or f"Technology {number}"

    def member(self, id: int) -> Link | None:  # noqa: A002 - the word of the stored form
        name = self.names.get(id)
        return None if name is None else (reverse("person", args=[self.group, id]), name)


def links_to(group: Group, technologies: Mapping[int, str], people: Iterable[tuple[int, str]]) -> Links:
    """Links of a group: number → title, and (member id, name). People lead nowhere for who may not see names."""
    return GroupLinks(group=group.slug, titles=technologies, names=dict(people))


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
