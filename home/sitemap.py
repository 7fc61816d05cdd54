"""The tree of public pages, for the site map."""

from dataclasses import dataclass, field

from wagtail.models import Page


@dataclass(slots=True)
class Branch:
    """A page and the pages under it."""

    page: Page
    children: list["Branch"] = field(default_factory=list)


def branches(*, language: str) -> list[Branch]:
    """Return the live public tree of one language, in two levels of queries at most."""
    pages = (
        Page.objects.live()
        .public()
        .filter(locale__language_code=language, depth__gte=2)
        .select_related("locale")
        .order_by("path")
    )
    roots: list[Branch] = []
    ancestors: list[Branch] = []
    for page in pages:
        branch = Branch(page)
        while ancestors and not page.path.startswith(ancestors[-1].page.path):
            ancestors.pop()
        (ancestors[-1].children if ancestors else roots).append(branch)
        ancestors.append(branch)
    return roots
