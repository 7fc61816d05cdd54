"""Every row of the table, tried by everybody through HTTP: allowed, it is done; refused, it is not.

A refused act changes nothing and leaves a trace; nobody is told more than « this does not exist »
or « you may not ».
"""

import html
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from applications.rights import RIGHTS, Right, Role, allows
from cms.core.models import Event
from tests.factories.accounts import sign_in
from tests.rights.probes import ALWAYS, PROBES, WITHOUT_SCREEN, Probe, Try
from tests.rights.scene import PERSONAS, Persona, Scene

pytestmark = pytest.mark.django_db

DENIALS = Q(kind__contains="denied") | Q(kind="access.refused")
REFUSED = {403, 404, 405, 409}


class Rollback(Exception):
    """Ends an attempt: the next one finds the scene as it was."""


def test_every_row_is_tried_or_says_why_it_cannot_be() -> None:
    codes = {right.code for right in RIGHTS}
    assert len(codes) == len(RIGHTS)
    assert set(PROBES) | set(WITHOUT_SCREEN) == codes
    assert not set(PROBES) & set(WITHOUT_SCREEN)


def test_every_role_is_played() -> None:
    played = {role for one in PERSONAS for role in (*one.dossier, *one.elsewhere)}
    named = {role for right in RIGHTS for role in right.roles}
    assert named - played <= {Role.CLOCK}


@pytest.mark.parametrize(
    "right", [one for one in RIGHTS if one.code in PROBES], ids=lambda r: r.code
)
def test_a_row_holds_for_everybody(right: Right) -> None:
    scene, probe = Scene(), PROBES[right.code]
    assert scene.founder != scene.newcomer
    assert scene.bank
    assert scene.colleague_of_staff
    wrong: list[str] = []
    for persona in PERSONAS:
        submission = scene.dossier(probe.state, persona)
        if not persona.is_anonymous:
            scene.user(persona)
        expected = _expected(right, persona, probe)
        try:
            with transaction.atomic():
                client = Client()
                if not persona.is_anonymous:
                    sign_in(client, scene.user(persona))
                found = _outcome(
                    Try(scene, persona, client, submission), probe, is_allowed=expected
                )
                raise Rollback
        except Rollback:
            pass
        wrong += [f"{persona.name}: {words}" for words in found]
    assert not wrong, "\n".join(wrong)


def _expected(right: Right, persona: Persona, probe: Probe) -> bool:
    if persona.is_anonymous or (probe.is_of_structure and persona.name == "person"):
        return False
    extra = ALWAYS.get(right.code, frozenset()) if not persona.is_staff else frozenset()
    return allows(right.code, persona.roles(right.on, probe.state) | extra)


def _outcome(one: Try, probe: Probe, *, is_allowed: bool) -> list[str]:
    """Make the attempt and say all that is not as the table wants it."""
    noted = Event.objects.filter(DENIALS).count()
    path = probe.path(one)
    if probe.changed is None:
        response = one.client.get(path)
        shown = response.status_code == 200 and probe.marker(one) in _text_of(response)
        wrong = [] if shown == is_allowed else [f"{path} → {response.status_code}, shown: {shown}"]
    else:
        before = probe.changed(one)
        response = one.client.post(path, probe.send(one))
        has_changed = probe.changed(one) != before
        words = f"{path} → {response.status_code}, changed: {has_changed}"
        wrong = [] if has_changed == is_allowed else [words]
    if is_allowed or probe.is_quiet:
        return wrong
    wrong += _refusal(one, response, path, noted)
    for view, args in probe.also.items():
        noted = Event.objects.filter(DENIALS).count()
        other = reverse(view, args=args(one))
        wrong += _refusal(one, one.client.get(other), other, noted)
    return wrong


def _refusal(one: Try, response: Any, path: str, noted: int) -> list[str]:
    """Say what a refusal lacks: visitors sign in first, the others are refused and noted."""
    status = response.status_code
    if one.persona.is_anonymous:
        is_led = status == 302 and "/compte/connexion/" in response.url
        return [] if is_led or status == 405 else [f"{path} → {status}, not led to sign in"]
    if status == 405:
        return []
    if status not in REFUSED:
        return [f"{path} → {status}, not a refusal"]
    if Event.objects.filter(DENIALS).count() == noted:
        return [f"{path} → {status}, not noted"]
    return []


def _text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return html.unescape(content.decode(errors="replace"))
