"""What the sign-in page says above its form, by kind of aid."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.fields import RichTextField

FEATURES = ["bold", "ul", "ol", "link", "document-link"]


class SignInNotice(models.Model):
    """What one kind of aid expects of who signs in, its contact and its guide (portal.md §4)."""

    title = models.CharField(_("title"), max_length=120)
    text = RichTextField(_("text"), features=FEATURES)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    text_en = RichTextField(_("English text"), blank=True, features=FEATURES)
    contact = models.CharField(_("service to call"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    guide_url = models.URLField(_("address of the guide"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("notice of the sign-in page")
        verbose_name_plural = _("notices of the sign-in page")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """Return the title in the language of the page, in French when it has none."""
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def title_lang(self) -> str:
        """Return the language of the title when it is not the page's."""
        return "" if self.title_en or get_language() == "fr" else "fr"

    @property
    def text_lang(self) -> str:
        """Return the language of the text when it is not the page's."""
        return "" if self.text_en or get_language() == "fr" else "fr"

    @property
    def shown_text(self) -> str:
        """Return the text in the language of the page, in French when it has none."""
        return (self.text_en if get_language() == "en" else "") or self.text
