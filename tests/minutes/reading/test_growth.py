"""Reading grows with the text, not with its square, whatever the shape."""

from __future__ import annotations

import time

import pytest

from minutes.reading import match, read
from tests.minutes.reading.shapes import ROSTER, SHAPES

SMALL = 6_000
TIMES = 6
# A square would cost TIMES * TIMES = 36; the rest is room for a busy machine.
LIMIT = 18


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        read(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_grows_with_the_text(shape: str) -> None:
    read(SHAPES[shape](1000))
    small = seconds(SHAPES[shape](SMALL))
    large = seconds(SHAPES[shape](SMALL * TIMES))
    assert large < max(small, 0.004) * LIMIT


def test_matching_grows_with_the_text() -> None:
    def cost(lines: int) -> float:
        old = ROSTER + "\n\n".join(f"Ana: number {i} of the lines" for i in range(lines))
        new = old.replace("of the lines", "of all the lines")
        before, after = read(old), read(new)
        start = time.process_time()
        found = match(old, before.entries, new, after.entries)
        spent = time.process_time() - start
        assert len(found.pairs) == lines
        return spent

    cost(50)
    assert cost(1800) < max(cost(300), 0.004) * LIMIT
