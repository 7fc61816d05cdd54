"""The mails of « Nous écrire »."""

from django.utils.translation import gettext_lazy as _

from applications.notifications.kinds import MailKind, mail_kinds

QUESTION = MailKind(
    code="home.question",
    subject=_("Message from the form: %(about)s"),
    template="emails/home/question",
    variables=("name", "email", "about", "message"),
)
QUESTION_RECEIVED = MailKind(
    code="home.question_received",
    subject=_("Your message has been received"),
    template="emails/home/question_received",
    variables=("about", "received_at"),
)


def register() -> None:
    """Register every kind; called once by the application."""
    mail_kinds.register(QUESTION)
    mail_kinds.register(QUESTION_RECEIVED)
