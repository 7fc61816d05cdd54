"""What this room adds to the settings of the administration."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from applications.accounts.models import SignInNotice


class SignInNoticeViewSet(ModelViewSet):
    """« Conseils de connexion »: what each kind of aid expects of who signs in."""

    model = SignInNotice
    name = "sign_in_notices"
    url_prefix = "conseils-de-connexion"
    icon = "info-circle"
    menu_label = _("Advice before sign-in")
    menu_order = 710
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["title", "contact", "phone", "position", "is_shown"]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("text"),
            MultiFieldPanel(
                [
                    FieldPanel("contact"),
                    FieldPanel("phone"),
                    FieldPanel("email"),
                    FieldPanel("hours"),
                    FieldPanel("guide_url"),
                ],
                heading=_("Contact and guide"),
            ),
            MultiFieldPanel(
                [FieldPanel("title_en"), FieldPanel("text_en")], heading=_("In English")
            ),
            FieldPanel("position"),
            FieldPanel("is_shown"),
        ]
    )


sign_in_notice_viewset = SignInNoticeViewSet()
