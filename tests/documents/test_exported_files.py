"""Documents as word processors and online editors write them."""

from pathlib import Path

import pytest

from documents.markdown import to_markdown
from documents.outline import outline

FILES = Path(__file__).parent / "files"
SAMPLE = Path(__file__).resolve().parents[2] / "roadmap" / "sample" / "leaps-roadmap.docx"


@pytest.mark.parametrize("name", ["eleven.docx", "eleven.odt"])
def test_word_processor_file_keeps_everything(name: str) -> None:
    document = to_markdown((FILES / name).read_bytes(), name)
    sections = outline(document.text)
    assert [section.level for section in sections] == [1] + [2] * 11
    assert sections[0].title == "Roadmap of invented technologies"
    assert sections[1].body == (
        "Robots change samples at 20 K. A change takes less than a minute.\n\nTwo arms are enough.\n\n"
        "See [the page of the robots](https://example.org/robots). **Open:** the price[^1].\n\n"
        "- arms\n  - left arm\n  - right arm\n- cold box\n\n"
        "| Step | Seconds |\n| --- | --- |\n| grip | 20 |\n| place | 35 |\n\n"
        "The arm: [picture: A robot arm at the cryostat]\n\n[^1]: An offer is expected in spring."
    )
    assert document.notices == ("1 picture was left out; a word stands in its place.",)


def test_sample_has_its_numbers_which_the_word_processor_draws() -> None:
    sections = outline(to_markdown(SAMPLE.read_bytes(), SAMPLE.name).text)
    assert [section.title.split(" ")[0] for section in sections] == [f"{number}." for number in range(1, 12)]
    assert sections[3].title == "4. AI/ML framework"
    assert all(len(section.body.split("\n\n")) == 2 for section in sections)


def test_online_editors_page_is_read_as_it_looks() -> None:
    document = to_markdown((FILES / "online-editor.html").read_bytes(), "roadmap.html")
    assert [(section.title, section.level) for section in outline(document.text)] == [
        ("Technology Roadmap", 1), ("1. Streams of data", 2), ("2. Second", 2),
    ]  # fmt: skip
    assert "**bold** and *italic*, ~~gone~~. See [the page](https://example.org/a?b=1).[^1]" in document.text
    assert "- one\n  - nested\n  - nested 2\n- two\n" in document.text
    assert "[^1]: The footnote.\n\n## 2. Second" in document.text
    assert "a reviewer said" not in document.text
    assert "The table of contents was left out." in document.notices
    assert "1 comment of a reviewer was left out." in document.notices


def test_online_editors_markdown_is_tidied() -> None:
    document = to_markdown((FILES / "online-editor.md").read_bytes(), "roadmap.md")
    assert [(section.title, section.level) for section in outline(document.text)] == [
        ("Technology Roadmap", 1), ("1. Streams of data", 2), ("2. Second", 2),
    ]  # fmt: skip
    assert "[picture]" in document.text
    assert "base64" not in document.text
    assert "{#" not in document.text
    assert "**More of it**\n\ninside" in document.text
    assert "[^1]:  The footnote.\n\n## 2. Second" in document.text
    assert "Last words under H₂O marked." in document.text
    assert "# not a heading ![x](y)" in document.text


def test_words_html_is_read_as_it_looks() -> None:
    document = to_markdown((FILES / "word.html").read_bytes(), "roadmap.html")
    assert document.text == (
        "# Roadmap\n\n## 1. Streams\n\nText **bold** note[^1].\n\n- one\n  - nested\n- two\n\nAfter\n\n[^1]: The note.\n"
    )


def test_front_matter_and_contents_of_a_pad_are_left_out() -> None:
    text = "---\ntitle: Our roadmap\ntags: x\n---\n\n[TOC]\n\n## One\n\n:::info\nkept\n:::\n\nsee [that][ref]\n\n[ref]: https://x.org\n"
    document = to_markdown(text.encode(), "pad.md")
    assert document.text == "# Our roadmap\n\n## One\n\nkept\n\nsee [that](https://x.org)\n"
    assert len(document.notices) == 2


def test_plain_text_stays_as_typed() -> None:
    text = "1. Title\nx_y *z* \\* <b>\n\n---\nTechnology 3: a\n"
    assert to_markdown(text.encode(), "a.txt").text == text
