"""What the site answers when it will not do something: one sentence a person understands."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.pages import render_page


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """A service will not do what was asked; ``str()`` is the sentence shown, ``status`` the HTTP status."""

    status = 409

    def __init__(self, sentence: str, *, status: int | None = None) -> None:
        super().__init__(sentence)
        if status is not None:
            self.status = status


class NotAllowed(Refused):
    """The person may see this but not do that: HTTP 403 with the sentence."""

    status = 403


def require(allowed: bool, sentence: str = "You may see this, but not do that.") -> None:
    """Raise :class:`NotAllowed` unless ``allowed``. Load through ``visible_to`` first: who may not see gets 404."""
    if not allowed:
        raise NotAllowed(sentence)


class RefusalMiddleware:
    """Turns a :class:`Refused` that no view caught into its page (or, for htmx, its line)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_FOUND and settings.DEBUG:
            # Django's debugging page lists every address of the site; who tries Waymark out sees what all see.
            return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return refusal_page(request, str(exception), exception.status)


def refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "status": status}
    return render_page(request, "refused.html", context, partial="line", status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the sign-in: say so; the browser keeps what was typed."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
