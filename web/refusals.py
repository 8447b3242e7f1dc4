"""What the site answers when it will not do something: one sentence a person understands."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from web.pages import render_page
from web.sending_again import signed_out_page, too_old_page
from web.uploads import MOST

CHUNK = 1024**2
MOST_READ_ON = 200 * 1024**2


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
    """Turns a :class:`Refused` that no view caught into its page (or, for htmx, its line).

    A form sent to a group by who is signed out meanwhile comes back as a page with all that was typed, whatever the
    view made of it: nobody can tell from that whether the group is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND} and sent_signed_out(request):
            return response if getattr(response, "holds_what_was_sent", False) else signed_out_page(request)
        if settings.DEBUG and response.status_code == HTTPStatus.NOT_FOUND:
            # Django's debugging page lists every address of the site; who tries Waymark out sees what all see.
            return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
        if settings.DEBUG and response.status_code == HTTPStatus.BAD_REQUEST:
            return bad_request(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return refusal_page(request, str(exception), exception.status)


def sent_signed_out(request: HttpRequest) -> bool:
    """Whether this is a form sent to a page of a group while nobody is signed in."""
    match = request.resolver_match
    return (
        request.method == "POST" and match is not None and "group" in match.kwargs and not request.user.is_authenticated
    )


def refusal_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "status": status}
    return render_page(request, "refused.html", context, partial="line", status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the sign-in: say so, and give back what was typed."""
    return too_old_page(request)


def read_on(request: HttpRequest, length: int) -> None:
    """Take what is still being sent, within bounds: a browser shows an answer only once it has sent everything."""
    with suppress(UnreadablePostError):
        for _ in range(min(length, MOST_READ_ON) // CHUNK + 1):
            if not request.read(CHUNK):
                break


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What no form of the site sends; or one that holds more than a request may."""
    length = request.META.get("CONTENT_LENGTH") or ""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    if length.isdecimal() and len(length) < 19 and int(length) > limit:
        limit = MOST if int(length) > MOST else limit
        read_on(request, int(length))
        sentence = f"This is larger than {limit // 1024**2} MB, more than the site takes at once."
        return refusal_page(request, sentence, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return refusal_page(request, "The site did not understand what was sent.", HTTPStatus.BAD_REQUEST)
