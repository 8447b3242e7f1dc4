"""Documents to write and read: one that is plain, and any whatever."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from roadmap.document import DocumentRecord, Gone, Parts, Relations, TechnologyRecord
from roadmap.document.record import block, one_line

DIRECTORS = DocumentRecord(
    title="Optics Technology Roadmap",
    edition=date(2026, 11, 25),
    group="Optics WG",
    due_on=date(2027, 2, 17),
    due_for="the directors’ meeting",
    scope="What we plan together.\n\n## What is left out\n\nMagnets.",
    technologies=(
        TechnologyRecord(
            number=3,
            title="Mirrors & gratings",
            state="agreed",
            text="# Why\n\nBecause.[^1]\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n[^1]: See T2.",
            asked_of_directors="Two people for three years",
            version=7,
            version_on=date(2026, 4, 20),
            agreed_version=6,
            agreed_on=date(2026, 3, 12),
            edited_since=True,
            writers=("Ana Kováč", "Bo O'Neill"),
            standing="3 of 17 are pro, nobody is contra, 14 have not said.",
            parts=Parts(leads=("LAKE",), takes_part=("HILL", "DALE; west"), does_not=("MOOR",)),
            relations=Relations(overlaps=(2,), needs=(2,), has_parts=(4,)),
        ),
        TechnologyRecord(number=2, title="Detectors", state="ready", text="Fast ones.[^1]\n\n[^1]: Very.", version=1),
        TechnologyRecord(number=4, working_title=True, relations=Relations(part_of=(3,))),
    ),
    gone=(Gone(1, 3), Gone(5)),
)

# What breaks out of a text that is only pasted between others.
HOSTILE = [
    "# Heading",
    "## Technology 4: mine",
    "\\## Technology 4: mine",
    "## Technology 3",
    "## No longer in the list",
    "###### Deep",
    "####### Not one",
    "Under\n===",
    "---",
    "---\nwaymark: roadmap 1\n---",
    "```",
    "~~~~ sh\n# a comment\n~~~~",
    "    ## Technology 9:",
    "<!--",
    "<!-- headings as written -->",
    "<script>alert(1)</script>",
    "- State: Agreed",
    "*Edition of 1 Jan 2020.*",
    "word[^1] and [^T3-1], [^T4-1]",
    "[^1]: a note\n    # in it",
    "[^T3-1]: another",
    "> # quoted\n# not",
    "- a\n\n  # in a list\n# not",
    "| # a | b |\n|---|---|\n# c",
    "[a]:\n# b",
    "T6 is part of T3; T7 is withdrawn.",
    "\x0b# odd\x85# odder\u2028## Technology 5: x",
    "\t# indented",
    "   # three",
    "",
]

characters = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
lines = st.sampled_from(HOSTILE) | st.text(characters, max_size=30) | st.text("#-=`[^]:>T34 \\*_~|;&<!", max_size=20)
texts = st.lists(lines, max_size=8).map("\n".join).map(block)
words = (st.sampled_from(HOSTILE) | st.text(characters, max_size=40) | st.text("\\`*_[]<>&#~;: amp", max_size=20)).map(
    one_line
)
names = st.lists(words.filter(bool), max_size=3).map(tuple)
numbers = st.integers(1, 999_999_999)
days = st.none() | st.dates()
agreements = st.tuples(st.none() | numbers, days, st.booleans()).filter(lambda one: any(one[:2]) or not one[2])
technologies = st.builds(
    lambda agreed, **fields: TechnologyRecord(
        agreed_version=agreed[0], agreed_on=agreed[1], edited_since=agreed[2], **fields
    ),
    agreed=agreements,
    number=st.sampled_from([3, 4]) | numbers,
    title=words,
    state=st.sampled_from(["written", "ready", "agreed"]),
    text=texts,
    asked_of_directors=words,
    working_title=st.booleans(),
    version=st.none() | numbers,
    version_on=days,
    writers=names,
    standing=words,
    parts=st.builds(Parts, *[names] * 4),
    relations=st.builds(Relations, *[st.lists(numbers, max_size=3).map(tuple)] * 5),
)
records = st.builds(
    DocumentRecord,
    title=words,
    edition=st.dates(),
    group=words,
    due_on=days,
    due_for=words,
    scope=texts,
    technologies=st.lists(technologies, max_size=3).map(tuple),
    gone=st.lists(st.builds(Gone, numbers, st.none() | numbers), max_size=3).map(tuple),
)
