"""Communes and their groups by SIREN, for when no register of establishments answers.

The official code knows the bodies, not their establishments: the address is to be typed. A SIRET
that a complete register does not know is not looked for here.
"""

import re
from functools import lru_cache
from typing import Any

from applications.registries import data_files, legal_forms
from applications.registries.records import CompanyRecord
from applications.registries.territories import territories

SIREN_LENGTH = 9
COMMUNE_FORM = "7210"
PARIS = "75056"
"""A local authority of its own kind."""
BARE_LINKS = 2
"""Under this, the name of a commune keeps all its words after « Commune de »."""
ARTICLE = re.compile(r"(Le |La |Les |L['’]|Aux |Las |Los )")


class PublicBodyRegister:
    """The 36,000 communes, EPCI and territorial establishments of the embedded file."""

    is_remote = False
    is_complete = False

    def find_by_siret(self, siret: str, *, seconds: float) -> CompanyRecord | None:
        """Return the body whose SIREN begins this SIRET, its establishment unknown."""
        known, siren = bodies(), siret[:SIREN_LENGTH]
        if siren in known["communes"]:
            return known_commune(siret, *known["communes"][siren])
        if siren in known["groups"]:
            return known_group(siret, *known["groups"][siren])
        return None


def known_commune(siret: str, code: str, link: int) -> CompanyRecord:
    """Return a commune, named as a body: « Commune du Havre » for Le Havre."""
    name = territories().commune_named_by(code)
    bare = name if link < BARE_LINKS else ARTICLE.sub("", name, count=1)
    postcodes = territories().postcodes.get(code, ())
    form = "" if code == PARIS else COMMUNE_FORM
    return CompanyRecord(
        siret=siret,
        name=bodies()["starts"][link] + bare,
        source=bodies()["source"],
        family=legal_forms.PUBLIC_BODY,
        legal_form_code=form,
        legal_form=legal_forms.name_of(form),
        postcode=postcodes[0] if len(postcodes) == 1 else "",
        city=name,
        city_code=code,
        is_public_body=True,
        is_exact=False,
    )


def known_group(siret: str, name: str, form: str) -> CompanyRecord:
    """Return a group of communes."""
    return CompanyRecord(
        siret=siret,
        name=name,
        source=bodies()["source"],
        family=legal_forms.PUBLIC_BODY,
        legal_form_code=form,
        legal_form=legal_forms.name_of(form),
        is_public_body=True,
        is_exact=False,
    )


@lru_cache(maxsize=1)
def bodies() -> dict[str, Any]:
    """Return the embedded file, its rows by SIREN."""
    content = data_files.read("public_bodies")
    rows = {
        kind: {siren: rest for siren, *rest in content[kind]} for kind in ("communes", "groups")
    }
    return {**content, **rows}
