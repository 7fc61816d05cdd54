"""Questions about the person who fills in: the browser may propose what it knows (WCAG 1.3.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import Settings
from applications.formbuilder.technical_blocks import flag


class PersonalSettings(Settings):
    """Whether the answer is about somebody else than the person who fills in."""

    is_someone_else: bool = False

    def autocomplete(self, purpose: str) -> dict[str, str]:
        """Return the attribute that names what the browser may propose."""
        return {"autocomplete": "off" if self.is_someone_else else purpose}


def someone_else() -> tuple[str, blocks.Block]:
    """Return the editor's setting: for most questions, the answer is the person's own."""
    label: Any = _("About somebody else than the person who fills in")
    return "is_someone_else", flag(label, _("The browser then proposes nothing."))
