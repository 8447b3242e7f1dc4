"""The transaction of a service: all or nothing, and once more when two of them waited for each other."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

P = ParamSpec("P")
R = TypeVar("R")
PAUSE = (0.05, 0.2)  # seconds


def atomic(service: Callable[P, R]) -> Callable[P, R]:
    """Run ``service`` in a transaction; after a deadlock, once more.

    PostgreSQL ends one of two transactions that wait for each other; nothing of it happened, so the outermost
    service can simply begin again. Inside another transaction only that one can: there the error goes through.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outermost = not transaction.get_connection().in_atomic_block
        try:
            with transaction.atomic():
                return service(*args, **kwargs)
        except OperationalError as error:
            if not outermost or not isinstance(error.__cause__, DeadlockDetected):
                raise
        # The other one is only being woken; who begins again at once takes the row from under it, and both wait anew.
        time.sleep(random.uniform(*PAUSE))  # noqa: S311 - not a secret
        with transaction.atomic():
            return service(*args, **kwargs)

    return run
