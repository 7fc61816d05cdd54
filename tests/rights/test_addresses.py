"""Every address of the applicants' side and of our part of `/gestion/` is in a row, or says why."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

from applications.rights import RIGHTS
from cms.core.access import AccessPolicy, declared_policy
from tests.rights.probes import PROBES

OPEN = {AccessPolicy.PUBLIC, AccessPolicy.ACCOUNT}
"""Anybody gets there: the same for everyone, or before one is signed in."""

OWN = {
    "account_home",
    "account_confirm_identity",
    "account_change_password",
    "account_address",
    "account_address_cancel",
    "account_address_confirm",
    "account_information",
    "account_stay",
    "account_bank",
    "account_bank_reveal",
    "account_sessions",
    "account_factor",
    "account_new_codes",
    "account_factor_remove",
    "account_preferences",
    "account_data",
    "account_archive",
    "account_close",
    "account_close_cancel",
    "account_identities",
    "identity_confirm",
    "identity_link",
    "identity_unlink",
    "first-connection",
    "first-connection-later",
    "ask-code",
    "use-code",
    "confirm-code",
    "invitation-accept",
    "structures:add",
    "structures:add-found",
    "structures:ask-creation",
    "structures:waiting",
    "structures:withdraw-request",
    "submissions:space",
    "submissions:list",
}
"""One's own account, requests and lists: they take nobody else's number, so no role opens them."""

TRIED_ELSEWHERE = {
    "submissions:version": "with dossier.edit: tests/applications/submissions/test_adoption.py",
}
PREFIXES = ("aids_", "aid_forms", "aid_lists", "form_trials", "wagtail", "core_", "notifications")
"""Rooms of editors: Wagtail's permissions, tried in tests/aids and tests/applications."""
OURS = ("applications.submissions", "applications.structures", "applications.accounts",
        "applications.review", "applications.attachments", "applications.assistance")  # fmt: skip


def named(patterns: Any, space: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every named address with its view."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern.callback


def module_of(view: Any) -> str:
    """Return where a view is written."""
    return str(getattr(getattr(view, "view_class", view), "__module__", ""))


def test_every_address_of_ours_is_guarded_by_a_row() -> None:
    tried = {name for one in PROBES.values() for name in (one.view, one.staff_view, *one.also)}
    left = {
        name
        for name, view in named(get_resolver().url_patterns)
        if module_of(view).startswith(OURS)
        and declared_policy(view) not in OPEN
        and not name.startswith(PREFIXES)
    }
    assert left - tried - OWN - set(TRIED_ELSEWHERE) == set()


def test_the_table_names_no_address_that_is_gone() -> None:
    names = {name for name, _view in named(get_resolver().url_patterns)}
    tried = {name for one in PROBES.values() for name in (one.view, one.staff_view, *one.also)}
    assert tried - names - {""} == set()


def test_no_act_is_open_to_nobody() -> None:
    assert all(right.roles for right in RIGHTS)
