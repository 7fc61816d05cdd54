"""« Bénéficiaire »: who receives the aid, part after part, with or without a register."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from applications.registries.errors import RegisterError
from applications.registries.numbers import WrongNumber
from applications.submissions import beneficiary
from applications.submissions.beneficiary import PART_FIELDS, SEARCH, SHEET, STEP, Asked, Given
from applications.submissions.beneficiary_form import (
    PART_TITLES,
    BeneficiaryForm,
    beneficiary_form,
)
from applications.submissions.desk import Desk
from applications.submissions.services import beneficiary as service
from applications.submissions.views.gestures import (
    PREVIOUS,
    REFRESH,
    REFUSED,
    SAVE,
    action_of,
    come_back,
    leave,
    show,
)

LOOK_UP = "rechercher"
BY_HAND = "saisir"
SEARCH_AGAIN = "autre-recherche"
SHOWN = "parties"
LONGEST = 500


def beneficiary_step(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask who receives the aid; each answer opens the part that follows."""
    if request.method != "POST":
        form = beneficiary_form(desk.submission)
        form.forgive(form.asked.given.shown)
        return _page(request, desk, form)
    given = _sent(request, desk)
    action = action_of(request)
    if action == LOOK_UP:
        return _look_up(request, desk, given)
    if action == BY_HAND:
        return _go_on_here(request, desk, beneficiary.by_hand(given), SHEET)
    if action == SEARCH_AGAIN:
        return _go_on_here(request, desk, beneficiary.search_again(given), SEARCH)
    form = _keep(desk, given)
    new = [part for part in form.asked.parts if part not in given.shown]
    if new and action not in (SAVE, REFRESH, PREVIOUS):
        return come_back(request, desk, STEP, place=f"partie-{new[0]}")
    form.forgive(given.shown)
    if form.errors and action in (SAVE, REFRESH):
        return _page(request, desk, form, status=REFUSED)
    return leave(request, desk, STEP)


def _sent(request: HttpRequest, desk: Desk) -> Given:
    """Return what is known with what was just sent; parts not on the page keep what they had."""
    kept = Given.of(desk.submission)
    on_page = [part for part in request.POST.get(SHOWN, "").split(",") if part in PART_TITLES]
    names = [name for part in on_page if part in PART_FIELDS for name in PART_FIELDS[part]]
    given = replace(
        kept,
        typed=_retyped(request, kept, names),
        shown=tuple(dict.fromkeys([*kept.shown, *on_page])),
    )
    if SHEET not in on_page:
        return given
    # The fields of the sheet follow from the answers above it.
    fields = Asked(desk.submission, given).fields_of(SHEET)
    return replace(given, typed=_retyped(request, given, fields))


def _retyped(request: HttpRequest, given: Given, names: Sequence[str]) -> dict[str, str]:
    """Return all that is typed, the fields named taken from what was just sent."""
    others = {key: value for key, value in given.typed.items() if not _is_of(key, names)}
    sent = {key: str(value)[:LONGEST] for key, value in request.POST.items() if _is_of(key, names)}
    return {**others, **sent}


def _is_of(key: str, names: Sequence[str]) -> bool:
    """Whether an input belongs to one of the fields, those of several parts included."""
    return key in names or ("birth_date" in names and key.startswith("birth_date_"))


def _keep(desk: Desk, given: Given) -> BeneficiaryForm:
    form = beneficiary_form(desk.submission, given)
    is_valid = form.is_valid() and SEARCH not in form.asked.parts
    desk.reload(
        service.answer(
            desk.submission,
            given=given,
            born=form.cleaned_data.get("birth_date"),
            is_valid=is_valid,
            actor=desk.user,
            now=desk.now,
        )
    )
    return form


def _go_on_here(request: HttpRequest, desk: Desk, given: Given, part: str) -> HttpResponse:
    """Keep what was sent and show the part just opened, without reproach for what it lacks."""
    shown = tuple(one for one in given.shown if one != part)
    _keep(desk, replace(given, shown=shown))
    return come_back(request, desk, STEP, place=f"partie-{part}")


def _look_up(request: HttpRequest, desk: Desk, given: Given) -> HttpResponse:
    """Ask the registers; whatever they answer, typing by hand stays possible."""
    try:
        found, record = beneficiary.look_up(given)
    except (WrongNumber, RegisterError) as error:
        return _not_found(request, desk, given, str(error))
    if record is None:
        words = gettext("No register knows this number. Check it, or fill in by hand.")
        return _not_found(request, desk, given, words)
    if record.is_closed:
        words = gettext("This establishment is closed. Check the number, or fill in by hand.")
        return _not_found(request, desk, given, words)
    return _go_on_here(request, desk, found, SHEET)


def _not_found(request: HttpRequest, desk: Desk, given: Given, words: str) -> HttpResponse:
    form = _keep(desk, given)
    form.forgive(given.shown)
    if "number" not in form.errors and "number" in form.fields:
        form.add_error("number", words)
    return _page(request, desk, form, status=REFUSED)


def _page(
    request: HttpRequest, desk: Desk, form: BeneficiaryForm, status: int = 200
) -> HttpResponse:
    asked = form.asked
    return show(
        request,
        desk,
        STEP,
        {
            "form": form,
            "parts": [(part, PART_TITLES[part], fields) for part, fields in form.parts],
            "shown": ",".join(asked.parts),
            "search_part": SEARCH,
            "sheet_part": SHEET,
            "is_structure": SHEET in asked.parts and not asked.is_person,
            "can_search_again": SHEET in asked.parts
            and not asked.is_person
            and not asked.is_abroad,
            "is_verified": asked.given.is_verified,
            "register": asked.given.register,
            "form_has_errors": bool(form.errors),
        },
        template="beneficiaire",
        status=status,
    )
