"""The labels of the taxonomies, by the parameters of the catalogue's address."""

from django.db.models import CharField, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aids.models.taxonomy import Audience, Nature, Taxon, Territory, Theme
from cms.core.caches import pages as cache
from cms.core.generation import current_generation

TAXONOMIES: dict[str, tuple[str, type[Taxon], str | Promise]] = {
    "public": ("audiences", Audience, _("Filter by family of applicants")),
    "theme": ("themes", Theme, _("Filter by theme")),
    "territoire": ("territories", Territory, _("Filter by territory")),
    "nature": ("natures", Nature, _("Filter by nature")),
}


def taxonomy_labels(language: str) -> dict[str, dict[str, str]]:
    """Return the label of every code, by parameter; kept until the next publication or save."""
    key = f"taxonomy-labels:{language}:{current_generation()}"
    labels: dict[str, dict[str, str]] | None = cache.get(key)
    if labels is None:
        queries = [
            model._default_manager.order_by()
            .annotate(kind=Value(name, output_field=CharField()))
            .values_list("kind", "position", "label", "label_en", "code")
            for name, (_relation, model, _legend) in TAXONOMIES.items()
        ]
        labels = {name: {} for name in TAXONOMIES}
        for name, _position, label, label_en, code in sorted(queries[0].union(*queries[1:])):
            labels[name][code] = (label_en if language == "en" else "") or label
        cache.set(key, labels, timeout=300)
    return labels
