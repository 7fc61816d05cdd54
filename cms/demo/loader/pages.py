"""The page tree around the aids, in French and in English."""

import json
import re
import uuid
from typing import Any

from django.conf import settings
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site

from aids.models.pages import CatalogPage
from applications.accounts.models import Family
from cms.demo.loader import data, translations
from cms.demo.loader.site import one_line, plain
from home.models import ContentPage, HomePage, SpaceIndexPage, SpacePage

ENGLISH = "en"
SPACE_ICONS = {
    "particuliers": "user-round",
    "associations": "hand-heart",
    "entreprises": "briefcase",
    "lycees-publics": "graduation-cap",
    "acteurs-publics": "landmark",
}


def locale(code: str) -> Locale:
    """Return a content language, made when it is new."""
    found: Locale = Locale.objects.get_or_create(language_code=code)[0]
    return found


def load_tree() -> CatalogPage:
    """Write home, catalogue, spaces and content pages; return the French catalogue."""
    content, tree = data.read("site"), data.read("tree")
    home = _home(content)
    catalog = publish_under(home, CatalogPage, slug="aides", **_french(tree["catalog"]))
    index = publish_under(home, SpaceIndexPage, slug="espaces", **_french(tree["spaces"]))
    spaces = [_space(index, entry) for entry in data.read("taxonomies").get("spaces", [])]
    pages = [
        publish_under(
            home, ContentPage, slug=slug, title=entry["title"], body=body_of(slug, entry["html"])
        )
        for slug, entry in content.get("pages", {}).items()
    ]
    _load_english(content, home, catalog, index, spaces, pages)
    return catalog


def publish_under(
    parent: Page,
    model: type[Page],
    *,
    slug: str,
    language: str = settings.LANGUAGE_CODE,
    **values: Any,
) -> Any:
    """Create or update the page of this slug, and publish it when something changed."""
    key = uuid.UUID(data.stable_id(model.__name__, slug))
    page = model.objects.filter(
        translation_key=key, locale__language_code=settings.LANGUAGE_CODE
    ).first()
    if page is None:
        page = model(
            slug=slug,
            translation_key=key,
            locale=locale(settings.LANGUAGE_CODE),
            live=False,
            **values,
        )
        parent.add_child(instance=page)
    elif not _assign(page, values):
        return page
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def publish_translation(source: Page, *, slug: str, **values: Any) -> None:
    """Create or update the English page of a source."""
    words = type(source).objects.get(pk=source.pk)
    _assign(words, {"slug": slug, **values})
    translations.publish_translation(source, words, locale=locale(ENGLISH))


def body_of(slug: str, html: str) -> StreamValue:
    """Return the blocks of a text: its level-two headings are blocks of their own.

    Their ids follow from the page and the place: the same in every language.
    """
    parts = [part for part in re.split(r"(<h2>.*?</h2>)", one_line(html)) if part.strip()]
    body: StreamValue = ContentPage._meta.get_field("body").stream_block.to_python(
        [
            {
                "type": "heading" if part.startswith("<h2>") else "text",
                "value": plain(part) if part.startswith("<h2>") else part.strip(),
                "id": data.stable_id(slug, "body", str(position)),
            }
            for position, part in enumerate(parts)
        ]
    )
    return body


def _assign(page: Page, values: dict[str, Any]) -> bool:
    """Set the values and say whether one of them is new."""
    before = {name: _stored(page, name) for name in values}
    for name, value in values.items():
        setattr(page, name, value)
    return any(_stored(page, name) != old for name, old in before.items())


def _stored(page: Page, name: str) -> str:
    """Return a value as text; a database may have put the keys of its JSON in another order."""
    field = page._meta.get_field(name)
    if field.many_to_many:
        return str(list(getattr(page, name).all()))
    text = str(field.value_to_string(page))
    return json.dumps(json.loads(text), sort_keys=True) if isinstance(field, StreamField) else text


def _french(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "en"}


def _home(content: dict[str, Any]) -> HomePage:
    """Put the home page at the root of the site, in place of Wagtail's welcome."""
    entry = content["home"]
    welcome = Page.objects.filter(depth=2, content_type__model="page")
    welcome.update(slug="welcome")
    home = publish_under(
        Page.get_first_root_node(),
        HomePage,
        slug="home",
        title=entry["title"],
        introduction=plain(entry["introduction"]),
        newcomer_text=plain(entry["new_user"]),
    )
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    if site.root_page_id != home.pk:
        site.root_page = home
        site.site_name = content["settings"]["name"]
        site.save()
    for page in welcome:
        page.delete()
    return home


def _space(index: SpaceIndexPage, entry: dict[str, Any]) -> SpacePage:
    families = [
        audience["code"]
        for audience in data.read("taxonomies")["audiences"]
        if audience["space"] == entry["code"]
    ]
    space: SpacePage = publish_under(
        index,
        SpacePage,
        slug=entry["slug"],
        title=entry["title"],
        introduction=plain(entry["intro"]),
        icon=SPACE_ICONS[entry["slug"]],
        families=list(Family.objects.filter(code__in=families)),
    )
    return space


def _load_english(
    content: dict[str, Any],
    home: HomePage,
    catalog: CatalogPage,
    index: SpaceIndexPage,
    spaces: list[SpacePage],
    pages: list[ContentPage],
) -> None:
    english = content.get("en")
    if not english:
        return
    entry = english["home"]
    publish_translation(
        home,
        slug="home-en",
        title=entry["title"],
        introduction=plain(entry["introduction"]),
        newcomer_text=plain(entry["new_user"]),
    )
    tree = data.read("tree")
    publish_translation(catalog, slug="aides", **tree["catalog"]["en"])
    publish_translation(index, slug="espaces", **tree["spaces"]["en"])
    by_slug = {entry["slug"]: entry for entry in data.read("taxonomies").get("spaces", [])}
    for space in spaces:
        words = by_slug[space.slug]
        publish_translation(
            space,
            slug=space.slug,
            title=words["title_en"],
            introduction=plain(words["intro_en"]),
        )
    for page in pages:
        if words := english.get("pages", {}).get(page.slug):
            publish_translation(
                page,
                slug=page.slug,
                title=words["title"],
                body=body_of(page.slug, words["html"]),
            )
