"""What this room adds to the administration."""

from wagtail import hooks

from applications.notifications.viewsets import MailTemplateViewSet, mail_template_viewset


@hooks.register("register_admin_viewset")
def register_mail_templates() -> MailTemplateViewSet:
    """Add the texts of mails to the settings."""
    return mail_template_viewset
