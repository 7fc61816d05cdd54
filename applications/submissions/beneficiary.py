"""Who receives the aid: what the step asks, what was answered, and what the dossier says of it.

The step shows its parts one after the other, each once the part before says it is needed: it is
the same without scripts. What is typed is kept as typed, in the draft; nothing here makes a
structure, and a structure the portal knows is named without giving anybody a right.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from applications.accounts.models import Family
from applications.registries import associations, companies
from applications.registries.countries import FRANCE
from applications.registries.numbers import compact, is_rna, is_siret
from applications.registries.records import CompanyRecord
from applications.structures.models import Structure
from applications.submissions.models import BeneficiaryKind, BeneficiaryLink, Submission
from cms.core.lookup import folded

STEP = "beneficiaire"
MANDATE_SLOT = "mandat"

WHO, BODY, FAMILY, LINK, SEARCH, SHEET = "qui", "organisme", "famille", "lien", "recherche", "fiche"
YES, NO = "oui", "non"
THIS_BODY, ANOTHER = "organisme", "autre"
IN_FRANCE, ABROAD = "france", "etranger"
BY_SIRET, BY_RNA = "siret", "rna"

PART_FIELDS: dict[str, tuple[str, ...]] = {
    WHO: ("who",),
    BODY: ("body",),
    FAMILY: ("family", "home"),
    LINK: ("link",),
    SEARCH: ("search_by", "number"),
}
PERSON_FIELDS = ("civility", "last_name", "first_name", "birth_date")
STRUCTURE_FIELDS = ("name", "siret", "rna", "legal_form")
PLACE_FIELDS = ("address_line", "address_complement", "postcode", "city", "country")
CONTACT_FIELDS = ("phone", "email")
FROM_REGISTER = ("name", "siret", "rna", "legal_form", *PLACE_FIELDS[:4])

WITH_MANDATE = frozenset({BeneficiaryLink.MANDATE, BeneficiaryLink.TRAINING_BODY})


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered so far; `shown` are the parts the person has already sent once.

    `register` holds what a register answered: `values`, `source`, `at`.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    is_manual: bool = False
    register: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, submission: Submission) -> "Given":
        """Return what a draft keeps."""
        kept = submission.beneficiary_sheet
        return cls(
            typed=kept.get("typed", {}),
            shown=tuple(kept.get("shown", ())),
            is_manual=bool(kept.get("is_manual")),
            register=kept.get("register", {}),
        )

    def as_json(self) -> dict[str, Any]:
        """Return what the draft keeps."""
        return {
            "typed": dict(self.typed),
            "shown": list(self.shown),
            "is_manual": self.is_manual,
            "register": dict(self.register),
        }

    @property
    def is_verified(self) -> bool:
        """Whether every line a register gave still stands as it gave it."""
        known = self.register.get("values", {})
        return bool(known) and all(self.typed.get(name, "") == known[name] for name in known)


class Asked:
    """What the step asks for one dossier, by its aid, its applicant and what was answered."""

    def __init__(self, submission: Submission, given: Given | None = None) -> None:
        self.submission = submission
        self.given = Given.of(submission) if given is None else given

    @cached_property
    def families(self) -> list[Family]:
        """Return the families a beneficiary may be of; every one when the aid names none."""
        chosen = list(self.submission.aid.beneficiary_families.all())
        return chosen or list(Family.objects.all())

    @cached_property
    def body(self) -> Structure | None:
        """Return the managing body of the school that applies: proposed first."""
        structure = self.submission.structure
        return structure.depends_on if structure is not None and structure.depends_on_id else None

    @property
    def family(self) -> Family | None:
        """Return the family chosen, when it is one of those offered."""
        code = self.given.typed.get("family", "")
        return next((one for one in self.families if one.code == code), None)

    @property
    def is_self(self) -> bool:
        """Whether the applicant is the beneficiary."""
        return self.given.typed.get("who") == YES

    @property
    def is_body(self) -> bool:
        """Whether the managing body is the beneficiary."""
        typed = self.given.typed
        return typed.get("who") == NO and typed.get("body") == THIS_BODY and self.body is not None

    @property
    def is_abroad(self) -> bool:
        """Whether the beneficiary lives or is established outside France."""
        return self.given.typed.get("home") == ABROAD

    @property
    def is_person(self) -> bool:
        """Whether the beneficiary is a person."""
        return self.family is not None and not self.family.is_structure

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the parts to show, in order."""
        typed = self.given.typed
        if typed.get("who") != NO:
            return (WHO,)
        shown = [WHO]
        if self.body is not None:
            shown.append(BODY)
            if typed.get("body") != ANOTHER:
                return tuple(shown)
        shown.append(FAMILY)
        if self.family is None or typed.get("home") not in (IN_FRANCE, ABROAD):
            return tuple(shown)
        if self.is_person:
            return (*shown, LINK, SHEET)
        if self.is_abroad or self.given.is_manual or self.given.register:
            return (*shown, SHEET)
        return (*shown, SEARCH)

    def fields_of(self, part: str) -> tuple[str, ...]:
        """Return the names of the fields of a part."""
        if part != SHEET:
            return PART_FIELDS[part]
        place = PLACE_FIELDS if self.is_abroad else PLACE_FIELDS[:-1]
        own: tuple[str, ...] = PERSON_FIELDS if self.is_person else STRUCTURE_FIELDS
        if self.is_abroad and not self.is_person:
            own = ("name", "legal_form")
        return (*own, *place, *CONTACT_FIELDS)

    @property
    def links(self) -> list[BeneficiaryLink]:
        """Return what the applicant may be for a person."""
        own = [BeneficiaryLink.PARENT, BeneficiaryLink.GUARDIAN]
        if self.submission.structure_id is not None:
            own = [BeneficiaryLink.TRAINING_BODY, BeneficiaryLink.GUARDIAN]
        return [*own, BeneficiaryLink.MANDATE]

    @property
    def kind(self) -> str:
        """Return who receives the aid; empty while it is not said."""
        if self.is_self:
            return BeneficiaryKind.SELF
        if self.is_body:
            return BeneficiaryKind.STRUCTURE
        if self.family is None or FAMILY not in self.parts:
            return ""
        return BeneficiaryKind.PERSON if self.is_person else BeneficiaryKind.STRUCTURE

    @property
    def link(self) -> str:
        """Return what the applicant is for the beneficiary."""
        if self.kind in ("", BeneficiaryKind.SELF):
            return ""
        structure = self.known_structure
        if self.body is not None and structure is not None and structure.pk == self.body.pk:
            return BeneficiaryLink.MANAGING_BODY
        if self.kind == BeneficiaryKind.STRUCTURE:
            return BeneficiaryLink.MANDATE
        typed = self.given.typed.get("link", "")
        return typed if typed in self.links else ""

    @cached_property
    def known_structure(self) -> Structure | None:
        """Return the structure of the portal that receives the aid, if it is one."""
        if self.is_body:
            return self.body
        siret = self.siret
        if self.kind != BeneficiaryKind.STRUCTURE or not siret:
            return None
        known = Structure.objects.filter(siret=siret, is_test=False, merged_into=None)
        found: Structure | None = known.select_related("family").first()
        return found

    @property
    def siret(self) -> str:
        """Return the SIRET typed or found, when it is one."""
        typed = compact(self.given.typed.get("siret", ""))
        return typed if SHEET in self.parts and not self.is_abroad and is_siret(typed) else ""

    def key(self, born: date | None) -> str:
        """Return a digest by which two dossiers are known to be for the same beneficiary.

        It names nobody; `born` is the date of birth of a person, read by the form.
        """
        if self.kind in ("", BeneficiaryKind.SELF):
            return ""
        typed = self.given.typed
        structure = self.known_structure
        if self.kind == BeneficiaryKind.PERSON:
            names = (folded(typed.get(name, "")) for name in ("last_name", "first_name"))
            return _digest("person", *names, born.isoformat() if born else "")
        if structure is not None:
            return key_of_structure(structure)
        rna = compact(typed.get("rna", ""))
        name = folded(typed.get("name", ""))
        return _digest("structure", self.siret or (rna if is_rna(rna) else name))


