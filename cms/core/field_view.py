"""How a form field is shown: one reading of a bound field for every page of the portal.

Django's own rendering serves the editors' screens; here each field gets a label that says when it
must be answered, a hint and an error tied to the widget by ids, a fieldset where several widgets
make one answer, and never the browser's `required` (refusals are ours, in words).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from cms.core.controls import Control, Drawing, kind_of, lay_out, target_of, without_hints
from cms.core.part_widgets import GroupWidget

PART = "part"
"""The parameter of an error that names the part it is about."""
TARGET = "target"
"""The parameter of an error that gives the id of the widget it is about."""


def error_messages(bound: BoundField) -> list[str]:
    """Give the errors of a field; Django's bare « required » becomes words that name the field."""
    bare = forms.Field.default_error_messages["required"]
    return [
        _missing(bound) if error.code == "required" and error.message == bare else str(message)
        for error in bound.errors.as_data()
        for message in error.messages
    ]


def _missing(bound: BoundField) -> str:
    words = {
        "radios": _("Answer “%(label)s”."),
        "checkboxes": _("Answer “%(label)s”."),
        "select": _("Choose an answer to “%(label)s”."),
        "checkbox": _("Tick “%(label)s”."),
        "file": _("Add a file to “%(label)s”."),
    }.get(kind_of(bound.field.widget), _("Fill in “%(label)s”."))
    return words % {"label": str(bound.label).removesuffix("*").rstrip()}


def wrong_parts(bound: BoundField) -> list[str]:
    """Name the parts of a group that its errors are about, as far as the errors say so."""
    return [part for error in bound.errors.as_data() if (part := part_of(error))]


def part_of(error: ValidationError) -> str:
    """Name the part an error is about, when it says so."""
    return str((error.params or {}).get(PART) or "")


def target_id(bound: BoundField) -> str:
    """Give the id an error summary links to: the field itself, or the first of its widgets."""
    return target_of_part(bound, next(iter(wrong_parts(bound)), ""))


def target_of_part(bound: BoundField, wrong: str) -> str:
    """Give the id of one part of a field, of its first part when none is named."""
    widget = bound.field.widget
    base = str(widget.attrs.get("id") or bound.auto_id)
    if isinstance(widget, GroupWidget):
        part = next((one for one in widget.parts if one.name == wrong), widget.parts[0])
        return target_of(kind_of(part.widget), f"{base}_{part.name}")
    return target_of(kind_of(widget), base)


@dataclass(frozen=True)
class ErrorLink:
    """A line of the error summary."""

    message: str
    target: str = ""

    @classmethod
    def of(cls, error: object) -> Self:
        """Read a line given by hand: a pair, a mapping with `message` and `target`, or words."""
        if isinstance(error, cls):
            return error
        if isinstance(error, Mapping):
            return cls(str(error.get("message", "")), str(error.get("target", "")))
        if isinstance(error, tuple):
            message, target = error
            return cls(str(message), str(target))
        return cls(str(error))


@dataclass(kw_only=True)
class FieldView(Control):
    """All a template needs to lay out one field."""

    bound: BoundField
    errors: list[str] = field(default_factory=list)
    legend_size: str = ""
    is_label_hidden: bool = False

    @classmethod
    def of(
        cls,
        bound: BoundField,
        *,
        label: str = "",
        hint: str = "",
        required: bool | str | None = None,
        prefix: str = "",
        suffix: str = "",
        width: str = "",
        legend_size: str = "",
        hide_label: bool | str = False,
    ) -> Self:
        """Read a bound field; what is given here wins over what the field says."""
        widget = bound.field.widget
        given = widget.attrs
        marked = getattr(bound.field, "is_marked_required", bound.field.required)
        text = str(label or bound.label)
        errors = error_messages(bound)
        view = cls(
            bound=bound,
            kind=kind_of(widget),
            id=str(given.get("id") or bound.auto_id),
            label=text.removesuffix("*").rstrip() if text.endswith("*") else text,
            is_required=text.endswith("*") or bool(marked if required in (None, "") else required),
            hint=hint or str(bound.help_text),
            errors=errors,
            is_invalid=bool(errors),
            prefix=prefix or str(given.get("data-prefix", "")),
            suffix=suffix or str(given.get("data-suffix", "")),
            legend_size=legend_size,
            is_label_hidden=bool(hide_label),
        )
        view.described_by = view._described_by(given.get("aria-describedby", ""))
        if view.kind == "textarea":
            view.max_length = getattr(bound.field, "max_length", None)
        lay_out(
            view,
            Drawing(
                without_hints(widget),
                bound.html_name,
                bound.value(),
                bound.form.renderer,
                width=width or str(given.get("data-width", "")),
                is_disabled=bound.field.disabled,
                wrong_parts=frozenset(wrong_parts(bound)),
                hidden_options=getattr(bound.field, "hidden_options", frozenset()),
            ),
        )
        return view

    @property
    def error_id(self) -> str:
        """The id Django itself gives to errors."""
        return f"{self.id}_error"

    def _described_by(self, given: str) -> str:
        ids = [given] if given else []
        ids += [self.hint_id] if self.hint else []
        ids += [self.error_id] if self.errors else []
        return " ".join(ids)


def error_links(sources: Iterable[Any]) -> list[ErrorLink]:
    """Gather the errors of forms and formsets, in the order of the page."""
    links: list[ErrorLink] = []
    for source in sources:
        if hasattr(source, "forms"):
            links += [ErrorLink(str(error)) for error in source.non_form_errors()]
            links += error_links(source.forms)
            continue
        visible = source.visible_fields()
        first = target_id(visible[0]) if visible else ""
        links += [
            ErrorLink(str(message), str((error.params or {}).get(TARGET) or first))
            for error in source.non_field_errors().as_data()
            for message in error.messages
        ]
        for bound in source.hidden_fields():
            links += [ErrorLink(str(error)) for error in bound.errors]
        for bound in visible:
            links += field_links(bound)
    return links


def field_links(bound: BoundField) -> list[ErrorLink]:
    """Give the errors of a field, each with the widget it is about when it says so."""
    targets = [
        str((error.params or {}).get(TARGET) or target_of_part(bound, part_of(error)))
        for error in bound.errors.as_data()
        for _message in error.messages
    ]
    return list(map(ErrorLink, error_messages(bound), targets))
