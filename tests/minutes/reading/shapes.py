"""Texts of any size in shapes that tempt a reader into quadratic time; used by tests and benchmark."""

from __future__ import annotations

from collections.abc import Callable


def letters(number: int) -> str:
    """A number as letters, so that it can be part of a name."""
    out = ""
    while True:
        out = chr(97 + number % 26) + out
        number //= 26
        if not number:
            return out


def name(number: int) -> str:
    return f"Ana {letters(number).capitalize()}ova"


ROSTER = "Present: Ana Kováč (DESY), Bo O'Neill (ESRF), Cem Yıldız\n\n"

SHAPES: dict[str, Callable[[int], str]] = {
    "turns, a line each": lambda n: ROSTER + "\n".join(f"Ana: line {i}. Bo: yes – Cem: no" for i in range(n // 40)),
    "paragraphs of prose": lambda n: (
        ROSTER + "\n\n".join(f"Bo said {i}, and he will do it. We agreed." for i in range(n // 45))
    ),
    "one line": lambda n: "word and word " * (n // 14),
    "one line of turns": lambda n: ROSTER + "Ana: yes. Bo: no – " * (n // 19),
    "dashes": lambda n: "x – " * (n // 4),
    "colons": lambda n: "Ana: " * (n // 5),
    "sentences": lambda n: "Yes. " * (n // 5),
    "brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "square brackets": lambda n: "Present: " + "([" * (n // 2),
    "people": lambda n: "Present:\n" + "\n".join(f"- {name(i)} (DESY)" for i in range(n // 22)),
    "people, a comma line": lambda n: "Present: " + ", ".join(name(i) for i in range(n // 12)),
    "unknown labels": lambda n: ROSTER + "\n".join(f"{letters(i).capitalize()}ova: yes" for i in range(n // 13)),
    "near misses": lambda n: ROSTER + "\n".join(f"O'Neil{letters(i)} Bo: yes" for i in range(n // 17)),
    "table": lambda n: "| a | b |\n" * (n // 10),
    "headings": lambda n: "# a\n" * (n // 4),
    "short lines": lambda n: "Ab cd\n\n" * (n // 7),
    "numbered": lambda n: "\n".join(f"{i % 100}. some text" for i in range(n // 14)),
    "actions": lambda n: ROSTER + "\n".join(f"ACTION Ana: do thing {i} until it is done" for i in range(n // 42)),
    "same action": lambda n: ROSTER + "ACTION Ana: do this thing until it is done\n" * (n // 43),
    "votes by name": lambda n: ROSTER + "pro: Ana, Bo contra: Cem\n\n" * (n // 26),
    "ballots": lambda n: ROSTER + "\n".join(f"{name(i)} +1" for i in range(n // 13)),
    "cut paragraphs": lambda n: (
        "words that go on and on until the page is full and goes on with the\n\nnext " * (n // 75)
    ),
    "tags": lambda n: "<p>word" * (n // 7),
    "open tags": lambda n: "<a " * (n // 3),
    "open comments": lambda n: "<!-- " * (n // 5),
    "links": lambda n: "[a](b) " * (n // 7),
    "stars": lambda n: "*a " * (n // 3),
    "digits": lambda n: "1" * n,
    "spaces": lambda n: "a" + " " * n + "b",
    "rules": lambda n: "-" * n + "b",
    "dates": lambda n: "12 March 2024 " * (n // 14),
    "technologies": lambda n: (
        ROSTER + "\n\n".join(f"Technology {i % 999}: Ana: see T{i % 7} → T3" for i in range(n // 34))
    ),
}
