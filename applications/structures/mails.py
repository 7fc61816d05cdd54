"""The mails about the people of a structure."""

from django.utils.translation import pgettext_lazy

from applications.notifications.kinds import MailKind, mail_kinds

INVITATION = MailKind(
    code="structures.invitation",
    subject=pgettext_lazy("mail subject", "Invitation to create your account"),
    template="emails/structures/invitation",
    variables=("structure", "inviter", "role", "link"),
)
INVITATION_TO_JOIN = MailKind(
    code="structures.invitation_to_join",
    subject=pgettext_lazy("mail subject", "Invitation to join “%(structure)s”"),
    template="emails/structures/invitation_to_join",
    variables=("structure", "inviter", "role", "link"),
)
JOIN_ASKED = MailKind(
    code="structures.join_asked",
    subject=pgettext_lazy("mail subject", "A person asks to join your structure"),
    template="emails/structures/join_asked",
    variables=("name", "structure", "person", "link"),
)
VALIDATED = MailKind(
    code="structures.validated",
    subject=pgettext_lazy("mail subject", "Your attachment is validated"),
    template="emails/structures/validated",
    variables=("name", "structure", "role", "link"),
)
REFUSED = MailKind(
    code="structures.refused",
    subject=pgettext_lazy("mail subject", "Your attachment is refused"),
    template="emails/structures/refused",
    variables=("name", "structure", "reason", "link"),
)
DETACHED = MailKind(
    code="structures.detached",
    subject=pgettext_lazy("mail subject", "Your account has been detached"),
    template="emails/structures/detached",
    variables=("name", "structure", "link"),
)
UNANSWERED = MailKind(
    code="structures.unanswered",
    subject=pgettext_lazy("mail subject", "A request to join a structure waits for an answer"),
    template="emails/structures/unanswered",
    variables=("structure", "since", "link"),
)
CONFIRM_PEOPLE = MailKind(
    code="structures.confirm_people",
    subject=pgettext_lazy("mail subject", "Confirm the people of your structure"),
    template="emails/structures/confirm_people",
    variables=("name", "structure", "until", "link"),
)
ACCESS_SUSPENDED = MailKind(
    code="structures.access_suspended",
    subject=pgettext_lazy("mail subject", "Your access to your structure is suspended"),
    template="emails/structures/access_suspended",
    variables=("name", "structure", "link"),
)
BANK_CHANGED = MailKind(
    code="structures.bank_changed",
    subject=pgettext_lazy("mail subject", "The bank details of your structure have been changed"),
    template="emails/structures/bank_changed",
    variables=("name", "structure", "link"),
)
STRUCTURE_CREATED = MailKind(
    code="structures.request_accepted",
    subject=pgettext_lazy("mail subject", "Your structure is on the portal"),
    template="emails/structures/request_accepted",
    variables=("name", "structure", "link"),
)
STRUCTURE_REFUSED = MailKind(
    code="structures.request_refused",
    subject=pgettext_lazy("mail subject", "Your request for a structure is refused"),
    template="emails/structures/request_refused",
    variables=("name", "reason", "link"),
)
DISPUTE_SETTLED = MailKind(
    code="structures.dispute_settled",
    subject=pgettext_lazy("mail subject", "The Region has answered about your structure"),
    template="emails/structures/dispute_settled",
    variables=("name", "structure", "decision", "link"),
)

CODE = MailKind(
    code="structures.code",
    subject=pgettext_lazy("mail subject", "Your attachment code"),
    template="emails/structures/code",
    variables=("name", "code", "until", "link"),
    is_secret=True,
)
CODE_REFUSED = MailKind(
    code="structures.code_refused",
    subject=pgettext_lazy("mail subject", "Your request for an attachment code"),
    template="emails/structures/code_refused",
    variables=("name", "reason", "link"),
)


def register() -> None:
    """Make these kinds known to the notifications room."""
    for kind in (
        INVITATION,
        INVITATION_TO_JOIN,
        JOIN_ASKED,
        VALIDATED,
        REFUSED,
        DETACHED,
        UNANSWERED,
        CONFIRM_PEOPLE,
        ACCESS_SUSPENDED,
        BANK_CHANGED,
        STRUCTURE_CREATED,
        STRUCTURE_REFUSED,
        DISPUTE_SETTLED,
        CODE,
        CODE_REFUSED,
    ):
        mail_kinds.register(kind)
