"""A form that came too late: the page that gives back what was typed, with a button that sends it again.

Somebody signed out in another window, or signed in there as somebody else: the form still on the screen is refused.
What was typed is not lost for that. It is only shown to who sent it from a page of this site: another site's form
must not become one of ours with a valid token.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_GIVEN_BACK = {"csrfmiddlewaretoken", "password"}
A_LINE = 40  # characters; longer values are shown, shorter ones are the form's own


@dataclass(frozen=True, slots=True)
class Sent:
    """One field of the form as it was sent."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return len(self.value) > A_LINE or "\n" in self.value or (" " in self.value.strip())


def signed_out_page(request: HttpRequest) -> HttpResponse:
    """403: nobody is signed in any more."""
    return page(request, signed_out=True)


def too_old_page(request: HttpRequest) -> HttpResponse:
    """403: the form was made before the last sign-in or sign-out of this browser."""
    return page(request, signed_out=not request.user.is_authenticated)


def page(request: HttpRequest, *, signed_out: bool) -> HttpResponse:
    context = {
        "signed_out": signed_out,
        "sent": sent_fields(request),
        "files": [str(file.name) for name in request.FILES for file in request.FILES.getlist(name)],
        "address": request.get_full_path(),
    }
    response = render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
    response.holds_what_was_sent = True  # type: ignore[attr-defined]
    return response


def sent_fields(request: HttpRequest) -> list[Sent]:
    """Every field of a form sent from a page of this site; nothing of one sent from elsewhere."""
    if not is_from_here(request):
        return []
    return [
        Sent(name, value) for name, values in request.POST.lists() if name not in NOT_GIVEN_BACK for value in values
    ]


def is_from_here(request: HttpRequest) -> bool:
    """What the browser says of the page that sent this; every browser of the last years says one of the two."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
