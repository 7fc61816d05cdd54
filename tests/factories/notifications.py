"""Mails and templates for tests."""

import factory
from django.utils import timezone

from applications.notifications.models import Mail, MailTemplate


class MailFactory(factory.django.DjangoModelFactory[Mail]):
    """A mail waiting to be sent."""

    class Meta:
        model = Mail

    key = factory.Sequence(lambda number: f"test:{number}")
    message_id = factory.Sequence(lambda number: f"<{number}@region.example>")
    kind = "test.kind"
    to = "lea.morvan@exemple.example"
    subject = "[Portail des aides] Objet"
    text = "Texte"
    html = "<p>Texte</p>"
    created_at = factory.LazyFunction(timezone.now)


class MailTemplateFactory(factory.django.DjangoModelFactory[MailTemplate]):
    """An editor's own words."""

    class Meta:
        model = MailTemplate

    subject = "Objet"
    body = "Bonjour,"
