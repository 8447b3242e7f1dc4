"""What is typed under a line of the minutes."""

from django import forms

from writing.services.comments import MAX_COMMENT


class ReplyForm(forms.Form):
    """A reply to a line. ``send_key`` makes a second send of the same form add nothing."""

    body = forms.CharField(
        max_length=MAX_COMMENT,
        error_messages={
            "required": "There is nothing written yet.",
            "max_length": "A reply takes up to 50,000 characters.",
        },
    )
    send_key = forms.UUIDField(required=False)
