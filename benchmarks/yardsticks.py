"""What pages and acts are measured against, on the same server and behind the same middleware.

A bare page: one query, 40 rows, 80 dates, 15 kB. A bare POST: one row upserted, the rows counted, a short answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines

from activity.models import Event

ROWS = 40
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.kind }}</td><td>{{ row.actor_id }}</td><td>{{ row.at|date:"j M Y" }}</td>
<td>{{ row.at|date:"H:i" }}</td><td>{{ filler }}</td></tr>
{% endfor %}</table></body></html>"""
FILLER = "a bare row of words that stands for what a list shows " * 5
TEMPLATE: list[Any] = []


def page(request: HttpRequest) -> HttpResponse:
    if not TEMPLATE:
        TEMPLATE.append(engines["django"].from_string(PAGE))
    rows = list(Event.objects.order_by("-pk")[:ROWS])
    return HttpResponse(TEMPLATE[0].render({"title": "Bare", "rows": rows, "filler": FILLER}))


def post(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO yardstick (question, member, value) VALUES (1, 1, %s) "
            "ON CONFLICT (question, member) DO UPDATE SET value = EXCLUDED.value",
            [request.POST.get("value", "")],
        )
        cursor.execute("SELECT value, count(*) FROM yardstick WHERE question = 1 GROUP BY value")
        counts = cursor.fetchall()
    return HttpResponse(str(counts))


def make_table() -> None:
    """The bare POST's table, with as many rows as the busy technology has positions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS yardstick "
            "(question integer, member integer, value text, PRIMARY KEY (question, member))"
        )
        cursor.execute(
            "INSERT INTO yardstick SELECT 1, n, 'pro' FROM generate_series(1, 100) AS n ON CONFLICT DO NOTHING"
        )


def count_queries(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers with the number of statements in ``X-Statements`` where a request asks for it; else does nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "X-Count" not in request.headers:
            return get_response(request)
        statements = 0

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response["X-Statements"] = str(statements)
        return response

    return middleware
