"""Words about languages, of Wagtail and wagtail-localize, that the portal says in its own way.

The project's catalogue wins over the libraries': naming them here is what lets it hold them. A
« locale » is a language here, never a « région »; dates are left out of sentences where the
library writes the month in English.
"""

from django.utils.translation import gettext_noop

TRANSLATION_WORDS = (
    gettext_noop("Waiting for translations"),
    gettext_noop("Translated with {tool_name} on {date}"),
    gettext_noop("Translated manually on {date}"),
    gettext_noop("Machine translated on {date}"),
    gettext_noop("Locale"),
    gettext_noop("Locales"),
    gettext_noop("{} locales"),
    gettext_noop("Locale: "),
    gettext_noop("Switch locales"),
    gettext_noop("Status: "),
    gettext_noop(
        "Changes are not automatically applied between translated pages. Syncing will add new "
        "content for translation and remove deleted content."
    ),
    gettext_noop("Language code"),
    gettext_noop("Synchronised"),
    gettext_noop("Sync from"),
    gettext_noop("This locale cannot be synced into itself."),
    gettext_noop("Synchronise content from another locale"),
    gettext_noop(
        "Choose a locale to synchronise content from. Any existing and future content authored "
        "in the selected locale will be automatically copied to this one."
    ),
    gettext_noop(
        "This locale's current language code is not supported. Please choose a new language or "
        "delete this locale."
    ),
    gettext_noop("This locale's language code is not supported"),
    gettext_noop("Add a locale"),
    gettext_noop("Add locale"),
    gettext_noop("Locale '{0}' created."),
    gettext_noop("The locale could not be saved due to errors."),
    gettext_noop("Delete locale"),
    gettext_noop("Locale '{0}' updated."),
    gettext_noop(
        "This locale cannot be deleted because there are pages and/or other objects using it."
    ),
    gettext_noop("Are you sure you want to delete this locale?"),
    gettext_noop("Locale '{0}' deleted."),
    gettext_noop("Wagtail locales (Wagtail Localize version)"),
    gettext_noop("Content type"),
    gettext_noop("Why would I sync my page?"),
    gettext_noop(
        "Are you sure you want to convert this page into an alias? This will overwrite the "
        "content of the page with the content of '%(source_page_title)s' (%(source_page_locale)s)"
    ),
    gettext_noop(
        "The data model for '{model_name}' has been changed since the last translation sync. If "
        "any new fields have been added recently, these may not be visible until the next "
        "translation sync."
    ),
    gettext_noop(
        "New validation errors were found when publishing '{object}' in {locale}. Please fix them "
        "or click publish again to ignore these translations for now."
    ),
    gettext_noop("Published '{object}' in {locale} with missing translations - see below."),
    gettext_noop("Published '{object}' in {locale}."),
    gettext_noop("Translation of %(instance)s into %(locale)s"),
    gettext_noop("Cannot import PO file that was created for a different translation."),
    gettext_noop("Successfully imported translations from PO File."),
    gettext_noop("All child pages will be created."),
    gettext_noop(
        "Apply the updates and publish immediately. The changes will use the original language "
        "until translated."
    ),
)
