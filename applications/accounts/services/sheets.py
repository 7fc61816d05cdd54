"""The sheet of a person."""

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
        },
    )
    events.record(kinds.SHEET_UPDATED, subject_type="account", subject_id=user.pk, actor=actor)
    return sheet


@transaction.atomic
def forget_staff_sheets(user_ids: Iterable[int]) -> None:
    """Erase the sheets that members of staff wrote to try a form: they apply for nothing."""
    staff = User.objects.filter(pk__in=list(user_ids), is_staff=True)
    PersonSheet.objects.filter(user__in=staff).delete()
    staff.update(birth_date=None)
