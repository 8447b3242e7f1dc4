"""Actions: what somebody is asked to do, the page of all of them and the page of one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.models import Group, Member
from members.viewer import viewer_of
from roadmap import services
from roadmap.action_list import Asked, page_of, row_of, rows_of
from roadmap.action_page import Typed, askable, bearing, form_page, history_of
from roadmap.forms import ActionDueForm, ActionForm, CloseForm, first_error
from roadmap.history import origins
from roadmap.models import ActionItem, Technology
from roadmap.permissions import can_close_action, can_note_action
from roadmap.services.actions import noted_by, stamp
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page, safe_next, see_other, wants_fragment
from web.refusals import Refused, require
from web.words import day

NOT_YOURS = "Actions are closed and changed by who was asked, by the chair or by the minute taker."
ONLY_WHO_NOTED = "An action is taken back by who noted it, by the chair or by the minute taker."
MAY_NOT_NOTE = "You may read this; actions are noted by the group’s members."


def load_inside(request: HttpRequest, slug: str) -> Group:
    """The group, for its own people; 404 for others, also where the group is public."""
    group = load_group(request, slug)
    if not viewer_of(request).is_inside(group):
        raise Http404("Actions are for the group itself.")
    return group


def load_action(request: HttpRequest, group: Group, pk: int) -> ActionItem:
    return get_object_or_404(ActionItem.objects.for_page(group, viewer_of(request)), pk=pk)


def load_own(request: HttpRequest, group: Group, pk: int) -> ActionItem:
    """An action the viewer may close and change; 403 for who was not asked."""
    action = load_action(request, group, pk)
    require(can_close_action(viewer_of(request), action, list(action.assignees.all())), NOT_YOURS)
    return action


def back_to(request: HttpRequest, group: Group) -> str:
    """The list as the viewer was looking at it, or where else a form says it was sent from."""
    return safe_next(request, reverse("actions", args=[group.slug]))


def show_page(request: HttpRequest, group: Group, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page of all actions; after a form that was wrong, as its sender was looking at it."""
    here = request.get_full_path() if request.method != "POST" else back_to(request, group)
    page = page_of(group, viewer_of(request), Asked.of(QueryDict(urlsplit(here).query)))
    filled = {"nav": "actions", "page": page, "here": here, **context}
    return render_page(request, "roadmap/actions.html", filled, partial="actions", status=status)


@require_safe
@kept
def actions(request: HttpRequest, group: str) -> HttpResponse:
    return show_page(request, load_inside(request, group))


