"""Ideas: what might become a technology."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from members.loading import load_group, signed_in_member
from members.models import Group
from members.permissions import can_see_names
from members.viewer import Viewer, viewer_of
from roadmap import services
from roadmap.forms import IdeaForm, first_error
from roadmap.history import Origin, origins
from roadmap.models import Technology
from roadmap.permissions import can_promote_idea, can_raise_idea
from web.kept_pages import kept
from web.markdown import render
from web.pages import render_page, see_other
from web.refusals import Refused
from writing.mentions import stored


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea with who raised it and the line it comes from."""

    technology: Technology
    html: SafeString
    who: str
    origin: Origin | None


def rows_of(group: Group, viewer: Viewer) -> list[IdeaRow]:
    """Newest first. Two queries."""
    found = list(Technology.objects.visible_to(viewer).for_ideas(group))
    lines = origins("idea", [one.pk for one in found], viewer)
    names = can_see_names(viewer, group)
    return [
        IdeaRow(
            one,
            render(one.text.head.body if one.text.head else one.text.title),
            str(one.raised_by or "") if names else "",
            lines.get(one.pk),
        )
        for one in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@kept
def ideas(request: HttpRequest, group: str) -> HttpResponse:
    """The list of ideas; anyone inside may raise one."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    may_raise = can_raise_idea(viewer, found)
    context = {
        "nav": "roadmap",
        "may_raise": may_raise,
        "may_promote": can_promote_idea(viewer, found),
        "typed": request.POST.get("words", ""),
    }
    status = 200
    if request.method == "POST":
        form = IdeaForm(request.POST)
        error = "" if form.is_valid() else first_error(form)
        if not may_raise:
            error, status = "Ideas are raised by the group’s own people.", 403
        elif not error:
            me = signed_in_member(request)
            try:
                words = stored(form.cleaned_data["words"], found)
                idea = services.make_idea(group=found, words=words, by=me, raised_by=me)
            except Refused as refusal:
                error = str(refusal)
            else:
                return see_other(request, f"{reverse('ideas', args=[found.slug])}#idea-{idea.pk}")
        context["error"] = error
        status = status if status != 200 else 422
    rows = rows_of(found, viewer)
    return render_page(request, "roadmap/ideas.html", {**context, "rows": rows}, partial="ideas", status=status)
