"""The page of a technology, and its text edited in place."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.loading import load_group
from members.viewer import viewer_of
from roadmap import services
from roadmap.forms import HEARD_CHOICES, POSITION_CHOICES
from roadmap.history import Kind, key_from
from roadmap.models import Technology
from roadmap.permissions import can_edit_technology
from roadmap.relations import CHOICES as RELATION_CHOICES
from roadmap.relations import OFFERS
from roadmap.rendering import links_to
from roadmap.technology_page import PART_CHOICES, load, page_of
from roadmap.views.editing import Subject, edit
from roadmap.views.read import address_in, asked_of, place_in
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page, wants_fragment

KINDS: dict[str, Kind] = {"texts": "texts", "said": "said", "decided": "decided"}


def show(
    request: HttpRequest,
    technology: Technology,
    *,
    status: int = 200,
    partial: str | None = None,
    said: int | None = None,
    **context: Any,
) -> HttpResponse:
    """The page, with what a form needs to come back as it was sent. ``said`` is the position just given."""
    page = page_of(
        technology,
        viewer_of(request),
        older_than=key_from(request.GET.get("older", "")),
        only=KINDS.get(request.GET.get("only", "")),
        changing="change" in request.GET,
        said=said or number_in(request.GET.get("said", "")),
        whole=partial != "answered" or not wants_fragment(request),
    )
    asked = number_in(request.GET.get("ask", ""))
    filled = {
        "nav": "roadmap",
        "page": page,
        "typed_words": next((f"@{voice.name} " for voice in page.everybody if voice.pk == asked and page.names), ""),
        "technology": technology,
        "names": page.names,
        "can_comment": page.can_comment,
        "send_key": uuid4(),
        "why_key": uuid4(),
        "only": request.GET.get("only", ""),
        "older": request.GET.get("older", ""),
        "reply_to": reply_to(request),
        "part_choices": PART_CHOICES,
        "position_choices": POSITION_CHOICES,
        "heard_choices": HEARD_CHOICES,
        "relation_choices": RELATION_CHOICES,
        "relation_offers": OFFERS,
        "typed_position": "comment",
        **context,
    }
    return render_page(request, "roadmap/technology.html", filled, partial=partial, status=status)


def reply_to(request: HttpRequest) -> int | None:
    return number_in(request.POST.get("reply_to") or request.GET.get("reply", ""))


def address(technology: Technology, rest: str = "") -> str:
    return f"{reverse('technology', args=[technology.group.slug, technology.number])}{rest}"


@require_safe
@kept
def technology(request: HttpRequest, group: str, number: int) -> HttpResponse:
    found = load(viewer_of(request), load_group(request, group), number)
    return show(request, found, partial="older" if request.GET.get("older") else None)


@require_safe
def technology_lower(request: HttpRequest, group: str, number: int) -> HttpResponse:
    return HttpResponsePermanentRedirect(reverse("technology", args=[group, number]))


@require_http_methods(["GET", "HEAD", "POST"])
def technology_edit(request: HttpRequest, group: str, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = load(viewer, load_group(request, group), number)
    subject = subject_of(found)
    if request.GET.get("from") == "read":
        query = asked_of(request).query(**{"from": "read"})
        subject = replace(
            subject, page=address_in(request, found), edit=subject.edit + query, place=place_in(request, found)
        )
    return edit(request, subject, allowed=can_edit_technology(viewer, found))


def subject_of(technology: Technology) -> Subject:
    """The technology's text, as the editor needs it. ``technology`` is loaded by :func:`load`."""
    loaded: Any = technology
    return Subject(
        text=technology.text,
        group=technology.group,
        name=f"T{technology.number}",
        heading=technology.text.title or "no name yet",
        page=address(technology),
        edit=reverse("technology_edit", args=[technology.group.slug, technology.number]),
        keep=f"t{technology.pk}-text",
        save=functools.partial(services.save_text, technology=technology),
        links=links_to(technology.group, {one["number"]: one["title"] for one in loaded.neighbours}, []),
        number=technology.number,
    )
