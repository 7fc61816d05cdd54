"""The rows of a file of persons or structures already known: columns, checks, owners.

One row is an owner and, mostly, one of their earlier dossiers: rows of the same owner are gathered.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _, pgettext_lazy

from applications.accounts.models import Civility, Family
from applications.registries import numbers
from applications.structures.models import CampaignKind
from applications.structures.tables import Row
from cms.core.errors import DomainError
from cms.core.lookup import folded


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the code, its title in the file."""

    name: str
    title: str | Promise
    is_required: bool = False
    longest: int = 200


ADDRESS = (
    Column("address_line", pgettext_lazy("column", "address")),
    Column("address_complement", pgettext_lazy("column", "address complement")),
    Column("postcode", pgettext_lazy("column", "postcode"), longest=12),
    Column("city", pgettext_lazy("column", "town"), longest=100),
    Column("email", pgettext_lazy("column", "e-mail"), longest=254),
)
DOSSIER = (
    Column("reference", pgettext_lazy("column", "dossier reference"), longest=40),
    Column("aid_title", pgettext_lazy("column", "dossier aid")),
    Column("filed_on", pgettext_lazy("column", "dossier filed on")),
    Column("state_label", pgettext_lazy("column", "dossier state"), longest=80),
    Column("granted_amount", pgettext_lazy("column", "dossier amount granted")),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    CampaignKind.STRUCTURES: (
        Column("name", pgettext_lazy("column", "company name"), is_required=True),
        Column("family", pgettext_lazy("column", "family"), is_required=True),
        Column("siret", pgettext_lazy("column", "SIRET")),
        Column("uai", pgettext_lazy("column", "UAI")),
        Column("rna", pgettext_lazy("column", "RNA")),
        *ADDRESS,
        Column("phone", pgettext_lazy("column", "phone"), longest=30),
        *DOSSIER,
    ),
    CampaignKind.PERSONS: (
        Column("external_key", pgettext_lazy("column", "number"), longest=64),
        Column("civility", pgettext_lazy("column", "civility")),
        Column("last_name", pgettext_lazy("column", "last name"), is_required=True, longest=100),
        Column("first_name", pgettext_lazy("column", "first name"), is_required=True, longest=100),
        Column("birth_date", pgettext_lazy("column", "date of birth"), is_required=True),
        *(column for column in ADDRESS if column.name != "address_complement"),
        *DOSSIER,
    ),
}
DOSSIER_NAMES = tuple(column.name for column in DOSSIER)
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
OLDEST = date(1890, 1, 1)


@dataclass(slots=True)
class Owner:
    """A person or a structure of the file, with their earlier dossiers."""

    key: tuple[str, ...]
    values: dict[str, Any]
    dossiers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file says: owners whose rows are right, and what is wrong, by row of the file."""

    rows: int
    owners: list[Owner]
    errors: list[tuple[int, str]]


def titles(kind: str) -> list[str]:
    """Return the titles of the columns, as a file to fill has them."""
    with translation.override(settings.LANGUAGE_CODE):
        return [str(column.title) for column in COLUMNS[kind]]


def check(rows: list[Row], *, kind: str) -> Checked:
    """Read every row; a wrong one is said with its number in the file and leaves the rest."""
    places, missing = _places(rows[0] if rows else [], kind)
    if missing:
        words = _("Columns missing from the first row: %(columns)s.")
        return Checked(len(rows[1:]), [], [(1, words % {"columns": ", ".join(missing)})])
    families = _families()
    owners: dict[tuple[str, ...], Owner] = {}
    errors: list[tuple[int, str]] = []
    count = 0
    seen: set[tuple[Any, ...]] = set()
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        count += 1
        given = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        values, faults = _read_row(given, kind, families)
        dossier = {name: values.pop(name) for name in DOSSIER_NAMES}
        key = _key(values, kind)
        faults += _twice((*key, dossier["reference"]), seen)
        if faults:
            errors += [(number, fault) for fault in faults]
            continue
        owner = owners.setdefault(key, Owner(key, values))
        if dossier["reference"]:
            owner.dossiers.append(dossier)
    if not count and not errors:
        errors.append((1, _("This file has no row under its header.")))
    return Checked(count, list(owners.values()), errors)


def _places(header: Row, kind: str) -> tuple[dict[str, int], list[str]]:
    """Return where each column stands, by its title or its name, and the titles not found."""
    known = [folded(cell.replace("_", " ")) for cell in header]
    places: dict[str, int] = {}
    missing = []
    for column, title in zip(COLUMNS[kind], titles(kind), strict=True):
        wanted = {folded(title), folded(column.name.replace("_", " "))}
        found = [place for place, cell in enumerate(known) if cell in wanted]
        if found:
            places[column.name] = found[0]
        elif column.is_required:
            missing.append(title)
    if kind == CampaignKind.STRUCTURES and not {"siret", "uai"} & set(places):
        missing.append("SIRET")
    return places, missing


def _families() -> dict[str, Family]:
    found = {}
    for family in Family.objects.filter(is_structure=True):
        found[folded(family.label)] = family
        found[folded(family.code)] = family
    return found


def _read_row(
    given: Mapping[str, str], kind: str, families: Mapping[str, Family]
) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a row, and what is wrong in it."""
    values: dict[str, Any] = {}
    faults = []
    for column, title in zip(COLUMNS[kind], titles(kind), strict=True):
        text = given.get(column.name, "")
        values[column.name] = text
        if column.is_required and not text:
            faults.append(_("“%(column)s” is empty.") % {"column": title})
        elif len(text) > column.longest:
            faults.append(_("“%(column)s” is too long.") % {"column": title})
        elif column.name in READERS:
            try:
                values[column.name] = READERS[column.name](text)
            except (ValueError, DomainError, ValidationError, InvalidOperation):
                words = _("“%(column)s” is not right: %(text)s.")
                faults.append(words % {"column": title, "text": text[:60]})
    faults += list(_whole_faults(values, kind, families))
    return values, faults


