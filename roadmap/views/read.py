"""The Read view: every text of the roadmap in one scroll, each edited in its place."""

from __future__ import annotations

import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.loading import load_group
from members.models import Group
from members.viewer import viewer_of
from roadmap.changes import day_in
from roadmap.models import Technology
from roadmap.read_page import Asked, ReadPage, read_page
from roadmap.views.editing import Place
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page, wants_fragment

NO_DAY = "Type the day as 2025-02-12."


def asked_of(request: HttpRequest, number: int | None = None) -> Asked:
    """What the address asks for; what it does not understand is left out."""
    return Asked(day_in(request.GET.get("since", "")), request.GET.get("only") == "changed", number)


@require_safe
@kept
def read(request: HttpRequest, group: str) -> HttpResponse:
    """All texts; for htmx with ``?text=3`` that one alone, as it stands."""
    found = load_group(request, group)
    number = number_in(request.GET.get("text", ""))
    if wants_fragment(request) and number is not None:
        return one_text(request, found, number)
    asked = asked_of(request)
    typed = request.GET.get("since", "").strip()
    context = {"day_error": NO_DAY if typed and asked.since is None else "", "typed_day": typed}
    return render_page(request, "roadmap/read.html", context_of(read_page(found, viewer_of(request), asked)) | context)


def context_of(page: ReadPage) -> dict[str, Any]:
    return {"nav": "roadmap", "page": page}


def one_text(request: HttpRequest, group: Group, number: int, words: str = "", undo: str = "") -> HttpResponse:
    """The article of one technology, with a line that says what has just been done; the contents come along."""
    page = read_page(group, viewer_of(request), asked_of(request, number))
    if not page.texts:
        raise Http404("There is no such technology here.")
    context = context_of(page) | {"notice": words, "undo": undo, "swap": True}
    return render_page(request, "roadmap/read.html", context, partial="one")


def address_in(request: HttpRequest, technology: Technology) -> str:
    """Where the technology stands in the Read view as it is open now."""
    query = asked_of(request).query()
    return f"{reverse('read', args=[technology.group.slug])}{query}#T{technology.number}"


def place_in(request: HttpRequest, technology: Technology) -> Place:
    """The technology's article in the Read view: its text is edited there and put back."""
    return Place(
        element=f"T{technology.number}",
        again=f"{reverse('read', args=[technology.group.slug])}{asked_of(request).query(text=technology.number)}",
        show=functools.partial(one_text, request, technology.group, technology.number or 0),
    )
