"""The mails of the catalogue."""

from django.utils.translation import gettext_lazy as _

from applications.notifications.kinds import MailKind, mail_kinds

ALERT_CONFIRMATION = MailKind(
    code="aids.alert_confirmation",
    subject=_("Confirm your alert: %(aid_title)s"),
    template="emails/aids/alert_confirmation",
    variables=("aid_title", "link"),
)
CAMPAIGN_OPEN = MailKind(
    code="aids.campaign_open",
    subject=_("Open for applications: %(aid_title)s"),
    template="emails/aids/campaign_open",
    variables=("aid_title", "aid_url", "closes_on"),
)


def register() -> None:
    """Register every kind; called once by the application."""
    mail_kinds.register(ALERT_CONFIRMATION)
    mail_kinds.register(CAMPAIGN_OPEN)