def _whole_faults(
    values: dict[str, Any], kind: str, families: Mapping[str, Family]
) -> Iterator[str]:
    """Say what the values of a row lack together; the family's name becomes its row."""
    if kind == CampaignKind.STRUCTURES:
        family = families.get(folded(values["family"]))
        if family is None and values["family"]:
            yield _("No family is called “%(name)s”.") % {"name": values["family"][:60]}
        values["family"] = family
        if not (values["siret"] or values["uai"]):
            yield _("A SIRET or a UAI is needed: it is asked with the code.")
    if values["reference"] and not values["aid_title"]:
        yield _("The aid of the dossier is missing.")


def _twice(line: tuple[Any, ...], seen: set[tuple[Any, ...]]) -> list[str]:
    if line in seen:
        return [_("This row is already in the file.")]
    seen.add(line)
    return []


def _key(values: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    """Return what says that two rows are about the same owner."""
    if kind == CampaignKind.STRUCTURES:
        return (str(values["siret"] or values["uai"]),)
    if values["external_key"]:
        return (values["external_key"],)
    return (
        folded(values["last_name"]),
        folded(values["first_name"]),
        str(values["birth_date"]),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    for pattern in DAYS:
        try:
            day = datetime.strptime(text[:10], pattern).date()  # noqa: DTZ007 - a day has no zone.
        except ValueError:
            continue
        if OLDEST <= day <= timezone.localdate():
            return day
    raise ValueError(text)


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    plain = "".join(text.replace("€", "").split()).replace(",", ".")
    amount = Decimal(plain)
    if not 0 <= amount < 10**10:
        raise ValueError(text)
    return amount.quantize(Decimal("0.01"))


def _email(text: str) -> str:
    if text:
        validate_email(text)
    return text.lower()


def _civility(text: str) -> str:
    """Take « M. », « Mme » and the words in full."""
    known = {
        "": Civility.UNSAID,
        "m": Civility.MONSIEUR,
        "mr": Civility.MONSIEUR,
        "monsieur": Civility.MONSIEUR,
        "mme": Civility.MADAME,
        "madame": Civility.MADAME,
    }
    word = folded(text)
    if word not in known:
        raise ValueError(text)
    return str(known[word])


def _number(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: read(text) if text else ""


READERS: dict[str, Callable[[str], Any]] = {
    "siret": _number(numbers.siret_of),
    "uai": _number(numbers.uai_of),
    "rna": _number(numbers.rna_of),
    "email": _email,
    "civility": _civility,
    "birth_date": _day,
    "filed_on": _day,
    "granted_amount": _amount,
}
