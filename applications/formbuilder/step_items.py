"""One line of a step, or of a row, as the templates lay it out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from applications.formbuilder.base import FieldContext
from applications.formbuilder.schema import Question
from applications.formbuilder.states import CompiledQuestion, State

if TYPE_CHECKING:
    from applications.formbuilder.row_views import RowsView


@dataclass(slots=True)
class StepItem:
    """One line of a step as the template lays it out."""

    question: Question
    kind: str
    is_shown: bool
    lang: str = ""
    bound: BoundField | None = None
    value: str = ""
    html: SafeString = field(default_factory=lambda: SafeString(""))
    message: str = ""
    error: str = ""
    is_warning: bool = False
    is_locked: bool = False
    files: Sequence[object] = ()
    rows: "RowsView | None" = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a field and nothing else: no file given, open to this person."""
        return self.kind == "field" and not self.files and not self.is_locked

    @property
    def attributes(self) -> SafeString:
        """The attributes of the line's element: written here, as a long step has dozens."""
        others = f' lang="{self.lang}"' if self.lang and self.kind != "field" else ""
        others += "" if self.is_shown else " hidden"
        return format_html(
            'class="form-item form-item--{0}" id="q-{1}" data-question="{1}"{2}',
            self.kind,
            self.question.id,
            mark_safe(others),  # noqa: S308 - a language code and a word of ours
        )


def step_item(item: CompiledQuestion, state: State, context: FieldContext) -> StepItem:
    """Return the line of a question, its field and its complaint apart."""
    question = item.question
    line = StepItem(
        question=question,
        kind=item.type.layout,
        is_shown=state.is_shown(question.id),
        lang=context.lang(f"{question.id}.label"),
    )
    if item.type.is_computed:
        value = item.type.compute(question, state.values.get)
        line.value = str(item.type.display(value, question)) if value is not None else ""
    elif item.type.layout in ("note", "warning"):
        line.html = mark_safe(question.settings.get("html", ""))  # noqa: S308 - the editor's
        line.lang = line.lang or context.lang(f"{question.id}.html")
    elif item.type.layout == "check":
        line.message = str(question.settings.get("message") or question.label)
        line.is_warning = not item.type.is_blocking(question)
    return line
