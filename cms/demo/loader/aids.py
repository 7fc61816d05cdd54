"""The aids: their row, their French page with its form, their English page."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from aids.models import Aid, Audience, Nature, ReviewTeam, Territory, Theme
from aids.models.pages import AidPage, CatalogPage
from aids.services import versions
from applications.accounts.models import Family
from applications.formbuilder import building
from applications.formbuilder.schema import FormSchema
from cms.demo.loader import data, forms, translations
from cms.demo.loader.data import Entry, stable_id
from cms.demo.loader.pages import ENGLISH, locale
from cms.demo.loader.regulations import load_campaigns, load_regulations
from cms.demo.loader.site import one_line

TAXONOMIES = {"audiences": Audience, "themes": Theme, "territories": Territory, "natures": Nature}
STREAMS = ("criteria", "steps", "documents", "statements")


def load_rows() -> None:
    """Write the row of every aid, so that pages may point at each other."""
    teams = {team.code: team for team in ReviewTeam.objects.all()}
    for entry in data.aids():
        other = entry.get("other_beneficiary") or {}
        aid, _is_new = Aid.objects.update_or_create(
            key=key_of(entry["slug"]),
            defaults={
                "title": entry["title"],
                "short_code": entry["short_code"],
                "team": teams[entry["team"]],
                "is_limited_to_one": bool(entry.get("limit_one_per_beneficiary")),
                "requires_transmission": bool(entry.get("requires_transmission")),
                "pays_applicant": bool(entry.get("pays_applicant")),
                "allows_other_beneficiary": bool(other),
                "asks_mandate": bool(other.get("mandate")),
                "allows_minors": bool(other.get("minors")),
            },
        )
        families = Family.objects.filter(code__in=other.get("families") or [])
        aid.beneficiary_families.set(families)


@transaction.atomic
def load_aid(entry: Entry, *, catalog: CatalogPage, now: datetime) -> None:
    """Write one aid whole: règlements, campaigns, page, version, English page."""
    aid = Aid.objects.get(key=key_of(entry["slug"]))
    load_regulations(aid, entry)
    load_campaigns(aid, entry, now=now)
    schema = forms.schema_of(entry)
    page = _french_page(entry, schema, catalog)
    versions.ensure_version(aid, now=now)
    if entry.get("en"):
        _publish_english(page, entry, schema)


def key_of(slug: str) -> uuid.UUID:
    """Return the key of an aid: the translation key of its pages."""
    return uuid.UUID(stable_id("aid", slug))


def _french_page(entry: Entry, schema: FormSchema, catalog: CatalogPage) -> AidPage:
    """Create or update the source page and publish it."""
    key = key_of(entry["slug"])
    page = AidPage.objects.filter(
        translation_key=key, locale__language_code=settings.LANGUAGE_CODE
    ).first()
    is_new = page is None
    if page is None:
        page = AidPage(
            slug=entry["slug"],
            translation_key=key,
            locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
            live=False,
        )
    _write(page, entry, territories="label")
    page.is_featured = bool(entry.get("is_featured"))
    _write_form(page, schema)
    for name, model in TAXONOMIES.items():
        setattr(page, name, list(model._default_manager.filter(code__in=entry.get(name) or [])))
    page.related = list(Aid.objects.filter(key__in=map(key_of, entry.get("related") or [])))
    if is_new:
        catalog.add_child(instance=page)
    page.save_revision().publish()
    return AidPage.objects.get(pk=page.pk)


def _publish_english(source: AidPage, entry: Entry, schema: FormSchema) -> None:
    """Create or update the English page: same blocks, same ids, other words."""
    words = AidPage.objects.get(pk=source.pk)
    _write(words, entry["en"], territories="label_en")
    _write_form(words, forms.translated(schema, entry, entry["en"].get("form") or {}))
    translations.publish_translation(source, words, locale=locale(ENGLISH))


def _contacts(entries: list[Entry], label: str) -> list[tuple[str, Entry]]:
    """Return the contacts with the name of their territory in place of its code."""
    names = {one["code"]: one[label] for one in data.read("taxonomies")["territories"]}
    return [
        ("contact", {**one, "territory": names.get(one.get("territory") or "", "")})
        for one in entries
    ]


def _write(page: AidPage, entry: Entry, *, territories: str) -> None:
    """Write what readers see, in the page's language; `territories` is their label in it."""
    page.title = entry["title"]
    page.summary = entry["summary"]
    page.who = entry["who"]
    page.amount = entry["amount"]
    _write_streams(
        page,
        "presentation",
        [
            ("section", {"heading": one["heading"], "text": one_line(one["html"])})
            for one in entry.get("presentation") or []
        ],
    )
    _write_streams(page, "contacts", _contacts(entry.get("contacts") or [], territories))
    _write_streams(
        page,
        "questions",
        [
            ("entry", {"question": one["question"], "answer": one_line(one["html"])})
            for one in entry.get("faq") or []
        ],
    )


def _write_streams(page: AidPage, name: str, blocks: list[tuple[str, dict[str, Any]]]) -> None:
    """Write an editorial stream; the ids of its blocks follow from the aid and the place."""
    key = str(page.translation_key)
    _assign(
        page,
        name,
        [
            {"type": block, "value": value, "id": stable_id(key, name, str(position))}
            for position, (block, value) in enumerate(blocks)
        ],
    )


def _write_form(page: AidPage, schema: FormSchema) -> None:
    """Write the form's fields from a schema."""
    page.preamble = schema.preamble
    streams = building.to_stream(schema)
    for name in STREAMS:
        _assign(page, name, streams[name])


def _assign(page: AidPage, name: str, raw: list[dict[str, Any]]) -> None:
    setattr(page, name, AidPage._meta.get_field(name).stream_block.to_python(raw))
