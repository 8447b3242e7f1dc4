"""Texts and comments as HTML, with what ``T4`` and ``@name`` lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from members.models import Group
from web.markdown import RENDERER, Links, render
from writing.models import Rendered, Version

REFERENCE = re.compile(r"@\[|\bT[1-9]")


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
    """The version as HTML. ``kept`` is what the cache has of it.

    Only texts that refer to nothing are kept: names change, and new technologies come, without a new version.
    Writes one row when a text is shown for the first time.
    """
    if REFERENCE.search(version.body):
        return render(version.body, link=links)
    if kept is not None:
        return mark_safe(kept)  # noqa: S308 - the sanitiser's output, as it was kept
    html = render(version.body)
    Rendered.objects.bulk_create([Rendered(version=version, renderer=RENDERER, html=html)], ignore_conflicts=True)
    return html
