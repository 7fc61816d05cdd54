"""What must not be missed between questions."""

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.field_types.note import TEXT_FEATURES, NoteType


class WarningType(NoteType):
    """A warning set apart, said as one by screen readers."""

    code = "warning"
    label = _("Warning")
    description = _("Words that must not be missed: nothing to answer.")
    synonyms = _("alert, important, caution, information")
    answer_seconds = 0
    icon = "warning"
    layout = "warning"
    features = [feature for feature in TEXT_FEATURES if feature != "h3"]
