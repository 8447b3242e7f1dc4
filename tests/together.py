"""Several people at the same moment, each on a database connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from web.refusals import Refused


def at_once(act: Callable[[int], Any], times: int) -> list[Any]:
    """What ``act(0)`` … ``act(times - 1)`` answer, begun together in threads; a refusal is an answer too.

    Needs a transactional database. Every thread closes its connection.
    """
    start = Barrier(times)

    def run(number: int) -> Any:
        try:
            start.wait(timeout=60)
            return act(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
