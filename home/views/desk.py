"""The first page, and what happened in a group."""

from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from activity.kinds import acts, tell
from activity.models import Event
from members.loading import load_group
from members.models import Group
from members.permissions import can_see_names
from members.viewer import viewer_of
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page

EVENTS = 50


@require_safe
@kept
def desk(request: HttpRequest) -> HttpResponse:
    """The groups one sees. Who has exactly one is taken to its roadmap; who is nobody yet, to the sign-in."""
    viewer = viewer_of(request)
    live = Q(technologies__taken_back_at__isnull=True, technologies__number__isnull=False)
    groups = list(
        Group.objects.visible_to(viewer)
        .annotate(
            technology_count=Count("technologies", filter=live, distinct=True),
            last_meeting=Max("meetings__date", filter=Q(meetings__taken_back_at__isnull=True)),
        )
        .order_by("name", "pk")
    )
    if not groups and not viewer.is_signed_in:
        return redirect("sign_in")
    if len(groups) == 1 and viewer.is_inside(groups[0]):
        return redirect("roadmap", groups[0].slug)
    return render_page(request, "home/desk.html", {"found": groups})


@require_safe
@kept
def feed(request: HttpRequest, group: str) -> HttpResponse:
    """What happened in a group, newest first, fifty acts at a time; ``?before=`` goes on."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    if not can_see_names(viewer, found):
        raise Http404("Names are kept inside this group.")
    before = number_in(request.GET.get("before", ""))
    events = Event.objects.for_feed(found)
    if before is not None:
        events = events.filter(pk__lt=before)
    page = list(events[: EVENTS + 1])
    lines = tell(page[:EVENTS], viewer)
    context = {
        "nav": "feed",
        "lines": lines,
        "acts": acts(lines),
        "before": page[EVENTS - 1].pk if len(page) > EVENTS else None,
    }
    return render_page(request, "home/feed.html", context, partial="lines")
