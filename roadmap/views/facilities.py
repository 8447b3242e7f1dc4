"""Facilities: the part each takes in each technology, set and confirmed by its own people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.models import Facility, Group, Member, Membership
from members.viewer import viewer_of
from roadmap import services
from roadmap.facilities_page import PARTS, ROWS, Asked, facilities_page
from roadmap.forms import CountsForm, NotedPartForm, OwnPartForm, first_error
from roadmap.models import Participation, Technology
from roadmap.permissions import (
    can_confirm_participation,
    can_note_participation,
    can_set_counts,
    can_set_participation,
)
from roadmap.views.about import ONLY_CHAIR
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page, see_other, wants_fragment
from web.refusals import require
from web.words import counted

NOT_YOURS = "A facility’s part is set by its own members."
NO_FACILITY = "You belong to no facility here, so there is no part to set."


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for; what it does not understand is left out."""
    return Asked(
        by="facility" if request.GET.get("by") == "facility" else "technology",
        facility=number_in(request.GET.get("facility", "")),
        rows=max(ROWS, min(number_in(request.GET.get("rows", "")) or 0, 100_000)),
    )


def show(request: HttpRequest, group: Group, *, status: int = 200, error: str = "", **context: Any) -> HttpResponse:
    """The page; where htmx sent what is wrong, only the sentence that says so."""
    asked = asked_of(request)
    page = facilities_page(group, viewer_of(request), asked)
    if asked.facility is not None and page.one is None:
        raise Http404("This facility takes no part in this group.")
    filled = {
        "nav": "roadmap",
        "page": page,
        "choices": PARTS,
        "today": timezone.localdate(),
        "error": error,
        **context,
    }
    return render_page(request, "roadmap/facilities.html", filled, partial="wrong" if error else None, status=status)


@require_safe
@kept
def parts(request: HttpRequest, group: str) -> HttpResponse:
    """The picture; with ``?by=facility`` the facilities in words, with ``?facility=`` one of them."""
    return show(request, load_group(request, group))


def load_technology(request: HttpRequest, group: Group, number: int) -> Technology:
    found = Technology.objects.visible_to(viewer_of(request)).filter(group=group, number=number)
    return get_object_or_404(found.select_related("group"))


def undo_address(group: Group, part: Participation, back: str) -> str:
    """What takes back what was just said: the confirmation, where that is all that was new."""
    if part.confirmed_later:
        page = {} if back else {"technology": part.technology.number}
        return f"{reverse('unconfirm_parts', args=[group.slug])}?{urlencode({'part': part.pk, **page})}"
    return f"{reverse('undo_part', args=[group.slug, part.pk])}{back}"


def back_to(request: HttpRequest, group: Group, fragment: str = "") -> str:
    return f"{reverse('parts', args=[group.slug])}{asked_of(request).here}{fragment}"


@require_POST
def own_part(request: HttpRequest, group: str) -> HttpResponse:
    """The part of one's own facility, chosen in the table and saved at once."""
    found = load_group(request, group)
    me = signed_in_member(request)
    require(can_set_participation(viewer_of(request), found), NOT_YOURS)
    require(me.facility is not None, NO_FACILITY)
    assert me.facility is not None  # noqa: S101 - required just above
    form = OwnPartForm(request.POST)
    if not form.is_valid():
        return show(request, found, status=422, error=first_error(form))
    technology = load_technology(request, found, form.cleaned_data["number"])
    before = technology.participations.filter(facility=me.facility, superseded_at__isnull=True).first()
    part = services.set_part(technology=technology, facility=me.facility, part=form.cleaned_data["part"], by=me)
    if before is None or (before.pk, before.confirmed_at) != (part.pk, part.confirmed_at):
        back = f"?{urlencode({'back': 'parts', 'facility': asked_of(request).facility or ''})}"
        words = f"{me.facility}: {part.get_part_display()}, {technology}."
        messages.success(request, words, extra_tags=undo_address(found, part, back))
    if not wants_fragment(request):
        return see_other(request, back_to(request, found, f"#{technology}"))
    page = facilities_page(found, viewer_of(request), asked_of(request))
    context = {"page": page, "row": next((row for row in page.rows if row.pk == technology.pk), None), "swap": True}
    return render_page(request, "roadmap/facilities.html", context, partial="saved")


