"""People and facilities: who, where from, what they said and stand for."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from home.people import (
    actions_of,
    for_facilities,
    for_people,
    for_person,
    known_by_name,
    parts_of,
    positions_of,
)
from members.loading import load_group
from members.models import Facility, Group, Member, Membership
from members.permissions import can_see_names
from members.viewer import viewer_of
from web.pages import render_page

LINES = 50


def load_named_group(request: HttpRequest, slug: str) -> Group:
    """A group whose names the viewer may read; else 404."""
    group = load_group(request, slug)
    if not can_see_names(viewer_of(request), group):
        raise Http404("Names are kept inside this group.")
    return group


@require_safe
def people(request: HttpRequest, group: str) -> HttpResponse:
    """Members and who is known by name only; with ``?show=facilities`` the facilities."""
    found = load_named_group(request, group)
    viewer = viewer_of(request)
    memberships = list(for_people(found, viewer))
    context = {
        "nav": "people",
        "memberships": memberships,
        "claimed": sum(1 for place in memberships if place.member.account_id),
        "facilities": list(for_facilities(found)),
        "known": list(known_by_name(found, viewer)),
        "show": "facilities" if request.GET.get("show") == "facilities" else "people",
    }
    return render_page(request, "home/people.html", context)


@require_safe
def person(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """One person as this group knows them: a member, or somebody its minutes name."""
    found = load_named_group(request, group)
    member = get_object_or_404(Member.objects.select_related("facility", "account"), pk=pk)
    membership = Membership.objects.current().filter(group=found, member=member).first()
    if membership is None and member.named_in_id != found.pk:
        raise Http404("This person is not of this group.")
    viewer = viewer_of(request)
    lines = Paginator(for_person(found, viewer, member), LINES).get_page(request.GET.get("page"))
    inside = viewer.is_inside(found)
    if membership is None and not inside and not lines.paginator.count:
        raise Http404("This person is named only inside the group.")
    actions = actions_of(found).filter(assignees=member).select_related("technology").order_by("state", "pk")
    context = {
        "nav": "people",
        "member": member,
        "membership": membership,
        "lines": lines,
        "stances": list(positions_of(found, member)),
        "inside": inside,
        "actions": list(actions) if inside else [],
    }
    return render_page(request, "home/person.html", context)


@require_safe
def facility(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """One facility in this group: its people and its part in each technology."""
    found = load_named_group(request, group)
    one = get_object_or_404(Facility, pk=pk)
    viewer = viewer_of(request)
    memberships = list(for_people(found, viewer).filter(member__facility=one))
    parts = list(parts_of(found, one))
    if not memberships and not parts:
        raise Http404("This facility takes no part in this group.")
    context = {"nav": "people", "facility": one, "memberships": memberships, "parts": parts}
    return render_page(request, "home/facility.html", context)
