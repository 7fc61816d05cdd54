"""Permissions are questions answered with a reason."""

from dataclasses import dataclass

from django.utils.functional import Promise

from cms.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to « may this person do this? », with the reason of a refusal.

    An answer is true or false by itself, so that `if can_edit(…)` reads well.
    """

    is_allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.is_allowed

    def require(self) -> None:
        """Raise `NotAllowed` with the reason unless the answer is yes."""
        if not self.is_allowed:
            raise NotAllowed(reason=self.reason)


ALLOWED = Answer(is_allowed=True)


def refused(reason: str | Promise) -> Answer:
    """Return a refusal with its reason."""
    return Answer(is_allowed=False, reason=reason)
