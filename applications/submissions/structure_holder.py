"""The dossiers of a structure, when it is merged into another: all of them follow."""

from django.utils.translation import gettext_lazy as _

from applications.structures.holders import StructureHolder
from applications.structures.models import Structure
from applications.submissions.beneficiary import key_of_structure
from applications.submissions.models import Submission


def move(source: Structure, target: Structure) -> int:
    """Give the dossiers of a duplicate to the structure kept, as applicant and as beneficiary.

    What was filed stays as filed; the digest that tells the beneficiary becomes that of the
    structure kept, so that « one dossier per beneficiary » still counts them.
    """
    count: int = Submission.objects.real().filter(structure=source).update(structure=target)
    Submission.objects.tests().filter(beneficiary_structure=source).update(
        beneficiary_structure=target
    )
    received = Submission.objects.real().filter(beneficiary_structure__in=[source, target])
    received.update(beneficiary_structure=target, beneficiary_key=key_of_structure(target))
    return count


def count(structure: Structure) -> int:
    """Return how many dossiers the structure asks for."""
    return int(Submission.objects.real().filter(structure=structure).count())


DOSSIERS = StructureHolder(code="dossiers", label=_("Dossiers"), move=move, count=count)
