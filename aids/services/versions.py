"""The immutable versions of an aid's form, made from its live source page and from nothing else."""

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from aids import events
from aids.drafts import schema_of
from aids.models.aid import Aid
from aids.models.form_version import FormTexts, FormVersion
from aids.models.pages import AidPage
from aids.services import form_changes, search_entries
from applications.formbuilder import compiler, texts as form_texts
from applications.formbuilder.schema import FormSchema
from cms.core import events as journal
from cms.core.caches import pages as cache
from cms.core.generation import current_generation

logger = logging.getLogger("portal.aids")


def ensure_version(aid: Aid, *, now: datetime | None = None) -> FormVersion | None:
    """Make the version of the live source page unless it exists; refresh the other languages.

    Idempotent, under a lock on the aid. `None` when the aid never had a live source page.
    """
    now = now or timezone.now()
    with transaction.atomic():
        locked = Aid.objects.select_for_update().get(pk=aid.pk)
        pages = _live_pages(locked)
        source = next((page for page in pages if page.is_source), None)
        version = locked.form_versions.order_by("-number").first()
        if source is not None:
            schema = schema_of(source)
            structure_digest, texts_digest = form_texts.digests(schema)
            if version is None or (structure_digest, texts_digest) != (
                version.structure_digest,
                version.texts_digest,
            ):
                version = _insert(locked, source, schema, version, now=now)
        if version is not None:
            marks = {
                page.locale.language_code: search_entries.mark_of(page)
                for page in pages
                if page.is_source or _refresh_overlay(version, page, now=now)
            }
            locked.current_version = version
            locked.compiled_marks = marks
            locked.save(update_fields=["current_version", "compiled_marks"])
    aid.current_version, aid.compiled_marks = version, locked.compiled_marks
    return version


def current_version(aid: Aid, *, page: AidPage | None = None) -> FormVersion | None:
    """Return the version in force, made first when none is recorded for the live revision.

    `page` is the live page at hand, when there is one: it saves looking it up.
    """
    if page is None:
        if _is_known_compiled(aid):
            return aid.current_version
        page = _light_source(aid)
    if page is not None and page.live and not is_compiled(aid, page):
        return ensure_or_keep(aid)
    if page is not None and page.live and page.is_source:
        _remember_compiled(aid)
    return aid.current_version


def _is_known_compiled(aid: Aid) -> bool:
    """Tell whether this process checked it since the last publication."""
    return aid.current_version_id is not None and cache.get(_compiled_key(aid)) is True


def _remember_compiled(aid: Aid) -> None:
    cache.set(_compiled_key(aid), True, timeout=settings.PUBLIC_CACHE_SECONDS)


def _compiled_key(aid: Aid) -> str:
    """Return a key that changes with any publication, version or mark of the aid's pages."""
    marks = "|".join(f"{code}={mark}" for code, mark in sorted(aid.compiled_marks.items()))
    digest = hashlib.sha256(marks.encode()).hexdigest()[:16]
    return f"form-compiled:{aid.pk}:{aid.current_version_id}:{digest}:{current_generation()}"


def is_compiled(aid: Aid, page: AidPage) -> bool:
    """Tell whether the publication shown by a page has been compiled."""
    if page.alias_of_id is not None:
        return aid.current_version_id is not None
    language = page.locale.language_code
    return aid.compiled_marks.get(language) == search_entries.mark_of(page)


def ensure_or_keep(aid: Aid) -> FormVersion | None:
    """Make the version, or keep the one in force when the page cannot be compiled.

    Never raises: a publication must not fail half-way because of its form. What went wrong is
    an event, shown in the editor.
    """
    try:
        return ensure_version(aid)
    except Exception as error:
        logger.exception("the form of aid %s could not be compiled", aid.pk)
        if cache.add(f"aids-not-compiled:{aid.pk}", type(error).__name__, timeout=600):
            journal.record(
                events.FORM_NOT_COMPILED,
                subject_type="aid",
                subject_id=aid.pk,
                error=type(error).__name__,
            )
        return aid.current_version


