"""The blank form to print: drawn once for a version and a language, then kept.

It is drawn again only when something it says besides the form has changed.
"""

import hashlib
import json
import re
from base64 import b64encode
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from aids.exceptions import BlankFormUnavailable
from aids.models import Aid, AidPage, FormTexts, FormVersion
from aids.services import versions
from applications.attachments import services as attachments
from applications.attachments.models import Attachment
from applications.formbuilder.paper import paper_form
from cms.core import pdf
from cms.core.site import site_settings

OWNER = "form-version"
PDF_TYPE = "application/pdf"
LAYOUT = 1
"""Grows with the template: what was kept under an older one is drawn again."""

IDENTITY = (
    _("Last name and first name, or name of the structure"),
    _("SIRET, RNA or UAI number, for a structure"),
    _("Date of birth, for a person"),
    _("Address"),
    _("Postcode and town"),
    _("Phone"),
    _("E-mail address"),
)
PICTURE = re.compile(r'(<img[^>]*\ssrc=")([^"]+)(")')
SITE_WORDS = (
    "name",
    "region_name",
    "support_phone",
    "support_email",
    "postal_address",
    "privacy_notice",
    "data_controller",
    "dpo_email",
    "dpo_phone",
    "dpo_address",
)


def blank_form(page: AidPage, *, language: str, now: datetime) -> Attachment | None:
    """Return the printed form of the version in force, drawn the first time it is asked for.

    `None` when the aid has no form. Raises `BlankFormUnavailable` where PDFs cannot be drawn.
    """
    version = versions.current_version(page.aid, page=page)
    if version is None:
        return None
    texts = versions.overlay(version, language)
    slot = _slot(page, texts, language)
    kept = Attachment.objects.of(OWNER, version.pk).filter(slot=slot).first()
    if kept is not None and kept.file.storage.exists(kept.file.name):
        return kept
    if versions.compiled_form(version, language, texts).is_empty:
        return None
    return _draw(page, version, texts, language=language, slot=slot, now=now)


def _draw(
    page: AidPage,
    version: FormVersion,
    texts: FormTexts | None,
    *,
    language: str,
    slot: str,
    now: datetime,
) -> Attachment:
    """Draw the form outside any transaction, keep it, and forget the one it replaces."""
    compiled = versions.compiled_form(version, language, texts)
    with translation.override(language):
        context = {
            "aid": page.aid,
            "page": page,
            "address": f"{settings.PUBLIC_URL.rstrip('/')}{page.get_url()}",
            "version": version,
            "form": paper_form(compiled),
            "team": page.aid.team,
            "identity": IDENTITY,
            "site": site_settings(language),
        }
        try:
            content = pdf.render_pdf(
                "aids/pdf/blank_form.html", context, language=language, prepare=with_pictures
            )
        except pdf.PdfUnavailable as error:
            raise BlankFormUnavailable(way_out=page.get_url()) from error
    made = attachments.store_generated(
        content,
        owner_type=OWNER,
        owner_id=version.pk,
        slot=slot,
        name=file_name(page.aid, version),
        content_type=PDF_TYPE,
        now=now,
    )
    replaced = Attachment.objects.of(OWNER, version.pk).filter(
        slot__startswith=_prefix(language), uploaded_at__lt=now
    )
    attachments.erase(replaced.exclude(pk=made.pk))
    return made


def file_name(aid: Aid, version: FormVersion) -> str:
    """Return the name the form is given when downloaded."""
    return f"formulaire-vierge-{aid.short_code}-v{version.number}.pdf"


def with_pictures(html: str) -> str:
    """Put the editors' pictures inside the document: a PDF fetches nothing."""

    def embed(found: re.Match[str]) -> str:
        before, address, after = found.groups()
        path = address.removeprefix(settings.MEDIA_URL)
        if path == address or not default_storage.exists(path):
            return ""
        with default_storage.open(path) as file:
            content = b64encode(file.read()).decode()
        kind = "svg+xml" if path.endswith(".svg") else path.rpartition(".")[2].lower()
        return f"{before}data:image/{kind};base64,{content}{after}"

    return PICTURE.sub(embed, html)


def _prefix(language: str) -> str:
    return f"blank-{language}-"


def _slot(page: AidPage, texts: FormTexts | None, language: str) -> str:
    """Name what is printed: the version's owner says the form, the rest is around it."""
    site, team = site_settings(language), page.aid.team
    around: dict[str, Any] = {
        "layout": LAYOUT,
        "texts": texts.digest if texts is not None else "",
        "title": page.title,
        "address": f"{settings.PUBLIC_URL}{page.get_url()}",
        "site": [str(getattr(site, name)) for name in SITE_WORDS],
        "team": [team.service, team.address, team.phone, team.email] if team else [],
    }
    digest = hashlib.sha256(json.dumps(around, sort_keys=True).encode()).hexdigest()
    return f"{_prefix(language)}{digest[:32]}"
