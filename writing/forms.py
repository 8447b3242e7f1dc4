"""What people type over texts and comments, read and checked."""

from __future__ import annotations

from django import forms


class CommentForm(forms.Form):
    words = forms.CharField(
        strip=False, widget=forms.Textarea, error_messages={"required": "There is nothing written yet."}
    )


class CompareForm(forms.Form):
    """Two versions of a text by their numbers."""

    a = forms.IntegerField(min_value=1)
    b = forms.IntegerField(min_value=1)


class RestoreForm(forms.Form):
    """The version to come back to, and the newest one as the page knew it."""

    number = forms.IntegerField(min_value=1)
    base = forms.IntegerField(min_value=1)
