"""Who may keep a page: the one place that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Not "no-store": with that a browser forgets, on going back, what was typed into the page before.
FOR_ONE_PERSON = "private, no-cache"


def kept_by_nobody_else(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Every page is made for who asks, and an htmx fragment is not the page: no cache between may serve it to others.

    The browser itself asks anew each time. Static files are answered before this and may be kept.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", FOR_ONE_PERSON)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response

    return middleware
