"""People's tables."""

from applications.accounts.models.family import Family
from applications.accounts.models.key import KeyPurpose, KeyState, MailedKey
from applications.accounts.models.user import Arrival, Civility, PersonSheet, StaffRole, User

__all__ = [
    "Arrival",
    "Civility",
    "Family",
    "KeyPurpose",
    "KeyState",
    "MailedKey",
    "PersonSheet",
    "StaffRole",
    "User",
]