@require_POST
def note_part(request: HttpRequest, group: str) -> HttpResponse:
    """What somebody said of another facility's part, noted by the chair; it shows as not confirmed."""
    found = load_group(request, group)
    require(can_note_participation(viewer_of(request), found), ONLY_CHAIR)
    form = NotedPartForm(request.POST)
    people = Member.objects.filter(memberships__in=Membership.objects.current().filter(group=found))
    said_by = people.filter(pk=form.cleaned_data["said_by"]).first() if form.is_valid() else None
    if not form.is_valid() or said_by is None:
        return show(request, found, status=422, note=form, error=first_error(form) or "Choose who said it.")
    facility = get_object_or_404(Facility, pk=form.cleaned_data["facility"])
    part = services.set_part(
        technology=load_technology(request, found, form.cleaned_data["number"]),
        facility=facility,
        part=form.cleaned_data["part"],
        by=signed_in_member(request),
        said_by=said_by,
        said_on=form.cleaned_data["said_on"],
    )
    words = f"{facility}: {part.get_part_display()}, T{form.cleaned_data['number']}, as {said_by} said. Not confirmed."
    back = f"?{urlencode({'back': 'parts', 'facility': facility.pk})}"
    messages.success(request, words, extra_tags=undo_address(found, part, back))
    return see_other(request, f"{reverse('parts', args=[found.slug])}?facility={facility.pk}")


@require_POST
def confirm_parts(request: HttpRequest, group: str) -> HttpResponse:
    """All that the minutes noted of one's own facility is so."""
    found = load_group(request, group)
    me = signed_in_member(request)
    require(can_set_participation(viewer_of(request), found), NOT_YOURS)
    require(me.facility is not None, NO_FACILITY)
    assert me.facility is not None  # noqa: S101 - required just above
    confirmed = services.confirm_parts(group=found, facility=me.facility, by=me)
    if confirmed:
        query = urlencode([("part", one.pk) for one in confirmed])
        undo = f"{reverse('unconfirm_parts', args=[found.slug])}?{query}"
        messages.success(request, f"{me.facility}: {counted(len(confirmed), 'part')} confirmed.", extra_tags=undo)
    return see_other(request, back_to(request, found))


@require_POST
def unconfirm_parts(request: HttpRequest, group: str) -> HttpResponse:
    """Undo of confirming; ``?part=`` says which parts."""
    found = load_group(request, group)
    require(can_set_participation(viewer_of(request), found), NOT_YOURS)
    ids = [pk for pk in map(number_in, request.GET.getlist("part")[:1000]) if pk is not None]
    services.unconfirm_parts(group=found, ids=ids, by=signed_in_member(request))
    number = number_in(request.GET.get("technology", ""))
    if number:
        return see_other(request, f"{reverse('technology', args=[found.slug, number])}#you")
    return see_other(request, reverse("parts", args=[found.slug]))


@require_POST
def facility_counts(request: HttpRequest, group: str) -> HttpResponse:
    """Whether a facility counts in the tallies; the undo is the same address with what held before."""
    found = load_group(request, group)
    require(can_set_counts(viewer_of(request), found), ONLY_CHAIR)
    form = CountsForm(request.POST if "counts" in request.POST else request.GET)
    if not form.is_valid():
        return show(request, found, status=422, error=first_error(form))
    facility = get_object_or_404(Facility, pk=form.cleaned_data["facility"])
    counts = form.cleaned_data["counts"] == "1"
    changed = services.set_counts(group=found, facility=facility, counts=counts, by=signed_in_member(request))
    if changed and "counts" in request.POST:
        before = urlencode({"facility": facility.pk, "counts": "0" if counts else "1"})
        words = f"{facility} {'counts' if counts else 'does not count'} in the tallies."
        messages.success(request, words, extra_tags=f"{reverse('facility_counts', args=[found.slug])}?{before}")
    return see_other(request, f"{reverse('parts', args=[found.slug])}?by=facility")


def may_take_back(request: HttpRequest, part: Participation) -> bool:
    """The facility's own people, and who noted it as long as they have not confirmed it."""
    viewer = viewer_of(request)
    if can_confirm_participation(viewer, part.technology, part.facility_id):
        return True
    noted = part.recorded_by_id is not None and part.recorded_by_id == viewer.member_id
    return noted and part.confirmed_at is None and can_note_participation(viewer, part.technology.group)


@require_POST
def undo_part(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """The part that held before holds again."""
    found = load_group(request, group)
    part = get_object_or_404(Participation.objects.select_related("technology__group"), pk=pk, technology__group=found)
    me = signed_in_member(request)
    require(may_take_back(request, part), NOT_YOURS)
    services.take_back_part(participation=part, by=me)
    if request.GET.get("back") == "parts":
        return see_other(request, back_to(request, found, f"#{part.technology}"))
    return see_other(request, f"{reverse('technology', args=[found.slug, part.technology.number])}#you")
