"""A question to the assistance: one mail to them, one to the person who wrote."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from applications.notifications.services import send_mail
from cms.core.site import site_settings
from cms.core.templatetags.portal import to_second
from home.forms import Topic
from home.mails import QUESTION, QUESTION_RECEIVED


@transaction.atomic
def send_question(
    topic: Topic,
    *,
    name: str,
    email: str,
    message: str,
    language: str,
    attempt: uuid.UUID,
    now: datetime,
) -> None:
    """Send a question to the assistance's address, and say to its author that it came in.

    Sent again under the same `attempt` (double click, page reloaded), it leaves once. What the
    author receives repeats nothing of what they wrote: the form must not carry words to others.
    """
    with override(settings.LANGUAGE_CODE):
        about = str(topic.label)
    send_mail(
        QUESTION.code,
        to=site_settings().support_email,
        context={"name": name, "email": email, "about": about, "message": message},
        language=settings.LANGUAGE_CODE,
        key=f"question:{attempt}",
        reply_to=email,
        now=now,
    )
    with override(language):
        context = {"about": str(topic.label), "received_at": to_second(now)}
    send_mail(
        QUESTION_RECEIVED.code,
        to=email,
        context=context,
        language=language,
        key=f"question-received:{attempt}",
        now=now,
    )