@require_safe
def action(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """One action: what it says, the form that changes it, and what happened to it."""
    found = load_inside(request, group)
    return show_one(request, found, load_action(request, found, pk))


def show_one(
    request: HttpRequest,
    group: Group,
    action: ActionItem,
    *,
    typed: Typed | None = None,
    status: int = 200,
    error: str = "",
) -> HttpResponse:
    viewer = viewer_of(request)
    lines = origins("action", [action.pk], viewer)
    row = row_of(action, viewer, lines.get(action.pk), timezone.localdate())
    may_change = row.may_close and row.is_open
    form = form_page(typed or Typed.of(action), askable(group, action), bearing(group, action)) if may_change else None
    context = {
        "nav": "actions",
        "row": row,
        "form": form,
        "error": error,
        "history": history_of(action, viewer),
        "here": reverse("action", args=[group.slug, action.pk]),
        "back": back_to(request, group),
    }
    return render_page(request, "roadmap/action.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def action_note(request: HttpRequest, group: str) -> HttpResponse:
    """Note an action by hand: its form, in the page (htmx) or as a page, and sending it."""
    found = load_inside(request, group)
    require(can_note_action(viewer_of(request), found), MAY_NOT_NOTE)
    people, technologies = askable(found), bearing(found)
    if request.method != "POST":
        wanted = number_in(request.GET.get("technology", ""))
        chosen = next((str(one.pk) for one in technologies if one.number == wanted), "")
        return note_page(request, found, Typed(technology=chosen), people, technologies)
    form = ActionForm(request.POST, people=[one.pk for one in people], technologies=[one.pk for one in technologies])
    typed = typed_in(request.POST)
    if not form.is_valid():
        return note_page(request, found, typed, people, technologies, error=first_error(form))
    noted = services.note_action(
        group=found,
        words=form.cleaned_data["words"],
        by=signed_in_member(request),
        assignees=[one for one in people if one.pk in form.cleaned_data["people"]],
        assigned_words=form.cleaned_data["others"],
        technology=next((one for one in technologies if one.pk == form.cleaned_data["technology"]), None),
        due=form.cleaned_data["due"],
    )
    say_noted(request, noted)
    return see_other(request, back_to(request, found))


def note_page(
    request: HttpRequest,
    group: Group,
    typed: Typed,
    people: list[Member],
    technologies: list[Technology],
    *,
    error: str = "",
) -> HttpResponse:
    context = {
        "nav": "actions",
        "form": form_page(typed, people, technologies),
        "error": error,
        "back": back_to(request, group),
    }
    status = 422 if error else 200
    return render_page(request, "roadmap/action_note.html", context, partial="form", status=status)


def typed_in(data: QueryDict) -> Typed:
    return Typed(
        words=data.get("words", ""),
        people=frozenset(data.getlist("people")),
        others=data.get("others", ""),
        technology=data.get("technology", ""),
        due=data.get("due", ""),
        was=data.get("was", ""),
    )


def shortened(words: str) -> str:
    """At most 80 characters, for the line that says what was done."""
    words = " ".join(words.split())
    return words if len(words) <= 80 else f"{words[:79].rsplit(' ', 1)[0]}…"


def sent(request: HttpRequest, *names: str) -> QueryDict:
    """The form, known by one of its fields; for an Undo, which only has an address, what stands in that."""
    return request.POST if set(names) & set(request.POST) else request.GET


@require_POST
def action_change(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """Who is asked, on which technology, and the words of one that was noted by hand."""
    found = load_inside(request, group)
    action = load_own(request, found, pk)
    people, technologies = askable(found, action), bearing(found, action)
    data = sent(request, "was")
    form = ActionForm(
        data,
        people=[one.pk for one in people],
        technologies=[one.pk for one in technologies],
        words_given=action.meeting_id is None and "words" in data,
    )
    if not form.is_valid():
        return show_one(request, found, action, typed=typed_in(data), status=422, error=first_error(form))
    before = Typed.of(action)
    try:
        services.change_action(
            action=action,
            words=form.cleaned_data["words"] or action.words,
            assignees=[one for one in people if one.pk in form.cleaned_data["people"]],
            assigned_words=form.cleaned_data["others"],
            technology=next((one for one in technologies if one.pk == form.cleaned_data["technology"]), None),
            was=form.cleaned_data["was"],
            by=signed_in_member(request),
        )
    except Refused as refusal:
        return show_one(request, found, action, typed=typed_in(data), status=refusal.status, error=str(refusal))
    fresh = load_action(request, found, pk)
    if stamp(fresh) != before.was:
        messages.success(request, "Changed.", extra_tags=undo_change(found, pk, before, stamp(fresh), fresh.words))
    return see_other(request, reverse("action", args=[found.slug, pk]))


def undo_change(group: Group, pk: int, before: Typed, now: str, words: str) -> str:
    """The address that changes it back. The words stand in it only when they were changed."""
    values = [("was", now), ("others", before.others), ("technology", before.technology)]
    values += [("people", one) for one in sorted(before.people)]
    values += [("words", before.words)] if before.words != words else []
    return f"{reverse('action_change', args=[group.slug, pk])}?{urlencode(values)}"


@require_POST
def action_due(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """Set, move or take away the date; the undo is the same address with the date it had."""
    found = load_inside(request, group)
    action = load_own(request, found, pk)
    form = ActionDueForm(sent(request, "due"))
    if not form.is_valid():
        return answer(request, found, pk, due_error=first_error(form), typed=form.data.get("due", ""))
    due, was = form.cleaned_data["due"], form.cleaned_data["was"]
    try:
        services.change_due(action=action, due=due, was=was, by=signed_in_member(request))
    except Refused as refusal:
        return answer(request, found, pk, refused=str(refusal))
    if due != was:
        held = {"due": was or "", "was": due or "", "next": back_to(request, found)}
        undo = f"{reverse('action_due', args=[found.slug, pk])}?{urlencode(held)}"
        messages.success(request, f"By {day(due)}." if due else "No date is set.", extra_tags=undo)
    return answer(request, found, pk)


@require_POST
def action_close(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """Done or dropped, with a word if wanted."""
    found = load_inside(request, group)
    action = load_own(request, found, pk)
    data = sent(request, "how", "words")
    form = CloseForm(data)
    if not form.is_valid():
        return answer(request, found, pk, error=first_error(form), typed=data.get("words", ""))
    dropped = form.cleaned_data["how"] == "dropped"
    words = form.cleaned_data["words"] if "words" in data else None
    services.close_action(action=action, by=signed_in_member(request), words=words, dropped=dropped)
    undo = f"{reverse('action_reopen', args=[found.slug, pk])}?{urlencode({'next': back_to(request, found)})}"
    messages.success(request, "Dropped." if dropped else "Done.", extra_tags=undo)
    return answer(request, found, pk)


@require_POST
def action_reopen(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """The undo of closing; its own undo closes it as it was."""
    found = load_inside(request, group)
    action = load_own(request, found, pk)
    services.reopen_action(action=action, by=signed_in_member(request))
    if action.state != ActionItem.State.OPEN:
        held = {"how": action.state, "next": back_to(request, found)}
        undo = f"{reverse('action_close', args=[found.slug, pk])}?{urlencode(held)}"
        messages.success(request, "Open again.", extra_tags=undo)
    return answer(request, found, pk)


@require_POST
def action_take_back(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """The undo of noting one by hand, by who noted it, chair or minute taker; with ``?back=1`` the undo of that."""
    found = load_inside(request, group)
    action = get_object_or_404(ActionItem.objects.filter(group=found).select_related("group"), pk=pk)
    viewer = viewer_of(request)
    require(can_close_action(viewer, action, []) or noted_by(action) == viewer.member_id, ONLY_WHO_NOTED)
    back = request.GET.get("back") == "1"
    if services.take_back_action(action=action, by=signed_in_member(request), back=back):
        say_noted(request, action, taken_back=not back)
    return see_other(request, back_to(request, found))


def say_noted(request: HttpRequest, action: ActionItem, *, taken_back: bool = False) -> None:
    """The line that says so, with its undo."""
    where = {"next": back_to(request, action.group)}
    undo = reverse("action_take_back", args=[action.group.slug, action.pk])
    query = urlencode({"back": 1, **where} if taken_back else where)
    words = "Taken back" if taken_back else "Noted"
    messages.success(request, f"{words}: {shortened(action.words)}", extra_tags=f"{undo}?{query}")


def answer(request: HttpRequest, group: Group, pk: int, **wrong: str) -> HttpResponse:
    """After an act in a row: for htmx the row as it is now, with the numbers above it; else the list as it was.

    ``wrong``: it was not done; the row says why, with what was typed (422, or 409 as a page when it was refused).
    """
    back = back_to(request, group)
    context: dict[str, Any] = {"wrong": pk, **wrong} if wrong else {}
    anchor = request.POST.get("row", "")
    if not (wants_fragment(request) and re.fullmatch(rf"action-{pk}(-[0-9]{{1,4}})?", anchor)):
        if not wrong:
            return see_other(request, f"{back.partition('#')[0]}#action-{pk}")
        return show_page(request, group, status=409 if "refused" in wrong else 422, **context)
    viewer = viewer_of(request)
    row = rows_of(group, viewer, [pk], timezone.localdate())[pk]
    page = page_of(group, viewer, Asked.of(QueryDict(urlsplit(back).query)))
    context |= {"page": page, "row": replace(row, anchor=anchor), "here": back, "swap": True}
    return render_page(request, "roadmap/actions.html", context, partial="changed", status=422 if wrong else 200)
