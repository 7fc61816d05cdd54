"""Refusals: one class per reason, with a stable code and words for the person refused."""

from http import HTTPStatus
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal the person can understand and act on.

    Subclasses set `code` (stable, used by tests and logs), `message` (translated; `%(name)s`
    placeholders are filled from the keyword arguments) and `status` (the HTTP answer, mapped in
    `cms.core.middleware.errors` and nowhere else). The parameter `way_out` is the address to carry
    on from, with `way_out_label` to name it; without it, the personal space.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("This cannot be done.")
    status: ClassVar[int] = 409
    way_out_label: ClassVar[str | Promise] = _("Go to my space")

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.code)

    @property
    def way_out(self) -> str:
        """Return the address to carry on from, empty when the refusal knows none."""
        return str(self.params.get("way_out", ""))

    @property
    def is_denial(self) -> bool:
        """Whether the person is stopped by their rights rather than by what they sent."""
        return self.status == HTTPStatus.FORBIDDEN

    def __str__(self) -> str:
        return str(self.message % self.params if self.params else self.message)


class NotAllowed(DomainError):
    """The person may not do this; the reason says why."""

    code = "not_allowed"
    message = _("You may not do this: %(reason)s")
    status = 403
