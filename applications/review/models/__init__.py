"""What officers set for themselves, and what they write about dossiers."""

from applications.review.models.answers import ReviewAnswers
from applications.review.models.preferences import ReviewPreferences

__all__ = ["ReviewAnswers", "ReviewPreferences"]
