"""The link of an invitation, from « Inviter une personne » to the structure."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from applications.accounts.models import User
from applications.accounts.services.registration import is_activated
from applications.notifications.models import Mail
from applications.structures.exceptions import AccountClosed, AlreadyInvited, AlreadyMember
from applications.structures.models import (
    Invitation,
    InvitationState,
    Membership,
    MembershipRole,
)
from applications.structures.services import invitations
from cms.core.models import Event
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.structures import InvitationFactory, MembershipFactory, StructureFactory

pytestmark = pytest.mark.django_db

NEW_ACCOUNT = {
    "username": "nouvelle01",
    "password1": "un long secret de quai",
    "password2": "un long secret de quai",
    "civility": "madame",
    "last_name": "L'Hostis",
    "first_name": "Zoé",
    "birth_date_day": "",
    "birth_date_month": "",
    "birth_date_year": "",
}


def invite_url(membership: Membership) -> str:
    return f"/espace/structures/{membership.structure_id}/personnes/inviter/"


def link_in(mail: Mail) -> str:
    found = re.search(r"https?://[^/\s]+(/invitation/[^\s/]+/)", mail.text)
    assert found, mail.text
    return found[1]


def state_of(invitation: Invitation) -> str:
    invitation.refresh_from_db()
    return invitation.state


def test_manager_invites_and_a_new_person_is_in_with_one_form(client: Client) -> None:
    """The mail, the page, an account with the address locked, active and signed in at once."""
    manager = MembershipFactory(manager=True)
    sign_in(client, manager.user)
    data = {"email": " Zoe@Exemple.example", "role": "member"}
    answer = client.post(invite_url(manager), data)
    assert answer.status_code == 302
    mail = Mail.objects.get(to="zoe@exemple.example")
    assert mail.subject.endswith("Invitation à créer votre compte")
    link = link_in(mail)

    visitor = Client()
    page = visitor.get(link)
    assert page.status_code == 200
    for words in (manager.structure.name, str(manager.user), "Membre", "Accepter l'invitation"):
        assert words in unescape(page.text)
    form = visitor.post(link)
    assert form.status_code == 302
    assert form.url == f"{link}compte/"
    shown = visitor.get(form.url).text
    assert 'value="zoe@exemple.example"' in shown
    assert "readonly" in shown
    done = visitor.post(form.url, NEW_ACCOUNT | {"email": "autre@exemple.example"})
    assert (done.status_code, done.url) == (302, "/espace/")
    person = User.objects.get(email="zoe@exemple.example")
    assert is_activated(person)
    assert not User.objects.filter(email="autre@exemple.example").exists()
    membership = Membership.objects.get(user=person)
    assert (membership.structure, membership.role) == (manager.structure, MembershipRole.MEMBER)
    assert not membership.can_sign
    assert visitor.get(f"/espace/structures/{manager.structure_id}/").status_code == 200
    assert Mail.objects.filter(to="zoe@exemple.example").count() == 1


def test_opening_the_link_does_nothing() -> None:
    """Neither for a stranger nor for a program that follows links."""
    invitation = InvitationFactory()
    Client().get(f"/invitation/{invitation.plain}/")
    assert state_of(invitation) == InvitationState.SENT
    assert not Membership.objects.filter(structure=invitation.structure).exists()


def test_existing_account_signs_in_then_accepts(client: Client) -> None:
    """The same page is found again after signing in; the mail says « rejoindre »."""
    person = UserFactory()
    structure = StructureFactory(name="Les Amis du Canal")
    manager = MembershipFactory(manager=True, structure=structure)
    invitations.invite(
        structure,
        email=person.email,
        role=MembershipRole.MEMBER,
        inviter=manager.user,
        now=timezone.now(),
        can_sign=True,
    )
    mail = Mail.objects.get(to=person.email)
    assert "rejoindre" in mail.subject
    link = link_in(mail)
    answer = client.post(link)
    assert answer.url == f"/compte/connexion/?next={link.replace('/', '%2F')}"
    signed = client.post(answer.url, {"login": person.username, "password": PASSWORD, "next": link})
    assert signed.url == link
    accepted = client.post(f"{link}accepter/")
    assert accepted.url == "/espace/"
    membership = Membership.objects.get(user=person)
    assert membership.can_sign
    assert not membership.can_see_bank_details


def test_link_serves_once_and_says_what_became_of_it(client: Client) -> None:
    """Used, cancelled, expired, altered: each its page, none opens anything."""
    used = InvitationFactory(state=InvitationState.ACCEPTED)
    cancelled = InvitationFactory(state=InvitationState.CANCELLED)
    expired = InvitationFactory(expired=True)
    sign_in(client, UserFactory(email=expired.email))
    for plain, status, words in (
        (used.plain, 410, "déjà été utilisée"),
        (cancelled.plain, 410, "a été annulée"),
        (expired.plain, 410, "a expiré"),
        ("inconnu", 404, "pas valable"),
    ):
        for answer in (
            client.get(f"/invitation/{plain}/"),
            client.post(f"/invitation/{plain}/accepter/"),
            client.post(f"/invitation/{plain}/", {"decline": "1"}),
            Client().get(f"/invitation/{plain}/compte/"),
        ):
            assert answer.status_code == status
            assert words in answer.text.replace("\xa0", " ")
    assert not Membership.objects.exists()


def test_link_lives_fifteen_days() -> None:
    """To the second."""
    now = timezone.now()
    invitation = invitations.invite(
        StructureFactory(),
        email="a@exemple.example",
        role=MembershipRole.MANAGER,
        inviter=None,
        now=now,
    )
    assert not invitation.is_expired(now + timedelta(days=15, seconds=-1))
    assert invitation.is_expired(now + timedelta(days=15))


def test_other_address_waits_for_the_manager_and_sees_nothing(client: Client) -> None:
    """« En attente de validation par votre gestionnaire », then « Valider »."""
    manager = MembershipFactory(manager=True)
    invitation = InvitationFactory(structure=manager.structure)
    other = UserFactory(first_name="Yann")
    sign_in(client, other)
    page = client.get(f"/invitation/{invitation.plain}/")
    assert other.email in page.text
    answer = client.post(f"/invitation/{invitation.plain}/accepter/")
    assert answer.url == "/espace/structures/demandes/"
    assert "En attente de validation par votre gestionnaire" in client.get(answer.url).text
    assert client.get(f"/espace/structures/{manager.structure_id}/").status_code == 404
    mail = Mail.objects.get(to=manager.user.email)
    assert mail.subject.endswith("Une personne demande à rejoindre votre structure")

    keeper = sign_in(Client(), manager.user)
    place = f"/espace/structures/{manager.structure_id}/personnes/arrivees/{invitation.pk}/"
    assert other.email in keeper.get(place).text
    keeper.post(place, {"role": "member", "can_sign": "on"})
    assert Membership.objects.get(user=other).can_sign
    assert state_of(invitation) == InvitationState.ACCEPTED
    assert Mail.objects.get(to=other.email).subject.endswith("Votre rattachement est validé")


def test_inviter_may_validate_the_arrival_themself(client: Client) -> None:
    """« Valider moi-même à l'arrivée », then « Refuser » with a reason the person reads."""
    manager = MembershipFactory(manager=True)
    person = UserFactory()
    invitation = InvitationFactory(
        structure=manager.structure, email=person.email, must_validate=True
    )
    sign_in(client, person)
    client.post(f"/invitation/{invitation.plain}/accepter/")
    assert state_of(invitation) == InvitationState.AWAITING

    keeper = sign_in(Client(), manager.user)
    place = f"/espace/structures/{manager.structure_id}/personnes/arrivees/{invitation.pk}/"
    empty = keeper.post(place, {"refuse": "1", "refusal-reason": ""})
    assert empty.status_code == 422
    keeper.post(place, {"refuse": "1", "refusal-reason": "Vous avez quitté l'équipe."})
    assert state_of(invitation) == InvitationState.REFUSED
    assert not Membership.objects.filter(user=person).exists()
    mail = Mail.objects.get(to=person.email)
    assert "quitté l'équipe" in mail.text
    assert "quitté l&#x27;équipe" in client.get("/espace/structures/demandes/").text


