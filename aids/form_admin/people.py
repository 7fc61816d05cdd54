"""The names of the members of staff who wrote, published or chose."""

from collections.abc import Iterable

from applications.accounts.models import User
from applications.accounts.models.user import NAME_COLUMNS


def names_of(identifiers: Iterable[int | None]) -> dict[int | None, str]:
    """Return the name of each account, in one query; those that are gone are left out."""
    wanted = {one for one in identifiers if one is not None}
    if not wanted:
        return {}
    users = User.objects.filter(pk__in=wanted).only(*NAME_COLUMNS)
    return {user.pk: str(user) for user in users}
