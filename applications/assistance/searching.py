"""Finding a person or a structure by what somebody says on the telephone."""

import re

from django.db.models import Q, QuerySet

from applications.accounts.models import User
from applications.accounts.models.user import normalise
from applications.structures.models import Structure
from cms.core.lookup import folded

MOST = 30
SPACES = re.compile(r"[\s.]+")


def people(text: str, *, with_staff: bool) -> QuerySet[User]:
    """Return the accounts of an address, an identifier, or of all these words of a name."""
    asked = normalise(text)
    if not asked:
        return User.objects.none()
    named = Q()
    for word in text.split():
        named &= _in("last_name", word) | _in("first_name", word)
    found = User.objects.filter(Q(email=asked) | Q(username=asked) | named)
    if not with_staff:
        found = found.filter(is_staff=False)
    return found.order_by("last_name", "first_name", "pk")[:MOST]


def structures(text: str) -> QuerySet[Structure]:
    """Return the structures of a SIRET, an RNA number or a UAI, or whose name has these words."""
    number = SPACES.sub("", text).upper()
    words = folded(text).split()
    if not words:
        return Structure.objects.none()
    named = Q()
    for word in words:
        named &= Q(folded_name__contains=word)
    numbered = Q(siret=number) | Q(rna=number) | Q(uai=number)
    found: QuerySet[Structure] = (
        Structure.objects.living().filter(numbered | named).select_related("family")
    )
    return found.order_by("name", "pk")[:MOST]


def _in(field: str, word: str) -> Q:
    """Look for a word whatever its case; SQLite folds plain letters only, hence the three."""
    forms = {word, word.lower(), word.upper(), word.capitalize()}
    wanted = Q()
    for form in forms:
        wanted |= Q(**{f"{field}__icontains": form})
    return wanted
