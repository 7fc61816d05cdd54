"""Règlements, each with its file, and the campaigns under them."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from aids.models import Aid, Campaign, RegulationVersion
from cms.core import pdf
from cms.core.dates import end_of_paris_day, paris_day, start_of_paris_day
from cms.core.site import site_settings
from cms.demo.loader.data import Entry
from cms.demo.loader.site import one_line


def load_regulations(aid: Aid, entry: Entry) -> None:
    """Write the texts that are not there yet; one in force is never changed."""
    for text in entry.get("regulations") or []:
        if aid.regulations.filter(number=text["number"]).exists():
            continue
        regulation = RegulationVersion(
            aid=aid,
            number=text["number"],
            title=text["title"],
            deliberation=text["deliberation"],
            adopted_on=text["adopted_on"],
            effective_on=text["effective_on"],
            body=one_line(text["html"]),
        )
        if pdf.is_available():
            regulation.document = _document(regulation, slug=entry["slug"])
        regulation.save()


def load_campaigns(aid: Aid, entry: Entry, *, now: datetime) -> None:
    """Write the campaigns that are not there yet, their days counted from the day of loading."""
    today = paris_day(now)
    for one in entry.get("campaigns") or []:
        closes = one.get("closes")
        Campaign.objects.get_or_create(
            aid=aid,
            name=one["name"],
            defaults={
                "opens_at": start_of_paris_day(today + timedelta(days=one["opens"])),
                "closes_at": (
                    None if closes is None else end_of_paris_day(today + timedelta(days=closes))
                ),
                "envelope_amount": Decimal(one["envelope"]) if one.get("envelope") else None,
                "regulation": aid.regulations.get(number=one["regulation"]),
            },
        )


def _document(regulation: RegulationVersion, *, slug: str) -> object:
    """Render the file readers download."""
    content = pdf.render_pdf(
        "demo/regulation_pdf.html",
        {"regulation": regulation, "site": site_settings()},
        language="fr",
    )
    name = f"reglement-{slug}-{regulation.number}.pdf"
    return get_document_model().objects.create(
        title=f"{regulation.title} ({regulation.number})",
        file=ContentFile(content, name=name),
        file_size=len(content),
    )
