"""The accounts of a financing plan, and what makes it right: both sides equal, a rate kept."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import REQUIRED, Settings, Words
from applications.formbuilder.numbers import localized, plain
from applications.formbuilder.row_field import Fault
from applications.formbuilder.schema import Node
from applications.formbuilder.totals import HUNDRED, Amounts
from cms.core.templatetags.portal import euros

AMOUNT, FUNDER, AID, STATUS = "amount", "funder", "aid", "status"
SIDES = ("expenses", "resources", "uses", "sources")
HEADINGS: dict[str, Words] = {
    "expenses": _("Expenses"),
    "resources": _("Resources"),
    "uses": _("Contributions in kind: uses"),
    "sources": _("Contributions in kind: sources"),
}
TOTAL_WORDS: dict[str, Words] = {
    "expenses": _("total of the expenses"),
    "resources": _("total of the resources"),
    "uses": _("total of the uses in kind"),
    "sources": _("total of the sources in kind"),
}
TOTAL_HEADINGS: dict[str, Words] = {
    "expenses": _("Total of the expenses"),
    "resources": _("Total of the resources"),
    "uses": _("Total of the uses in kind"),
    "sources": _("Total of the sources in kind"),
}
BLANK_SIDES: dict[str, Words] = {
    "expenses": _("“%(label)s”: fill in the expenses."),
    "resources": _("“%(label)s”: fill in the resources."),
    "uses": _("“%(label)s”: fill in the uses of the contributions in kind."),
    "sources": _("“%(label)s”: fill in the sources of the contributions in kind."),
}
TOO_MUCH: dict[str, Words] = {
    "resources": _(
        "“%(label)s”: the resources (%(right)s) are %(gap)s more than the expenses (%(left)s). "
        "Both totals must be equal."
    ),
    "sources": _(
        "“%(label)s”: the sources in kind (%(right)s) are %(gap)s more than the uses in kind "
        "(%(left)s). Both totals must be equal."
    ),
}
TOO_LITTLE: dict[str, Words] = {
    "resources": _(
        "“%(label)s”: the resources (%(right)s) are %(gap)s less than the expenses (%(left)s). "
        "Both totals must be equal."
    ),
    "sources": _(
        "“%(label)s”: the sources in kind (%(right)s) are %(gap)s less than the uses in kind "
        "(%(left)s). Both totals must be equal."
    ),
}


class Line(Node):
    """One line of an account."""

    id: str
    label: str


class Account(Node):
    """An account and its lines; without any, the account is its own line."""

    id: str
    label: str
    lines: tuple[Line, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows that hold its amounts."""
        return tuple(line.id for line in self.lines) or (self.id,)


class PlanSettings(Settings):
    """The accounts of each side, the line of the aid asked, and the rules.

    `uses` and `sources` are the voluntary contributions in kind (accounts 86 and 87): balanced
    apart, they count neither in the totals nor in the rate.
    """

    expenses: tuple[Account, ...] = ()
    resources: tuple[Account, ...] = ()
    uses: tuple[Account, ...] = ()
    sources: tuple[Account, ...] = ()
    requested: str = ""
    maximum_rate: Decimal | None = None
    is_in_whole_euros: bool = False
    has_other_aids: bool = False

    def side(self, name: str) -> tuple[Account, ...]:
        """Return the accounts of one side."""
        return {
            "expenses": self.expenses,
            "resources": self.resources,
            "uses": self.uses,
            "sources": self.sources,
        }[name]

    def lines(self, sides: Iterable[str] = SIDES) -> Iterator[tuple[str, str, str]]:
        """Yield the row, the place and the words of each line of some sides, in order."""
        for side in sides:
            for account in self.side(side):
                if not account.lines:
                    yield account.id, str(HEADINGS[side]), account.label
                for line in account.lines:
                    yield line.id, account.label, line.label


def faults(settings: PlanSettings, amounts: Amounts) -> Iterator[Fault]:
    """Yield what is wrong with a budget that has at least one amount."""
    yield from balance(amounts, "expenses", "resources")
    if settings.uses and (amounts["uses"], amounts["sources"]) != (None, None):
        yield from balance(amounts, "uses", "sources")
    if settings.requested:
        yield from asked(settings, amounts)


def balance(amounts: Amounts, left: str, right: str) -> Iterator[Fault]:
    """Yield a blank side, or the difference between both."""
    one, other = amounts[left], amounts[right]
    if one is None or other is None:
        blank = left if one is None else right
        yield Fault(ValidationError(str(BLANK_SIDES[blank]), code=REQUIRED))
    elif one != other:
        words = TOO_MUCH[right] if other > one else TOO_LITTLE[right]
        params = {"left": euros(one), "right": euros(other), "gap": euros(abs(other - one))}
        yield Fault(ValidationError(str(words), code="unbalanced", params=params))


def asked(settings: PlanSettings, amounts: Amounts) -> Iterator[Fault]:
    """Yield a request that is missing, or above its share of the expenses."""
    request, expenses, rate = amounts["requested"], amounts["expenses"], settings.maximum_rate
    line = next(words for row, _place, words in settings.lines() if row == settings.requested)
    if request is None:
        words = _("“%(label)s”: write the amount you ask for, on the line “%(line)s”.")
        error = ValidationError(words, code=REQUIRED, params={"line": line})
        yield Fault(error, settings.requested, AMOUNT)
    elif rate is not None and expenses and request * HUNDRED > rate * expenses:
        words = _(
            "“%(label)s”: the aid asked (%(request)s) is %(rate)s of the expenses. It may be "
            "%(ceiling)s at most, that is %(most)s here."
        )
        params = {
            "request": euros(request),
            "rate": percent(amounts["rate"]),
            "ceiling": percent(rate),
            "most": euros(highest(rate, expenses)),
        }
        error = ValidationError(words, code="above_rate", params=params)
        yield Fault(error, settings.requested, AMOUNT)


def highest(rate: Decimal, expenses: Decimal) -> Decimal:
    """Return the largest whole amount under a rate."""
    return (rate * expenses / HUNDRED).quantize(Decimal(1), "ROUND_FLOOR")


def percent(rate: Decimal | None) -> str:
    """« 41,67 % »."""
    return f"{localized(Decimal(plain(rate or Decimal(0))))}\u00a0%"
