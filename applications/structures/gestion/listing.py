"""The list of structures: what is asked of it, and the page that answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.registries.numbers import compact
from applications.structures.models import Dispute, Membership, Structure, StructureRequest
from applications.structures.querysets import StructureQuerySet
from applications.structures.services import duplicates
from cms.core.lookup import folded

PER_PAGE = 50
TO_VERIFY, DISPUTED, CLOSED, TWINS, NOBODY = (
    "a-verifier",
    "litige",
    "fermee",
    "doublons",
    "sans-gestionnaire",
)
STATES: dict[str, str | Promise] = {
    TO_VERIFY: _("To be verified"),
    DISPUTED: _("Disputed"),
    CLOSED: _("Closed"),
    TWINS: _("May be duplicates"),
    NOBODY: _("Without a manager"),
}
NUMBER = re.compile(r"[0-9A-Z]{4,14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """The words and the state asked for; unknown ones are ignored."""

    q: str = ""
    state: str = ""
    page: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        """Read an address."""
        state = query.get("etat", "")
        return cls(
            q=query.get("q", "").strip()[:100],
            state=state if state in STATES else "",
            page=query.get("page", ""),
        )

    def url_of_page(self, number: int) -> str:
        """Return the query of another page, what is asked kept."""
        return urlencode({"q": self.q, "etat": self.state, "page": number})


def read_list(asked: Asked) -> Page[Structure]:
    """Return a page of structures by name, with their managers counted."""
    rows = _in_state(_matching(Structure.objects.living(), asked.q), asked.state)
    counted = rows.select_related("family").annotate(
        manager_count=Count(
            "memberships",
            filter=Q(
                memberships__role="manager",
                memberships__ended_at__isnull=True,
                memberships__suspended_at__isnull=True,
            ),
        ),
        is_disputed=_disputed(),
        has_unknown=_unknown(),
    )
    return Paginator(counted.order_by("folded_name", "pk"), PER_PAGE).get_page(asked.page)


def waiting_requests() -> int:
    """Return how many people wait for their structure to be made."""
    return int(StructureRequest.objects.filter(decided_at__isnull=True).count())


def _matching(rows: StructureQuerySet, words: str) -> StructureQuerySet:
    """Keep those whose name holds every word, or whose SIRET, RNA or UAI starts so."""
    if not words:
        return rows
    number = compact(words)
    by_number = Q(pk__in=[])
    if NUMBER.fullmatch(number):
        by_number = (
            Q(siret__startswith=number) | Q(rna__startswith=number) | Q(uai__startswith=number)
        )
    by_name = Q()
    for word in folded(words).split():
        by_name &= Q(folded_name__contains=word) | Q(acronym__iexact=word)
    return rows.filter(by_number | by_name if by_name else by_number)


def _in_state(rows: StructureQuerySet, state: str) -> StructureQuerySet:
    if state == TO_VERIFY:
        return rows.filter(Q(is_verified=False) | _unknown())
    if state == DISPUTED:
        return rows.filter(_disputed())
    if state == CLOSED:
        return rows.filter(closed_on__isnull=False)
    if state == TWINS:
        return rows.filter(pk__in=duplicates.suspected())
    if state == NOBODY:
        managers = Membership.objects.managers().filter(structure=OuterRef("pk"))
        return rows.filter(~Exists(managers))
    return rows


def _disputed() -> Exists:
    return Exists(Dispute.objects.filter(structure=OuterRef("pk"), decided_at__isnull=True))


def _unknown() -> Exists:
    return Exists(
        Membership.objects.filter(
            structure=OuterRef("pk"), is_unverified=True, ended_at__isnull=True
        )
    )