def key_of_structure(structure: Structure) -> str:
    """Return the digest a dossier bears when this structure is its beneficiary."""
    return _digest("structure", structure.siret or str(structure.pk))


def _digest(*told: str) -> str:
    return hashlib.sha256("|".join(told).encode()).hexdigest()


def described(submission: Submission) -> dict[str, Any]:
    """Return the beneficiary as the dossier says it today: shown, and frozen at filing.

    Empty when the aid takes no other beneficiary than the applicant. Of a structure of the portal,
    what anybody may know: never its bank details.
    """
    if not submission.aid.allows_other_beneficiary or not submission.beneficiary_kind:
        return {}
    common = {"kind": submission.beneficiary_kind, "link": submission.beneficiary_link}
    asked = Asked(submission)
    if submission.beneficiary_kind == BeneficiaryKind.SELF:
        return common
    if asked.is_body and submission.beneficiary_structure is not None:
        return {**common, **_of_structure(submission.beneficiary_structure)}
    typed = {
        name: asked.given.typed.get(name, "").strip()
        for name in asked.fields_of(SHEET)
        if name != "birth_date"
    }
    is_person = submission.beneficiary_kind == BeneficiaryKind.PERSON
    name = typed.get("name", "")
    if is_person:
        name = f"{typed.get('first_name', '')} {typed.get('last_name', '')}".strip()
    return {
        **common,
        **typed,
        "name": name,
        "family": asked.family.code if asked.family else "",
        "birth_date": submission.beneficiary_sheet.get("born", ""),
        "country": typed.get("country") or FRANCE,
        "is_verified": asked.given.is_verified,
        "source": asked.given.register.get("source", ""),
    }


