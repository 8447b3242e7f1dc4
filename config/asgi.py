"""The site as granian runs it: plain synchronous Django, reached through a2wsgi."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# a2wsgi names the environment's keys more narrowly than Django does; at run time they are the same.
pages: Any = WSGIMiddleware(get_wsgi_application(), workers=16)  # type: ignore[arg-type]


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Hand a request to the pages.

    granian's ``receive`` gives an awaitable that is no coroutine, which a2wsgi would not take. Header names with an
    underscore are left out, as every WSGI server does: they would pass for the ones with a dash, which a proxy
    in front may rely on having set itself.
    """

    async def receive_message() -> Message:
        return await receive()

    if scope["type"] == "http":
        scope = {**scope, "headers": [pair for pair in scope["headers"] if b"_" not in pair[0]]}
    await pages(scope, receive_message, send)
