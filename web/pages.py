"""How a view answers: one call that knows pages from fragments."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (not boosted, not restoring its history)."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with ``template``, or with its ``partial`` when htmx asks for a fragment.

    The answer always varies on HX-Request, so that no cache hands a fragment to somebody who wants the page.
    """
    name = f"{template}#{partial}" if partial and wants_fragment(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def see_other(request: HttpRequest, address: str) -> HttpResponse:
    """After a successful write: go to ``address`` (a redirect, or for htmx a client redirect).

    Where htmx is on that very page already, a redirect to an anchor of it would only scroll: the page is loaded anew.
    """
    if wants_fragment(request):
        there = urlsplit(address)
        if there.fragment and current_page(request) == (there.path, there.query):
            return HttpResponseClientRefresh()
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address, status=303)


def current_page(request: HttpRequest) -> tuple[str, str] | None:
    """Path and query of the page that htmx says it is on; None when that makes no sense."""
    try:
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return None
    return here.path, here.query


def safe_next(request: HttpRequest, fallback: str) -> str:
    """The ``next`` address of a form, if it stays on this site; else ``fallback``."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return fallback
