"""The sample minutes, to try with."""

from functools import cache
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "2025-02-12-wg3.md"


@cache
def sample_text() -> str:
    """The minutes of the LEAPS WG3 meeting of 12 February 2025, as they were written."""
    return SAMPLE.read_text(encoding="utf-8")
