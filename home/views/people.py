"""People and facilities: who, where from, what they said and stand for."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from home.people import (
    actions_of,
    for_facilities,
    for_people,
    for_person,
    known_by_name,
    parts_of,
    positions_of,
)
from home.services import end_member, make_member
from members.loading import load_group, signed_in_member
from members.models import Facility, Group, Member, Membership
from members.permissions import can_lead_group, can_see_names
from members.viewer import viewer_of
from web.kept_pages import kept
from web.pages import render_page, see_other
from web.refusals import require

LINES = 50


def load_named_group(request: HttpRequest, slug: str) -> Group:
    """A group whose names the viewer may read; else 404."""
    group = load_group(request, slug)
    if not can_see_names(viewer_of(request), group):
        raise Http404("Names are kept inside this group.")
    return group


@require_safe
@kept
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
        "can_lead": can_lead_group(viewer, found),
        "show": "facilities" if request.GET.get("show") == "facilities" else "people",
    }
    return render_page(request, "home/people.html", context)


def load_person(group: Group, pk: int) -> tuple[Member, Membership | None]:
    """Somebody as this group knows them: a member, or somebody its minutes name; else 404."""
    member = get_object_or_404(Member.objects.select_related("facility", "account"), pk=pk)
    membership = Membership.objects.current().filter(group=group, member=member).first()
    if membership is None and member.named_in_id != group.pk:
        raise Http404("This person is not of this group.")
    return member, membership


@require_safe
@kept
def person(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """One person as this group knows them, with what they said and stand for."""
    found = load_named_group(request, group)
    member, membership = load_person(found, pk)
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
        "can_lead": can_lead_group(viewer, found),
        "actions": list(actions) if inside else [],
    }
    return render_page(request, "home/person.html", context)


@require_POST
def person_join(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """The chair makes somebody a member whom the minutes only named."""
    found = load_group(request, group)
    member, _ = load_person(found, pk)
    require(can_lead_group(viewer_of(request), found), "Only the chair can say who is a member.")
    make_member(group=found, member=member, by=signed_in_member(request))
    back = reverse("person_leave", args=[found.slug, pk])
    messages.success(request, f"{member.name} is a member of {found.name} now.", extra_tags=back)
    return see_other(request, reverse("person", args=[found.slug, pk]))


@require_POST
def person_leave(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """The chair ends a membership: the undo of making somebody a member."""
    found = load_group(request, group)
    member, _ = load_person(found, pk)
    require(can_lead_group(viewer_of(request), found), "Only the chair can say who is a member.")
    end_member(group=found, member=member, by=signed_in_member(request))
    messages.success(request, f"{member.name} is not a member of {found.name} any more.")
    return see_other(request, reverse("people", args=[found.slug]))


@require_safe
@kept
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
