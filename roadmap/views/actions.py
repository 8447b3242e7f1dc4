"""Actions: what somebody is asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.loading import load_group, signed_in_member
from members.models import Group
from members.viewer import Viewer, viewer_of
from roadmap import services
from roadmap.forms import CloseForm, first_error
from roadmap.history import Origin, origins
from roadmap.models import ActionItem
from roadmap.permissions import can_close_action
from web.pages import render_page, see_other
from web.refusals import require
from web.words import counted

SHOWS = ("open", "mine", "overdue", "done")
NOT_YOURS = "Actions are closed by who was asked, by the chair or by the minute taker."


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with who was asked, where it comes from, and whether the viewer may close it."""

    action: ActionItem
    who: str
    origin: Origin | None
    may_close: bool
    overdue: bool

    @property
    def is_open(self) -> bool:
        return self.action.state == ActionItem.State.OPEN


@dataclass(frozen=True, slots=True)
class Asked:
    show: str
    person: int | None
    technology: int | None

    def address(self, show: str) -> str:
        values = {"show": show, "person": self.person, "technology": self.technology}
        return f"?{urlencode({key: value for key, value in values.items() if value})}"


def number(words: str) -> int | None:
    return int(words) if words.isdecimal() and len(words) < 10 else None


def fits(action: ActionItem, show: str, me: int | None, today: date) -> bool:
    is_open = action.state == ActionItem.State.OPEN
    if show == "done":
        return not is_open
    if show == "mine":
        return is_open and me in {member.pk for member in action.assignees.all()}
    if show == "overdue":
        return is_open and is_overdue(action, today)
    return is_open


def is_overdue(action: ActionItem, today: date) -> bool:
    return action.due is not None and action.due < today


def row_of(action: ActionItem, viewer: Viewer, lines: dict[int, Origin], today: date) -> ActionRow:
    people = list(action.assignees.all())
    names = [*(member.name for member in people), action.assigned_words]
    return ActionRow(
        action=action,
        who=", ".join(name for name in names if name) or "nobody in particular",
        origin=lines.get(action.pk),
        may_close=can_close_action(viewer, action, people),
        overdue=action.state == ActionItem.State.OPEN and is_overdue(action, today),
    )


def sentence(found: Sequence[ActionItem], me: int | None, today: date) -> str:
    """``4 open actions, 1 of them yours. None is overdue.``"""
    numbers = {show: sum(fits(action, show, me, today) for action in found) for show in SHOWS}
    if not numbers["open"]:
        return "No action is open."
    yours = f", {numbers['mine']} of them yours" if numbers["mine"] else ""
    late = numbers["overdue"]
    overdue = "None is overdue." if not late else f"{late} {'is' if late == 1 else 'are'} overdue."
    return f"{counted(numbers['open'], 'open action')}{yours}. {overdue}"


def show_page(request: HttpRequest, group: Group, *, status: int = 200, **context: Any) -> HttpResponse:
    viewer = viewer_of(request)
    if not viewer.is_inside(group):
        raise Http404("Actions are for the group itself.")
    wanted = request.GET.get("show", "open")
    asked = Asked(
        show=wanted if wanted in SHOWS else "open",
        person=number(request.GET.get("person", "")),
        technology=number(request.GET.get("technology", "")),
    )
    today = timezone.localdate()
    found = list(ActionItem.objects.for_page(group, viewer))
    people = {member.pk: member.name for action in found for member in action.assignees.all()}
    technologies = sorted(
        {action.technology.number for action in found if action.technology and action.technology.number}
    )
    narrowed = [
        action
        for action in found
        if (asked.person is None or asked.person in {member.pk for member in action.assignees.all()})
        and (asked.technology is None or (action.technology and action.technology.number == asked.technology))
    ]
    shown = [action for action in narrowed if fits(action, asked.show, viewer.member_id, today)]
    lines = origins("action", [action.pk for action in shown], viewer)
    filled = {
        "nav": "actions",
        "asked": asked,
        "sentence": sentence(found, viewer.member_id, today),
        "tabs": [
            (show, sum(fits(action, show, viewer.member_id, today) for action in narrowed), asked.address(show))
            for show in SHOWS
        ],
        "rows": [row_of(action, viewer, lines, today) for action in shown],
        "people": sorted(people.items(), key=lambda one: one[1].casefold()),
        "technologies": technologies,
        **context,
    }
    return render_page(request, "roadmap/actions.html", filled, partial="actions", status=status)


@require_safe
def actions(request: HttpRequest, group: str) -> HttpResponse:
    return show_page(request, load_group(request, group))


def load_action(request: HttpRequest, group: Group, pk: int) -> ActionItem:
    """An action the viewer may see and close; 404 outside the group, 403 for who was not asked."""
    viewer = viewer_of(request)
    action = get_object_or_404(ActionItem.objects.for_page(group, viewer), pk=pk)
    require(can_close_action(viewer, action, list(action.assignees.all())), NOT_YOURS)
    return action


@require_POST
def action_close(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """Done or dropped, with a word if wanted."""
    found = load_group(request, group)
    action = load_action(request, found, pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show_page(
            request, found, status=422, error=first_error(form), typed=request.POST.get("words", ""), wrong=pk
        )
    dropped = form.cleaned_data["how"] == "dropped"
    services.close_action(
        action=action, by=signed_in_member(request), words=form.cleaned_data["words"], dropped=dropped
    )
    messages.success(
        request,
        "Dropped." if dropped else "Done.",
        extra_tags=reverse("action_reopen", args=[found.slug, pk]),
    )
    return see_other(request, reverse("actions", args=[found.slug]))


@require_POST
def action_reopen(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    found = load_group(request, group)
    action = load_action(request, found, pk)
    services.reopen_action(action=action, by=signed_in_member(request))
    return see_other(request, f"{reverse('actions', args=[found.slug])}#action-{pk}")
