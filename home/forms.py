"""« Nous écrire »: the form of the assistance."""

import uuid

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.accounts.forms.fields import email_field

MESSAGE_LENGTH = 5000


class Topic(models.TextChoices):
    """What people write about."""

    ACCOUNT = "compte", _("My account or signing in")
    APPLICATION = "demande", _("An application under way")
    AID = "aide", _("A question about an aid")
    ACCESS = "accessibilite", _("A page I cannot use or read")
    OTHER = "autre", _("Something else")


class QuestionForm(forms.Form):
    """Who writes, about what, and what they say."""

    name = forms.CharField(
        label=_("Your first and last names"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your first and last names.")},
    )
    email = email_field(_("E-mail address"), help_text=_("The answer is sent to this address."))
    topic = forms.ChoiceField(
        label=_("What it is about"),
        choices=Topic.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what your message is about."),
            "invalid_choice": _("Choose what your message is about."),
        },
    )
    message = forms.CharField(
        label=_("Your message"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("For an application, give its reference. Never write your password."),
        error_messages={
            "required": _("Write your message."),
            "max_length": _(
                "Your message is too long: %(limit_value)d characters at most, "
                "%(show_value)d written."
            ),
        },
    )
    attempt = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_attempt(self) -> uuid.UUID:
        """Return the key of this attempt; a page without one makes its own."""
        return self.cleaned_data["attempt"] or uuid.uuid4()
