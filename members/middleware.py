"""Puts ``request.viewer`` on every request, lazily: a page that asks nothing of it costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from members.models import Account
from members.viewer import ANONYMOUS, Place, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def viewer_from_account(account: Account) -> Viewer:
    """The viewer of an account as loaded by :class:`members.sign_in.EmailBackend`."""
    places = {
        row["group"]: Place(row["role"], row["takes_minutes"], row["speaks"], row["slug"], row["name"])
        for row in getattr(account, "places", [])
    }
    return Viewer(member=getattr(account, "member", None), places=places, is_signed_in=True)


def current_member(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        def load() -> Viewer:
            return viewer_from_account(request.user) if isinstance(request.user, Account) else ANONYMOUS

        request.viewer = SimpleLazyObject(load)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
