"""What the help desk does: right and wrong, refused acts change nothing, owners see it all."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts.models import AddressChange, BrowserSession, SecondFactorReset, User
from applications.assistance.tasks import apply_address_changes
from applications.notifications.models import Mail
from applications.structures.models import Invitation, Membership, MembershipRole
from applications.structures.services import invitations
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.structures import MembershipFactory, StructureFactory

pytestmark = pytest.mark.django_db

HOME = "/gestion/assistance/"
PLAN = {
    "email": "Lea.Nouvelle@exemple.example",
    "identity_check": "Rappelée au numéro de sa fiche",
    "reason": "Sa messagerie est fermée",
}


@pytest.fixture
def agent() -> User:
    return UserFactory(support=True)


@pytest.fixture
def helper(agent: User) -> Client:
    return sign_in(Client(), agent)


def acts_seen_by(user: User) -> str:
    return sign_in(Client(), user).get("/compte/").content.decode()


def test_links_are_sent_again_and_the_owner_sees_it(helper: Client) -> None:
    new, known = UserFactory(unverified=True), UserFactory()
    for user in (new, known):
        assert helper.post(f"{HOME}comptes/{user.pk}/renvoyer/").status_code == 302
    kinds = set(Mail.objects.filter(to=new.email).values_list("kind", flat=True))
    assert kinds == {"accounts.activation"}
    kinds = set(Mail.objects.filter(to=known.email).values_list("kind", flat=True))
    assert kinds == {"accounts.identifier", "accounts.password_reset"}
    page = acts_seen_by(known)
    assert "Liens d'accès au compte renvoyés" in page.replace("&#x27;", "'")
    assert "assistance" in page


def test_address_of_an_account_never_activated_is_corrected(helper: Client, agent: User) -> None:
    user = UserFactory(unverified=True, email="faute@exemple.example")
    place = f"{HOME}comptes/{user.pk}/adresse/"
    assert "jamais été activé" in helper.get(place).content.decode()
    helper.post(place, {"email": "juste@exemple.example"})
    user.refresh_from_db()
    assert user.email == "juste@exemple.example"
    assert Mail.objects.get(to=user.email).kind == "accounts.activation"
    assert Event.objects.get(kind="account.address_corrected").actor_id == agent.pk


@pytest.mark.parametrize("typed", ["", "pas une adresse", "autre@exemple.example"])
@pytest.mark.parametrize("is_activated", [True, False])
def test_wrong_addresses_are_said_and_change_nothing(
    helper: Client, typed: str, is_activated: bool
) -> None:
    UserFactory(email="autre@exemple.example")
    user = UserFactory(is_verified=is_activated, email="lea@exemple.example")
    answer = helper.post(f"{HOME}comptes/{user.pk}/adresse/", {**PLAN, "email": typed})
    assert answer.status_code == 422
    user.refresh_from_db()
    assert user.email == "lea@exemple.example"
    assert not AddressChange.objects.exists()
    assert not Mail.objects.exists()
    if is_activated:
        assert "Sa messagerie est fermée" in answer.content.decode(), "nothing typed is lost"


class TestAssistedChange:
    """24 hours, both told, refused by the former address."""

    @pytest.fixture
    def user(self, helper: Client) -> User:
        user: User = UserFactory(email="lea.ancienne@exemple.example")
        answer = helper.post(f"{HOME}comptes/{user.pk}/adresse/", PLAN)
        assert answer.status_code == 302
        return user

    def later(self, hours: float) -> Any:
        return time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False)

    def test_both_addresses_are_told_at_once(self, user: User) -> None:
        told = dict(Mail.objects.values_list("kind", "to"))
        assert told == {
            "assistance.change_told_old": "lea.ancienne@exemple.example",
            "assistance.change_told_new": "lea.nouvelle@exemple.example",
        }
        text = Mail.objects.get(kind="assistance.change_told_old").text
        assert "lea.nouvelle" not in text, "only enough of it to recognise one's own"

    def test_it_changes_after_24_hours_and_closes_sessions(self, user: User) -> None:
        sign_in(Client(), user)
        with self.later(23.9):
            apply_address_changes()
        user.refresh_from_db()
        assert user.email == "lea.ancienne@exemple.example"
        with self.later(24.1):
            apply_address_changes()
            apply_address_changes()
        user.refresh_from_db()
        assert user.email == "lea.nouvelle@exemple.example"
        assert EmailAddress.objects.get(user=user).verified
        assert not BrowserSession.objects.filter(user_id=user.pk).exists()
        assert Event.objects.filter(kind="account.assisted_change_done").count() == 1

    def test_the_former_address_refuses(self, user: User) -> None:
        text = Mail.objects.get(kind="assistance.change_told_old").text
        link = next(line for line in text.split() if "/compte/" in line)
        client = Client()
        assert client.get(link).status_code == 200
        client.post(link)
        with self.later(24.1):
            apply_address_changes()
        user.refresh_from_db()
        assert user.email == "lea.ancienne@exemple.example"

    def test_the_help_desk_gives_it_up(self, helper: Client, user: User) -> None:
        page = helper.get(f"{HOME}comptes/{user.pk}/").content.decode()
        assert "lea.nouvelle@exemple.example" in page
        helper.post(f"{HOME}comptes/{user.pk}/adresse/abandonner/")
        with self.later(24.1):
            apply_address_changes()
        user.refresh_from_db()
        assert user.email == "lea.ancienne@exemple.example"
        assert "abandonné" in acts_seen_by(user)

    def test_a_second_one_is_refused(self, helper: Client, user: User) -> None:
        answer = helper.post(
            f"{HOME}comptes/{user.pk}/adresse/", {**PLAN, "email": "tiers@exemple.example"}
        )
        assert answer.status_code == 422
        assert "déjà prévu" in answer.content.decode()
        assert AddressChange.objects.count() == 1

    def test_an_address_taken_meanwhile_is_not_taken_over(self, user: User) -> None:
        UserFactory(email="lea.nouvelle@exemple.example")
        with self.later(24.1):
            apply_address_changes()
        user.refresh_from_db()
        assert user.email == "lea.ancienne@exemple.example"
        assert AddressChange.objects.get().cancelled_at is not None

    def test_its_owner_sees_it(self, user: User) -> None:
        assert "identité vérifiée" in acts_seen_by(user)


def test_sessions_are_closed_at_their_next_request(helper: Client) -> None:
    user = UserFactory()
    own = sign_in(Client(), user)
    assert own.get("/compte/").status_code == 200
    helper.post(f"{HOME}comptes/{user.pk}/sessions/")
    assert own.get("/compte/").status_code == 302
    assert "Sessions fermées" in acts_seen_by(user)


class TestSecondFactor:
    """Two agents."""

    @pytest.fixture
    def user(self) -> User:
        user: User = UserFactory(device=True)
        return user

    def ask(self, client: Client, user: User) -> SecondFactorReset:
        client.post(f"{HOME}comptes/{user.pk}/second-facteur/", {"reason": "Téléphone perdu"})
        return SecondFactorReset.objects.get(user=user)

    def test_nothing_changes_before_a_second_agent_approves(
        self, helper: Client, user: User
    ) -> None:
        own = sign_in(Client(), user)
        reset = self.ask(helper, user)
        answer = helper.post(f"{HOME}seconds-facteurs/{reset.pk}/", {"act": "approve"})
        assert answer.status_code == 403
        assert TOTPDevice.objects.filter(user=user).exists()
        assert own.get("/compte/").status_code == 200
        other = sign_in(Client(), UserFactory(support=True))
        assert "Téléphone perdu" in other.get(HOME).content.decode()
        other.post(f"{HOME}seconds-facteurs/{reset.pk}/", {"act": "approve"})
        assert not TOTPDevice.objects.filter(user=user).exists()
        assert own.get("/compte/").status_code == 302, "every session is closed"
        assert Mail.objects.get(to=user.email).kind == "accounts.factor_removed"
        assert "réinitialisé par un second agent" in acts_seen_by(user)

    def test_a_second_agent_refuses(self, helper: Client, user: User) -> None:
        reset = self.ask(helper, user)
        other = sign_in(Client(), UserFactory(administrator=True))
        other.post(f"{HOME}seconds-facteurs/{reset.pk}/", {"act": "refuse"})
        assert TOTPDevice.objects.filter(user=user).exists()
        again = other.post(f"{HOME}seconds-facteurs/{reset.pk}/", {"act": "approve"})
        assert again.status_code == 409
        assert TOTPDevice.objects.filter(user=user).exists()

    def test_a_reason_is_needed_and_asking_twice_is_said(self, helper: Client, user: User) -> None:
        place = f"{HOME}comptes/{user.pk}/second-facteur/"
        assert helper.post(place, {"reason": " "}).status_code == 422
        self.ask(helper, user)
        assert helper.post(place, {"reason": "Encore"}).status_code == 422
        assert SecondFactorReset.objects.count() == 1

    def test_staff_are_reset_by_two_administrators(self, helper: Client) -> None:
        officer = UserFactory(officer=True)
        place = f"{HOME}comptes/{officer.pk}/second-facteur/"
        assert helper.post(place, {"reason": "Perdu"}).status_code == 403
        one, two = (sign_in(Client(), UserFactory(administrator=True)) for _ in range(2))
        reset = self.ask(one, officer)
        assert helper.post(f"{HOME}seconds-facteurs/{reset.pk}/").status_code == 403
        two.post(f"{HOME}seconds-facteurs/{reset.pk}/", {"act": "approve"})
        assert not TOTPDevice.objects.filter(user=officer).exists()

    def test_nobody_resets_their_own(self) -> None:
        administrator = UserFactory(administrator=True)
        client = sign_in(Client(), administrator)
        answer = client.post(
            f"{HOME}comptes/{administrator.pk}/second-facteur/", {"reason": "Perdu"}
        )
        assert answer.status_code == 403
        assert not SecondFactorReset.objects.exists()


class TestStructures:
    """A manager named, invitations sent again."""

    def test_a_successor_is_named_told_and_sees_it(self, helper: Client) -> None:
        structure = StructureFactory()
        user = UserFactory(username="successeur")
        MembershipFactory(structure=structure, user=user)
        answer = helper.post(
            f"{HOME}structures/{structure.pk}/gestionnaire/", {"login": " Successeur "}
        )
        assert answer.status_code == 302
        membership = Membership.objects.get(user=user, structure=structure)
        assert membership.role == MembershipRole.MANAGER
        assert Mail.objects.get(to=user.email).kind == "structures.validated"
        assert "gestionnaire d'une structure" in acts_seen_by(user).replace("&#x27;", "'")

    @pytest.mark.parametrize("login", ["", "personne", "ferme0001", "agente0001"])
    def test_an_unknown_closed_or_staff_account_is_refused(
        self, helper: Client, login: str
    ) -> None:
        UserFactory(username="ferme0001", is_active=False)
        UserFactory(username="agente0001", officer=True)
        structure = StructureFactory()
        answer = helper.post(f"{HOME}structures/{structure.pk}/gestionnaire/", {"login": login})
        assert answer.status_code == 422
        assert not Membership.objects.exists()

    def test_an_invitation_is_sent_again(self, helper: Client, agent: User) -> None:
        structure = StructureFactory()
        invitations.invite(
            structure,
            email="invitee@exemple.example",
            role=MembershipRole.MEMBER,
            inviter=None,
            now=timezone.now(),
        )
        invitation = Invitation.objects.get()
        page = helper.get(f"{HOME}structures/{structure.pk}/").content.decode()
        assert "invitee@exemple.example" in page
        helper.post(f"{HOME}invitations/{invitation.pk}/renvoyer/")
        assert Mail.objects.filter(to="invitee@exemple.example").count() == 2


def test_a_closed_account_is_not_acted_upon(helper: Client) -> None:
    user = UserFactory(is_active=False)
    for act in ("renvoyer/", "sessions/", "adresse/"):
        assert helper.post(f"{HOME}comptes/{user.pk}/{act}", PLAN).status_code == 404
    assert not Mail.objects.exists()
