"""Access ends with the right, at the very next request: pages and files alike."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.accounts.services.staff import withdraw_staff
from applications.rights import Role
from applications.structures.models import Membership
from applications.structures.services import end_membership
from applications.submissions.services import sharing
from tests.factories.accounts import sign_in
from tests.rights.scene import DRAFT, FILED, PERSONAS, Persona, Scene

pytestmark = pytest.mark.django_db


def persona(name: str) -> Persona:
    """Return a persona by its name."""
    return next(one for one in PERSONAS if one.name == name)


def pages_of(scene: Scene, reader: Persona) -> list[str]:
    """Return what a manager has open: dossiers, files, PDFs, the structure's pages."""
    draft, filed = scene.dossier(DRAFT, reader), scene.dossier(FILED, reader)
    structure = [scene.structure.pk]
    return [
        draft.get_absolute_url(),
        reverse("submissions:step", args=[draft.reference, "dossier-1"]),
        reverse("submissions:step", args=[draft.reference, "recapitulatif"]),
        reverse("submissions:share", args=[draft.reference]),
        filed.get_absolute_url(),
        reverse("submissions:recap-pdf", args=[filed.reference]),
        reverse("attachments:download", args=[scene.file(draft).key]),
        reverse("attachments:download", args=[scene.file(filed).key]),
        reverse("structures:sheet", args=structure),
        reverse("structures:people", args=structure),
        reverse("structures:bank", args=structure),
        reverse("submissions:structure-dossiers", args=structure),
    ]


def status_of(client: Client, path: str) -> int:
    """Return how a page or a file is answered."""
    response = client.get(path)
    if response.streaming:
        assert list(response.streaming_content)
    return response.status_code


def detach(membership: Membership, scene: Scene) -> None:
    """Detach by another manager."""
    end_membership(membership, actor=scene.founder.user, now=timezone.now())


def suspend(membership: Membership, scene: Scene) -> None:
    """Suspend for want of the yearly confirmation."""
    Membership.objects.filter(pk=membership.pk).update(suspended_at=timezone.now())


@pytest.mark.parametrize("end", [detach, suspend])
def test_a_manager_finds_every_page_and_file_gone(
    end: Callable[[Membership, Scene], None],
) -> None:
    scene, reader = Scene(), persona("manager")
    assert scene.founder
    client = sign_in(Client(), scene.user(reader))
    pages = pages_of(scene, reader)
    before = {page: status_of(client, page) for page in pages}
    assert set(before.values()) == {200}, before
    end(scene.user(reader).memberships.get(), scene)
    after = {page: status_of(client, page) for page in pages}
    assert set(after.values()) == {404}, after


def test_what_was_being_typed_is_refused_too() -> None:
    scene, reader = Scene(), persona("manager")
    draft = scene.dossier(DRAFT, reader)
    client = sign_in(Client(), scene.user(reader))
    detach(scene.user(reader).memberships.get(), scene)
    path = reverse("submissions:step", args=[draft.reference, "dossier-1"])
    assert client.post(path, {"action": "enregistrer"}).status_code == 404
    version = draft.answers_version
    draft.refresh_from_db()
    assert draft.answers_version == version


def test_a_colleague_reads_nothing_once_it_is_shared_no_more() -> None:
    scene, reader = Scene(), persona("colleague")
    draft = scene.dossier(DRAFT, reader)
    client = sign_in(Client(), scene.user(reader))
    assert status_of(client, draft.get_absolute_url()) == 200
    sharing.unshare(
        draft, user_id=scene.user(reader).pk, actor=scene.writer.user, now=timezone.now()
    )
    assert status_of(client, draft.get_absolute_url()) == 404


def test_a_member_made_from_a_manager_keeps_what_they_wrote_only() -> None:
    scene, reader = Scene(), persona("manager")
    draft = scene.dossier(DRAFT, reader)
    client = sign_in(Client(), scene.user(reader))
    Membership.objects.filter(user=scene.user(reader)).update(role="member")
    assert status_of(client, draft.get_absolute_url()) == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DECIDER, Role.PAYMASTER])
def test_staff_read_nothing_once_their_role_is_withdrawn(role: Role) -> None:
    scene, reader = Scene(), persona(role.value)
    user = scene.user(reader)
    filed = scene.dossier(FILED, reader)
    client = sign_in(Client(), user)
    pages = [
        reverse("review:queue"),
        reverse("review:dossier", args=[filed.reference]),
        reverse("attachments:download", args=[scene.file(filed).key]),
    ]
    assert [status_of(client, page) for page in pages] == [200, 200, 200]
    withdraw_staff(user)
    assert [status_of(client, page) for page in pages] == [404, 404, 404]


def test_staff_read_nothing_once_out_of_the_team() -> None:
    scene, reader = Scene(), persona("officer")
    user = scene.user(reader)
    filed = scene.dossier(FILED, reader)
    client = sign_in(Client(), user)
    scene.aid.team.members.remove(user)
    assert status_of(client, reverse("review:dossier", args=[filed.reference])) == 404
    file = reverse("attachments:download", args=[scene.file(filed).key])
    assert status_of(client, file) == 404
