"""Authentication: one look-up and one hash, whatever is typed."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts.models import User
from applications.accounts.models.user import normalise


class IdentifierOrEmailBackend(ModelBackend):
    """Finds an account by identifier or address in one query and computes exactly one hash.

    An unknown, inactive or passwordless account costs what a known one does, so that neither the
    answer nor its time tells whether an account exists.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        """Return the account whose identifier or address and password these are."""
        login = normalise(username or credentials.get("email") or "")
        if not login or password is None:
            return None
        user = find_account(login)
        if request is not None:
            request.attempted_account_id = user.pk if user else None  # type: ignore[attr-defined]
        if user is None:
            make_password(password)
            return None
        is_right = user.check_password(password)
        return user if is_right and self.user_can_authenticate(user) else None

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session, knowing whether it owns a second factor."""
        devices = TOTPDevice.objects.filter(user_id=OuterRef("pk"), confirmed=True)
        user = User.objects.annotate(owns_device=Exists(devices)).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return nothing: what an account may do comes from its role alone (`staff.GRANTS`).

        A right given to one person by hand would outlive their role; nobody looks for it.
        """
        return set()


def find_account(login: str) -> User | None:
    """Prefer the owner of the address: an imported identifier may look like one."""
    found = list(User.objects.filter(Q(username=login) | Q(email=login))[:2])
    found.sort(key=lambda user: user.email != login)
    return found[0] if found else None
