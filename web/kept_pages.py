"""Pages that are asked for again while nothing was written: given again as they were, or not sent at all.

What a page shows follows from what is committed, who asks, which day it is, and the site's own code, which is the same
from one start to the next. PostgreSQL says with one small statement
whether anything was committed since: its snapshot (https://www.postgresql.org/docs/current/functions-info.html,
``pg_current_snapshot``) is the same text only while no transaction with writes began or ended in the whole cluster. So
a page kept under a snapshot is either exactly what would be made anew, or is made anew; no write has to say what it
changed. The browser's own copy is good on the same terms: then the answer is 304 and a slow line carries nothing.

What is good for one sending only (form tokens, the keys of forms) is made anew each time.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import patch_vary_headers

View = Callable[..., HttpResponse]

ROOM = 32 * 1024**2  # bytes of pages in a process
LARGEST = 2 * 1024**2
SECONDS = 600  # what is shown only for a while after an act may stay so much longer
STAMP = "SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text"
# Of a tag: what people write has its "<" escaped, so no words of theirs are taken for one.
ONE_TIME = re.compile(rb'(?<=<input type="hidden" name=")(csrfmiddlewaretoken|send_key)" value="[^"]*')


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was made: its stamp, its kind of content, and its body cut where one-time values stand."""

    stamp: str
    content_type: str
    pieces: tuple[bytes, ...]
    names: tuple[bytes, ...]
    size: int

    def again(self, request: HttpRequest) -> HttpResponse:
        token = get_token(request).encode() if b"csrfmiddlewaretoken" in self.names else b""
        body = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            body += [name, b'" value="', token if name == b"csrfmiddlewaretoken" else str(uuid4()).encode(), piece]
        return HttpResponse(b"".join(body), content_type=self.content_type)


class Pages:
    """The pages a process keeps, those asked for longest ago forgotten first."""

    def __init__(self, room: int = ROOM) -> None:
        self.room, self.used = room, 0
        self.pages: OrderedDict[str, Kept] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: str, stamp: str) -> Kept | None:
        with self.lock:
            found = self.pages.get(key)
            if found is None or found.stamp != stamp:
                return None
            self.pages.move_to_end(key)
            return found

    def put(self, key: str, page: Kept) -> None:
        with self.lock:
            if (before := self.pages.pop(key, None)) is not None:
                self.used -= before.size
            self.pages[key] = page
            self.used += page.size
            while self.used > self.room:
                _, oldest = self.pages.popitem(last=False)
                self.used -= oldest.size

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.used = 0


PAGES = Pages()


def kept(view: View) -> View:
    """For views that only show what is recorded. Costs one small statement where it saves all others.

    Other methods, fragments, pages with a notice and requests inside a transaction (whose own writes no snapshot tells
    of) go straight to the view.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_plain(request):
            return view(request, *args, **kwargs)
        stamp = stamp_now()
        key = key_of(request)
        mark = f'W/"{hashlib.sha256(f"{stamp} {key}".encode()).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == mark:
            response: HttpResponse = HttpResponseNotModified()
        elif (page := PAGES.get(key, stamp)) is not None:
            response = page.again(request)
        else:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or response.cookies:
                return response
            if len(response.content) <= LARGEST:
                PAGES.put(key, taken_apart(response, stamp))
        response["ETag"] = mark
        patch_vary_headers(response, ["HX-Request"])
        return response

    return answer


def is_plain(request: HttpRequest) -> bool:
    """Whether this asks for a whole page that shows nothing but the record."""
    return (
        request.method in {"GET", "HEAD"}
        and not getattr(request, "htmx", None)
        and not connection.in_atomic_block
        and not len(get_messages(request))
    )


def stamp_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        row = cursor.fetchone()
    return " ".join(row or ())


def key_of(request: HttpRequest) -> str:
    """Who asks for what of which release, and when: another day has other words for dates.

    The secret of their forms too: a browser's copy has forms made with it.
    """
    secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    who = getattr(request.user, "pk", None)
    when = f"{timezone.localdate()} {time.time() // SECONDS:.0f}"
    return f"{request.method} {request.build_absolute_uri()} {who} {when} {release()} {secret}"


def release() -> str:
    """This start of the site; while it is developed, also when a template was last changed."""
    if not settings.DEBUG:
        return str(settings.STARTED)
    folders = [Path(folder) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    changed = max((file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*.html")), default=0)
    return f"{settings.STARTED} {changed}"


def taken_apart(response: HttpResponse, stamp: str) -> Kept:
    pieces, names, last = [], [], 0
    body = response.content
    for match in ONE_TIME.finditer(body):
        pieces.append(body[last : match.start()])
        names.append(match[1])
        last = match.end()
    pieces.append(body[last:])
    return Kept(stamp, response["Content-Type"], tuple(pieces), tuple(names), len(body))
