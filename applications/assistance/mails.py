"""The mails of the help desk."""

from django.utils.translation import pgettext_lazy

from applications.notifications.kinds import MailKind, mail_kinds

CHANGE_TOLD_OLD = MailKind(
    code="assistance.change_told_old",
    subject=pgettext_lazy("mail subject", "Your e-mail address will change in 24 hours"),
    template="emails/assistance/change_told_old",
    variables=("name", "masked_address", "link"),
)
CHANGE_TOLD_NEW = MailKind(
    code="assistance.change_told_new",
    subject=pgettext_lazy("mail subject", "This address will be that of your account in 24 hours"),
    template="emails/assistance/change_told_new",
    variables=("name", "link"),
)


def register() -> None:
    """Make these kinds known to the notifications room."""
    for kind in (CHANGE_TOLD_OLD, CHANGE_TOLD_NEW):
        mail_kinds.register(kind)
