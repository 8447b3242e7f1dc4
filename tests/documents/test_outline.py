"""Texts cut at their headings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.outline import Section, outline
from web.markdown import _PARSER


def titles(text: str) -> list[str]:
    return [section.title for section in outline(text)]


def test_outline_gives_every_line_once() -> None:
    text = "before\n\n# One\n\na\n\n```\n# no\n```\n## Two ##\nb\n\nSetext\n===\nc\n"
    assert outline(text) == [
        Section("", 0, "before", 1),
        Section("One", 1, "a\n\n```\n# no\n```", 3),
        Section("Two", 2, "b", 10),
        Section("Setext", 1, "c", 13),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n\n  # no\n",
        "> # no\n",
        "```\n# no\n",
        "~~~\n# no\n~~~\n",
        "    # no\n",
        "- ```\n  # no\n  ```\n",
        "| # a |\n| --- |\n",
        "#no\n",
        "\\# no\n",
        "1. x\n   # no\n",
    ],
)
def test_heading_inside_something_or_escaped_is_text(text: str) -> None:
    assert titles(text) == [""]


def test_title_is_words_without_marks() -> None:
    assert titles("# 1\\. **Bold** *it* [link](https://x.org) `c` a\\_b #\n\nx") == ["1. Bold it link c a_b"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Technology 1: A\nx\nTechnology 2: B\ny", ["Technology 1: A", "Technology 2: B"]),
        ("**Technology 1: A**\n\nx\n\n**Technology 2: B**\n\ny", ["Technology 1: A", "Technology 2: B"]),
        ("# Roadmap\n\nT1: A\nx\n\nT2: B\ny", ["Roadmap", "T1: A", "T2: B"]),
        ("1. A\n\nx\n\n2. B\n\ny", ["1. A", "2. B"]),
        ("1\\. A\n\nx\n\n2\\. B\n\ny", ["1. A", "2. B"]),
        ("**A**\n\nx\n\n**B**\n\ny", ["A", "B"]),
        ("1. a\n2. b\n3. c", [""]),
        ("1. A\n\nx\n\n3. B\n\ny", [""]),
        ("Technology 1: A\nTechnology 1: B", [""]),
        ("only **bold** words\n\nx", [""]),
        ("", []),
        (" \n\n", []),
    ],
)
def test_text_without_headings_is_cut_where_lines_stand_for_them(text: str, found: list[str]) -> None:
    assert titles(text) == found


_LINES = st.lists(
    st.sampled_from(
        [
            "# One", "## Two #", "text", "", "", "  more", "- item", "  # in item", "1. first", "> quote", "```", "~~~", "    code",
            "===", "---", "- - # x", "* * *", "#", "#### ", "\t# tab", "Technology 1: A", "**bold**", "2) x", "   # three",
        ]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(_LINES)
def test_every_line_is_in_one_section(lines: list[str]) -> None:
    text = "\n".join(lines)
    sections = outline(text)
    kept = [line for section in sections for line in section.body.split("\n") if line.strip()]
    heads = sum(1 for section in sections if section.level)
    assert len([line for line in lines if line.strip()]) - len(kept) >= heads
    wanted = iter(line for line in lines if line.strip())
    assert all(line in wanted for line in kept)


@settings(max_examples=500, deadline=None)
@given(_LINES)
def test_headings_are_those_of_the_renderer(lines: list[str]) -> None:
    text = "\n".join(line for line in lines if not line.startswith(("Tech", "**", "\t")))
    tokens = _PARSER.parse(text, {"links": None, "steps": 10_000})
    wanted = [
        (token.map[0] + 1, int(token.tag[1]))
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map and tokens[place + 1].content
    ]
    found = [(section.line, section.level) for section in outline(text) if section.level]
    if len(wanted) > 1:
        assert found == wanted
