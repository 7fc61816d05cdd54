"""Every address says who may reach it, and the door holds for each of them."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from cms.core.access import declared_policy

THIRD_PARTY = ("wagtail", "django.contrib", "django.views", "wagtail_localize", "modelsearch")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


OURS = [
    pytest.param(pattern.callback, id=route)
    for route, pattern in patterns(get_resolver())
    if not getattr(pattern.callback, "__module__", "").startswith(THIRD_PARTY)
    and not route.startswith("gestion/")
]


@pytest.mark.parametrize("view", OURS)
def test_a_view_of_ours_declares_its_policy(view):
    assert declared_policy(view) is not None
