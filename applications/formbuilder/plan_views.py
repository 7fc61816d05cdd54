"""A financing plan as the templates lay it out: sides, accounts, lines, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from applications.formbuilder.plan_rules import (
    HEADINGS,
    SIDES,
    TOTAL_HEADINGS,
    PlanSettings,
    percent,
)
from applications.formbuilder.totals import Amounts
from cms.core.templatetags.portal import euros

if TYPE_CHECKING:
    from applications.formbuilder.row_views import RowView

GAP = "__gap__"
"""Stands for an amount in the words the browser completes."""
EQUAL, LESS, MORE, BLANK = "equal", "less", "more", "blank"


@dataclass(frozen=True, slots=True)
class TotalView:
    """One total: the name the browser knows it by, its words."""

    name: str
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account, its sub-total and its lines; without any, `row` is its own line."""

    label: str
    total: TotalView
    rows: "list[RowView]"
    row: "RowView | None" = None


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of the plan."""

    name: str
    heading: str
    total_label: str
    total: TotalView
    accounts: list[AccountView]


@dataclass(frozen=True, slots=True)
class BalanceView:
    """Two totals that must be equal: how they stand, and the words of every case."""

    name: str
    left: TotalView
    right: TotalView
    left_label: str
    right_label: str
    state: str
    texts: dict[str, str]
    gap: str

    @property
    def words(self) -> str:
        """What to read now."""
        return self.texts[self.state].replace(GAP, self.gap)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A whole plan."""

    sides: list[SideView]
    kind_sides: list[SideView]
    aids: TotalView | None
    balance: BalanceView
    kind_balance: BalanceView | None
    requested: TotalView | None
    rate: TotalView | None
    ceiling: str


def plan_view(
    settings: PlanSettings,
    amounts: Amounts,
    totals: Mapping[str, TotalView],
    rows: "Mapping[str, RowView]",
) -> PlanView:
    """Lay a plan out."""
    for row, _place, words in settings.lines():
        rows[row].label, rows[row].is_requested = words, row == settings.requested
    sides = [side_view(name, settings, totals, rows) for name in SIDES if settings.side(name)]
    has_kind = bool(settings.uses and settings.sources)
    return PlanView(
        sides=[side for side in sides if side.name in SIDES[:2]],
        kind_sides=[side for side in sides if side.name in SIDES[2:]],
        aids=totals.get("aids"),
        balance=balance_view(amounts, totals, "expenses", "resources", budget_texts()),
        kind_balance=balance_view(amounts, totals, "uses", "sources", kind_texts())
        if has_kind
        else None,
        requested=totals.get("requested"),
        rate=totals.get("rate"),
        ceiling=percent(settings.maximum_rate) if settings.maximum_rate is not None else "",
    )


def side_view(
    name: str,
    settings: PlanSettings,
    totals: Mapping[str, TotalView],
    rows: "Mapping[str, RowView]",
) -> SideView:
    """Lay one side out."""
    return SideView(
        name=name,
        heading=str(HEADINGS[name]),
        total_label=str(TOTAL_HEADINGS[name]),
        total=totals[name],
        accounts=[
            AccountView(
                label=account.label,
                total=totals[account.id],
                rows=[rows[line.id] for line in account.lines],
                row=None if account.lines else rows[account.id],
            )
            for account in settings.side(name)
        ],
    )


def balance_view(
    amounts: Amounts,
    totals: Mapping[str, TotalView],
    left: str,
    right: str,
    texts: dict[str, str],
) -> BalanceView:
    """Say whether two totals are equal."""
    one, other = amounts.get(left), amounts.get(right)
    state, gap = BLANK, ""
    if one is not None and other is not None:
        state = EQUAL if one == other else LESS if other < one else MORE
        gap = euros(abs(other - one))
    return BalanceView(
        name=right,
        left=totals[left],
        right=totals[right],
        left_label=str(TOTAL_HEADINGS[left]),
        right_label=str(TOTAL_HEADINGS[right]),
        state=state,
        texts=texts,
        gap=gap,
    )


def budget_texts() -> dict[str, str]:
    """Return what to say of expenses and resources."""
    return {
        EQUAL: gettext("The budget is balanced."),
        LESS: gettext("%(gap)s of resources are missing.") % {"gap": GAP},
        MORE: gettext("There are %(gap)s of resources too many.") % {"gap": GAP},
        BLANK: gettext("Fill in both sides: their totals must be equal."),
    }


def kind_texts() -> dict[str, str]:
    """Return what to say of contributions in kind."""
    return {
        EQUAL: gettext("The contributions in kind are balanced."),
        LESS: gettext("%(gap)s of sources in kind are missing.") % {"gap": GAP},
        MORE: gettext("There are %(gap)s of sources in kind too many.") % {"gap": GAP},
        BLANK: gettext("If you value them, both totals must be equal."),
    }
