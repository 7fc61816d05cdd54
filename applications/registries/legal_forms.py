"""What the legal form of a body tells: its name, whether it is public, its family of applicants.

The codes are the « catégories juridiques » of Insee; the first digits are the kind.
"""

import json
from functools import lru_cache

from applications.registries.data_files import FOLDER

ASSOCIATION = "association"
COMPANY = "entreprise"
PUBLIC_BODY = "acteur-public"
FAMILIES = (
    ("7331", ""),  # collèges as well as lycées publics
    ("4", PUBLIC_BODY),
    ("7", PUBLIC_BODY),
    ("92", ASSOCIATION),
    ("1", COMPANY),
    ("5", COMPANY),
    ("6", COMPANY),
)
"""The families of portal.md §2 by the start of the code; the first that fits."""


def name_of(code: str) -> str:
    """Return the name of a legal form; empty when the portal does not know it."""
    return _names().get(code, "")


def is_public(code: str) -> bool:
    """Tell whether bodies of this form are of public law."""
    return code[:1] in ("4", "7")


def family_of(code: str, *, is_school: bool = False) -> str:
    """Return the family of bodies of this form; empty when it is not sure.

    A school of private law may be a lycée or the association that manages it.
    """
    if is_school:
        return ""
    return next((family for start, family in FAMILIES if code.startswith(start)), "")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = json.loads((FOLDER / "legal_forms.json").read_text())["forms"]
    return names
