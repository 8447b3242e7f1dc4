"""What people type while they bring in a document, read and checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from documents.markdown import MAX_BYTES, Document, to_markdown
from documents.refusal import Unreadable
from roadmap.bringing_in import MAX_TEXT, MAX_TITLE, Part
from roadmap.bringing_in.changes import FIELDS, WHOLE
from roadmap.bringing_page import becomes_of

SAMPLE = Path(__file__).resolve().parent / "sample" / "leaps-roadmap.docx"
TOO_LARGE = f"This file is larger than {MAX_BYTES // 1024**2} MB. Nothing was recorded."
NOTHING_THERE = "There is nothing to read yet. Paste your document, or choose a file."


class BringForm(forms.Form):
    """A pasted document, or a file that becomes one."""

    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean_file(self) -> Document | None:
        """What the file says. The sentence of a file that says nothing is the form's error."""
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        if upload.size and upload.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return to_markdown(upload.read(), upload.name or "")
        except Unreadable as reason:
            raise forms.ValidationError(reason.sentence) from reason

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("file") is None and not (data.get("text") or "").strip():
            raise forms.ValidationError(NOTHING_THERE)
        return data

    @property
    def brought(self) -> tuple[str, str, tuple[str, ...]]:
        """The text, the name of its file if it has one, and what is to be said about reading that."""
        document: Document | None = self.cleaned_data["file"]
        if document is not None:
            upload: Any = self.files["file"]
            return document.text, str(upload.name or ""), document.notices
        return self.cleaned_data["text"], "", ()


def sample_form() -> BringForm:
    """The box as if somebody had chosen the sample document."""
    files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict(
        {"file": [SimpleUploadedFile(SAMPLE.name, SAMPLE.read_bytes())]}
    )
    return BringForm({}, files)


class AnswerForm(forms.Form):
    """An answer about one part (``at``) or the whole document; an empty answer takes the earlier one back."""

    base = forms.CharField(max_length=64)
    at = forms.IntegerField(required=False, min_value=0)
    key = forms.ChoiceField(choices=[(name, name) for name in ("level", *WHOLE, *FIELDS)])
    answer = forms.CharField(required=False, max_length=20)
    which = forms.CharField(required=False, max_length=20)

    def change(self) -> dict[str, Any]:
        data = self.cleaned_data
        answer: Any = (data["which"] if data["answer"] == "which" else data["answer"]) or None
        if data["key"] == "level":
            answer = int(answer) if answer and answer.isascii() and answer.isdecimal() else None
        about = {} if data["at"] is None else {"at": data["at"]}
        return {**about, data["key"]: answer}


class PartForm(forms.Form):
    """An open part: what it becomes, its title and its text."""

    base = forms.CharField(max_length=64)
    at = forms.IntegerField(min_value=0)
    becomes = forms.CharField(required=False, max_length=20)
    title = forms.CharField(
        required=False,
        max_length=MAX_TITLE,
        error_messages={"max_length": f"A title takes up to {MAX_TITLE} characters; this one is longer."},
    )
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_TEXT,
        error_messages={"max_length": f"A text takes up to {MAX_TEXT:,} characters; this one is longer."},
    )

    def change(self, part: Part, act: str, store: Callable[[str], str]) -> dict[str, Any]:
        """What is another than it was. ``act`` is the button: "part" joins with the one above, "out" leaves out.

        ``store`` turns names into members, as the draft keeps them.
        """
        data = self.cleaned_data
        found: dict[str, Any] = {"at": part.at}
        becomes = act if act in {"part", "out"} else data["becomes"]
        if becomes and becomes != becomes_of(part):
            found["becomes"] = becomes
        if "title" in self.data and " ".join(data["title"].split()) != part.title:
            found["title"] = " ".join(data["title"].split())
        text = data["text"].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd").strip("\n")
        if "text" in self.data and store(text) != part.body:
            found["text"] = store(text)
        return found
