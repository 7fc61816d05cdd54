"""The way out of mails in the demonstration: a table everybody reads at `/demo/courriels/`."""

from applications.notifications.models import Mail
from cms.demo.models import MailboxAttachment, MailboxMessage


class MailboxTransport:
    """Writes the mail in the transaction that marks it sent: exactly once."""

    is_transactional = True

    def send(self, mail: Mail) -> None:
        """Drop the mail in the mailbox."""
        message = MailboxMessage.objects.create(
            message_id=mail.message_id,
            to=mail.to,
            reply_to=mail.reply_to,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            language=mail.language,
            received_at=mail.created_at,
        )
        MailboxAttachment.objects.bulk_create(
            MailboxAttachment(
                message=message,
                name=attachment.name,
                content_type=attachment.content_type,
                file=attachment.storage_path,
            )
            for attachment in mail.attachments.all()
        )
