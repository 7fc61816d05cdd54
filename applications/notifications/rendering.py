"""From a kind and a context to a subject, a text and its HTML twin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from applications.notifications.kinds import MailKind
from applications.notifications.models import MailTemplate
from applications.notifications.wording import fill
from cms.core.site import site_settings

SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail ready to be kept."""

    subject: str
    text: str
    html: str


def render(
    kind: MailKind, context: Mapping[str, Any], *, language: str, scope: str = ""
) -> Rendered:
    """Render a kind of mail in a language, with the editor's words when there are some."""
    missing = [name for name in kind.variables if name not in context]
    if missing:
        raise ValueError(f"{kind.code}: missing variables {', '.join(missing)}")
    with translation.override(language):
        site = site_settings()
        words = MailTemplate.objects.for_mail(kind.code, scope=scope, language=language)
        subject = fill(words.subject, context) if words else _filled(kind.subject, context)
        subject = _one_line(f"[{site.name}] {subject}")
        everything = {
            **context,
            "site": site,
            "portal_url": settings.PUBLIC_URL.rstrip("/") + "/",
            "language": language,
            "subject": subject,
            "body": fill(words.body, context) if words else "",
        }
        template = "emails/own_words" if words else kind.template
        return Rendered(
            subject=subject,
            text=_tidy(render_to_string(f"{template}.txt", everything)),
            html=render_to_string(f"{template}.html", everything),
        )


def _filled(subject: str | Promise, context: Mapping[str, Any]) -> str:
    text = str(subject)
    return text % context if "%(" in text else text


def _one_line(subject: str) -> str:
    """Keep a subject on one line: a line break in a header is an injection."""
    return " ".join(subject.split())[:SUBJECT_LENGTH]


def _tidy(text: str) -> str:
    """Take away the blank lines template tags leave behind."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
