"""Registration in the Wagtail admin, and nothing else."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.core.admin import menus, translations
from cms.core.site import site_settings
from cms.core.theme import theme_url

hooks.register("construct_main_menu", menus.own_main_menu)
hooks.register("construct_help_menu", menus.own_help_menu)
hooks.register("construct_reports_menu", menus.own_reports_menu)
hooks.register("construct_homepage_panels", menus.own_home_panels)
hooks.register("after_publish_page", translations.tell_outdated)
# Before the editor of translations, which answers by itself and stops the others.
hooks.register("before_edit_page", translations.tell_at_opening, order=-1)


@hooks.register("insert_global_admin_css")
def own_colours() -> SafeString:
    """Give the administration the region's colours."""
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        theme_url(site_settings()),
        static("portal/css/admin.css"),
    )


@hooks.register("insert_editor_js")
def own_translation_words() -> SafeString:
    """Say in the reader's language what the editor of translations says in English alone."""
    return format_html(
        '<script type="module" src="{}"></script>', static("portal/js/translation-editor.js")
    )
