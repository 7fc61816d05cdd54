"""What a question answered by yes or no and a box to tick share: a JSON boolean."""

from typing import ClassVar

from applications.formbuilder.base import Cell, FieldType, Kind, SettingsT
from applications.formbuilder.schema import JsonValue, Operator, Question


class BooleanValue(FieldType[SettingsT]):
    """A value that is true or false."""

    operators: ClassVar[frozenset[Operator]] = frozenset({"equals", "not_equals", "empty"})
    kind: ClassVar[Kind] = "boolean"

    def comparable(self, value: JsonValue) -> bool:
        """The boolean."""
        if not isinstance(value, bool):
            raise ValueError(value)
        return value

    def constant_from_text(self, text: str) -> JsonValue:
        """`yes` or `no`."""
        try:
            return {"yes": True, "no": False}[text.strip().lower()]
        except KeyError:
            raise ValueError(text) from None

    def constant_to_text(self, value: JsonValue) -> str:
        """`yes` or `no`."""
        return {True: "yes", False: "no"}.get(value, str(value))

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """A boolean."""
        return [value]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A boolean."""
        return {"type": "boolean"}

    def sample(self, question: Question) -> JsonValue:
        """Yes, or ticked."""
        return True
