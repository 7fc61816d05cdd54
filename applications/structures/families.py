"""What the family of a structure changes in its sheet."""

from applications.accounts.models import Family

WITH_RECEIPT = frozenset({"association"})
"""Families that declare themselves to a prefecture: an RNA number and its dates, maybe no SIRET."""
LYCEES = frozenset({"lycee-public", "lycee-prive"})


def has_receipt(family: Family) -> bool:
    """Tell whether structures of this family are known by an RNA number or a receipt."""
    return family.code in WITH_RECEIPT


def has_uai(family: Family) -> bool:
    """Tell whether structures of this family are schools, known by a UAI."""
    return family.code in LYCEES
