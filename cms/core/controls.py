"""How a widget is laid out: what kind of control it is, and its pieces ready for the template."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from cms.core.part_widgets import (
    OTHER,
    REFRESH,
    REFRESH_NAME,
    ExclusiveCheckboxes,
    GroupWidget,
    OfferedSelect,
    SearchWidget,
    WithOther,
)

CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
    "checkboxes": "govuk-checkboxes__input",
    "radios": "govuk-radios__input",
    "parts": "govuk-input govuk-date-input__input",
    "search": "govuk-input",
    "group": "",
}
FIELDSETS = frozenset({"radios", "checkboxes", "parts", "group"})
MARKED_WRONG = frozenset({"input", "password", "textarea", "select", "search"})
# What a widget may say of its surroundings; never sent to the browser.
HINTS_IN_ATTRS = ("data-prefix", "data-suffix", "data-width")
INLINE_CHOICES = 2
INLINE_LENGTH = 12


def kind_of(widget: forms.Widget) -> str:
    """Name the way a widget is laid out."""
    if isinstance(widget, WithOther):
        return "group" if isinstance(widget.choice, forms.Select) else kind_of(widget.choice)
    kinds: list[tuple[type[forms.Widget], str]] = [
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Textarea, "textarea"),
        (forms.PasswordInput, "password"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "parts"),
        (GroupWidget, "group"),
        (SearchWidget, "search"),
    ]
    return next((kind for one, kind in kinds if isinstance(widget, one)), "input")


def target_of(kind: str, base: str) -> str:
    """Return the id of the first widget of a control."""
    return f"{base}_0" if kind in ("radios", "checkboxes", "parts") else base


@dataclass(frozen=True)
class Option:
    """One radio button or tick box; `other` asks for words when it is chosen."""

    id: str
    label: str
    tag: SafeString
    is_exclusive: bool = False
    is_hidden: bool = False
    other: "Control | None" = None


@dataclass(frozen=True)
class DatePart:
    """One of the inputs of a date."""

    id: str
    label: str
    tag: SafeString
    width: str


@dataclass(frozen=True)
class Search:
    """What surrounds the words of a search: where to ask, the results to choose from."""

    url: str
    scope: str
    name: str
    code: str
    fills: str
    options: list[Option]
    legend: str
    button_name: str = REFRESH_NAME
    button_value: str = REFRESH


@dataclass(kw_only=True)
class Control:
    """One widget with its label, its hint and the ids that tie them together."""

    kind: str
    id: str
    label: str = ""
    hint: str = ""
    described_by: str = ""
    is_required: bool = False
    is_invalid: bool = False
    is_narrow: bool = False
    prefix: str = ""
    suffix: str = ""
    max_length: int | None = None
    widget: SafeString | None = None
    options: list[Option] = field(default_factory=list)
    parts: list[DatePart] = field(default_factory=list)
    controls: list["Control"] = field(default_factory=list)
    hidden: list[SafeString] = field(default_factory=list)
    refresh: tuple[str, str] | None = None
    search: Search | None = None

    @property
    def is_fieldset(self) -> bool:
        """Whether several widgets answer one question."""
        return self.kind in FIELDSETS

    @property
    def is_inline(self) -> bool:
        """Whether the choices are so short and few that they stand side by side."""
        return (
            self.kind == "radios"
            and len(self.options) <= INLINE_CHOICES
            and all(len(one.label) <= INLINE_LENGTH and not one.other for one in self.options)
        )

    @property
    def hint_id(self) -> str:
        """The id Django itself gives to help texts."""
        return f"{self.id}_helptext"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A widget about to be laid out, and what the form knows of it."""

    widget: forms.Widget
    name: str
    value: Any
    renderer: Any
    width: str = ""
    is_disabled: bool = False
    wrong_parts: frozenset[str] = frozenset()
    hidden_options: frozenset[str] = frozenset()


def lay_out(control: Control, drawing: Drawing) -> None:
    """Fill a control with the pieces of its widget."""
    LAYOUTS.get(control.kind, _plain)(control, drawing)


def _plain(control: Control, drawing: Drawing) -> None:
    if isinstance(drawing.widget, OfferedSelect):
        drawing.widget.hidden_options = drawing.hidden_options
    control.widget = drawing.widget.render(
        name=drawing.name,
        value=drawing.value,
        attrs=_attrs(control, drawing),
        renderer=drawing.renderer,
    )


def _choices(control: Control, drawing: Drawing) -> None:
    widget, value, words = drawing.widget, drawing.value, None
    if isinstance(widget, WithOther):
        value, words = widget.split(value)
        widget = widget.choice
    exclusive = widget.exclusive if isinstance(widget, ExclusiveCheckboxes) else None
    attrs = _attrs(control, drawing)
    for data in widget.subwidgets(drawing.name, value, attrs=attrs):
        other = None
        if words is not None and str(data["value"]) == OTHER:
            other = _other(control, drawing, words)
            data["attrs"]["data-reveals"] = f"conditional-{other.id}"
        box = BoundWidget(widget, data, drawing.renderer)
        control.options.append(
            Option(
                str(box.id_for_label),
                str(box.choice_label),
                box.tag(),
                is_exclusive=exclusive is not None and str(data["value"]) == exclusive,
                is_hidden=str(data["value"]) in drawing.hidden_options and not data["selected"],
                other=other,
            )
        )


def _other(control: Control, drawing: Drawing, words: str) -> Control:
    widget = drawing.widget
    if not isinstance(widget, WithOther):
        raise TypeError(widget)
    other = Control(
        kind="input",
        id=f"{control.id}_other",
        label=str(widget.other_label),
        is_invalid=OTHER in drawing.wrong_parts,
    )
    name = f"{drawing.name}_other"
    lay_out(
        other,
        Drawing(widget.other, name, words, drawing.renderer, is_disabled=drawing.is_disabled),
    )
    return other


