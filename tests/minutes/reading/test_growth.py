"""Reading grows with the text, not with its square, whatever the shape."""

from __future__ import annotations

import time

import pytest

from minutes.reading import match, read
from tests.growth import LEAST, LIMIT, assert_grows_with_the_text
from tests.minutes.reading.shapes import ROSTER, SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_grows_with_the_text(shape: str) -> None:
    assert_grows_with_the_text(read, SHAPES[shape], 18_000)


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
    assert cost(1800) < max(cost(300), LEAST) * LIMIT
