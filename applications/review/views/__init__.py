"""Officers' screens."""

from applications.review.views.dossier import answer_review, dossier, take_in_charge
from applications.review.views.queue import queue

__all__ = ["answer_review", "dossier", "queue", "take_in_charge"]
