"""One search box over everything a reader may see of a group."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from home.search_page import page_of
from members.loading import load_group
from members.viewer import viewer_of
from web.finding import read
from web.kept_pages import kept
from web.numbers import number_in
from web.pages import render_page


@require_safe
@kept
def search(request: HttpRequest, group: str) -> HttpResponse:
    """What ``?q=`` finds, ``?in=`` one kind, ``?page=`` by page; while somebody types, only the part below the box."""
    found = load_group(request, group)
    results = page_of(
        found,
        viewer_of(request),
        read(request.GET.get("q", "")),
        chosen=request.GET.get("in", ""),
        number=number_in(request.GET.get("page", ""), digits=5) or 1,
    )
    return render_page(request, "home/search.html", {"nav": "search", "results": results}, partial="found")
