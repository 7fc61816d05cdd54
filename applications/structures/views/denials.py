"""The trace of a refused access to a structure."""

from django.http import HttpRequest

from applications.structures import events as kinds
from cms.core import events


def record_denial(request: HttpRequest, structure_id: str) -> None:
    """Note who was refused which structure."""
    events.record(
        kinds.ACCESS_DENIED,
        subject_type=kinds.SUBJECT,
        subject_id=structure_id[:64],
        actor=request.user,
    )
