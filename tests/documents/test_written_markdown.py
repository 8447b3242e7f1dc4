"""What is written as Markdown shows, in the site's own renderer, the words and looks of the document."""

import html
import json
import random
import re
import subprocess

import pytest

from documents import pandoc
from documents.markdown import to_markdown
from documents.written.blocks import write
from documents.written.tree import read_tree
from web.markdown import plain, render

_WORDS = (
    "beam", "x_y", "a*b", "*star*", "_low_", "[box]", "[a](b)", "![p](q)", "`tick`", "1.", "2)", "-", "+", "#", "##", ">",
    "~~no~~", "~", "|", "||", "<b>", "<http://x.org>", "&amp;", "&", "\\", "\\*", "C:\\dir", "https://x.org/a_b_c*d", "T4",
    "naïve", "“q”", "3:", "[^1]", "[^1]:", "[x]:", "===", "---", "***", "```", "$x$", "@[12]", "!", "(", ")", "]", "[", "e.g.",
    "Ünïcode", "日本", "don't", "5*3*2", "__init__", "a__b", "**", "_", "=",
)  # fmt: skip


def inline(rng: random.Random, depth: int = 0) -> list[object]:
    made: list[object] = []
    for _ in range(rng.randint(1, 5)):
        kind = rng.random()
        if depth < 3 and kind < 0.3:
            mark = rng.choice(["Strong", "Emph", "Strikeout", "Underline"])
            made.append({"t": mark, "c": inline(rng, depth + 1)})
        elif depth < 3 and kind < 0.38:
            made.append({"t": "Link", "c": [["", [], []], inline(rng, 3), ["https://example.org/a_(b)", ""]]})
        elif kind < 0.44:
            made.append({"t": "Code", "c": [["", [], []], rng.choice(_WORDS)]})
        elif kind < 0.47:
            made.append({"t": "LineBreak"})
        else:
            made.append({"t": "Str", "c": rng.choice(_WORDS)})
        if rng.random() < 0.6:
            made.append({"t": "Space"})
    return made


def words_of(inlines: object) -> str:
    if isinstance(inlines, list):
        return "".join(words_of(each) for each in inlines)
    assert isinstance(inlines, dict)
    if inlines["t"] in {"Space", "LineBreak"}:
        return " "
    if inlines["t"] == "Str":
        return str(inlines["c"])
    if inlines["t"] in {"Code", "Link"}:
        return words_of(inlines["c"][1]) if inlines["t"] == "Link" else str(inlines["c"][1])
    return words_of(inlines["c"])


def written(*blocks: object) -> str:
    return write(read_tree(json.dumps({"blocks": blocks, "meta": {}}).encode()))[0]


def shown(markdown: str) -> str:
    text = re.sub(r"<(?:br|/p|/li|/h\d|/td|/th)[^>]*>", " ", str(render(markdown)))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.mark.parametrize("seed", range(40))
def test_paragraph_of_any_signs_shows_its_words(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(50):
        inlines = inline(rng)
        markdown = written({"t": "Para", "c": inlines})
        assert shown(markdown) == " ".join(words_of(inlines).split()), markdown


@pytest.mark.parametrize("seed", range(20))
def test_table_cell_and_heading_of_any_signs_show_their_words(seed: int) -> None:
    rng = random.Random(1_000 + seed)
    for _ in range(20):
        cells = [[inline(rng) for _ in range(2)] for _ in range(2)]
        attr = ["", [], []]

        def cell(inlines: object, attr: object = attr) -> object:
            return [attr, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": inlines}]]

        rows = [[attr, [cell(each) for each in row]] for row in cells]
        columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * 2
        table = {"t": "Table", "c": [attr, [None, []], columns, [attr, []], [[attr, 0, [], rows]], [attr, []]]}
        if not all(words_of(each).strip() for row in cells for each in row):
            continue
        markdown = written(table)
        assert "<table>" in render(markdown), markdown
        expected = " ".join(" ".join(words_of(each).split()) for row in cells for each in row)
        assert shown(markdown).replace(";", "").split() == expected.replace(";", "").split(), markdown
        heading = written({"t": "Header", "c": [2, attr, cells[0][0]]})
        assert heading.startswith("## ")
        assert shown(heading) == " ".join(words_of(cells[0][0]).split()), heading


def random_markdown(rng: random.Random) -> str:
    """A document in Pandoc's own Markdown, of words that can be told apart."""
    count = iter(range(10_000))

    def some() -> str:
        made = []
        for _ in range(rng.randint(1, 6)):
            word = f"word{next(count)}"
            made.append(
                rng.choice(
                    [word] * 6
                    + [
                        f"**{word}**",
                        f"*{word}*",
                        f"~~{word}~~",
                        f"[{word}](https://x.org)",
                        f"`{word}`",
                        f"{word}^[note{word}]",
                    ]
                )
            )
        return " ".join(made)

    def block(depth: int) -> str:
        kind = rng.choice(["p", "p", "h", "ul", "ol", "quote", "code", "table"] if depth < 2 else ["p"])
        if kind == "h" and not depth:
            return f"{'#' * rng.randint(1, 4)} {some()}"
        if kind in {"ul", "ol"}:
            mark = "- " if kind == "ul" else "1. "
            items = []
            for _ in range(rng.randint(1, 3)):
                inner = "\n\n".join(block(depth + 1) for _ in range(rng.randint(1, 2)))
                items.append(mark.ljust(4) + inner.replace("\n", "\n    "))
            return "\n\n".join(items)
        if kind == "quote":
            return "> " + block(depth + 1).replace("\n", "\n> ")
        if kind == "code":
            return f"```\n{some()}\n```"
        if kind == "table" and not depth:
            return f"| {some()} | {some()} |\n|---|---|\n| {some()} | {some()} |"
        return some()

    return "\n\n".join(block(0) for _ in range(rng.randint(2, 12)))


@pytest.mark.parametrize("form", ["docx", "odt", "html"])
@pytest.mark.parametrize("seed", range(8))
def test_document_loses_no_word(form: str, seed: int, tmp_path) -> None:
    source = random_markdown(random.Random(seed))
    made = tmp_path / f"made.{form}"
    subprocess.run(
        [str(pandoc._program()), "--from", "markdown", "--standalone", "--metadata", "title=x", "-o", str(made)],
        input=source.encode(),
        check=True,
    )
    text = to_markdown(made.read_bytes(), made.name).text
    wanted = re.findall(r"(?<!note)\bword\d+", source)
    assert [word for word in re.findall(r"(?<!note)\bword\d+", text) if word in set(wanted)] == wanted
    assert set(re.findall(r"noteword\d+", source)) == set(re.findall(r"noteword\d+", plain(text)))
