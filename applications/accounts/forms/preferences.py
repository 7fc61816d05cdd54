"""« Mes préférences »."""

from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy as _

from cms.core.languages import live_languages


class PreferencesForm(forms.Form):
    """The language mails are written in, among those the portal speaks."""

    language = forms.ChoiceField(
        label=_("Language of the e-mails"),
        help_text=_("Texts that are not translated stay in French."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Choose a language in the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["language"]
        choice.choices = [  # type: ignore[attr-defined]
            (code, str(get_language_info(code)["name_local"]).capitalize())
            for code in live_languages()
        ]