def test_declining_needs_no_account() -> None:
    """And the link is dead."""
    invitation = InvitationFactory()
    visitor = Client()
    answer = visitor.post(f"/invitation/{invitation.plain}/", {"decline": "1"})
    assert answer.status_code == 200
    assert state_of(invitation) == InvitationState.DECLINED
    assert visitor.get(f"/invitation/{invitation.plain}/").status_code == 410


def test_sent_again_the_earlier_link_dies_and_cancelled_none_lives(client: Client) -> None:
    """« Renvoyer l'invitation », « Annuler l'invitation »."""
    manager = MembershipFactory(manager=True)
    invitation = InvitationFactory(structure=manager.structure, expired=True)
    sign_in(client, manager.user)
    place = f"/espace/structures/{manager.structure_id}/personnes"
    assert "Expirée" in client.get(f"{place}/").text
    client.post(f"{place}/invitations/{invitation.pk}/renvoyer/")
    link = link_in(Mail.objects.get(to=invitation.email))
    assert Client().get(f"/invitation/{invitation.plain}/").status_code == 404
    assert Client().get(link).status_code == 200
    client.post(f"{place}/invitations/{invitation.pk}/annuler/")
    assert Client().get(link).status_code == 410


def test_address_is_invited_once(client: Client) -> None:
    """Neither twice, nor when it acts for the structure already; the words are beside the field."""
    manager = MembershipFactory(manager=True)
    sign_in(client, manager.user)
    waiting = InvitationFactory(structure=manager.structure)
    for email, words in (
        (waiting.email, "déjà été invitée"),
        (manager.user.email, "agit déjà"),
        ("pas une adresse", "adresse électronique"),
    ):
        answer = client.post(invite_url(manager), {"email": email, "role": "member"})
        assert answer.status_code == 422
        assert words in answer.text
        assert f'value="{email}"' in answer.text
    assert Invitation.objects.count() == 1
    now = timezone.now()
    with pytest.raises(AlreadyInvited):
        invitations.invite(
            manager.structure,
            email=waiting.email,
            role=MembershipRole.MEMBER,
            inviter=None,
            now=now,
        )


