"""Whether our mails reach somebody: a mail that does not arrive must have a way out."""

from applications.accounts.models import User
from applications.notifications.models import Mail, MailState


def is_failing(user: User) -> bool:
    """Tell whether the last mail to the address of the account could not be delivered."""
    last = (
        Mail.objects.about("account", user.pk)
        .filter(to=user.email)
        .exclude(state=MailState.QUEUED)
        .values_list("state", flat=True)
        .first()
    )
    return last == MailState.FAILED
