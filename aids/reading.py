"""What the page of an aid shows, gathered in few queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.rich_text import RichText

from aids import regulations
from aids.drafts import schema_of
from aids.index import AidCard, IndexedAid, catalog_index
from aids.labels import TAXONOMIES, taxonomy_labels
from aids.models.aid import Aid
from aids.models.campaign import Campaign
from aids.models.form_version import FormTexts
from aids.models.pages import AidPage
from aids.models.regulation import RegulationVersion
from aids.opening import Opening, opening_of
from aids.services import versions
from applications.formbuilder import duration
from applications.formbuilder.schema import FormSchema, for_applicants
from cms.core import pdf
from cms.core.caches import pages as cache
from cms.core.dates import paris_day
from cms.core.generation import current_generation


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with its language: `lang` is empty when it is the page's own."""

    text: Any
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the presentation, one question and its answer, one contact."""

    id: str
    title: Passage
    body: Passage
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormDocument:
    """A document to prepare: for everybody, in some cases (`is_conditional`), or optional."""

    label: Passage
    help: Passage
    is_optional: bool
    is_conditional: bool


@dataclass(frozen=True, slots=True)
class FormOutline:
    """What the form will ask."""

    steps: tuple[Passage, ...]
    documents: tuple[FormDocument, ...]
    has_criteria: bool
    minutes: int

    @property
    def step_count(self) -> int:
        """Return how many steps the editor designed."""
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class AidReading:
    """Everything the page shows."""

    aid: Aid
    card: AidCard
    opening: Opening
    langs: Mapping[str, str]
    sections: tuple[Section, ...]
    contacts: tuple[Section, ...]
    questions: tuple[Section, ...]
    regulation: RegulationVersion | None
    earlier: tuple[RegulationVersion, ...]
    later: tuple[RegulationVersion, ...]
    taxa: Mapping[str, tuple[str, ...]]
    related: tuple[AidCard, ...]
    form: FormOutline | None

    @property
    def is_pdf_offered(self) -> bool:
        """Whether this server draws PDFs, as far as can be told without drawing one."""
        return pdf.is_likely()


def read_aid(page: AidPage, *, language: str, now: datetime, is_preview: bool) -> AidReading:
    """Gather what the page of an aid shows."""
    aid = page.aid
    campaigns = page.campaigns
    opening = opening_of(campaigns, now=now)
    facts = _facts(page, is_preview=is_preview)
    texts = facts.regulations
    regulation = regulations.pick_in_force(texts, paris_day(now))
    labels = taxonomy_labels(language)
    index = catalog_index(language)
    french = _french_page(page)
    differs = _Marker(page, french)
    return AidReading(
        aid=aid,
        card=AidCard(_indexed(page, aid, campaigns), opening, is_in_other_language=False),
        opening=opening,
        langs={
            name: differs.field(name) for name in ("title", "summary", "who", "amount", "banner")
        },
        sections=differs.stream("presentation", "heading", "text"),
        contacts=differs.stream("contacts", "service", "hours"),
        questions=differs.stream("questions", "question", "answer"),
        regulation=regulation,
        earlier=tuple(
            text for text in texts if regulation and text.effective_on < regulation.effective_on
        ),
        later=tuple(text for text in texts if text.effective_on > paris_day(now)),
        taxa={
            name: tuple(labels[name][code] for code in labels[name] if code in codes)
            for name, codes in facts.taxa.items()
        },
        related=tuple(
            index.card(index.by_aid[pk], now=now)
            for pk in facts.related
            if pk in index.by_aid and pk != aid.pk
        ),
        form=_outline(page, aid, language, is_preview=is_preview),
    )


class _Marker:
    """Tells what a translated page still shows in French: a text equal to the source's."""

    def __init__(self, page: AidPage, french: AidPage | None) -> None:
        self.page, self.french = page, french
        is_french_alias = page.alias_of_id is not None and (
            page.alias_of.locale_id != page.locale_id
        )
        self.everything = settings.LANGUAGE_CODE if is_french_alias else ""

    def field(self, name: str) -> str:
        """Return the language of a field when it is not the page's."""
        return self._lang(getattr(self.page, name), getattr(self.french, name, None))

    def stream(self, name: str, title: str, body: str) -> tuple[Section, ...]:
        """Return the blocks of a stream, each text with its language."""
        source = (
            {child.id: child.value for child in getattr(self.french, name)} if self.french else {}
        )
        return tuple(
            Section(
                id=str(child.id),
                title=self._passage(child.value, source.get(child.id), title),
                body=self._passage(child.value, source.get(child.id), body),
                values=child.value,
            )
            for child in getattr(self.page, name)
        )

    def _passage(self, value: Any, source: Any, name: str) -> Passage:
        return Passage(value[name], self._lang(value[name], source[name] if source else None))

    def _lang(self, text: Any, source: Any) -> str:
        if self.everything or self.french is None:
            return self.everything
        bare, french = (
            (part.source if isinstance(part, RichText) else part) for part in (text, source)
        )
        return settings.LANGUAGE_CODE if bare and bare == french else ""


