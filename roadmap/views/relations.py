"""How technologies belong together, noted on their pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.loading import load_group, signed_in_member
from members.viewer import viewer_of
from roadmap import services
from roadmap.forms import RelationForm, first_error
from roadmap.models import Relation, Technology
from roadmap.permissions import can_relate_technology
from roadmap.relations import TURNED
from roadmap.technology_page import load
from roadmap.views.technology import address, show
from web.pages import see_other
from web.refusals import Refused, require

MAY_NOT_RELATE = "You may read this; how technologies belong together is noted by the group’s members."


@require_POST
def relate(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """Note how this technology belongs to another one. What is said from the other side is turned round."""
    viewer = viewer_of(request)
    technology = load(viewer, load_group(request, group), number)
    require(can_relate_technology(viewer, technology), MAY_NOT_RELATE)
    form = RelationForm(request.POST if "kind" in request.POST else request.GET)
    typed = {"relate_kind": form.data.get("kind", ""), "relate_other": form["other"].value()}
    if not form.is_valid():
        return show(request, technology, status=422, relate_error=first_error(form), **typed)
    kind, wanted = form.cleaned_data["kind"], form.cleaned_data["other"]
    other = Technology.objects.visible_to(viewer).filter(group=technology.group, number=wanted).first()
    if other is None:
        return show(request, technology, status=422, relate_error=f"There is no T{wanted} here.", **typed)
    other.group = technology.group
    one, two = (other, technology) if kind in TURNED else (technology, other)
    try:
        relation, new = services.relate(
            technology=one, other=two, kind=TURNED.get(kind, kind), by=signed_in_member(request)
        )
    except Refused as refusal:
        return show(request, technology, status=refusal.status, relate_error=str(refusal), **typed)
    said = f"{one} {relation.get_kind_display()} {two}"
    back = reverse("relation_take_back", args=[technology.group.slug, relation.pk])
    messages.success(
        request,
        f"{said}." if new else f"{said}: that is noted already.",
        extra_tags=f"{back}?from={number}" if new else "",
    )
    return see_other(request, address(technology, "#related"))


@require_POST
def relation_take_back(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """It holds no longer. The undo notes it again. ``from`` is the number of the page it was sent from."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    visible = Technology.objects.visible_to(viewer).filter(group=found)
    relation = get_object_or_404(
        Relation.objects.select_related("technology", "other"), pk=pk, technology__in=visible, other__in=visible
    )
    relation.technology.group = relation.other.group = found
    require(can_relate_technology(viewer, relation.technology), MAY_NOT_RELATE)
    one, two = relation.technology, relation.other
    if services.take_back_relation(relation=relation, by=signed_in_member(request)):
        again = f"{reverse('relate', args=[found.slug, one.number])}?kind={relation.kind}&other={two.number}"
        messages.success(request, f"Taken away: {one} {relation.get_kind_display()} {two}.", extra_tags=again)
    sent_from = request.POST.get("from") or request.GET.get("from", "")
    return see_other(request, address(two if sent_from == str(two.number) else one, "#related"))
