"""Helpers over pages: count queries, read what is shown."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MOST_QUERIES = 12


def queries_of(client: Client, address: str) -> int:
    """How many statements one GET of the page costs; the page must be 200."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(captured)


def assert_same_queries(client: Client, address: str, grow: Callable[[], object]) -> int:
    """The page costs the same before and after ``grow`` made it thirty times as long, and at most twelve."""
    client.get(address)  # what is filled once (caches of rendered text) is filled now
    few = queries_of(client, address)
    grow()
    client.get(address)
    many = queries_of(client, address)
    assert few == many, f"{address}: {few} queries with few rows, {many} with many"
    assert many <= MOST_QUERIES, f"{address}: {many} queries"
    return many


def words_of(client: Client, address: str) -> str:
    """The page's HTML with white space folded."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())
