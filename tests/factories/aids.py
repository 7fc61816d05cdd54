"""Aids ready to be read and applied to: page, campaign, règlement, form version."""

import uuid
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site

from aids.models import (
    Aid,
    AidPage,
    Audience,
    Campaign,
    CatalogPage,
    FormVersion,
    Nature,
    RegulationVersion,
    ReviewTeam,
    Territory,
    Theme,
)
from aids.services import versions
from applications.formbuilder import building
from applications.formbuilder.schema import (
    Comparison,
    Criterion,
    FormSchema,
    Question,
    Step,
    SwornStatement,
)
from home.models import HomePage

NAMESPACE = uuid.UUID("5e5a4b2e-7c55-4b0e-9a8e-3d8f3f6f2f10")


def node_id(name: str) -> str:
    """Return the stable block id of a readable name."""
    return str(uuid.uuid5(NAMESPACE, name))


def small_schema(*, is_document_required: bool = True) -> FormSchema:
    """Return a form with one criterion, two steps, a condition, a document, a statement.

    Ids: `node_id("c-region")`, `"s-project"`, `"q-title"`, `"q-kind"` (options `"o-course"`,
    `"o-stay"`), `"q-country"` (shown for a stay), `"s-budget"`, `"q-amount"`, `"d-identity"`,
    `"a-exact"`.
    """
    return FormSchema(
        preamble="<p>Préparez vos justificatifs.</p>",
        criteria=(
            Criterion(
                id=node_id("c-region"),
                label="Habitez-vous dans la région ?",
                explanation="Cette aide est réservée aux habitants de la région.",
            ),
        ),
        steps=(
            Step(
                id=node_id("s-project"),
                title="Votre projet",
                questions=(
                    Question(id=node_id("q-title"), type="text", label="Nom du projet"),
                    Question(
                        id=node_id("q-kind"),
                        type="choice",
                        label="Nature du projet",
                        settings={
                            "choices": [
                                {"id": node_id("o-course"), "label": "Une formation"},
                                {"id": node_id("o-stay"), "label": "Un séjour"},
                            ]
                        },
                    ),
                    Question(
                        id=node_id("q-country"),
                        type="text",
                        label="Pays du séjour",
                        visible_if=Comparison(
                            question=node_id("q-kind"),
                            operator="equals",
                            value=node_id("o-stay"),
                        ),
                    ),
                ),
            ),
            Step(
                id=node_id("s-budget"),
                title="Votre budget",
                questions=(
                    Question(id=node_id("q-amount"), type="amount", label="Montant demandé"),
                ),
            ),
        ),
        documents=(
            Question(
                id=node_id("d-identity"),
                type="file",
                label="Pièce d'identité",
                is_required=is_document_required,
                settings={"extensions": ["pdf", "jpg", "png"], "max_megabytes": 10},
            ),
        ),
        statements=(
            SwornStatement(id=node_id("a-exact"), text="Je certifie l'exactitude de ma demande."),
        ),
    )


def french() -> Locale:
    """Return the source locale."""
    return Locale.objects.get_or_create(language_code="fr")[0]


def home_page() -> HomePage:
    """Return the French home page, made and set as the site's root when missing."""
    found = HomePage.objects.filter(locale=french()).first()
    if found is not None:
        return found
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=french())
    )
    slug = "accueil" if root.get_children().filter(slug="home").exists() else "home"
    home = root.add_child(instance=HomePage(title="Accueil", slug=slug, locale=french()))
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    site.root_page = home
    site.save()
    return home


def catalog_page() -> CatalogPage:
    """Return the French catalogue, made under the home page when missing."""
    found = CatalogPage.objects.filter(locale=french()).first()
    if found is not None:
        return found
    home = home_page()
    return home.add_child(instance=CatalogPage(title="Les aides", slug="aides", locale=french()))


def taxa(model: type[Any], codes: list[str]) -> list[Any]:
    """Return the terms of these codes, made when missing."""
    return [
        model.objects.get_or_create(code=code, defaults={"label": code.capitalize()})[0]
        for code in codes
    ]


class ReviewTeamFactory(DjangoModelFactory[ReviewTeam]):
    """A review team."""

    class Meta:
        model = ReviewTeam
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"equipe-{number}")
    name = factory.LazyAttribute(lambda team: f"Équipe {team.code}")
    service = "Direction de la jeunesse"
    address = "1 place de la Région, 96000 Kervalen"
    phone = "02 61 91 20 10"
    email = "jeunesse@region.example"
    hours = "Du lundi au vendredi, de 9 h à 17 h"


