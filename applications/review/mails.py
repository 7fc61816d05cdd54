"""The mails officers get."""

from django.utils.translation import pgettext_lazy

from applications.notifications.kinds import MailKind

FILED = MailKind(
    code="review.filed",
    subject=pgettext_lazy("mail subject", "New dossier %(reference)s – %(aid_title)s"),
    template="emails/review/filed",
    variables=("reference", "aid_title", "link"),
)
