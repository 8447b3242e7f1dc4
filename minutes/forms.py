"""What people type into the pages of minutes, checked."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from documents.reading import MAX_BYTES, Text, Unreadable, to_text
from minutes.preview.answers import PRESENCES, WAS_THERE
from minutes.preview.asked import Offered, Question
from minutes.preview.page import EDIT_LIMIT
from minutes.preview.rows import QUOTE_LIMIT
from minutes.preview.shapes import RowFields
from minutes.reading.records import KINDS
from writing.services.texts import MAX_BODY

TOO_LARGE = "This file is larger than 5 MB. Nothing was recorded."


class PasteForm(forms.Form):
    """Pasted text, or a file that becomes text."""

    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean_file(self) -> Text | None:
        """The text of the file. The sentence of a file that gives none is the form's error."""
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        if upload.size and upload.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return to_text(upload.read(), upload.name or "")
        except Unreadable as reason:
            raise forms.ValidationError(reason.sentence) from reason

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("file") is None and not (data.get("text") or "").strip():
            raise forms.ValidationError("There is nothing to read yet. Paste the minutes, or choose a file.")
        return data

    @property
    def brought(self) -> tuple[str, str, tuple[str, ...]]:
        """The text, the name of its file if it has one, and what is to be said about reading that."""
        file: Text | None = self.cleaned_data["file"]
        if file is not None:
            upload: Any = self.files["file"]
            return file.text, str(upload.name or ""), file.notices
        return self.cleaned_data["text"], "", ()


class TextForm(forms.Form):
    """The draft's text or some of its lines, and the text it started from."""

    text = forms.CharField(required=False, strip=False, max_length=MAX_BODY)
    base = forms.CharField(max_length=64)
    first = forms.IntegerField(required=False, min_value=1)
    last = forms.IntegerField(required=False, min_value=1)


class HeadForm(forms.Form):
    """Title and day of the meeting."""

    title = forms.CharField(max_length=200, error_messages={"required": "A meeting needs a title."})
    date = forms.DateField(error_messages={"required": "Which day was this meeting?", "invalid": "That is no day."})


class RosterForm(forms.Form):
    """One person on the list of the meeting."""

    name = forms.CharField(max_length=120, error_messages={"required": "Who is it?"})
    facility = forms.CharField(max_length=60, required=False)
    presence = forms.ChoiceField(choices=[*PRESENCES.items(), ("none", "not on the list")])


class AnswerForm(forms.Form):
    """An answer to a question or an offer. What it means is up to what was asked."""

    key = forms.CharField(max_length=200)
    answer = forms.CharField(max_length=300)
    name = forms.CharField(max_length=120, required=False)
    facility = forms.CharField(max_length=60, required=False)
    who = forms.CharField(max_length=120, required=False)
    date = forms.DateField(required=False, error_messages={"invalid": "That is no day."})
    people = forms.CharField(max_length=1000, required=False)

    def value_for(self, question: Question) -> dict[str, Any]:
        """What is kept as the answer to a question; ValidationError with a sentence when something is missing."""
        data = self.cleaned_data
        choice, _, what = str(data["answer"]).partition(":")
        if choice not in {c.value.partition(":")[0] for c in question.choices}:
            raise forms.ValidationError("That is none of the answers.")
        if question.kind == "date":
            day = data["date"] if not what else day_in(what)
            if day is None:
                raise forms.ValidationError("Which day was this meeting?")
            return {"value": day.isoformat()}
        if choice == "correct" and not (what.isascii() and what.isdigit() and len(what) < 19):
            raise forms.ValidationError("That is none of the answers.")
        if question.key.startswith("name:"):
            return self._name_value(question, choice, what)
        return {"choice": choice}

    def _name_value(self, question: Question, choice: str, what: str) -> dict[str, Any]:
        data = self.cleaned_data
        value = {"choice": choice, "written": question.marks[0]}
        if choice in WAS_THERE:
            return value | {"name": data["name"], "facility": data["facility"]}
        if choice == "yes":
            return value | {"is": question.proposed}
        if choice == "is":
            chosen = what or data["who"] or data["name"]
            if not chosen:
                raise forms.ValidationError("Choose who it is, or type a full name.")
            return value | {"is": chosen, "facility": data["facility"]}
        return value

    def value_for_offer(self, offer: Offered) -> dict[str, Any]:
        data = self.cleaned_data
        if data["answer"] == "leave":
            return {"take": False}
        if data["answer"] != "take":
            raise forms.ValidationError("An offer is taken or left.")
        people = names_in(data["people"])
        if offer.asks_people and not people:
            raise forms.ValidationError("Who is to do it? Name somebody, or leave it.")
        return {"take": True, "people": people} if people else {"take": True}


class RowForm(forms.Form):
    """A line opened in place. ``quote``, ``line`` and ``occurrence`` say which line it is."""

    quote = forms.CharField(max_length=QUOTE_LIMIT, strip=False)
    line = forms.IntegerField(min_value=0)
    occurrence = forms.IntegerField(min_value=0, required=False)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    speaker = forms.CharField(max_length=120, required=False)
    technology = forms.IntegerField(
        min_value=1,
        max_value=99_999,
        required=False,
        error_messages={"invalid": "A technology is a number, such as 3.", "min_value": "Technologies begin at 1."},
    )
    people = forms.CharField(max_length=1000, required=False)
    pro = forms.CharField(max_length=4000, required=False)
    contra = forms.CharField(max_length=4000, required=False)
    abstain = forms.CharField(max_length=4000, required=False)
    due = forms.DateField(required=False, error_messages={"invalid": "That is no day."})
    text = forms.CharField(max_length=EDIT_LIMIT, required=False, strip=False)
    inside = forms.BooleanField(required=False)
    at = forms.IntegerField(min_value=0, required=False)

    def changes(self, now: RowFields) -> dict[str, Any]:
        """The fields that differ from the line as it is, ready to be pinned."""
        data = self.cleaned_data
        changed: dict[str, Any] = {}
        if data["kind"] != now.kind:
            changed["kind"] = data["kind"]
        if data["speaker"].strip() != now.speaker:
            changed["speaker"] = data["speaker"].strip()
        if str(data["technology"] or "") != now.technology:
            changed["technology"] = data["technology"]
        for name in ("people", "pro", "contra", "abstain"):
            if name in self.data and names_in(data[name]) != names_in(getattr(now, name)):
                changed[name] = names_in(data[name])
        if "due" in self.data and (data["due"].isoformat() if data["due"] else "") != now.due:
            changed["due"] = data["due"].isoformat() if data["due"] else ""
        words = " ".join(data["text"].split())
        if now.may_edit_text and words and words != " ".join(now.text.split()):
            changed["text"] = words
        if data["inside"] != now.inside:
            changed["inside"] = data["inside"]
        return changed

    def parts(self) -> tuple[str, str]:
        """The words before and after the cursor; without a cursor, before and after the first line break."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        at = self.cleaned_data["at"]
        broken = text.strip().find("\n")
        if broken > 0:
            text = text.strip()
            at = broken
        if not at or at >= len(text):
            return "", ""
        return " ".join(text[:at].split()), " ".join(text[at:].split())


def day_in(words: str) -> datetime.date | None:
    """``2025-02-12`` as a day; None for anything else."""
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return None


def names_in(words: str) -> list[str]:
    """Names separated by commas or semicolons."""
    return [name for part in words.replace(";", ",").split(",") if (name := " ".join(part.split())[:120])]