def page_was_published(page: AidPage) -> None:
    """Follow a publication: version, overlays, search entry; never raises."""
    if not page.live:
        return
    try:
        aid = Aid.objects.for_page(page)
        if aid is not None:
            ensure_or_keep(aid)
        with transaction.atomic():
            live = AidPage.objects.select_related("locale", "alias_of__locale").get(pk=page.pk)
            search_entries.refresh(live)
    except Exception:
        logger.exception("the publication of page %s could not be followed", page.pk)


def overlay(version: FormVersion, language: str) -> FormTexts | None:
    """Return the texts of a language for a version; `None` in French or when untranslated."""
    if language == settings.LANGUAGE_CODE:
        return None
    return version.overlays.filter(language=language).order_by("-current_since", "-pk").first()


def compiled_form(
    version: FormVersion, language: str, texts: FormTexts | None = None
) -> compiler.CompiledForm:
    """Return a version ready to be filled by applicants, with the texts of a language."""
    return _compiled(version, language, texts, compiler.compile_form)


def review_form(
    version: FormVersion, language: str, texts: FormTexts | None = None
) -> compiler.CompiledForm:
    """Return a whole version, with what is asked of officers."""
    return _compiled(version, language, texts, compiler.compile_review_form)


def _compiled(
    version: FormVersion, language: str, texts: FormTexts | None, compile_with: compiler.Compile
) -> compiler.CompiledForm:
    overlay_key = texts.digest[:32] if texts is not None else ""
    return compiler.compiled(
        f"{version.pk}:{version.structure_digest[:24]}{version.texts_digest[:24]}:{overlay_key}",
        lambda: version.schema,
        (lambda: texts.texts) if texts is not None else None,
        language,
        compile_with=compile_with,
    )


def _light_source(aid: Aid) -> AidPage | None:
    """Return the live source page without its texts: enough to know its publication."""
    return (
        AidPage.objects.live()
        .filter(
            translation_key=aid.key,
            alias_of__isnull=True,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .select_related("locale")
        .only("live", "live_revision", "last_published_at", "alias_of", "locale__language_code")
        .first()
    )


def _live_pages(aid: Aid) -> list[AidPage]:
    return list(
        AidPage.objects.live()
        .filter(translation_key=aid.key, alias_of__isnull=True)
        .select_related("locale")
    )


def _insert(
    aid: Aid,
    source: AidPage,
    schema: FormSchema,
    previous: FormVersion | None,
    *,
    now: datetime,
) -> FormVersion:
    structure_digest, texts_digest = form_texts.digests(schema)
    number = previous.number + 1 if previous is not None else 1
    revision = source.live_revision
    author_id = revision.user_id if revision is not None else source.owner_id
    version = FormVersion.objects.create(
        aid=aid,
        number=number,
        schema=schema.model_dump(mode="json"),
        structure_digest=structure_digest,
        texts_digest=texts_digest,
        author_id=author_id,
        created_at=now,
    )
    journal.record(
        events.FORM_VERSION_CREATED,
        subject_type="aid",
        subject_id=aid.pk,
        at=now,
        number=number,
        author=author_id,
    )
    if previous is not None:
        form_changes.follow_version(version, previous)
    return version


def _refresh_overlay(version: FormVersion, page: AidPage, *, now: datetime) -> bool:
    """Keep the texts of a live translation that belong to the version and differ from French.

    A translation never gives structure: what it holds of an older or newer form is left out.
    """
    french = form_texts.texts_of(FormSchema.model_validate(version.schema))
    translated = form_texts.texts_of(schema_of(page))
    texts = {
        key: text
        for key, text in translated.items()
        if key in french and text.strip() and text != french[key]
    }
    language = page.locale.language_code
    newest = overlay(version, language)
    digest = form_texts.digest(texts)
    if newest is None and not texts:
        return True
    if newest is None or newest.digest != digest:
        FormTexts.objects.update_or_create(
            version=version,
            language=language,
            digest=digest,
            defaults={"current_since": now},
            create_defaults={"texts": texts, "created_at": now, "current_since": now},
        )
    return True
