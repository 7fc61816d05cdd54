"""Where a new account was heading to, found again at its first sign-in from any browser."""

from typing import Any

from applications.accounts.arrival import safe_path
from applications.accounts.models import Arrival, User


def carry(user: User, *, next_path: str = "", carried: dict[str, Any] | None = None) -> None:
    """Keep with a new account the page it was heading to and the answers it had given."""
    path = safe_path(next_path)
    if path or carried:
        Arrival.objects.update_or_create(
            user=user, defaults={"next_path": path, "carried": carried or {}}
        )


def take(user: User) -> Arrival | None:
    """Return what was kept, and forget it: it serves once."""
    kept = Arrival.objects.filter(user=user).first()
    if kept is not None:
        Arrival.objects.filter(pk=kept.pk).delete()
    return kept
