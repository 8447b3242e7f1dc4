"""Where a technology stands, who writes it, and what it asks of the directors: set on its page, each with its undo."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from activity.models import Event
from meetings.models import Meeting
from members.loading import load_group, signed_in_member
from members.models import Member
from members.viewer import viewer_of
from roadmap import services
from roadmap.forms import AskedForm, StateForm, first_error
from roadmap.models import AskedOfDirectors, Technology
from roadmap.permissions import (
    can_edit_technology,
    can_promote_idea,
    can_set_state,
    can_set_writers,
    can_undo_state,
    can_write_technology,
)
from roadmap.technology_page import load
from roadmap.views.about import ONLY_CHAIR
from roadmap.views.editing import NOT_YOURS
from roadmap.views.technology import address, show
from web.numbers import number_in
from web.pages import see_other
from web.refusals import Refused, require
from web.words import day, listed

NOT_YOUR_STATE = "Those who write say that it is ready; all else is the chair’s."


@require_POST
def set_state(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """Being written, ready, agreed on the version before one's eyes, withdrawn, or part of another technology."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    technology = load(viewer, found, number)
    form = StateForm(request.POST)
    require(can_set_state(viewer, technology, request.POST.get("state", "")), NOT_YOUR_STATE)
    if not form.is_valid():
        return show(request, technology, status=422, state_error=first_error(form))
    asked = form.cleaned_data
    visible = Technology.objects.visible_to(viewer).filter(group=found)
    try:
        changed, event = services.set_state(
            technology=technology,
            state=asked["state"],
            version=asked["version"],
            meeting=get_object_or_404(Meeting.objects.visible_to(viewer), pk=asked["meeting"], group=found)
            if asked["meeting"]
            else None,
            into=visible.filter(number=asked["into"]).first() if asked["into"] else None,
            seen=technology.state,
            by=signed_in_member(request),
        )
    except Refused as refusal:
        return show(request, technology, status=refusal.status, state_error=str(refusal))
    if event is not None:
        back = reverse("undo_state", args=[found.slug, number, event.pk])
        messages.success(request, state_words(changed), extra_tags=back)
    return see_other(request, address(technology))


def state_words(technology: Technology) -> str:
    """``T2 is agreed on version 6.``; for the line that offers the undo."""
    name, state = f"T{technology.number}", Technology.State(technology.state)
    if state == Technology.State.AGREED and technology.agreed_version is not None:
        meeting = technology.agreed_meeting
        where = f" in the meeting of {day(meeting.date)}" if meeting else ""
        return f"{name} is agreed on version {technology.agreed_version.number}{where}."
    if technology.merged_into is not None:
        return f"{name} is now part of T{technology.merged_into.number}."
    return f"{name} is {state.label.lower()}."


@require_POST
def undo_state(request: HttpRequest, group: str, number: int, event: int) -> HttpResponse:
    """Put back how it stood before that act; an idea that was promoted is an idea again."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    technology = load(viewer, found, number)
    act = get_object_or_404(Event, pk=event, group=found, data__technology=technology.pk, data__has_keys=["was", "to"])
    states = (act.data["was"]["state"], act.data["to"]["state"])
    require(can_undo_state(viewer, technology, *states), NOT_YOUR_STATE)
    undone = services.undo_state(event=act, by=signed_in_member(request))
    messages.success(request, f"Taken back. {state_words(undone)}")
    if undone.state == Technology.State.IDEA:
        return see_other(request, f"{reverse('ideas', args=[found.slug])}#idea-{undone.pk}")
    return see_other(request, address(technology))


@require_POST
def promote_idea(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """An idea becomes a technology, the last of the list."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    idea = get_object_or_404(Technology.objects.visible_to(viewer).select_related("group"), pk=pk, group=found)
    require(can_promote_idea(viewer, found), ONLY_CHAIR)
    technology, event = services.promote_idea(idea=idea, by=signed_in_member(request))
    if event is not None:
        back = reverse("undo_state", args=[found.slug, technology.number, event.pk])
        messages.success(request, f"The idea is technology T{technology.number} now.", extra_tags=back)
    return see_other(request, address(technology))


