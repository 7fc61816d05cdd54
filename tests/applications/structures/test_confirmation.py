"""The yearly list of people: asked, reminded, suspended, given back; never removed."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from applications.notifications.models import Mail
from applications.structures.models import Membership
from applications.structures.services import confirmation
from tests.factories.accounts import sign_in
from tests.factories.structures import MembershipFactory

pytestmark = pytest.mark.django_db


def a_year_ago() -> datetime:
    return timezone.now() - timedelta(days=366)


def asked_of(membership: Membership) -> int:
    return Mail.objects.filter(kind="structures.confirm_people", to=membership.user.email).count()


def is_active(membership: Membership) -> bool:
    membership.refresh_from_db()
    return membership.is_active


def page_of(membership: Membership) -> str:
    return f"/espace/structures/{membership.structure_id}/personnes/confirmer/"


def test_nobody_is_suspended_without_having_been_asked_for_six_weeks() -> None:
    """Even when they arrived long before the portal: mail at once, at two, at four weeks."""
    manager = MembershipFactory(manager=True, started_at=a_year_ago() - timedelta(days=2000))
    member = MembershipFactory(structure=manager.structure, started_at=a_year_ago())
    recent = MembershipFactory(structure=manager.structure)
    now = timezone.now()
    for weeks, mails in ((0, 1), (0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3)):
        confirmation.ask_all(now=now + timedelta(weeks=weeks))
        assert asked_of(manager) == mails, weeks
        assert is_active(member)
    confirmation.ask_all(now=now + timedelta(weeks=6))
    assert not is_active(member)
    assert not is_active(manager)
    assert is_active(recent)
    assert Mail.objects.filter(kind="structures.access_suspended").count() == 2
    assert not asked_of(member)


def test_confirming_keeps_who_is_ticked_for_a_year(client: Client) -> None:
    """Whoever is not loses their access at once, and may have it back."""
    manager = MembershipFactory(manager=True, started_at=a_year_ago())
    kept = MembershipFactory(structure=manager.structure, started_at=a_year_ago())
    gone = MembershipFactory(structure=manager.structure, started_at=a_year_ago())
    confirmation.ask_all(now=timezone.now())
    sign_in(client, manager.user)
    people = f"/espace/structures/{manager.structure_id}/personnes/"
    assert page_of(manager) in client.get(people).text
    assert client.post(page_of(manager), {"kept": [kept.pk]}).url == people
    assert (is_active(manager), is_active(kept), is_active(gone)) == (True, True, False)
    assert page_of(manager) not in client.get(people).text
    confirmation.ask_all(now=timezone.now() + timedelta(weeks=7))
    assert is_active(kept)
    client.post(f"{people}{gone.pk}/retablir/")
    assert is_active(gone)


def test_suspended_access_opens_nothing(client: Client) -> None:
    """At the next request; the person reads why on their page of requests."""
    manager = MembershipFactory(manager=True)
    member = MembershipFactory(structure=manager.structure)
    sign_in(client, member.user)
    assert client.get(f"/espace/structures/{member.structure_id}/").status_code == 200
    confirmation.confirm(member.structure, kept=[], actor=manager.user, now=timezone.now())
    assert client.get(f"/espace/structures/{member.structure_id}/").status_code == 404
    assert "Accès suspendu" in client.get("/espace/structures/demandes/").text
    assert client.post(page_of(member), {"kept": []}).status_code == 403


def test_only_manager_suspended_comes_back_by_the_link(client: Client) -> None:
    """Nobody else could; with another active manager, that one decides."""
    manager = MembershipFactory(manager=True, suspended_at=timezone.now())
    sign_in(client, manager.user)
    assert client.get(f"/espace/structures/{manager.structure_id}/personnes/").status_code == 404
    assert client.get(page_of(manager)).status_code == 200
    client.post(page_of(manager), {})
    assert is_active(manager)
    other = MembershipFactory(
        manager=True, structure=manager.structure, suspended_at=timezone.now()
    )
    refused = sign_in(Client(), other.user).post(page_of(other), {"kept": [manager.pk]})
    assert refused.status_code == 403
    assert not is_active(other)


def test_people_of_another_structure_are_not_in_the_list(client: Client) -> None:
    """A number of elsewhere is refused, and nobody is suspended."""
    manager, other = MembershipFactory(manager=True), MembershipFactory()
    member = MembershipFactory(structure=manager.structure)
    sign_in(client, manager.user)
    answer = client.post(page_of(manager), {"kept": [member.pk, other.pk]})
    assert answer.status_code == 422
    assert is_active(member)
    assert is_active(other)


def test_who_left_or_never_acted_cannot_confirm(client: Client) -> None:
    """404, and a trace."""
    gone = MembershipFactory(manager=True, ended_at=timezone.now())
    sign_in(client, gone.user)
    assert client.post(page_of(gone), {}).status_code == 404
