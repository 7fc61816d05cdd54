"""Something that must be true across several answers, with the editor's own words."""

from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from wagtail import blocks

from applications.formbuilder.base import COMPUTED, EditorFields, FieldType, Settings, Words
from applications.formbuilder.condition_blocks import ConditionBlock
from applications.formbuilder.schema import Condition, JsonValue, Question
from applications.formbuilder.technical_blocks import flag

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
SEVERITIES = [("error", _("an error: it stops the filing")), ("warning", _("a mere warning"))]


class CheckSettings(Settings):
    """What must hold, and what to say otherwise.

    While an answer it looks at is missing a check says nothing, unless `is_strict`: then it speaks
    as soon as one of them is there.
    """

    rule: Condition | None = None
    message: str = ""
    severity: Literal["error", "warning"] = "error"
    is_strict: bool = False


class CheckType(FieldType[CheckSettings]):
    """A check across questions, like dates in order or both sides of a budget equal."""

    code = "check"
    label = _("Check across answers")
    description = _("Compares answers and says what does not agree.")
    synonyms = _("control, rule, consistency, validation, compare, error")
    answer_seconds = 0
    icon = "circle-check"
    family = COMPUTED
    settings_model = CheckSettings
    layout = "check"
    is_input = False
    operators = frozenset()
    text_settings = ("message",)

    def editor_fields(self) -> EditorFields:
        """The rule, the words and what they stop; strictness is rare."""
        return EditorFields(
            always=[
                ("rule", ConditionBlock(label=_("What must be true"), when=_("It is right when"))),
                ("message", blocks.CharBlock(default="", label=_("Message otherwise"))),
                (
                    "severity",
                    blocks.ChoiceBlock(choices=SEVERITIES, default="error", label=_("It is")),
                ),
            ],
            rare=[
                (
                    "is_strict",
                    flag(
                        _("Also when an answer is missing"),
                        _("The message shows as soon as one of the answers is given."),
                    ),
                )
            ],
        )

    def settings_problems(self, settings: CheckSettings) -> list[Words]:
        """A rule there must be, and words to say."""
        problems: list[Words] = []
        if settings.rule is None:
            problems.append(_("It checks nothing."))
        if not settings.message:
            problems.append(_("The message is empty."))
        return problems

    def rule(self, question: Question) -> Condition | None:
        """What must hold."""
        raw = question.settings.get("rule")
        return None if raw is None else CONDITION.validate_python(raw)

    def is_blocking(self, question: Question) -> bool:
        """A warning stops nothing."""
        return question.settings.get("severity") != "warning"

    def judge(self, question: Question, result: bool | None, *, is_begun: bool) -> str:
        """The editor's message when the rule does not hold."""
        is_strict = bool(question.settings.get("is_strict"))
        if result is False or (result is None and is_strict and is_begun):
            return str(question.settings.get("message") or question.label)
        return ""

    def live(self, question: Question) -> dict[str, JsonValue]:
        """What must hold, and whether a missing answer counts."""
        settings = self.settings(question)
        if settings.rule is None:
            return {}
        return {
            "check": {
                "rule": settings.rule.model_dump(mode="json"),
                "is_strict": settings.is_strict,
            }
        }

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """No value in the answers."""
        return {"type": "null"}

    def sample(self, question: Question) -> JsonValue:
        """No value in the answers."""
        return None