def _of_structure(structure: Structure) -> dict[str, Any]:
    told = ("name", "rna", "legal_form", *PLACE_FIELDS, *CONTACT_FIELDS)
    return {
        **{name: getattr(structure, name) for name in told},
        "siret": structure.siret or "",
        "family": structure.family.code,
        "birth_date": "",
        "is_verified": structure.is_verified,
        "source": "",
    }


def needs_mandate(submission: Submission) -> bool:
    """Whether the mandate of the beneficiary is one of the documents asked."""
    aid = submission.aid
    return (
        aid.allows_other_beneficiary
        and aid.asks_mandate
        and submission.beneficiary_link in WITH_MANDATE
    )


def look_up(given: Given) -> tuple[Given, CompanyRecord | None]:
    """Ask the registers for the number typed; fill the sheet with what they know.

    Raises:
        WrongNumber: what was typed is no SIRET, or no RNA number.
        RegisterError: none knew, and one failed.
    """
    number = given.typed.get("number", "")
    find = associations.find if given.typed.get("search_by") == BY_RNA else companies.find
    record = find(number)
    if record is None:
        return given, None
    values = {name: str(getattr(record, name) or "") for name in FROM_REGISTER}
    at = record.retrieved_at.isoformat() if record.retrieved_at else ""
    return (
        replace(
            given,
            typed={**given.typed, **values},
            is_manual=False,
            register={
                "source": record.source,
                "at": at,
                "values": {name: value for name, value in values.items() if value},
            },
        ),
        record,
    )


def by_hand(given: Given) -> Given:
    """Open the sheet to be typed, with the number already given."""
    number = compact(given.typed.get("number", ""))
    name = BY_RNA if given.typed.get("search_by") == BY_RNA else BY_SIRET
    typed = {**given.typed, name: number} if is_siret(number) or is_rna(number) else given.typed
    return replace(given, typed=typed, is_manual=True, register={})


def search_again(given: Given) -> Given:
    """Close the sheet and ask for a number again."""
    return replace(given, is_manual=False, register={})