@require_POST
def change_writers(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """The chair sets who writes it; a member says so for themself. The undo is the same with the two exchanged."""
    viewer = viewer_of(request)
    technology = load(viewer, load_group(request, group), number)
    sent = request.POST if {"add", "remove", "listed"} & request.POST.keys() else request.GET
    add, remove = ids_in(sent.getlist("add")), ids_in(sent.getlist("remove"))
    remove |= ids_in(sent.getlist("listed")) - add  # of those the form lists, who is not ticked
    own = (add | remove) <= {viewer.member_id} and can_write_technology(viewer, technology)
    require(own or can_set_writers(viewer, technology), "The chair sets the writers; you can add or remove yourself.")
    try:
        new, gone = services.change_writers(technology=technology, add=add, remove=remove, by=signed_in_member(request))
    except Refused as refusal:
        return show(request, technology, status=refusal.status, writers_error=str(refusal))
    if new or gone:
        back = reverse("change_writers", args=[technology.group.slug, number])
        reverse_of = urlencode({"add": [one.pk for one in gone], "remove": [one.pk for one in new]}, doseq=True)
        messages.success(request, writers_words(number, new, gone), extra_tags=f"{back}?{reverse_of}")
    return see_other(request, address(technology, "#writers"))


def ids_in(words: list[str]) -> set[int]:
    return {pk for one in words[:1000] if (pk := number_in(one)) is not None}


def writers_words(number: int, new: list[Member], gone: list[Member]) -> str:
    """``Ana and Bo write T2. Chidi no longer does.``"""
    said = []
    if new:
        said.append(f"{listed([one.name for one in new])} {'writes' if len(new) == 1 else 'write'} T{number}.")
    if gone:
        verb = "no longer writes" if len(gone) == 1 else "no longer write"
        said.append(f"{listed([one.name for one in gone])} {verb} T{number}.")
    return " ".join(said)


@require_POST
def ask_directors(request: HttpRequest, group: str, number: int) -> HttpResponse:
    """The line for the directors, edited in place; a stale one comes back with what it reads now."""
    viewer = viewer_of(request)
    technology = load(viewer, load_group(request, group), number)
    typed = request.POST.get("words", "")
    if not can_edit_technology(viewer, technology):
        return show(request, technology, status=403, asked_error=NOT_YOURS, typed_asked=typed)
    form = AskedForm(request.POST)
    if not form.is_valid():
        return show(request, technology, status=422, asked_error=first_error(form), typed_asked=typed)
    try:
        line = services.ask_directors(
            technology=technology,
            words=form.cleaned_data["words"],
            base=form.cleaned_data["base"],
            by=signed_in_member(request),
        )
    except Refused as refusal:
        fresh = load(viewer, technology.group, number)
        return show(request, fresh, status=refusal.status, asked_error=str(refusal), typed_asked=typed)
    if line is not None:
        said = "The line for the directors is saved." if line.words else "The line for the directors is taken away."
        back = reverse("undo_asked", args=[technology.group.slug, number, line.pk])
        messages.success(request, said, extra_tags=back)
    return see_other(request, address(technology, "#asked"))


@require_POST
def undo_asked(request: HttpRequest, group: str, number: int, line: int) -> HttpResponse:
    """The wording before that one is back."""
    viewer = viewer_of(request)
    technology = load(viewer, load_group(request, group), number)
    written = get_object_or_404(AskedOfDirectors, pk=line, technology=technology)
    require(can_edit_technology(viewer, technology), NOT_YOURS)
    services.undo_asked(line=written, by=signed_in_member(request))
    messages.success(request, "The line for the directors is as it was before.")
    return see_other(request, address(technology, "#asked"))
