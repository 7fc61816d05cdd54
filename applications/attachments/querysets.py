"""Reading files' rows."""

from typing import Any

from django.db import models


class AttachmentQuerySet(models.QuerySet[Any]):
    """Files by owner."""

    def of(self, owner_type: str, owner_id: object) -> "AttachmentQuerySet":
        """Return the files of one owner, oldest first."""
        return self.filter(owner_type=owner_type, owner_id=str(owner_id))

    def given(self) -> "AttachmentQuerySet":
        """Leave out what the portal made itself."""
        return self.filter(is_generated=False)

    def usable(self) -> "AttachmentQuerySet":
        """Leave out what is being checked, infected, or could not be checked."""
        return self.filter(scan_state__in=["clean", "unscanned"])
