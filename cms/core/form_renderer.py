"""Django's form renderer, with the plainest widgets written without templates.

A step of a form holds dozens of `<input>`, each made of three nested templates: most of the time
of the page. The tags written here are the same, attribute for attribute (tested); every other
widget goes through its template.
"""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

FOLDER = "django/forms/widgets/"
INPUTS = frozenset(
    f"{FOLDER}{name}.html"
    for name in (
        "input", "text", "number", "email", "url", "tel", "search", "hidden", "password",
        "checkbox", "checkbox_option", "radio_option", "input_option",
    )
)  # fmt: skip
TEXTAREA = f"{FOLDER}textarea.html"


class PlainTagRenderer(TemplatesSetting):
    """Renders every form of the site."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Render one widget, form or list of errors."""
        widget = context.get("widget")
        if widget is not None and template_name in INPUTS and not widget.get("wrap_label"):
            return _input(widget)
        if widget is not None and template_name == TEXTAREA:
            return _textarea(widget)
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else f' value="{_escaped(value)}"'
    kind, name = _escaped(widget["type"]), _escaped(widget["name"])
    return mark_safe(f'<input type="{kind}" name="{name}"{shown}{_attributes(widget)}>')  # noqa: S308


def _textarea(widget: dict[str, Any]) -> SafeString:
    value = _escaped(widget["value"]) if widget["value"] else ""
    name = _escaped(widget["name"])
    return mark_safe(f'<textarea name="{name}"{_attributes(widget)}>\n{value}</textarea>')  # noqa: S308


def _attributes(widget: dict[str, Any]) -> str:
    return "".join(
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _escaped(value: Any) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))
