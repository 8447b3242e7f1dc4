"""Pandoc, kept on a short lead: no network, no other files, bounded memory, time and output."""

import importlib.util
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Literal

from documents import limited
from documents.refusal import BROKEN, NotMade, Unreadable

Source = Literal["docx", "odt", "html", "rst"]

SECONDS = 20
PATIENCE = 60  # seconds by the clock to write a file; on a busy machine SECONDS of work take longer
HEAP = "512M"
ADDRESS_SPACE = 1536 * 1024 * 1024  # the heap, twice while it is collected, and the program itself
MAX_OUTPUT = 64 * 1024 * 1024
MAX_TREE = 16 * 1024 * 1024  # two hundred pages have 5 MB; in this process it takes about three times as much
TURNS = threading.BoundedSemaphore(2)  # conversions at once in this process: memory is bounded in sum too

_HEAP_EXHAUSTED = 251  # exit status of the Haskell run time
# A title paragraph is taken out of a Word text as metadata; this puts it back where it stood.
_TEMPLATE = (
    "$if(title)$<h1>$title$</h1>$endif$$if(subtitle)$<h2>$subtitle$</h2>$endif$"
    "$for(author)$<p>$author$</p>$endfor$$if(date)$<p>$date$</p>$endif$$if(abstract)$<div>$abstract$</div>$endif$$body$"
)


def to_html(document: bytes, source: Source) -> str:
    """`document` as HTML, tracked changes accepted and comments dropped.

    Raises `Unreadable` when Pandoc refuses the document or needs more than its limits.
    Cost: a process of its own; 0.1 s for ordinary minutes, at most `SECONDS`.
    """
    options = []
    template = ""
    if source != "rst":  # where a template would take field lists at the top away as metadata
        template = _TEMPLATE
        options = ["--track-changes=accept"]
    return _converted(document, source, "html", options, template=template).decode("utf-8", "replace")


def to_json(document: bytes, source: Source) -> bytes:
    """`document` as Pandoc's own tree, in JSON; in all else as `to_html`."""
    return _converted(document, source, "json", ["--track-changes=accept"], most=MAX_TREE)


def _converted(
    document: bytes, source: str, target: str, options: list[str], *, template: str = "", most: int | None = None
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="waymark-") as place:
        folder = Path(place)
        written = folder / "out"
        (folder / "in").write_bytes(document)
        command = [str(_program()), "--sandbox", "--from", source, "--to", target, "--wrap=none", *options]
        if template:
            (folder / "template.html").write_text(template, encoding="ascii")
            command += ["--template", "template.html"]
        try:
            status = _run([*command, "--output", written.name, "in"], folder, most=most or MAX_OUTPUT)
        except subprocess.TimeoutExpired:
            reason = f"This file could not be read within {SECONDS} seconds. Copy its text and paste it."
            raise Unreadable(reason) from None
        if status == _HEAP_EXHAUSTED:
            raise Unreadable(
                "This file needs more memory to be read than a document should. Copy its text and paste it."
            )
        if most and status != 0 and written.exists() and written.stat().st_size >= most:
            raise Unreadable("This document is longer than five hundred pages. Bring it in in parts.")
        if status != 0 or not written.exists():
            raise Unreadable(BROKEN)
        return written.read_bytes()


def to_docx(page: str, reference: bytes) -> bytes:
    """An HTML page as a Word file with the styles and the page of `reference`, itself a Word file.

    Footnotes are those of e-books: `<a epub:type="noteref">` and `<aside epub:type="footnote">`. Nothing the page
    refers to is loaded. Raises `NotMade` when Pandoc fails or needs more than its limits.
    Cost: a process of its own; 0.3 s for eleven texts, 6 s and 450 MB for 300 of a page each.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-") as place:
        folder = Path(place)
        written = folder / "out.docx"
        (folder / "in.html").write_text(page, encoding="utf-8")
        (folder / "reference.docx").write_bytes(reference)
        command = [str(_program()), "--sandbox", "--from", "html-auto_identifiers+epub_html_exts", "--to", "docx"]
        command += ["--reference-doc", "reference.docx", "--output", written.name, "in.html"]
        try:
            status = _run(command, folder, patience=PATIENCE)
        except subprocess.TimeoutExpired:
            raise NotMade from None
        if status != 0 or not written.exists():
            raise NotMade
        return written.read_bytes()


def _run(command: list[str], folder: Path, *, most: int = MAX_OUTPUT, patience: float | None = None) -> int:
    limits = [str(number) for number in (ADDRESS_SPACE, SECONDS, most)]
    with TURNS:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(limited.__file__), *limits, *command, "+RTS", f"-M{HEAP}", "-RTS"],
            cwd=folder,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # it quotes the document, and is no sentence for a person
            timeout=SECONDS if patience is None else patience,
            check=False,
        )
    return done.returncode


def _program() -> Path:
    found = importlib.util.find_spec("pypandoc")
    if found is None or found.origin is None:
        raise RuntimeError("pypandoc_binary is not installed: run pip install -r requirements.txt")
    return Path(found.origin).parent / "files" / "pandoc"
