"""What a password must be: long, and not made of what everybody here knows."""

import re
import unicodedata

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, ngettext
from zxcvbn import zxcvbn

from cms.core.site import site_settings

MINIMUM = 12
MINIMUM_STAFF = 16
MAXIMUM = 128
OWN_PART = 6
EXAMINED = 64
"""Characters looked at: finding patterns in more takes long, and adds nothing to a long one."""
MINIMUM_TRIES = 10**8
OF_THE_PERSON = ("username", "email", "first_name", "last_name")


class LengthByRoleValidator:
    """Asks for 12 to 128 characters, 16 at least for staff; no composition rule (ASVS 6.2.5)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` when the password is too short or too long."""
        minimum = MINIMUM_STAFF if getattr(user, "is_staff", False) else MINIMUM
        if len(password) < minimum:
            raise ValidationError(
                ngettext(
                    "This password is too short: at least %(minimum)d character is needed.",
                    "This password is too short: at least %(minimum)d characters are needed.",
                    minimum,
                ),
                code="password_too_short",
                params={"minimum": minimum},
            )
        if len(password) > MAXIMUM:
            raise ValidationError(
                _("This password is too long: %(maximum)d characters at most."),
                code="password_too_long",
                params={"maximum": MAXIMUM},
            )

    def get_help_text(self) -> str:
        """Say the rule in words."""
        return _("At least 12 characters.")


class GuessablePasswordValidator:
    """Refuses what is found soon by trying the words people use, as leaked passwords show them.

    Common and leaked passwords, names, keyboard rows, dates, and their usual disguises
    (ASVS 6.2.4 and 6.2.12; CNIL, 2022: a strength that makes up for the limit on tries). Nothing
    leaves the portal.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` when fewer tries than `MINIMUM_TRIES` are enough to find it."""
        known = [str(getattr(user, name, "") or "") for name in OF_THE_PERSON]
        found = zxcvbn(password[:EXAMINED], user_inputs=[one for one in known if one])
        if found["guesses"] < MINIMUM_TRIES:
            raise ValidationError(
                _(
                    "This password is too easy to guess: it is one of those people often use, or "
                    "almost. Add one or two words that nobody would expect together."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Say the rule in words."""
        return _("Not one that many people use.")


class ContextualPasswordValidator:
    """Refuses passwords made of the portal's or the region's name and little else."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` when too little is left once the known words are taken away."""
        names = [
            name
            for site in (site_settings(), site_settings(settings.LANGUAGE_CODE))
            for name in (site.name, site.region_name)
        ]
        whole = rest = _letters(password)
        for word in _words(*names):
            rest = rest.replace(word, "")
        if rest != whole and len(rest) < OWN_PART:
            raise ValidationError(
                _("This password is too easy to guess: it is made of the name of the portal."),
                code="password_contextual",
            )

    def get_help_text(self) -> str:
        """Say the rule in words."""
        return _("Not made of the name of the portal.")


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def _words(*texts: str) -> list[str]:
    words = {_letters(word) for text in texts for word in re.split(r"[\s'’-]+", text)}
    return sorted((word for word in words if len(word) > 3), key=len, reverse=True)
