"""Browser sessions, each with its account: a person sees theirs and closes them."""

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class BrowserSessionManager(BaseSessionManager["BrowserSession"]):
    """Reads and writes of sessions."""


class BrowserSession(AbstractBaseSession):
    """A session; `user_id` is empty before sign-in.

    `agent` is a browser and a system in words, `place` a truncated network address (/24 or /48):
    enough to recognise one's own devices, too little to follow somebody.
    """

    user_id = models.BigIntegerField(_("account"), null=True, blank=True, db_index=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)
    agent = models.CharField(_("browser"), max_length=80, blank=True)
    place = models.CharField(_("network"), max_length=45, blank=True)

    objects: ClassVar[BrowserSessionManager] = BrowserSessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")  # type: ignore[assignment]
        verbose_name_plural = _("sessions")  # type: ignore[assignment]
        db_table = "accounts_browser_session"
