"""Plain text in every encoding, and files that are no text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.reading import MAX_BYTES, Text, Unreadable, to_text
from tests.documents.made import package

WORDS = "Ana Kováč: “naïve” – don’t…\nBo: €5\n"


def refusal(data: bytes, name: str = "minutes.txt") -> str:
    with pytest.raises(Unreadable) as caught:
        to_text(data, name)
    return caught.value.sentence


@pytest.mark.parametrize("name", ["minutes.txt", "minutes.md", "minutes", "minutes.log", "", "a\x00b", "../../x.md"])
def test_text_comes_back_untouched(name: str) -> None:
    text = "*x* \\_ <b>no page</b>  \n\tTechnology 2: Ana: it's fine ...\n\n"
    assert to_text(text.encode(), name) == Text(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_text_in_unicode_encodings(encoding: str) -> None:
    text = to_text(WORDS.encode(encoding), "m.txt")
    assert text.text == WORDS
    assert text.notices == (("Read as UTF-16.",) if encoding in {"utf-16-le", "utf-16-be"} else ())


def test_text_in_windows_letters_says_so() -> None:
    text = to_text(WORDS.replace("č", "c").encode("cp1252"), "m.txt")
    assert text.text == WORDS.replace("č", "c")
    assert text.notices == ("The encoding was not said; read as Windows-1252 (West European). Check the accents.",)


def test_text_in_utf8_with_one_foreign_letter() -> None:
    text = to_text("Kováč, Kováč, Kováč".encode() + b" na\xefve", "m.txt")
    assert text.text == "Kováč, Kováč, Kováč naïve"
    assert text.notices == ("1 letter was not in UTF-8 like the rest; it was read as Windows-1252.",)


def test_text_line_ends_are_unified() -> None:
    assert to_text(b"a\r\nb\rc\nd", "m.txt").text == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "m.txt", "This file is empty."),
        (b" \r\n\t", "m.md", "This file is empty."),
        (b"\xef\xbb\xbf", "m.md", "There is no text in this file."),
        (b"x" * (MAX_BYTES + 1), "m.txt", "This file is larger than 5 MB."),
        (b"a\x00b", "m.txt", "This file is not text in any encoding we know."),
        (b"\xff\xfea", "m.txt", "This file is not text in any encoding we know."),
        (bytes(range(1, 256)) * 4, "m.txt", "This file is not text in any encoding we know."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "minutes.docx", "This file is a picture."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "m.txt", "This file is a picture."),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "m.txt", "This file is a picture."),
        (b"\x00\x00\x00\x18ftypheic", "m.heic", "This file is a picture."),
        (b"<?xml version='1.0'?><svg xmlns='x'><text>a</text></svg>", "m.svg", "This file is a picture."),
        (b"%PDF-1.7\n%\xe2\xe3", "m.docx", "This file is a PDF. Open it, copy its text and paste it."),
        (b"{\\rtf1 text}", "m.doc", "This file is in the RTF format. Save it as .docx or .odt, or copy its text and paste it."),
        (b"\x1f\x8b\x08\x00", "m.gz", "This file is a compressed archive, not text."),
        (b"ID3\x03\x00\x00\x00", "m.mp3", "This file is a sound recording, not text."),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "m.doc", "This file is a web archive. Save the page as .html, or copy its text and paste it."),
    ],
)  # fmt: skip
def test_file_that_is_no_text_is_refused_with_one_sentence(data: bytes, name: str, reason: str) -> None:
    assert refusal(data, name) == f"{reason} Nothing was recorded."


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "protected with a password"),
        ("Workbook", "spreadsheet"),
        ("WordDocument", "old .doc format"),
        ("PowerPoint Document", "presentation"),
        ("Other", "old Office format"),
    ],
)
def test_old_office_container_is_told_apart(stream: str, words: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + stream.encode("utf-16-le")
    assert words in refusal(data, "minutes.docx")


@pytest.mark.parametrize(
    "text", ["BM asked for it", "ID3 tags were discussed", "MZ: yes", "Rar! said Ana", "%PDF is a format"]
)
def test_text_beginning_like_another_format_is_text(text: str) -> None:
    assert to_text(text.encode(), "m.txt").text == text


def test_text_of_5_mb_in_one_line() -> None:
    line = "word " * (MAX_BYTES // 5)
    assert to_text(line.encode(), "m.txt").text == line


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")),
        st.sampled_from([b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<html>"]).flatmap(
            lambda start: st.binary(max_size=200).map(lambda rest: start + rest)
        ),
    ),
    st.sampled_from(["m.txt", "m.html", "m.docx", "m.odt", "m.md", "", "."]),
)
def test_any_bytes_give_text_or_one_sentence(data: bytes, name: str) -> None:
    try:
        text = to_text(data, name).text
    except Unreadable as refused:
        text = refused.sentence
    assert text.strip("\ufeff\u200b")
    assert "\x00" not in text
    assert text.encode()


_WHOLE = package(
    {"[Content_Types].xml": "wordprocessingml.", "word/document.xml": "<a>" + "text " * 20 + "</a>", "mimetype": "x"}
)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(_WHOLE) - 1), st.integers(0, 255), st.integers(0, 60))
def test_damaged_package_is_refused_or_read(place: int, byte: int, cut: int) -> None:
    damaged = bytearray(_WHOLE)
    damaged[place] = byte
    with pytest.raises(Unreadable):
        to_text(bytes(damaged[: len(damaged) - cut]), "m.docx")
