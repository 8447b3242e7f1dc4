"""How reading grows: seconds for a text and for one four times as long, and their ratio (linear is 4).

Run with `python -m benchmarks.reading [CHARACTERS]` from the project's root.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from minutes.reading import read
from tests.minutes.reading.shapes import SHAPES

SAMPLE = Path(__file__).resolve().parent.parent / "minutes" / "sample" / "2025-02-12-wg3.md"


def seconds(text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sample = SAMPLE.read_text(encoding="utf-8")
    body = sample.split("\n", 31)[-1]
    long = sample + "\n\n" + body * (10_000 // max(body.count("\n"), 1))
    sys.stdout.write(f"sample {seconds(sample):.3f} s; {long.count(chr(10))} lines {seconds(long):.2f} s\n")
    for name, shape in SHAPES.items():
        small, large = seconds(shape(size)), seconds(shape(4 * size))
        sys.stdout.write(f"{name:28} {small:8.3f} {large:8.3f}   x{large / max(small, 1e-6):.1f}\n")


if __name__ == "__main__":
    main()