def test_expired_invitation_makes_room_for_another() -> None:
    """Nobody has to cancel what is dead."""
    old = InvitationFactory(expired=True)
    new = invitations.invite(
        old.structure,
        email=old.email,
        role=MembershipRole.MANAGER,
        inviter=None,
        now=timezone.now(),
    )
    assert state_of(old) == InvitationState.CANCELLED
    assert (new.can_sign, new.can_see_bank_details) == (True, True)


def test_staff_never_accept_and_members_not_twice() -> None:
    """A refused acceptance leaves the invitation as it was."""
    invitation = InvitationFactory()
    with pytest.raises(AccountClosed):
        invitations.accept(invitation, user=UserFactory(officer=True), now=timezone.now())
    member = MembershipFactory(structure=invitation.structure)
    with pytest.raises(AlreadyMember):
        invitations.accept(invitation, user=member.user, now=timezone.now())
    assert state_of(invitation) == InvitationState.SENT


def test_address_taken_meanwhile_leads_to_signing_in() -> None:
    """The form of a new account is not shown to whoever has one."""
    invitation = InvitationFactory()
    UserFactory(email=invitation.email)
    answer = Client().get(f"/invitation/{invitation.plain}/compte/")
    assert answer.url == f"/invitation/{invitation.plain}/"


def test_second_factor_is_proved_before_accepting(client: Client) -> None:
    """Whoever set one up is not let in by the password alone."""
    person = UserFactory(device=True)
    invitation = InvitationFactory(email=person.email)
    client.force_login(person, backend="applications.accounts.backends.IdentifierOrEmailBackend")
    answer = client.post(f"/invitation/{invitation.plain}/accepter/")
    assert answer.url.startswith("/compte/second-facteur/")
    assert state_of(invitation) == InvitationState.SENT


def test_who_may_not_invite_changes_nothing_and_is_noted(client: Client) -> None:
    """A member, a manager to be verified, a manager of another structure, somebody detached."""
    structure = StructureFactory()
    MembershipFactory(manager=True, structure=structure)
    member = MembershipFactory(structure=structure)
    provisional = MembershipFactory(manager=True, structure=structure, is_unverified=True)
    elsewhere = MembershipFactory(manager=True)
    gone = MembershipFactory(manager=True, structure=structure, ended_at=timezone.now())
    waiting = InvitationFactory(structure=structure)
    place = f"/espace/structures/{structure.pk}/personnes"
    for membership, status in ((member, 403), (provisional, 403), (elsewhere, 404), (gone, 404)):
        visitor = sign_in(Client(), membership.user)
        before = Event.objects.filter(kind="structure.access_denied").count()
        for path, data in (
            ("inviter/", {"email": "x@exemple.example", "role": "manager"}),
            (f"invitations/{waiting.pk}/renvoyer/", {}),
            (f"invitations/{waiting.pk}/annuler/", {}),
            (f"{member.pk}/detacher/", {}),
            (f"{member.pk}/droits/", {"role": "manager"}),
        ):
            assert visitor.post(f"{place}/{path}", data).status_code == status
        assert Event.objects.filter(kind="structure.access_denied").count() == before + 5
    assert Invitation.objects.count() == 1
    assert state_of(waiting) == InvitationState.SENT
    member.refresh_from_db()
    assert member.is_active
    assert member.role == MembershipRole.MEMBER


def test_invitation_of_another_structure_is_not_reached_by_mine(client: Client) -> None:
    """Numbers in addresses give no right."""
    manager = MembershipFactory(manager=True)
    other = InvitationFactory()
    sign_in(client, manager.user)
    place = f"/espace/structures/{manager.structure_id}/personnes"
    assert client.post(f"{place}/invitations/{other.pk}/annuler/").status_code == 404
    assert client.get(f"{place}/arrivees/{other.pk}/").status_code == 404
    assert state_of(other) == InvitationState.SENT
