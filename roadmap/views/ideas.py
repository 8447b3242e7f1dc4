"""Ideas: what might become a technology."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from activity.models import Event
from members.loading import load_group, signed_in_member
from members.models import Group
from members.permissions import can_see_names
from members.viewer import Viewer, viewer_of
from roadmap import services
from roadmap.forms import IdeaForm, first_error
from roadmap.history import Origin, origins
from roadmap.models import Technology
from roadmap.permissions import can_promote_idea, can_raise_idea, can_take_back_idea
from web.kept_pages import kept
from web.markdown import render
from web.numbers import number_in
from web.pages import render_page, see_other
from web.refusals import Refused, require
from web.words import counted
from writing.mentions import stored

ROWS = 100
PROMOTED = "technology.promoted"
IN_MINUTES = "This idea stands in the minutes. Correct the minutes to take it back."


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea with who raised it and the line it comes from; ``became`` is the technology's number, once it is one."""

    technology: Technology
    html: SafeString
    who: str
    origin: Origin | None
    became: int | None
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class IdeasPage:
    rows: list[IdeaRow]
    ideas: int
    became: int
    more: str

    @property
    def sentence(self) -> str:
        """``3 ideas that may become technologies. 2 became one.``"""
        may = f"{counted(self.ideas, 'idea')} that may become {'a technology' if self.ideas == 1 else 'technologies'}."
        became = f"{self.became} became {'one' if self.ideas or self.became > 1 else 'a technology'}."
        return " ".join(([may] if self.ideas else []) + ([became] if self.became else []))


def page_of(group: Group, viewer: Viewer, *, limit: int = ROWS) -> IdeasPage:
    """Newest first. Three queries."""
    promoted = Event.objects.filter(group=group, kind=PROMOTED).values_list("data__technology", flat=True)
    found = list(Technology.objects.visible_to(viewer).for_ideas(group, [pk for pk in promoted if pk]))
    shown = found[:limit]
    lines = origins("idea", [one.pk for one in shown], viewer)
    names = can_see_names(viewer, group)
    ideas = sum(one.state == Technology.State.IDEA for one in found)
    rows = []
    for one in shown:
        one.group = group
        is_idea = one.state == Technology.State.IDEA
        rows.append(
            IdeaRow(
                technology=one,
                html=render(one.text.head.body if one.text.head else one.text.title),
                who=str(one.raised_by or "") if names else "",
                origin=lines.get(one.pk),
                became=None if is_idea else one.number,
                may_take_back=is_idea and one.pk not in lines and can_take_back_idea(viewer, one),
            )
        )
    return IdeasPage(rows, ideas, len(found) - ideas, f"?rows={limit + ROWS}" if len(found) > limit else "")


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
                return raised(request, found, idea)
        context["error"] = error
        status = status if status != 200 else 422
    limit = max(ROWS, min(number_in(request.GET.get("rows", "")) or ROWS, 100_000))
    page = page_of(found, viewer, limit=limit)
    return render_page(request, "roadmap/ideas.html", {**context, "page": page}, partial="ideas", status=status)


def raised(request: HttpRequest, group: Group, idea: Technology) -> HttpResponse:
    undo = reverse("idea_take_back", args=[group.slug, idea.pk])
    messages.success(request, "Raised – everyone sees it.", extra_tags=undo)
    return see_other(request, f"{reverse('ideas', args=[group.slug])}#idea-{idea.pk}")


@require_POST
def idea_take_back(request: HttpRequest, group: str, pk: int) -> HttpResponse:
    """The undo of raising an idea; with ``?back=1`` the undo of that."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    idea = get_object_or_404(Technology.objects.select_related("group"), pk=pk, group=found, text__head__isnull=False)
    require(can_take_back_idea(viewer, idea), "An idea is taken back by who raised it or by the chair.")
    if origins("idea", [pk], viewer):
        raise Refused(IN_MINUTES)
    back = request.GET.get("back") == "1"
    me = signed_in_member(request)
    if not services.take_back_idea(idea=idea, by=me, back=back):
        return see_other(request, reverse("ideas", args=[found.slug]))
    if back:
        return raised(request, found, idea)
    again = f"{reverse('idea_take_back', args=[found.slug, pk])}?back=1"
    messages.success(request, "The idea was taken back.", extra_tags=again)
    return see_other(request, reverse("ideas", args=[found.slug]))
