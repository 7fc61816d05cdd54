"""Accounts and the sheets of persons."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

NAME_COLUMNS = ("first_name", "last_name", "email", "closed_at")
"""What it takes to name somebody: a list that reads less asks the database again for each line."""


def normalise(login: str) -> str:
    """Return an identifier or an address as it is stored and compared."""
    return login.strip().lower()


class Civility(models.TextChoices):
    """How a person wants to be addressed."""

    MADAME = "madame", _("Ms")
    MONSIEUR = "monsieur", _("Mr")
    UNSAID = "unsaid", _("Prefer not to say")


class StaffRole(models.TextChoices):
    """The roles of portal.md §1 that work in the administration."""

    OFFICER = "officer", _("Officer")
    DECIDER = "decider", _("Decider")
    PAYMASTER = "paymaster", _("Paymaster")
    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publisher")
    SUPPORT = "support", _("Support")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    """Creates accounts with their address and identifier in lower case."""

    def create_user(
        self, email: str, password: str | None = None, username: str | None = None, **extra: Any
    ) -> "User":
        """Create an account; an empty identifier is stored as none."""
        user = self.model(
            email=normalise(email), username=normalise(username or "") or None, **extra
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address."""
        return self.get(email=normalise(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """An account: one per address, with or without an identifier."""

    username = models.CharField(_("identifier"), max_length=150, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail address"), unique=True)
    civility = models.CharField(
        _("civility"), max_length=8, choices=Civility.choices, default=Civility.UNSAID
    )
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    staff_role = models.CharField(
        _("staff role"), max_length=16, choices=StaffRole.choices, blank=True
    )
    language = models.CharField(_("language of mails"), max_length=8, default="fr")
    is_staff = models.BooleanField(_("is staff"), default=False)
    is_active = models.BooleanField(_("is active"), default=True)
    date_joined = models.DateTimeField(_("created at"), default=timezone.now)
    first_connection_skipped_at = models.DateTimeField(
        _("first connection put off at"), null=True, blank=True
    )
    warned_unused_at = models.DateTimeField(_("warned of being unused at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_lower"
            ),
            models.CheckConstraint(
                condition=models.Q(username__isnull=True) | models.Q(username=Lower("username")),
                name="accounts_user_username_lower",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Closed account") if self.closed_at else self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Return « first name last name »."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """Return the first name."""
        return self.first_name


class PersonSheet(models.Model):
    """What a person says once about themself (« Vos informations »)."""

    user = models.OneToOneField(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="person_sheet"
    )
    address_line = models.CharField(_("number and street"), max_length=200)
    address_complement = models.CharField(_("address complement"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12)
    city = models.CharField(_("town"), max_length=100)
    country = models.CharField(_("country"), max_length=2, default="FR")
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=30, blank=True)
    is_from_register = models.BooleanField(_("address chosen in the register"), default=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("person sheet")
        verbose_name_plural = _("person sheets")

    def __str__(self) -> str:
        return str(self.user)


class Arrival(models.Model):
    """Where a new account was heading to, and what it had already answered.

    Written at sign-up, used once at the first sign-in, whatever the browser.
    """

    user = models.OneToOneField(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="arrival"
    )
    next_path = models.CharField(_("next page"), max_length=500, blank=True)
    carried = models.JSONField(_("answers carried along"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")

    def __str__(self) -> str:
        return self.next_path
