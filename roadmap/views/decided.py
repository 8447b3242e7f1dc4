"""Decisions: everything that was decided, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from members.loading import load_group
from members.viewer import viewer_of
from roadmap.decided import AskedDecided, DecidedPage, decided, meetings_of, technologies_of
from roadmap.history import cursor_of, days_of, key_from
from roadmap.models import Technology
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page
from web.words import day


@require_safe
@kept
def decisions(request: HttpRequest, group: str) -> HttpResponse:
    """The register, narrowed to a technology, a meeting or words; ``?older=`` goes on."""
    found = load_group(request, group)
    viewer = viewer_of(request)
    technologies, meetings = technologies_of(found, viewer), meetings_of(found, viewer)
    wanted = number_in(request.GET.get("technology", ""))
    slug = request.GET.get("meeting", "")
    older = request.GET.get("older", "")
    asked = AskedDecided(
        group=found,
        viewer=viewer,
        technologies=technologies,
        meetings=meetings,
        technology=next((one for one in technologies.values() if one.number == wanted), None),
        meeting=next((one for one in meetings.values() if one.slug == slug), None),
        words=" ".join(request.GET.get("words", "").replace("\x00", "").split())[:200],
        older_than=key_from(older),
    )
    history = decided(asked)
    page = DecidedPage(
        asked=asked,
        history=history,
        technologies=list(technologies.values()),
        meetings=[(one.slug, day(one.date)) for one in meetings.values()],
        ideas=Technology.objects.ideas(found).count(),
    )
    query = request.GET.copy()
    query["older"] = cursor_of(history.next_key) if history.next_key else ""
    context = {
        "nav": "roadmap",
        "page": page,
        "days": days_of(history.lines),
        "older": older,
        "more": f"?{query.urlencode()}" if history.next_key else "",
    }
    return render_page(request, "roadmap/decisions.html", context, partial="older" if older else "decisions")