def _date(control: Control, drawing: Drawing) -> None:
    context = drawing.widget.get_context(drawing.name, drawing.value, _attrs(control, drawing))
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    for data in context["widget"]["subwidgets"]:
        suffix = str(data["name"]).rsplit("_", 1)[-1]
        if control.is_invalid:
            data["attrs"]["class"] += " govuk-input--error"
        data["attrs"].pop("required", None)
        tag = drawing.widget._render(  # type: ignore[attr-defined]
            data["template_name"], {"widget": data}, drawing.renderer
        )
        control.parts.append(
            DatePart(
                id=str(data["attrs"].get("id", "")),
                label=str(data.get("label") or labels.get(suffix, "")),
                tag=tag,
                width="2" if suffix == "day" else "4",
            )
        )


def _group(control: Control, drawing: Drawing) -> None:
    widget = drawing.widget
    if isinstance(widget, WithOther):
        _select_with_other(control, drawing, widget)
        return
    if not isinstance(widget, GroupWidget):
        raise TypeError(widget)
    control.refresh = (REFRESH_NAME, REFRESH) if widget.has_refresh else None
    for part in widget.parts:
        name, value = f"{drawing.name}_{part.name}", widget.part_value(drawing.value, part.name)
        if part.widget.is_hidden:
            attrs = {"id": f"{control.id}_{part.name}"}
            tag = part.widget.render(name, value, attrs, drawing.renderer)
            control.hidden.append(tag)
            continue
        inner = widget.widget_for(part, drawing.value)
        given = inner.attrs
        child = Control(
            kind=kind_of(inner),
            id=f"{control.id}_{part.name}",
            label=str(part.label),
            hint=str(part.hint),
            is_required=part.is_required,
            is_invalid=control.is_invalid and part.name in drawing.wrong_parts,
            is_narrow=part.is_narrow,
            prefix=str(given.get("data-prefix", "")),
            suffix=str(given.get("data-suffix", "")),
        )
        child.described_by = child.hint_id if child.hint else ""
        lay_out(
            child,
            Drawing(
                without_hints(inner),
                name,
                value,
                drawing.renderer,
                width=str(given.get("data-width", "")),
                is_disabled=drawing.is_disabled,
            ),
        )
        control.controls.append(child)


def _select_with_other(control: Control, drawing: Drawing, widget: WithOther) -> None:
    chosen, words = widget.split(drawing.value)
    select = Control(
        kind="select",
        id=f"{control.id}_choice",
        label=_("Your choice"),
        is_invalid=control.is_invalid and drawing.wrong_parts != {OTHER},
    )
    inner = Drawing(
        copy.copy(widget.choice),
        drawing.name,
        chosen,
        drawing.renderer,
        is_disabled=drawing.is_disabled,
        hidden_options=drawing.hidden_options,
    )
    lay_out(select, inner)
    control.controls += [select, _other(control, drawing, words)]


def _search(control: Control, drawing: Drawing) -> None:
    widget = drawing.widget
    if not isinstance(widget, SearchWidget):
        raise TypeError(widget)
    searching = widget.read(drawing.value)
    control.widget = forms.TextInput({**widget.attrs, "data-aside": ""}).render(
        drawing.name, searching.text, _attrs(control, drawing), drawing.renderer
    )
    name, code = f"{drawing.name}_code", searching.chosen.code if searching.chosen else ""
    radios = forms.RadioSelect(choices=[(one.code, one.label) for one in searching.found])
    boxes = Control(kind="radios", id=f"{control.id}_code")
    lay_out(boxes, Drawing(radios, name, code, drawing.renderer, is_disabled=drawing.is_disabled))
    words = ngettext("%(count)d result", "%(count)d results: choose", len(boxes.options))
    control.search = Search(
        url=widget.address.url,
        scope=widget.address.scope,
        name=name,
        code=code,
        fills=drawing.name.rpartition("_")[0] if widget.address.fills else "",
        options=boxes.options,
        legend=_("Chosen") if code else words % {"count": len(boxes.options)},
    )


LAYOUTS: dict[str, Callable[[Control, Drawing], None]] = {
    "radios": _choices,
    "checkboxes": _choices,
    "parts": _date,
    "group": _group,
    "search": _search,
}


def without_hints(widget: forms.Widget) -> forms.Widget:
    """Return the widget without what only the server reads in its attributes."""
    bare = copy.copy(widget)
    bare.attrs = {key: one for key, one in widget.attrs.items() if key not in HINTS_IN_ATTRS}
    return bare


def _attrs(control: Control, drawing: Drawing) -> dict[str, Any]:
    kind, widget = control.kind, drawing.widget
    attrs: dict[str, Any] = {"id": control.id}
    classes = [CLASSES[kind], str(widget.attrs.get("class", ""))]
    if kind in MARKED_WRONG and control.is_invalid:
        classes.append(f"{CLASSES[kind].split()[0]}--error")
    if drawing.width and kind == "input":
        classes.append(f"govuk-input--width-{drawing.width}")
    if control.max_length:
        classes.append("govuk-js-character-count")
    attrs["class"] = " ".join(part for part in classes if part)
    if drawing.is_disabled:
        attrs["disabled"] = True
    if control.is_invalid and kind not in ("radios", "checkboxes"):
        attrs["aria-invalid"] = "true"
    if control.described_by and not control.is_fieldset:
        attrs["aria-describedby"] = control.described_by
    if kind == "password":
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    if control.max_length:
        # The counter says how much is too much; the browser must not cut what is pasted.
        widget.attrs.pop("maxlength", None)
    return attrs
