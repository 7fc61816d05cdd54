"""Words of Django's own forms that the portal says in its own way.

The project's catalogue wins over Django's: naming them here is what lets it hold them, whichever
form, model or block they come from.
"""

from django.utils.translation import gettext_noop

DJANGO_WORDS = (
    gettext_noop("Enter a valid URL."),
    gettext_noop("Enter a valid email address."),
)
