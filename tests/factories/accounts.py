"""People for tests, and the way they get in."""

import time
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts.models import Civility, Family, PersonSheet, StaffRole, User
from applications.accounts.reauthentication import PROVED
from applications.accounts.services.staff import grant_staff

PASSWORD = "une-phrase-longue-et-facile"
BACKEND = "applications.accounts.backends.IdentifierOrEmailBackend"
_HASH = SimpleLazyObject(lambda: make_password(PASSWORD))


class FamilyFactory(factory.django.DjangoModelFactory[Family]):
    """A family of applicants; asking twice for a code gives the same one."""

    class Meta:
        model = Family
        django_get_or_create = ("code",)

    code = "association"
    label = factory.LazyAttribute(lambda family: family.code.replace("-", " ").capitalize())
    is_structure = factory.LazyAttribute(lambda family: family.code != "particulier")


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An activated account, with `role=` for staff (who get their group and a device).

    Traits: `unverified` (never activated), `inactive`, `officer`, `decider`, `paymaster`,
    `editor`, `publisher`, `support`, `administrator`, `without_device` (staff who has not set up
    the second factor), `with_sheet`, `newcomer` (who has yet to go through the first connection);
    `device=True` gives anybody a second factor.
    """

    class Meta:
        model = User

    class Params:
        unverified = factory.Trait(is_verified=False)
        inactive = factory.Trait(is_active=False)
        officer = factory.Trait(role=StaffRole.OFFICER)
        decider = factory.Trait(role=StaffRole.DECIDER)
        paymaster = factory.Trait(role=StaffRole.PAYMASTER)
        editor = factory.Trait(role=StaffRole.EDITOR)
        publisher = factory.Trait(role=StaffRole.PUBLISHER)
        support = factory.Trait(role=StaffRole.SUPPORT)
        administrator = factory.Trait(role=StaffRole.ADMINISTRATOR)
        without_device = factory.Trait(device=False)
        with_sheet = factory.Trait(sheet=True)
        newcomer = factory.Trait(first_connection_skipped_at=None)

    username = factory.Sequence(lambda number: f"personne{number:04d}")
    email = factory.Sequence(lambda number: f"personne{number:04d}@exemple.example")
    civility = Civility.MADAME
    last_name = "Morvan"
    first_name = "Léa"
    password = factory.LazyFunction(lambda: str(_HASH))
    first_connection_skipped_at: Any = factory.LazyFunction(timezone.now)
    is_verified = True
    role = ""
    device = factory.LazyAttribute(lambda user: bool(user.role))
    sheet = False

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        """Create the account with what stands beside it."""
        is_verified, role = kwargs.pop("is_verified"), kwargs.pop("role")
        device, sheet = kwargs.pop("device"), kwargs.pop("sheet")
        user: User = super()._create(model_class, *args, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_verified)
        if role:
            grant_staff(user, role=role)
        if device:
            enrol(user)
        if sheet:
            _fill_sheet(user)
        return user


def _fill_sheet(user: User) -> PersonSheet:
    return PersonSheet.objects.create(
        user=user,
        address_line="27 rue des Lavandières",
        postcode="96000",
        city="Kervalen",
        phone="02 61 91 41 01",
    )


def enrol(user: User) -> TOTPDevice:
    """Give an account its second factor."""
    device: TOTPDevice = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    return device


def current_code(device: TOTPDevice) -> str:
    """Return the code the person's application shows now."""
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits).token():06d}"


def sign_in(client: Client, user: User, *, stale: bool = False) -> Client:
    """Sign in without the pages; whoever has a device is verified too.

    `stale`: so long ago that an act that matters asks for the password again.
    """
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[PROVED] = 0 if stale else int(time.time())
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is not None:
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
