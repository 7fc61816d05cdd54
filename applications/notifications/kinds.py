"""The kinds of mails, registered by the rooms that send them."""

from dataclasses import dataclass

from django.utils.functional import Promise

from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of mail.

    `subject` is translated, `%(name)s` filled from the context; `template` is a path without its
    extension (`emails/accounts/activation` stands for its `.txt` and `.html`); `variables` are the
    names of the context an editor may use in their own words. What an `is_secret` mail said is
    forgotten once it has left, or could not.
    """

    code: str
    subject: str | Promise
    template: str
    variables: tuple[str, ...] = ()
    is_secret: bool = False


mail_kinds: Registry[MailKind] = Registry("mail kinds")
