"""A title between questions."""

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.field_types.note import SilentType


class TitleType(SilentType):
    """The heading of the questions that follow; its label is what is read."""

    code = "title"
    label = _("Title")
    description = _("A heading between two groups of questions.")
    synonyms = _("heading, section, separator, part")
    answer_seconds = 0
    icon = "title"
    is_labelled = True
