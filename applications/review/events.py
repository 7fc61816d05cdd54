"""What officers do with a dossier, in the journal's words."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind

REVIEW_ANSWERED = EventKind("review.answered", _("Questions of the review answered"))

ALL = (REVIEW_ANSWERED,)
