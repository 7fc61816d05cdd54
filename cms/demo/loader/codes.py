"""Attachment codes to try: of a structure, of a person, an expired one."""

from datetime import datetime, timedelta
from typing import Any

from applications.structures.models import AttachmentCode, EarlierDossier, KnownPerson, Structure
from applications.structures.services import code_making, codes_use
from cms.demo.loader import data


def load_codes(*, now: datetime) -> None:
    """Write what the Region knew before the portal, and the codes that open it."""
    content = data.read("codes")
    for entry in content.get("persons", []):
        values = {name: value for name, value in entry.items() if name != "dossiers"}
        person, _ = KnownPerson.objects.get_or_create(
            external_key=values.pop("external_key"), defaults=values
        )
        _load_dossiers(entry, person=person)
    for entry in content.get("structures", []):
        _load_dossiers(entry, structure=Structure.objects.get(siret=entry["siret"]))
    for entry in content.get("codes", []):
        _load_code(entry, now=now)


def _load_dossiers(entry: dict[str, Any], **owner: Any) -> None:
    for dossier in entry["dossiers"]:
        values = {name: value for name, value in dossier.items() if name != "reference"}
        EarlierDossier.objects.get_or_create(
            **owner, reference=dossier["reference"], defaults=values
        )


def _load_code(entry: dict[str, Any], *, now: datetime) -> None:
    """Keep the digest of a code, once; the expired one expired the day before the load."""
    if AttachmentCode.objects.filter(digest=codes_use.digest(entry["code"])).exists():
        return
    code_making.keep(
        entry["code"],
        structure=Structure.objects.filter(siret=entry["opens"]).first(),
        person=KnownPerson.objects.filter(external_key=entry["opens"]).first(),
        expires_at=now - timedelta(days=1) if entry.get("is_expired") else None,
        now=now,
    )
