"""What the portal knows and need not ask again: the account, the structure, an earlier dossier."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aids.models import FormVersion
from aids.services import versions
from applications.accounts.models import Civility, PersonSheet, User
from applications.formbuilder.prefill import PrefillSource, Read, first_answers
from applications.formbuilder.schema import JsonValue, Question
from applications.registries.territories import COMMUNE, territories
from applications.structures.models import Structure
from applications.submissions.models import Submission

CIVILITIES = {Civility.MADAME: "madam", Civility.MONSIEUR: "sir", Civility.UNSAID: "none"}
OF_ACCOUNT = _("Taken from your account.")
OF_STRUCTURE = _("Taken from the sheet of your structure.")
OF_REGISTER = _("Found in the official list of territories from the address you gave.")
OF_EARLIER = _("Taken from your earlier application.")


@dataclass(frozen=True)
class Known:
    """What is known of who begins a draft; read when a source asks for it."""

    aid_id: int
    person: User
    structure: Structure | None

    @property
    def sheet(self) -> PersonSheet:
        """The person's sheet, blank while there is none."""
        return getattr(self.person, "person_sheet", None) or PersonSheet()

    @cached_property
    def earlier(self) -> dict[str, Any]:
        """The answers of the latest dossier of the same beneficiary this person may see."""
        owner = {
            "person_id": None if self.structure else self.person.pk,
            "structure_id": self.structure.pk if self.structure else None,
        }
        latest = (
            Submission.objects.visible_to_applicant(self.person)
            .of_beneficiary(**owner)
            .filter(aid_id=self.aid_id, submitted_at__isnull=False)
            .order_by("-submitted_at", "-pk")
            .values_list("filed_answers", flat=True)
            .first()
        )
        return latest or {}


def known_of(
    version: FormVersion, answers: dict[str, Any], *, person: User, structure: Structure | None
) -> dict[str, Any]:
    """Return the first answers a draft of this version may take from what is known."""
    compiled = versions.compiled_form(version, settings.LANGUAGE_CODE)
    asked = [item.question for item in compiled.questions.values()]
    return first_answers(asked, answers, Known(version.aid_id, person, structure))


def of_account(attribute: str) -> Read:
    """Return the reading of one attribute of the account."""
    return lambda known, _question: getattr(known.person, attribute)


def of_structure(attribute: str) -> Read:
    """Return the reading of one attribute of the structure; nothing for a person's dossier."""
    return lambda known, _question: getattr(known.structure, attribute, None)


def person(known: Known, _question: Question) -> JsonValue:
    """Return the person as a question of type `person` holds them; the position is not known."""
    if not (known.person.first_name and known.person.last_name):
        return None
    return {
        "civility": CIVILITIES[Civility(known.person.civility)],
        "last_name": known.person.last_name,
        "first_name": known.person.first_name,
    }


def birth_date(known: Known, _question: Question) -> JsonValue:
    """Return the date of birth."""
    return known.person.birth_date.isoformat() if known.person.birth_date else None


def phone(known: Known, _question: Question) -> JsonValue:
    """Return the phone number of the person's sheet."""
    return known.sheet.phone


def address(holder: Callable[[Known], PersonSheet | Structure | None]) -> Read:
    """Return the reading of an address, as a question of type `address` holds it."""

    def read(known: Known, _question: Question) -> JsonValue:
        sheet = holder(known)
        if sheet is None or not sheet.address_line:
            return None
        return {
            "line": sheet.address_line,
            "complement": sheet.address_complement,
            "postcode": sheet.postcode,
            "city": sheet.city,
            "city_code": "",
            "country": sheet.country,
            "is_verified": False,
        }

    return read


def territory(holder: Callable[[Known], PersonSheet | Structure | None]) -> Read:
    """Return the reading of the official register of territories, by an address."""

    def read(known: Known, question: Question) -> JsonValue:
        sheet = holder(known)
        if sheet is None or not sheet.postcode:
            return None
        level = question.settings.get("level", COMMUNE)
        found = territories().at(level, postcode=sheet.postcode, city=sheet.city)
        return {"code": found.code, "label": found.label} if found is not None else None

    return read


def earlier(known: Known, question: Question) -> JsonValue:
    """Return the answer to the same question in the earlier dossier."""
    return known.earlier.get(question.id)


TEXTS = frozenset({"text"})
ADDRESSES = frozenset({"address"})
TERRITORIES = frozenset({"territory"})

ALL = (
    PrefillSource(
        "account.last_name", _("Account: last name"), OF_ACCOUNT, of_account("last_name"), TEXTS
    ),
    PrefillSource(
        "account.first_name", _("Account: first name"), OF_ACCOUNT, of_account("first_name"), TEXTS
    ),
    PrefillSource(
        "account.person", _("Account: person"), OF_ACCOUNT, person, frozenset({"person"})
    ),
    PrefillSource(
        "account.birth_date",
        _("Account: date of birth"),
        OF_ACCOUNT,
        birth_date,
        frozenset({"date"}),
    ),
    PrefillSource(
        "account.email",
        _("Account: e-mail address"),
        OF_ACCOUNT,
        of_account("email"),
        frozenset({"email", "text"}),
    ),
    PrefillSource(
        "account.phone", _("Account: phone"), OF_ACCOUNT, phone, frozenset({"phone", "text"})
    ),
    PrefillSource(
        "account.address",
        _("Account: address"),
        OF_ACCOUNT,
        address(lambda known: known.sheet),
        ADDRESSES,
    ),
    PrefillSource(
        "structure.name", _("Structure: name"), OF_STRUCTURE, of_structure("name"), TEXTS
    ),
    PrefillSource(
        "structure.siret",
        _("Structure: SIRET"),
        OF_STRUCTURE,
        of_structure("siret"),
        frozenset({"siret", "text"}),
    ),
    PrefillSource(
        "structure.rna",
        _("Structure: RNA number"),
        OF_STRUCTURE,
        of_structure("rna"),
        frozenset({"rna", "text"}),
    ),
    PrefillSource(
        "structure.uai",
        _("Structure: UAI"),
        OF_STRUCTURE,
        of_structure("uai"),
        frozenset({"uai", "text"}),
    ),
    PrefillSource(
        "structure.email",
        _("Structure: e-mail address"),
        OF_STRUCTURE,
        of_structure("email"),
        frozenset({"email", "text"}),
    ),
    PrefillSource(
        "structure.phone",
        _("Structure: phone"),
        OF_STRUCTURE,
        of_structure("phone"),
        frozenset({"phone", "text"}),
    ),
    PrefillSource(
        "structure.website",
        _("Structure: web site"),
        OF_STRUCTURE,
        of_structure("website"),
        frozenset({"url", "text"}),
    ),
    PrefillSource(
        "structure.address",
        _("Structure: address"),
        OF_STRUCTURE,
        address(lambda known: known.structure),
        ADDRESSES,
    ),
    PrefillSource(
        "register.account_territory",
        _("Register of territories: that of the account's address"),
        OF_REGISTER,
        territory(lambda known: known.sheet),
        TERRITORIES,
    ),
    PrefillSource(
        "register.structure_territory",
        _("Register of territories: that of the structure's address"),
        OF_REGISTER,
        territory(lambda known: known.structure),
        TERRITORIES,
    ),
    PrefillSource("earlier", _("The same answer in the earlier dossier"), OF_EARLIER, earlier),
)
