"""The mails about accounts."""

from django.utils.translation import pgettext_lazy

from applications.notifications.kinds import MailKind, mail_kinds

ACTIVATION = MailKind(
    code="accounts.activation",
    subject=pgettext_lazy("mail subject", "Activation of your account"),
    template="emails/accounts/activation",
    variables=("name", "link"),
)
ACCOUNT_EXISTS = MailKind(
    code="accounts.account_exists",
    subject=pgettext_lazy("mail subject", "You already have an account"),
    template="emails/accounts/account_exists",
    variables=("name", "sign_in_link", "link"),
)
IDENTIFIER = MailKind(
    code="accounts.identifier",
    subject=pgettext_lazy("mail subject", "Your identifier"),
    template="emails/accounts/identifier",
    variables=("name", "identifier", "sign_in_link"),
)
PASSWORD_RESET = MailKind(
    code="accounts.password_reset",
    subject=pgettext_lazy("mail subject", "Resetting your password"),
    template="emails/accounts/password_reset",
    variables=("name", "link"),
)
PASSWORD_CHANGED = MailKind(
    code="accounts.password_changed",
    subject=pgettext_lazy("mail subject", "Your password has been changed"),
    template="emails/accounts/password_changed",
    variables=("name", "recovery_link"),
)
ADDRESS_CONFIRM = MailKind(
    code="accounts.address_confirm",
    subject=pgettext_lazy("mail subject", "Confirm your new e-mail address"),
    template="emails/accounts/address_confirm",
    variables=("name", "link"),
)
ADDRESS_CHANGING = MailKind(
    code="accounts.address_changing",
    subject=pgettext_lazy("mail subject", "Your e-mail address is about to change"),
    template="emails/accounts/address_changing",
    variables=("name", "masked_address", "link"),
)
FACTOR_REMOVED = MailKind(
    code="accounts.factor_removed",
    subject=pgettext_lazy("mail subject", "Your second factor has been removed"),
    template="emails/accounts/factor_removed",
    variables=("name", "recovery_link"),
)

BANK_CHANGED = MailKind(
    code="accounts.bank_changed",
    subject=pgettext_lazy("mail subject", "Your bank details have been changed"),
    template="emails/accounts/bank_changed",
    variables=("name", "recovery_link"),
)

CLOSING = MailKind(
    code="accounts.closing",
    subject=pgettext_lazy("mail subject", "Your account will be closed"),
    template="emails/accounts/closing",
    variables=("name", "day", "link"),
)
CLOSED = MailKind(
    code="accounts.closed",
    subject=pgettext_lazy("mail subject", "Your account is closed"),
    template="emails/accounts/closed",
    variables=("name",),
)
UNUSED_SOON = MailKind(
    code="accounts.unused_soon",
    subject=pgettext_lazy("mail subject", "Your account has not been used for a long time"),
    template="emails/accounts/unused_soon",
    variables=("name", "day", "link"),
)


def register() -> None:
    """Make these kinds known to the notifications room."""
    for kind in (
        ACTIVATION,
        ACCOUNT_EXISTS,
        IDENTIFIER,
        PASSWORD_RESET,
        PASSWORD_CHANGED,
        ADDRESS_CONFIRM,
        ADDRESS_CHANGING,
        FACTOR_REMOVED,
        BANK_CHANGED,
        CLOSING,
        CLOSED,
        UNUSED_SOON,
    ):
        mail_kinds.register(kind)
