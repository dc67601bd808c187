"""allauth's forms in our words: no greyed-out samples in the fields, one link for a forgotten password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordKeyForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


def plain(form: forms.Form, **labels: Any) -> None:
    """Give fields their labels, and take away what only repeats them."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, login=_("E-mail"), password=_("Password"))
        self.fields["password"].help_text = ""  # the page offers the way to a new password below


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, password1=_("New password"), password2=_("The same once more"))


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth has no Spanish for these two labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self, name=_("Name of this key"), passwordless=_("Sign in with it alone"))
        self.fields["passwordless"].help_text = _("Without a password: the key then asks for your finger, face or PIN.")