def _french_page(page: AidPage) -> AidPage | None:
    """Return the source of a translation; `None` for the source itself and for aliases."""
    if page.locale.language_code == settings.LANGUAGE_CODE or page.alias_of_id is not None:
        return None
    known: AidPage | None = getattr(page, "french_page", None)
    return (
        known
        or AidPage.objects.filter(
            translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
        ).first()
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What surrounds the text of an aid's page: its row, campaigns, règlements, filters."""

    aid: Aid
    campaigns: tuple[Campaign, ...]
    regulations: tuple[RegulationVersion, ...]
    taxa: Mapping[str, set[str]]
    related: tuple[int, ...]


def recall(page: AidPage) -> None:
    """Give a page being served what was read around it since the last publication or save."""
    facts: Facts | None = cache.get(_key(page))
    if facts is not None:
        page.__dict__.update(aid=facts.aid, campaigns=facts.campaigns, facts=facts)


def _facts(page: AidPage, *, is_preview: bool) -> Facts:
    """Return what surrounds a page; kept when its form is compiled, previews apart."""
    known: Facts | None = page.__dict__.get("facts")
    if known is not None and not is_preview:
        return known
    taxa, related = _taxa_and_related(page)
    texts = tuple(regulations.of_aid(page.aid))
    facts = Facts(page.aid, page.campaigns, texts, taxa, tuple(related))
    if not is_preview and page.live and versions.is_compiled(page.aid, page):
        cache.set(_key(page), facts, timeout=settings.PUBLIC_CACHE_SECONDS)
    return facts


def _key(page: AidPage) -> str:
    return f"aid-facts:{page.pk}:{page.live_revision_id}:{current_generation()}"


def _taxa_and_related(page: AidPage) -> tuple[dict[str, set[str]], list[int]]:
    """Return the codes of the source page's taxonomies and its related aids, in one query."""
    key = (page.alias_of or page).translation_key
    queries: list[QuerySet[Any, Any]] = [
        _codes_query(relation, parameter, f"{relation.removesuffix('s')}__code", key)
        for parameter, (relation, _model, _legend) in TAXONOMIES.items()
        if relation not in {"territories"}
    ]
    queries.append(_codes_query("territories", "territoire", "territory__code", key))
    queries.append(_codes_query("related", "related", "aid_id", key))
    taxa: dict[str, set[str]] = {name: set() for name in TAXONOMIES}
    related: list[int] = []
    for kind, code in queries[0].union(*queries[1:], all=True):
        if kind == "related":
            related.append(int(code))
        else:
            taxa[kind].add(code)
    return taxa, related


def _codes_query(relation: str, kind: str, path: str, key: object) -> QuerySet[Any, Any]:
    through = getattr(AidPage, relation).through
    return (
        through.objects.filter(
            aidpage__translation_key=key,
            aidpage__locale__language_code=settings.LANGUAGE_CODE,
        )
        .annotate(
            kind=Value(kind, output_field=CharField()), code=Cast(path, output_field=CharField())
        )
        .values_list("kind", "code")
    )


def _indexed(page: AidPage, aid: Aid, campaigns: tuple[Any, ...]) -> IndexedAid:
    none: frozenset[str] = frozenset()
    return IndexedAid(
        aid=aid,
        url=page.get_url() or "",
        title=page.title,
        summary=page.summary,
        who=page.who,
        amount=page.amount,
        language=page.locale.language_code,
        is_featured=page.is_featured,
        published_at=page.first_published_at,
        audiences=none,
        themes=none,
        territories=none,
        natures=none,
        campaigns=campaigns,
        title_words=none,
        summary_words=none,
        text_words=none,
    )


def _outline(page: AidPage, aid: Aid, language: str, *, is_preview: bool) -> FormOutline | None:
    """Return what the version in force asks, or in a preview what the page's blocks would."""
    if is_preview:
        schema = for_applicants(schema_of(page))
        return _outline_of(schema, None, language, duration.minutes(schema))
    version = versions.current_version(aid, page=page)
    if version is None:
        return None
    texts = versions.overlay(version, language)
    compiled = versions.compiled_form(version, language, texts)
    return _outline_of(compiled.schema, texts, language, compiled.minutes)


def _outline_of(
    schema: FormSchema, texts: FormTexts | None, language: str, minutes: int
) -> FormOutline | None:
    known: Iterable[str] = texts.texts if texts is not None else ()
    is_french = language == settings.LANGUAGE_CODE

    def passage(text: str, key: str) -> Passage:
        return Passage(text, "" if is_french or key in known else settings.LANGUAGE_CODE)

    files = [
        (question, step.visible_if)
        for step in schema.steps
        for question in step.questions
        if question.type == "file"
    ]
    files += [(question, None) for question in schema.documents]
    if not schema.steps and not schema.documents:
        return None
    return FormOutline(
        steps=tuple(passage(step.title, f"{step.id}.title") for step in schema.steps),
        documents=tuple(
            FormDocument(
                label=passage(question.label, f"{question.id}.label"),
                help=passage(question.help, f"{question.id}.help"),
                is_optional=not question.is_required and question.required_if is None,
                is_conditional=question.visible_if is not None
                or around is not None
                or not question.is_required,
            )
            for question, around in files
        ),
        has_criteria=bool(schema.criteria),
        minutes=minutes,
    )
