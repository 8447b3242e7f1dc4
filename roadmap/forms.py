"""What people type on the roadmap's pages, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.http import QueryDict

from decisions.models import Heard, Value
from roadmap.models import Participation, Technology
from roadmap.relations import CHOICES as RELATION_CHOICES
from roadmap.services.actions import MAX_WORDS
from roadmap.services.asked import MAX_ASKED
from roadmap.services.technologies import MAX_TITLE

POSITIONS = [Value.PRO, Value.CONTRA, Value.ABSTAIN]
POSITION_CHOICES = [(value.value, value.label) for value in POSITIONS]
HEARD_CHOICES = [(heard.value, heard.label) for heard in (Heard.MEETING, Heard.TELEPHONE, Heard.MAIL)]


class DueForm(forms.Form):
    """When the roadmap is due and for what; an empty date takes it away."""

    due_on = forms.DateField(required=False, error_messages={"invalid": "Type the date as 2025-05-28."})
    due_for = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "Up to 200 characters, please."}
    )


class TitleForm(forms.Form):
    """What the roadmap is called; ``before`` is the title an undo was offered against."""

    title = forms.CharField(
        max_length=MAX_TITLE,
        error_messages={
            "required": "A roadmap needs a title.",
            "max_length": f"A title takes up to {MAX_TITLE} characters; this one is longer.",
        },
    )
    before = forms.CharField(required=False, max_length=MAX_TITLE)


class StateForm(forms.Form):
    """A state; agreed on a version, at a meeting if there was one; merged into another technology by its number."""

    state = forms.ChoiceField(
        choices=Technology.State.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Say where it stands."),
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    meeting = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    into = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class AskedForm(forms.Form):
    """The line for the directors, and the wording it started from (0: none yet)."""

    words = forms.CharField(
        required=False,
        max_length=MAX_ASKED,
        error_messages={"max_length": f"Up to {MAX_ASKED} characters, please; this is longer."},
    )
    base = forms.IntegerField(min_value=0, max_value=2**63 - 1)


class MoveForm(forms.Form):
    """Up, down, or to a place counted from 1."""

    to = forms.ChoiceField(choices=[("up", "up"), ("down", "down")], required=False)
    place = forms.IntegerField(required=False, min_value=1, max_value=100_000)


class NamesForm(forms.Form):
    """Names one a line."""

    names = forms.CharField(max_length=100_000, error_messages={"required": "There is no name yet. Type one a line."})


class PositionForm(forms.Form):
    position = forms.ChoiceField(
        choices=POSITION_CHOICES,
        error_messages={
            "required": "A position is pro, contra or abstain.",
            "invalid_choice": "A position is pro, contra or abstain.",
        },
    )


class RecordForm(PositionForm):
    """A position heard elsewhere, noted for somebody."""

    member = forms.IntegerField(
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "max_value"), "Choose who said it."),
    )
    heard = forms.ChoiceField(choices=HEARD_CHOICES, error_messages={"required": "Say where you heard it."})
    said_on = forms.DateField(required=False, error_messages={"invalid": "Type the date as 2025-02-12."})


class PartForm(forms.Form):
    part = forms.ChoiceField(
        choices=Participation.Part,
        error_messages={
            "required": "A facility leads, takes part, watches, or does not take part.",
            "invalid_choice": "A facility leads, takes part, watches, or does not take part.",
        },
    )


class OwnPartForm(PartForm):
    """The part of one's own facility in the technology of that number."""

    number = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Choose a technology."),
    )


class NotedPartForm(OwnPartForm):
    """The part of another facility, as somebody said it; noted by the chair."""

    facility = forms.IntegerField(
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "max_value"), "Choose a facility."),
    )
    said_by = forms.IntegerField(
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "max_value"), "Choose who said it."),
    )
    said_on = forms.DateField(required=False, error_messages={"invalid": "Type the date as 2025-02-12."})


