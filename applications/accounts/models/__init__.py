"""People's tables."""

from applications.accounts.models.bank import BankDetails, PersonBankDetails
from applications.accounts.models.care import (
    AddressChange,
    ErasureOutcome,
    ErasureRequest,
    SecondFactorReset,
)
from applications.accounts.models.family import Family
from applications.accounts.models.key import KeyPurpose, KeyState, MailedKey
from applications.accounts.models.notice import SignInNotice
from applications.accounts.models.session import BrowserSession
from applications.accounts.models.user import Arrival, Civility, PersonSheet, StaffRole, User

__all__ = [
    "AddressChange",
    "Arrival",
    "BankDetails",
    "BrowserSession",
    "Civility",
    "ErasureOutcome",
    "ErasureRequest",
    "Family",
    "KeyPurpose",
    "KeyState",
    "MailedKey",
    "PersonBankDetails",
    "PersonSheet",
    "SecondFactorReset",
    "SignInNotice",
    "StaffRole",
    "User",
]
