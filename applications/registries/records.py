"""What a register of companies says of an establishment."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Representative:
    """Somebody the register names as acting for the body."""

    civility: str
    last_name: str
    first_name: str
    role: str
    is_legal: bool = False


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """An establishment as a register knows it; `source` is the register's name, for its origin.

    `family` is the code of portal.md §2 when the register can tell; `depends_on` the SIRET of the
    managing body.
    """

    siret: str
    name: str
    source: str
    acronym: str = ""
    family: str = ""
    legal_form_code: str = ""
    legal_form: str = ""
    naf: str = ""
    naf_version: str = ""
    rna: str = ""
    uai: str = ""
    address_line: str = ""
    address_complement: str = ""
    postcode: str = ""
    city: str = ""
    city_code: str = ""
    country: str = "FR"
    phone: str = ""
    email: str = ""
    website: str = ""
    depends_on: str = ""
    created_on: date | None = None
    closed_on: date | None = None
    is_closed: bool = False
    representatives: tuple[Representative, ...] = ()
