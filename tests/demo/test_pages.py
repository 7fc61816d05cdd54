"""What a visitor of the demonstration finds, and what it never shows elsewhere."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts.models import User
from cms.demo import guard
from cms.demo.directory import PASSWORD
from cms.demo.models import MailboxAttachment, MailboxMessage
from cms.demo.second_factor import current_code

pytestmark = pytest.mark.django_db


def message(number: int, to: str = "lea.morvan@exemple.example", **values: Any) -> MailboxMessage:
    return MailboxMessage.objects.create(
        message_id=f"<{number}@region.example>",
        to=to,
        subject=f"[Portail] Objet {number}",
        text="Bonjour,\n\nhttp://localhost:8000/compte/activation/abc/\n<script>",
        html="<p>Bonjour</p>",
        received_at=timezone.now(),
        **values,
    )


def test_the_list_says_role_identifier_password_and_the_code_of_staff(client: Client) -> None:
    user = User.objects.create_user(
        "nolwenn.calvez@exemple.example", username="instruct01", staff_role="officer", is_staff=True
    )
    TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    User.objects.create_user("lea.morvan@exemple.example", username="demandeur01")
    page = client.get("/demo/").content.decode()
    assert "instruct01" in page
    assert "demandeur01" in page
    assert PASSWORD in page
    assert current_code(user) in page
    assert "99910002700013" in page
    assert "style=" not in page


def test_accounts_that_do_not_exist_are_not_listed(client: Client) -> None:
    assert "demandeur01" not in client.get("/demo/").content.decode().split("<h2")[1]


def test_mails_are_listed_newest_first_and_filtered_by_address(client: Client) -> None:
    message(1)
    message(2, to="tanguy.prat@exemple.example")
    message(3)
    page = client.get("/demo/courriels/").content.decode()
    assert page.index("Objet 3") < page.index("Objet 2") < page.index("Objet 1")
    filtered = client.get("/demo/courriels/", {"a": "Tanguy.Prat@exemple.example"}).content.decode()
    assert "Objet 2" in filtered
    assert "Objet 1" not in filtered


def test_a_mail_opens_with_its_links_as_links_and_nothing_run(client: Client) -> None:
    found = message(1)
    page = client.get(f"/demo/courriels/{found.pk}/").content.decode()
    assert 'href="http://localhost:8000/compte/activation/abc/"' in page
    assert "&lt;script&gt;" in page
    assert found.subject in page
    assert client.get("/demo/courriels/999/").status_code == 404


def test_the_files_of_a_mail_are_downloaded(client: Client) -> None:
    found = message(1)
    path = storages["private"].save("courriel-de-test", ContentFile(b"%PDF-1.7"))
    MailboxAttachment.objects.create(
        message=found, name="récapitulatif.pdf", content_type="application/pdf", file=path
    )
    assert "récapitulatif.pdf" in client.get(f"/demo/courriels/{found.pk}/").content.decode()
    response = client.get(f"/demo/courriels/{found.pk}/pieces/1/")
    assert b"".join(response.streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/demo/courriels/{found.pk}/pieces/2/").status_code == 404
    storages["private"].delete(path)


def test_a_code_already_used_is_not_offered_again() -> None:
    user = User.objects.create_user("pierre.kermarec@exemple.example", username="decideur01")
    assert current_code(user) == ""
    device = TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    first = current_code(user)
    assert device.verify_token(first)
    second = current_code(user)
    assert second != first
    device.refresh_from_db()
    assert device.verify_token(second)


@pytest.mark.parametrize(
    ("name", "value"),
    [("SETTINGS_MODULE", "cms.settings.production"), ("SECURE_HSTS_SECONDS", 31_536_000)],
)
def test_production_settings_refuse_the_demonstration(
    settings: Any, name: str, value: object
) -> None:
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured):
        guard.refuse_production()


def test_the_demonstration_accepts_its_own_settings() -> None:
    guard.refuse_production()
