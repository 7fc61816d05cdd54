"""The sheet of a person, and their names."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from applications.accounts import events as kinds
from applications.accounts.models import PersonSheet, User
from cms.core import events


@transaction.atomic
def update_person_sheet(
    user: User,
    *,
    actor: User,
    birth_date: date | None,
    address_line: str,
    address_complement: str = "",
    postcode: str,
    city: str,
    country: str = "FR",
    phone: str = "",
    mobile: str = "",
    is_from_register: bool = False,
) -> PersonSheet:
    """Write what a person says of themself, once for every application."""
    User.objects.filter(pk=user.pk).update(birth_date=birth_date)
    user.birth_date = birth_date
    sheet, _ = PersonSheet.objects.update_or_create(
        user=user,
        defaults={
            "address_line": address_line,
            "address_complement": address_complement,
            "postcode": postcode,
            "city": city,
            "country": country,
            "phone": phone,
            "mobile": mobile,
            "is_from_register": is_from_register,
        },
    )
    events.record(kinds.SHEET_UPDATED, subject_type="account", subject_id=user.pk, actor=actor)
    return sheet


@transaction.atomic
def rectify_names(
    user: User, *, civility: str, last_name: str, first_name: str, actor: User
) -> bool:
    """Put right how a person is called (GDPR, article 16); return whether anything changed.

    What was filed keeps the names it was filed under.
    """
    typed = {"civility": civility, "last_name": last_name, "first_name": first_name}
    if all(getattr(user, name) == value for name, value in typed.items()):
        return False
    User.objects.filter(pk=user.pk).update(**typed)
    for name, value in typed.items():
        setattr(user, name, value)
    events.record(kinds.NAMES_RECTIFIED, subject_type="account", subject_id=user.pk, actor=actor)
    return True


@transaction.atomic
def forget_staff_sheets(user_ids: Iterable[int]) -> None:
    """Erase the sheets that members of staff wrote to try a form: they apply for nothing."""
    staff = User.objects.filter(pk__in=list(user_ids), is_staff=True)
    PersonSheet.objects.filter(user__in=staff).delete()
    staff.update(birth_date=None)
