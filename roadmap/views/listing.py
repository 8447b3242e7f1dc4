"""The roadmap list, and what its chair sets there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.models import Group
from members.viewer import viewer_of
from roadmap import services
from roadmap.about import load as load_about
from roadmap.forms import DueForm, MoveForm, NamesForm, first_error, typed_titles
from roadmap.listing import ROWS, Asked, listing
from roadmap.models import Roadmap, Technology
from roadmap.permissions import can_name_technologies, can_order_roadmap
from roadmap.views.about import ONLY_CHAIR
from roadmap.views.about import show as show_about
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page, safe_next, see_other
from web.refusals import Refused, require
from web.words import counted, day

SHOWS = {"unanswered", "changed", "actions", "mine", "gone"}


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for; what it does not understand is left out."""
    show, facility, rows = (request.GET.get(name, "") for name in ("show", "facility", "rows"))
    return Asked(
        show=show if show in SHOWS else "all",
        facility=number_in(facility),
        words=request.GET.get("words", "")[:200].strip(),
        rows=max(ROWS, min(number_in(rows) or ROWS, 100_000)),
        names="names" in request.GET,
    )


def page(
    request: HttpRequest,
    group: Group,
    *,
    status: int = 200,
    typed: Mapping[int, str] | None = None,
    **context: Any,
) -> HttpResponse:
    found = listing(group, viewer_of(request), asked_of(request), typed=typed)
    return render_page(
        request, "roadmap/list.html", {"nav": "roadmap", "page": found, **context}, partial="list", status=status
    )


@require_safe
@kept
def roadmap(request: HttpRequest, group: str) -> HttpResponse:
    return page(request, load_group(request, group))


@require_POST
def set_due(request: HttpRequest, group: str) -> HttpResponse:
    found = load_group(request, group)
    require(can_order_roadmap(viewer_of(request), found), ONLY_CHAIR)
    sent = request.POST if "due_on" in request.POST else request.GET  # the undo has what was set before in its address
    form = DueForm(sent)
    if "due_on" not in sent or not form.is_valid():
        wrong: dict[str, Any] = {"due_error": first_error(form) or "Which day is it due?", "due": form}
        if request.POST.get("next") == reverse("about", args=[found.slug]):
            return show_about(request, load_about(found), status=422, **wrong)
        return page(request, found, status=422, **wrong)
    before = Roadmap.objects.filter(group=found).first()
    services.set_due(group=found, by=signed_in_member(request), **form.cleaned_data)
    if "due_on" in request.POST:
        held = {"due_on": before.due_on or "", "due_for": before.due_for} if before else {"due_on": "", "due_for": ""}
        words = f"Due on {day(form.cleaned_data['due_on'])}." if form.cleaned_data["due_on"] else "No date is set."
        back = reverse("set_due", args=[found.slug])
        if "next" in request.POST:
            held["next"] = request.POST["next"]
        messages.success(request, words, extra_tags=f"{back}?{urlencode(held)}")
    return see_other(request, safe_next(request, reverse("roadmap", args=[found.slug])))


@require_POST
def name_technologies(request: HttpRequest, group: str) -> HttpResponse:
    """Save the names typed in the rows; when one is refused nothing is saved and all stay in their boxes."""
    found = load_group(request, group)
    require(can_name_technologies(viewer_of(request), found), ONLY_CHAIR)
    titles = typed_titles(request.POST)
    try:
        changed = services.name_technologies(group=found, titles=titles, by=signed_in_member(request))
    except Refused as refusal:
        return page(request, found, status=422, typed=titles, names_error=str(refusal))
    versions = [("version", one.text.head.pk) for one in changed if one.text.head]
    back = f"{reverse('undo_names', args=[found.slug])}?{urlencode(versions)}" if versions else ""
    messages.success(request, f"{counted(len(changed), 'name')} saved.", extra_tags=back)
    return see_other(request, reverse("roadmap", args=[found.slug]))


@require_POST
def undo_names(request: HttpRequest, group: str) -> HttpResponse:
    """Take back names that were saved together; ``?version=`` says which versions they are."""
    found = load_group(request, group)
    require(can_name_technologies(viewer_of(request), found), ONLY_CHAIR)
    versions = [pk for one in request.GET.getlist("version")[:1000] if (pk := number_in(one)) is not None]
    changed = services.take_back_names(group=found, versions=versions, by=signed_in_member(request))
    messages.success(request, f"{counted(len(changed), 'name')} taken back.")
    return see_other(request, reverse("roadmap", args=[found.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def type_names(request: HttpRequest, group: str) -> HttpResponse:
    """Add technologies by their names, one a line."""
    found = load_group(request, group)
    require(can_name_technologies(viewer_of(request), found), ONLY_CHAIR)
    if request.method != "POST":
        return render_page(request, "roadmap/type_names.html", {"nav": "roadmap"})
    form = NamesForm(request.POST)
    error = ""
    if form.is_valid():
        try:
            made = services.add_technologies(
                group=found, titles=form.cleaned_data["names"].splitlines(), by=signed_in_member(request)
            )
        except Refused as refusal:
            error = str(refusal)
        else:
            added = f"{counted(len(made), 'technology', 'technologies')} added."
            messages.success(request, added if made else "Nothing added: these names are in the list already.")
            return see_other(request, reverse("roadmap", args=[found.slug]))
    context = {"nav": "roadmap", "error": error or first_error(form), "names": request.POST.get("names", "")}
    return render_page(request, "roadmap/type_names.html", context, status=422)


@require_POST
def move_technology(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """Up, down, or to a place; the undo is the same address with the place it had."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    technology = get_object_or_404(
        Technology.objects.visible_to(viewer).select_related("group"), group=found, number=number
    )
    require(can_order_roadmap(viewer, found), ONLY_CHAIR)
    form = MoveForm(request.POST if "to" in request.POST or "place" in request.POST else request.GET)
    if not form.is_valid() or not (form.cleaned_data["to"] or form.cleaned_data["place"]):
        return page(request, found, status=422, move_error="Say up, down, or a place counted from 1.")
    before, after = services.move_technology(
        technology=technology,
        place=form.cleaned_data["place"],
        step={"up": -1, "down": 1}.get(form.cleaned_data["to"], 0),
        by=signed_in_member(request),
    )
    if before != after:
        back = reverse("move_technology", args=[found.slug, number])
        messages.success(request, f"T{number} moved from {before} to {after}.", extra_tags=f"{back}?place={before}")
    return see_other(request, f"{reverse('roadmap', args=[found.slug])}#T{number}")
