"""What other rooms add to a dossier's page: payments, requests, messages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from applications.submissions.models import Submission
from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class DossierPanel:
    """One part of a dossier's page: its template, and what it needs (`None` hides it)."""

    code: str
    template: str
    context: Callable[[Submission, Any], dict[str, Any] | None]


dossier_panels: Registry[DossierPanel] = Registry("dossier panels")