class AidPageFactory(DjangoModelFactory[AidPage]):
    """A live page under Home → Catalogue, published; `schema=None` leaves it without a form.

    `audiences`, `themes`, `territories` and `natures` take codes; other arguments are fields.
    """

    class Meta:
        model = AidPage

    title = factory.Sequence(lambda number: f"Bourse d'essai {number}")
    slug = factory.Sequence(lambda number: f"bourse-essai-{number}")
    summary = "Une aide pour mener un projet à bien."
    who = "Jeunes de 16 à 30 ans"
    amount = "Jusqu'à 1 200 €"

    @classmethod
    def _create(cls, model_class: type[AidPage], *args: Any, **kwargs: Any) -> AidPage:
        parent = kwargs.pop("parent", None) or catalog_page()
        schema = kwargs.pop("schema", small_schema())
        is_published = kwargs.pop("is_published", True)
        codes = {
            name: taxa(model, kwargs.pop(name, default))
            for name, model, default in (
                ("audiences", Audience, ["particulier"]),
                ("themes", Theme, ["jeunesse"]),
                ("territories", Territory, ["region"]),
                ("natures", Nature, ["bourse"]),
            )
        }
        kwargs.setdefault("locale", french())
        page = model_class(live=False, **kwargs)
        if schema is not None:
            page.preamble = schema.preamble
            for name, value in building.to_stream(schema).items():
                setattr(page, name, value)
        for name, terms in codes.items():
            setattr(page, name, terms)
        parent = type(parent).objects.get(pk=parent.pk)
        parent.add_child(instance=page)
        if is_published:
            page.save_revision().publish()
        return model_class.objects.get(pk=page.pk)


class RegulationVersionFactory(DjangoModelFactory[RegulationVersion]):
    """A règlement in force since a year; `future` takes effect in a month."""

    class Meta:
        model = RegulationVersion

    aid = factory.SubFactory("tests.factories.aids.BareAidFactory")
    number = factory.Sequence(lambda number: f"2025-{number}")
    title = "Règlement d'attribution"
    deliberation = "Délibération n° 25-118"
    adopted_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=380))
    effective_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    body = "<h3>Article 1</h3><p>L'aide soutient les projets des habitants.</p>"

    class Params:
        future = factory.Trait(
            adopted_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10)),
            effective_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)),
        )


class CampaignFactory(DjangoModelFactory[Campaign]):
    """A campaign open now, closing in a month; traits `closed`, `future`, `permanent`."""

    class Meta:
        model = Campaign

    aid = factory.SubFactory("tests.factories.aids.BareAidFactory")
    name = "Campagne en cours"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    envelope_amount = "500000.00"
    regulation = factory.LazyAttribute(
        lambda campaign: (
            campaign.aid.regulations.order_by("-effective_on").first()
            or RegulationVersionFactory(aid=campaign.aid)
        )
    )

    class Params:
        closed = factory.Trait(
            name="Campagne close",
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=90)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)),
        )
        future = factory.Trait(
            name="Campagne à venir",
            opens_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=30)),
            closes_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=90)),
        )
        permanent = factory.Trait(name="Campagne permanente", closes_at=None)


class BareAidFactory(DjangoModelFactory[Aid]):
    """An aid's row alone: no page, no campaign."""

    class Meta:
        model = Aid

    key = factory.LazyFunction(uuid.uuid4)
    title = factory.Sequence(lambda number: f"Aide {number}")
    short_code = factory.LazyAttribute(lambda aid: Aid.objects.propose_short_code(aid.title))
    team = factory.SubFactory(ReviewTeamFactory)


class AidFactory(BareAidFactory):
    """A whole aid: live page, team, règlement in force, open campaign, form version.

    `campaign="open" | "closed" | "future" | "permanent" | None`; `schema=` takes a `FormSchema`;
    `page=` is a dict of `AidPageFactory` arguments; other arguments are fields of the row.
    """

    class Meta:
        model = Aid
        exclude = ()

    @classmethod
    def _create(cls, model_class: type[Aid], *args: Any, **kwargs: Any) -> Aid:
        page_arguments = dict(kwargs.pop("page", {}))
        campaign = kwargs.pop("campaign", "open")
        page_arguments.setdefault("title", kwargs["title"])
        if "schema" in kwargs:
            page_arguments["schema"] = kwargs.pop("schema")
        kwargs["title"] = page_arguments["title"]
        aid = model_class.objects.create(**kwargs)
        AidPageFactory(translation_key=aid.key, **page_arguments)
        RegulationVersionFactory(aid=aid)
        if campaign is not None:
            traits = {} if campaign == "open" else {campaign: True}
            CampaignFactory(aid=aid, **traits)
        return Aid.objects.select_related("team", "current_version").get(pk=aid.pk)


def form_version(aid: Aid) -> FormVersion:
    """Return the form version in force of an aid that has a live page."""
    version = versions.current_version(aid)
    assert version is not None
    return version
