"""Widgets that HTML has no single control for: several parts, a search, an answer of one's own.

They only read and name what the browser sends; `controls` lays them out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.forms.widgets import ChoiceWidget, Script
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from cms.core.lookup import Entry

REFRESH_NAME = "action"
REFRESH = "actualiser"
"""The button that sends a form to show it again with what the answers change."""

RESULTS_SHOWN = 10
OTHER = "other"


def module(path: str) -> forms.Media:
    """Return a script of ours, as a widget names it."""
    scripts: Any = [Script(path, type="module")]
    return forms.Media(js=scripts)


class Searchable(Protocol):
    """What a search looks into; `cms.core.lookup.Lookup` is one."""

    def search(self, text: str, *, limit: int) -> Sequence[Entry]:
        """Return what the words typed may mean, best first."""

    def named(self, text: str) -> Sequence[Entry]:
        """Return what bears exactly this name or code."""

    def find(self, code: str) -> Entry | None:
        """Return the entry of this code."""


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """Where a browser asks while words are typed: an address and what to look into there.

    With `fills`, choosing a result fills in the other parts of the group and empties the search.
    """

    url: str
    scope: str = ""
    fills: bool = False


class OfferedSelect(forms.Select):
    """A list some of whose options are not offered now; the one already chosen stays."""

    hidden_options: frozenset[str] = frozenset()

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Hide and disable what is not offered: some browsers do only one of the two."""
        option = super().create_option(*args, **kwargs)
        if str(option["value"]) in self.hidden_options and not option["selected"]:
            option["attrs"] |= {"hidden": True, "disabled": True}
        return option


class SearchWidget(forms.Widget):
    """Words to search with, then the results to choose from; `{"text": …, "code": …}`.

    A stored answer comes with `known`, the label it was stored with: as long as the words are
    those, its code counts, whatever the label has become.
    """

    def __init__(
        self,
        open_search: Callable[[], Searchable | None],
        address: SearchAddress,
        attrs: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.open_search = open_search
        self.address = address

    @property
    def media(self) -> forms.Media:
        """The script that proposes answers while words are typed."""
        return module("portal/js/lookup.js")

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> dict[str, str]:
        """Return the words and the code chosen."""
        return {
            "text": str(data.get(name) or "").strip(),
            "code": str(data.get(f"{name}_code") or "").strip(),
        }

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        """Tell whether the form that was sent had no such search."""
        return name not in data and f"{name}_code" not in data

    def read(self, value: object) -> "Searching":
        """Return what a value means: the words, the entry chosen, what else they may mean."""
        given = value if isinstance(value, Mapping) else {"text": value}
        text, code = str(given.get("text") or ""), str(given.get("code") or "")
        searched = self.open_search() if text or code else None
        if searched is None:
            return Searching(text)
        chosen = searched.find(code) if code else None
        if chosen is not None and text in ("", chosen.label, given.get("known")):
            return Searching(chosen.label, chosen, [chosen])
        found = list(searched.search(text, limit=RESULTS_SHOWN))
        if chosen is not None and chosen in found:
            return Searching(text, chosen, found)
        named = searched.named(text)
        return Searching(text, named[0] if len(named) == 1 else None, found)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Write the input of the words alone."""
        return forms.TextInput(self.attrs).render(name, self.read(value).text, attrs, renderer)


@dataclass(frozen=True, slots=True)
class Searching:
    """What was typed in a search and what came of it."""

    text: str
    chosen: Entry | None = None
    found: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that make an answer together."""

    name: str
    label: str | Promise
    widget: forms.Widget
    hint: str | Promise = ""
    is_required: bool = False
    is_narrow: bool = False


class GroupWidget(forms.Widget):
    """Several labelled widgets for one answer; `{part name: value}`."""

    use_fieldset = True
    has_refresh = False
    """Whether, without scripts, a part only follows another after « Actualiser »."""

    def __init__(self, parts: Iterable[Part], attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.parts = tuple(parts)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        """Return what each part holds."""
        return {
            part.name: part.widget.value_from_datadict(data, files, f"{name}_{part.name}")
            for part in self.parts
        }

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the form that was sent had none of the parts."""
        return all(
            part.widget.value_omitted_from_data(data, files, f"{name}_{part.name}")
            for part in self.parts
        )

    @property
    def media(self) -> forms.Media:
        """The scripts of the parts."""
        return sum((part.widget.media for part in self.parts), forms.Media())

    def widget_for(self, part: Part, value: object) -> forms.Widget:
        """Return the widget of a part, which may depend on the value of another."""
        return part.widget

    def part_value(self, value: object, name: str) -> Any:
        """Return the value of one part; words no part can hold go to the first."""
        if isinstance(value, Mapping):
            return value.get(name)
        return value if name == self.parts[0].name else None

    def id_for_label(self, id_: str) -> str:
        """No widget bears the legend."""
        return ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Write the parts one after the other."""
        base = str((attrs or {}).get("id") or f"id_{name}")
        tags = [
            part.widget.render(
                f"{name}_{part.name}",
                self.part_value(value, part.name),
                {"id": f"{base}_{part.name}"},
                renderer,
            )
            for part in self.parts
        ]
        return mark_safe("".join(tags))  # noqa: S308 - tags of widgets


class ExclusiveCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes of which one, when ticked, unticks the others."""

    def __init__(self, exclusive: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.exclusive = exclusive

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the exclusive option for the script of govuk-frontend."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) == self.exclusive:
            option["attrs"]["data-behaviour"] = "exclusive"
        return option


class WithOther(forms.Widget):
    """A choice whose last option asks for words; `{"choice": …, "other": …}`.

    The choice keeps the name of the answer, the words take `<name>_other`.
    """

    use_fieldset = True

    def __init__(
        self,
        choice: ChoiceWidget,
        other_label: str | Promise,
        attrs: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(dict(attrs or {}))
        self.choice = choice
        self.other = forms.TextInput({"data-aside": ""})
        self.other_label = other_label

    @property
    def choices(self) -> Any:
        """The options, which the field sets."""
        return self.choice.choices

    @choices.setter
    def choices(self, options: Any) -> None:
        self.choice.choices = options

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        """Return the choice and the words."""
        return {
            "choice": self.choice.value_from_datadict(data, files, name),
            "other": str(data.get(f"{name}_other") or "").strip(),
        }

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """As the choice alone would be."""
        return f"{name}_other" not in data and self.choice.value_omitted_from_data(
            data, files, name
        )

    def split(self, value: object) -> tuple[Any, str]:
        """Return the choice and the words of a value, whoever gave it."""
        if isinstance(value, Mapping):
            return value.get("choice"), str(value.get("other") or "")
        return value, ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Write the choice, then the words."""
        chosen, words = self.split(value)
        base = str((attrs or {}).get("id") or f"id_{name}")
        tags = [
            self.choice.render(name, chosen, attrs, renderer),
            self.other.render(f"{name}_other", words, {"id": f"{base}_other"}, renderer),
        ]
        return mark_safe("".join(tags))  # noqa: S308 - tags of widgets
