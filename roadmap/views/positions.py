"""Positions, facilities' parts and the one box: what people do on a technology's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from decisions.models import Position, Value
from decisions.services import take_position as take
from decisions.services import undo_position as undo
from members.loading import load_group, signed_in_member
from members.models import Membership
from members.viewer import viewer_of
from roadmap import services
from roadmap.forms import PartForm, PositionForm, PostForm, RecordForm, first_error
from roadmap.models import Technology
from roadmap.permissions import (
    can_answer_question,
    can_comment_technology,
    can_record_position,
    can_see_technology,
    can_set_participation,
)
from roadmap.technology_page import find, load
from roadmap.views.facilities import NO_FACILITY, NOT_YOURS, undo_address
from roadmap.views.technology import address, reply_to, show
from web.pages import see_other, wants_fragment
from web.refusals import Refused, require
from writing.mentions import stored
from writing.models import Comment

NOT_ASKED = "You may read this; positions are taken by the group’s members."


@require_POST
def take_position(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """Pro, contra or abstain on the wording as it is now."""
    viewer = viewer_of(request)
    technology = find(viewer, load_group(request, group), number)
    require(can_answer_question(viewer, technology), NOT_ASKED)
    form = PositionForm(request.POST)
    if not form.is_valid():
        whole = load(viewer, technology.group, number)
        return show(request, whole, status=422, position_error=first_error(form))
    me = signed_in_member(request)
    position = take(
        question=technology.question,
        member=me,
        value=form.cleaned_data["position"],
        by=me,
        version=technology.text.head,
    )
    return answered(request, technology, position)


def answered(request: HttpRequest, technology: Technology, position: Position) -> HttpResponse:
    """For htmx the changed parts of the page; else the page, told which position was just given."""
    if not wants_fragment(request):
        return see_other(request, address(technology, f"?said={position.pk}#you"))
    fresh = load(viewer_of(request), technology.group, technology.number or 0)
    return show(request, fresh, partial="answered", said=position.pk)


@require_POST
def undo_position(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """Go back to what the member said before; by the member, or by who recorded it for them."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    position = get_object_or_404(
        Position.objects.select_related("question__technology__group", "member", "version", "recorded_by"),
        pk=pk,
        question__group=found,
    )
    require(
        viewer.member_id is not None and viewer.member_id in {position.member_id, position.recorded_by_id},
        "Only who gave or recorded a position can undo it.",
    )
    technology = position.question.technology
    require(can_see_technology(viewer, technology))
    require(can_answer_question(viewer, technology) or can_record_position(viewer, technology), NOT_ASKED)
    undo(position=position, by=signed_in_member(request))
    return see_other(request, address(technology, "#you"))


@require_POST
def record_position(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """What somebody said elsewhere, noted by chair or minute taker; it shows as not confirmed."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    technology = load(viewer, found, number)
    require(can_record_position(viewer, technology), "Chair and minute taker record for others.")
    form = RecordForm(request.POST)
    if not form.is_valid():
        return show(request, technology, status=422, record=form, record_error=first_error(form))
    membership = (
        Membership.objects.current()
        .select_related("member")
        .filter(group=found, member=form.cleaned_data["member"])
        .first()
    )
    if membership is None:
        return show(request, technology, status=422, record=form, record_error="Choose somebody of this group.")
    by = signed_in_member(request)
    heard = form.cleaned_data["heard"]
    position = take(
        question=technology.question,
        member=membership.member,
        value=form.cleaned_data["position"],
        by=by,
        version=technology.text.head,
        heard="site" if membership.member_id == by.pk else heard,
        said_on=form.cleaned_data["said_on"],
    )
    messages.success(
        request,
        f"Recorded by {by} for {membership.member}.",
        extra_tags=reverse("undo_position", args=[found.slug, position.pk]),
    )
    return see_other(request, address(technology, "#who"))


@require_POST
def set_part(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """The part of one's own facility, confirmed by saying it."""
    viewer = viewer_of(request)
    technology = load(viewer, load_group(request, group), number)
    require(can_set_participation(viewer, technology.group), NOT_YOURS)
    me = signed_in_member(request)
    require(me.facility is not None, NO_FACILITY)
    assert me.facility is not None  # noqa: S101 - required just above
    form = PartForm(request.POST)
    if not form.is_valid():
        return show(request, technology, status=422, part_error=first_error(form))
    part = services.set_part(technology=technology, facility=me.facility, part=form.cleaned_data["part"], by=me)
    messages.success(
        request,
        f"{me.facility}: {part.get_part_display()}, T{technology.number}.",
        extra_tags=undo_address(technology.group, part, ""),
    )
    return see_other(request, address(technology, "#you"))


@require_POST
def technology_post(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """The one box: a comment, a position, or a position with its words. The same send key posts once."""
    viewer = viewer_of(request)
    technology = load(viewer, load_group(request, group), number)
    words = request.POST.get("words", "")
    keep: dict[str, Any] = {"typed_words": words, "typed_position": request.POST.get("position") or "comment"}
    if not can_comment_technology(viewer, technology):
        return show(request, technology, status=403, post_error="You may read this, but not write here.", **keep)
    form = PostForm(request.POST)
    if not form.is_valid():
        return show(request, technology, status=422, post_error=first_error(form), **keep)
    position = form.cleaned_data["position"]
    value = position if position in Value.values else None
    if value is not None and not can_answer_question(viewer, technology):
        return show(request, technology, status=403, post_error=NOT_ASKED, **keep)
    wanted = reply_to(request)
    try:
        comment, given = services.write_about(
            technology=technology,
            by=signed_in_member(request),
            words=stored(form.cleaned_data["words"], technology.group),
            value=value,
            reply_to=Comment.objects.filter(pk=wanted, thread=technology.thread_id).first() if wanted else None,
            send_key=form.cleaned_data["send_key"],
        )
    except Refused as refusal:
        return show(request, technology, status=refusal.status, post_error=str(refusal), **keep)
    if comment is None and given is not None:
        return see_other(request, address(technology, f"?said={given.pk}#you"))
    return see_other(request, address(technology, f"#c{comment.pk}" if comment else ""))
