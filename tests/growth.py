"""Cost that grows with the input and not with its square, measured as a ratio on whatever machine this is."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 6
LIMIT = 18  # a square would be 36; the rest is room for a busy machine
LEAST = 0.01  # seconds; below it the clock says nothing


def seconds(work: Callable[[str], object], text: str) -> float:
    """The processor's time of the better of two runs."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    return best


def assert_grows_with_the_text(work: Callable[[str], object], text_of: Callable[[int], str], number: int) -> None:
    """``text_of(number)`` must cost less than LIMIT times what ``text_of(number // TIMES)`` costs."""
    work(text_of(max(1, number // (TIMES * TIMES))))  # what is loaded once is loaded now
    small = seconds(work, text_of(number // TIMES))
    large = seconds(work, text_of(number))
    assert large < max(small, LEAST) * LIMIT, f"{small:.3f} s for a sixth, {large:.3f} s for the whole"
