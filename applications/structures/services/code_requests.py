"""« Formuler une demande de code d'identification »: asked by a person, answered by the Region."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from applications.accounts.models import User
from applications.notifications.services import absolute_url, send_mail
from applications.structures import events as kinds, mails
from applications.structures.exceptions import NothingToOpen, RequestOver
from applications.structures.models import (
    AttachmentCode,
    CodeRequest,
    CodeRequestState,
    KnownPerson,
    Structure,
)
from applications.structures.services import code_making, codes_use
from cms.core import events
from cms.core.events import EventKind
from cms.core.templatetags.portal import day_words


@transaction.atomic
def ask(user: User, *, given: dict[str, str], now: datetime) -> CodeRequest:
    """Keep what somebody says of themself for the Region, once for the same words.

    `given` holds `family` (its code) and what was typed: `name`, `siret`, `uai`, `birth_date` (like
    2007-03-27), `message`.
    """
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    same = CodeRequest.objects.filter(
        user=user, given=given, state=CodeRequestState.WAITING
    ).first()
    if same is not None:
        return same
    asked = CodeRequest.objects.create(user=user, given=given, asked_at=now)
    events.record(
        kinds.CODE_ASKED,
        subject_type="account",
        subject_id=user.pk,
        actor=user,
        at=now,
        request=asked.pk,
    )
    return asked


def structures_for(asked: CodeRequest) -> QuerySet[Structure]:
    """Return the structures of the portal that the request names by a number."""
    siret, uai = asked.given.get("siret", ""), asked.given.get("uai", "")
    found: QuerySet[Structure] = Structure.objects.living().identified(siret=siret, uai=uai)
    return found


def persons_for(asked: CodeRequest) -> QuerySet[KnownPerson]:
    """Return the persons of that birth date who have no account yet; who it is, an agent says."""
    born = asked.given.get("birth_date")
    if not born:
        return KnownPerson.objects.none()
    return KnownPerson.objects.filter(birth_date=born, user=None)


@transaction.atomic
def accept(
    asked: CodeRequest,
    *,
    plain: str,
    structure: Structure | None = None,
    person: KnownPerson | None = None,
    by_mail: bool,
    actor: User,
    now: datetime,
) -> AttachmentCode:
    """« Accepter la demande de code »: keep a code made by `codes_use.make`, mailed or not.

    Otherwise the caller prints it: it is never seen again. Raises `NothingToOpen` unless exactly
    one of `structure` and `person` is given, `RequestOver` when a colleague was quicker.
    """
    if (structure is None) == (person is None):
        raise NothingToOpen
    locked = _locked(asked)
    code = code_making.keep(plain, structure=structure, person=person, now=now)
    locked.state, locked.code = CodeRequestState.ACCEPTED, code
    locked.decided_at, locked.decided_by = now, actor
    locked.save(update_fields=["state", "code", "decided_at", "decided_by"])
    _note(kinds.CODE_SENT, locked, actor=actor, now=now)
    if by_mail:
        with translation.override(locked.user.language):
            until = day_words(code.expires_at)
        _send(locked, mails.CODE.code, "use-code", code=codes_use.grouped(plain), until=until)
    return code


@transaction.atomic
def refuse(asked: CodeRequest, *, reason: str, actor: User, now: datetime) -> CodeRequest:
    """« Refuser », with the reason the person reads. Raises `RequestOver`."""
    locked = _locked(asked)
    locked.state, locked.refusal = CodeRequestState.REFUSED, reason
    locked.decided_at, locked.decided_by = now, actor
    locked.save(update_fields=["state", "refusal", "decided_at", "decided_by"])
    _note(kinds.CODE_REQUEST_REFUSED, locked, actor=actor, now=now)
    _send(locked, mails.CODE_REFUSED.code, "ask-code", reason=reason)
    return locked


def _locked(asked: CodeRequest) -> CodeRequest:
    locked: CodeRequest = (
        CodeRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=asked.pk)
    )
    if locked.state != CodeRequestState.WAITING:
        raise RequestOver
    return locked


def _send(asked: CodeRequest, kind: str, page: str, **context: str) -> None:
    user: User = asked.user
    language = user.language or settings.LANGUAGE_CODE
    with translation.override(language):
        link = absolute_url(reverse(page))
    send_mail(
        kind,
        to=user.email,
        context={"name": user.get_full_name(), "link": link, **context},
        language=language,
        key=f"{kind}:{asked.pk}",
        about=("account", user.pk),
        now=asked.decided_at,
    )


def _note(kind: EventKind, asked: CodeRequest, *, actor: User, now: datetime) -> None:
    events.record(
        kind,
        subject_type="account",
        subject_id=asked.user_id,
        actor=actor,
        at=now,
        request=asked.pk,
    )
