"""Numbers in addresses: read, or nothing."""

import pytest

from web.numbers import number_in


@pytest.mark.parametrize(
    ("words", "number"),
    [("0", 0), ("12", 12), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None)]
    + [(words, None) for words in ("", " 1", "-1", "+1", "1.5", "1e3", "²", "٣", "１", "x", "\x00", "1_000")],
)
def test_number_in(words: str, number: int | None) -> None:
    assert number_in(words) == number


def test_number_of_few_digits() -> None:
    assert (number_in("12345", digits=5), number_in("123456", digits=5)) == (12345, None)
