"""Widgets written without templates are those Django's templates would write."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString, mark_safe

from cms.core.form_renderer import PlainTagRenderer

CHOICES = [("a", 'Une "formation" <longue>'), ("b", "Un séjour")]
ATTRS = {
    "id": "id_q",
    "class": "govuk-input",
    "data-x": '"<&',
    "aria-invalid": True,
    "hidden": False,
}
WIDGETS: list[tuple[forms.Widget, list[Any]]] = [
    (forms.TextInput(attrs={"maxlength": 80}), [None, "", "L'été <b>", mark_safe("&amp;"), 12000]),
    (forms.NumberInput(), [None, 12000, "1.5"]),
    (forms.EmailInput(), ["lea@exemple.example"]),
    (forms.URLInput(), ["https://exemple.example/?a=1&b=2"]),
    (forms.HiddenInput(), ["[1, 2]"]),
    (forms.PasswordInput(), ["secret"]),
    (forms.CheckboxInput(), [True, False, None, "on"]),
    (forms.Textarea(), [None, "", "\nDeux\nlignes </textarea>"]),
]


def plain(html: str) -> str:
    return html.strip()


@pytest.mark.parametrize(("widget", "values"), WIDGETS, ids=lambda one: type(one).__name__)
def test_a_widget_is_the_same_with_and_without_its_template(
    widget: forms.Widget, values: list[Any]
) -> None:
    for value in values:
        ours = widget.render("q", value, attrs=ATTRS, renderer=PlainTagRenderer())
        django_s = widget.render("q", value, attrs=ATTRS, renderer=TemplatesSetting())

        assert plain(ours) == plain(django_s)
        assert isinstance(ours, SafeString)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_choices_are_the_same_with_and_without_their_templates(
    widget: type[forms.RadioSelect],
) -> None:
    def tags(renderer: TemplatesSetting) -> list[str]:
        class Asked(forms.Form):
            default_renderer = renderer
            q = forms.ChoiceField(choices=CHOICES, widget=widget(attrs={"class": "x"}))

        bound = Asked(initial={"q": "b"})["q"]
        return [plain(option.tag()) for option in bound] + [plain(str(bound))]

    assert tags(PlainTagRenderer()) == tags(TemplatesSetting())
