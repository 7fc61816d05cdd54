"""A form that can be sent only to search, by who has no scripts."""

from typing import Any, Self

from django import forms

from cms.core.part_widgets import REFRESH, REFRESH_NAME


class SearchingForm(forms.Form):
    """A form with a search among its inputs: « Rechercher » sends it, and refuses nothing."""

    def searching(self) -> Self | None:
        """Return the form to show again, holding what was typed, when it was sent to search."""
        if self.data.get(REFRESH_NAME) != REFRESH:
            return None
        typed = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }
        return self.again(typed)

    def again(self, typed: dict[str, Any]) -> Self:
        """Return the same form, not sent, holding what was typed."""
        return type(self)(initial=typed)
