"""Signing in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from members.models import Account


class SignInForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=254)
    password = forms.CharField(label="Password", strip=False, max_length=1000, widget=forms.PasswordInput)

    account: Account | None = None

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("email") and data.get("password"):
            account = authenticate(self.request, username=data["email"], password=data["password"])
            if not isinstance(account, Account):
                # The same words whether or not there is such an account.
                raise forms.ValidationError("E-mail and password do not fit together.")
            self.account = account
        return data