class CountsForm(forms.Form):
    facility = forms.IntegerField(
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "max_value"), "Choose a facility."),
    )
    counts = forms.ChoiceField(
        choices=[("0", "no"), ("1", "yes")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "A facility counts or it does not."),
    )


class PostForm(forms.Form):
    """The one box: a comment, a position, or both."""

    words = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    position = forms.ChoiceField(choices=[("comment", "comment"), *POSITION_CHOICES], required=False)
    send_key = forms.UUIDField(required=False)
    reply_to = forms.IntegerField(required=False)


class EditForm(forms.Form):
    """A text's new wording and the version it started from."""

    base = forms.IntegerField(min_value=1)
    title = forms.CharField(
        required=False,
        max_length=MAX_TITLE,
        error_messages={"max_length": f"A title takes up to {MAX_TITLE} characters; this one is longer."},
    )
    body = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    note = forms.CharField(
        required=False, max_length=300, error_messages={"max_length": "The note takes up to 300 characters."}
    )
    small = forms.BooleanField(required=False)


class IdeaForm(forms.Form):
    words = forms.CharField(
        max_length=20_000,
        error_messages={
            "required": "There is nothing written yet.",
            "max_length": "An idea takes up to 20,000 characters. Say it shorter.",
        },
    )


class RelationForm(forms.Form):
    """How a technology belongs to another one, by its number."""

    kind = forms.ChoiceField(
        choices=RELATION_CHOICES,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Technologies overlap, one needs the other, or is part of it."
        ),
    )
    other = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Choose a technology."),
    )


class CloseForm(forms.Form):
    """Done or dropped, with a word if wanted."""

    words = forms.CharField(
        required=False, max_length=300, error_messages={"max_length": "The word takes up to 300 characters."}
    )
    how = forms.ChoiceField(choices=[("done", "done"), ("dropped", "dropped")], required=False)


NO_DATE = {"invalid": "Type the date as 2025-03-01."}
TOO_LONG = f"An action takes up to {MAX_WORDS} characters. Say it shorter."


class ActionDueForm(forms.Form):
    """An action's date, and the one that was shown when it was changed; an empty date takes it away."""

    due = forms.DateField(required=False, error_messages=NO_DATE)
    was = forms.DateField(required=False, error_messages=NO_DATE)


class ActionForm(forms.Form):
    """What somebody is asked to do: words, people among those one can ask, others as written, where, by when."""

    words = forms.CharField(
        max_length=MAX_WORDS,
        error_messages={"required": "An action needs words: what is to be done?", "max_length": TOO_LONG},
    )
    people = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": "Choose somebody of this group."}
    )
    others = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "“Others” takes up to 200 characters."}
    )
    technology = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "That technology is not in the roadmap any more."},
    )
    due = forms.DateField(required=False, error_messages=NO_DATE)
    was = forms.CharField(required=False, max_length=32)

    def __init__(
        self, data: QueryDict, *, people: Iterable[int], technologies: Iterable[int], words_given: bool = True
    ) -> None:
        """``words_given`` False: they stand in the minutes, or an Undo leaves them alone."""
        super().__init__(data)
        self.fields["people"].choices = [(pk, "") for pk in people]  # type: ignore[attr-defined]
        self.fields["technology"].choices = [("", ""), *((pk, "") for pk in technologies)]  # type: ignore[attr-defined]
        self.fields["words"].required = words_given


def typed_titles(data: QueryDict | Mapping[str, str]) -> dict[int, str]:
    """Number → title of the inputs ``title-<number>``."""
    found = {}
    for key in data:
        number = key.removeprefix("title-")
        if key != number and number.isascii() and number.isdecimal() and len(number) < 10:
            found[int(number)] = str(data[key])
    return found


def first_error(form: forms.Form) -> str:
    """The first sentence of what is wrong."""
    return next((str(message) for messages in form.errors.values() for message in messages), "")
