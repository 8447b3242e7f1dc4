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
    "rows a line each cell": lambda n: "<table>" + "<tr>\n<td>Ana Kováč</td>\n<td>yes</td>\n</tr>\n" * (n // 45),
    "rows never closed": lambda n: "<tr>\n<td>a\n" * (n // 11),
    "table of people": lambda n: (
        "| Name | Present |\n|---|---|\n" + "\n".join(f"| {name(i)} | x |" for i in range(n // 16))
    ),
    "tables of people": lambda n: "| Name | Present |\n| Ana Kováč | x |\n\n" * (n // 38),
    "boxes": lambda n: "Present:\n" + "\n".join(f"- [x] {name(i)} (LAKE)" for i in range(n // 25)),
    "groups": lambda n: "Present: " + "; ".join(f"LAKE: {name(i)}" for i in range(n // 19)),
    "groups with plus": lambda n: "Present: AK" + " + LAKE: BO, CO" * (n // 15),
    "labels in a list": lambda n: "Present:\n" + "Members:\nAna Kováč (LAKE)\n" * (n // 26),
    "motions": lambda n: ROSTER + "Moved by Ana, seconded by Bo, to go on. Motion carried (5-0). " * (n // 62),
    "motions in paragraphs": lambda n: ROSTER + "Bo moved to go on. Ayes: Ana; Nays: Cem. Carried 2-1.\n\n" * (n // 55),
    "signs": lambda n: ROSTER + "+1 Ana, Bo; -1 Cem " * (n // 19),
    "joint speakers": lambda n: ROSTER + "Ana/Bo: yes\nAna to Bo: no\n" * (n // 26),
    "initials": lambda n: ROSTER + "AK: yes\nBO: no\nDH: why\n" * (n // 23),
    "footers": lambda n: "".join(
        f"a sentence that is cut in the very middle by the\n\nMinutes of 2024 {i}\n\nfoot of its page\n\n"
        for i in range(n // 90)
    ),
    "steps": lambda n: "".join(f"{i % 99} Title of it\n\nText below it.\n\n" for i in range(n // 32)),
    "capitals": lambda n: "REPORT OF THE BOARD AND OF ALL. The text. " * (n // 42),
    "run-in titles": lambda n: "3. REPORT OF THE BOARD. The board met.\n\n" * (n // 40),
    "titles of technologies": lambda n: "".join(f"T{i % 999}: Title of it\n\nAna: yes\n\n" for i in range(n // 26)),
    "set in": lambda n: ROSTER + "Ana: yes\n\tand more of it\n" * (n // 25),
    "ranges": lambda n: "12 – 14 June 2024, 28 May – 2 June 2024 " * (n // 40),
    "technologies": lambda n: (
        ROSTER + "\n\n".join(f"Technology {i % 999}: Ana: see T{i % 7} → T3" for i in range(n // 34))
    ),
}
