"""What registers say: of an establishment or an association, and of a postal address."""

from dataclasses import dataclass
from datetime import date, datetime


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
    """An establishment, an association or a public body as a register knows it.

    What the register does not say is empty, `name` and `siret` included: an association may have
    no SIRET, and a body with `is_partial` asked that its name and address be not published (what
    is missing is typed by hand). A closed establishment is given, flagged by `is_closed`.
    `siret`, `rna` and `uai` are right or empty; other texts are of one line, 500 characters at
    most. `country` is a code of ISO 3166, empty abroad when the register's words name none.

    Attributes:
        source: the name of the register, for the origin of each value.
        retrieved_at: when the register said so; a kept answer keeps its instant.
        is_exact: false when the body is known by its SIREN, and not this establishment: its
            address is to be typed and checked.
        is_partial: the body asked Insee for « diffusion partielle ».
        is_public_body: a State body, a local authority or one of their establishments.
        family: the code of portal.md §2 when the register can tell.
        depends_on: the SIRET of the managing body.
        naf, naf_version: the activity and the nomenclature that names it.
        city_code: the code Insee gives the commune; Paris, Lyon and Marseille by arrondissement.
        created_on, published_on, declared_on: the creation; for associations, the publication in
            the Journal officiel and the last declaration to the RNA.
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
    published_on: date | None = None
    declared_on: date | None = None
    closed_on: date | None = None
    is_closed: bool = False
    is_public_body: bool = False
    is_partial: bool = False
    is_exact: bool = True
    representatives: tuple[Representative, ...] = ()
    retrieved_at: datetime | None = None

    @property
    def siren(self) -> str:
        """The nine digits of the body itself; empty without a SIRET."""
        return self.siret[:9]


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """An address in France as a register knows it; `is_exact` when it knows the street."""

    line: str
    postcode: str
    city: str
    city_code: str = ""
    is_exact: bool = False

    @property
    def label(self) -> str:
        """On one line."""
        place = f"{self.postcode} {self.city}"
        return f"{self.line}, {place}" if self.line else place
