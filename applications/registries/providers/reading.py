"""What is common to reading the answers of registers: strict shapes, plain texts, dates."""

from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)

from applications.registries.errors import RegisterUnreadable
from applications.registries.numbers import is_rna

PARIS = ZoneInfo("Europe/Paris")
WITHHELD = "[NON-DIFFUSIBLE]"
"""What open registers write in place of what somebody asked them not to publish."""
CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")


def plain(value: Any) -> Any:
    """Return a text on one line, nothing for what is absent or withheld."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    return "" if WITHHELD in value else " ".join(value.translate(CONTROLS).split())


def day(value: Any) -> Any:
    """Return a day from what registers write: a day, an instant, seconds since 1970, nothing."""
    if value in (None, "", WITHHELD):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, PARIS).date()
    return value[:10] if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(plain), StringConstraints(max_length=500)]
"""A text of one line, empty when the register has none."""
Siret = Annotated[Text, StringConstraints(pattern=r"^(\d{14})?$")]
"""A SIRET, empty when there is none."""
Rna = Annotated[Text, AfterValidator(lambda text: text if is_rna(text) else "")]
"""An RNA number; registers also write older numbers there, which are none."""
Day = Annotated[date | None, BeforeValidator(day)]
"""A day in France, or none."""


class Answer(BaseModel):
    """A part of an answer; what we do not use is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


Shape = TypeVar("Shape", bound=Answer)


def read(shape: type[Shape], body: bytes | None) -> Shape:
    """Return an answer in its shape; raises `RegisterUnreadable`."""
    try:
        return shape.model_validate_json(body or b"")
    except (ValidationError, OverflowError, OSError) as error:
        raise RegisterUnreadable from error
