"""The guarded address: who may read is asked, everything else is a 404 and noted."""

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadhandler import StopFutureHandlers
from django.http import Http404
from django.test import RequestFactory

from applications.attachments import owners, views
from applications.attachments.errors import FileGone
from applications.attachments.models import Attachment, ScanState
from applications.attachments.uploads import BoundedUploadHandler
from cms.core.models import Event
from cms.core.permissions import ALLOWED, Answer, refused
from tests.factories.attachments import PDF, AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let user 1 read everything; staff what was checked; nobody else anything."""

    def can_read(user: Any, attachment: Attachment) -> Answer:
        if user.is_staff:
            return ALLOWED if attachment.is_readable_by_staff else refused("not checked yet")
        return ALLOWED if user.pk == 1 else refused("not yours")

    registry: Any = owners.attachment_owners
    monkeypatch.setattr(registry, "_items", dict(registry._items))
    registry.register(owners.AttachmentOwner("test", can_read))


def person(pk: int = 1, *, is_staff: bool = False, is_verified: bool = False) -> Any:
    return SimpleNamespace(
        pk=pk,
        is_authenticated=True,
        is_anonymous=False,
        is_active=True,
        is_staff=is_staff,
        is_verified=lambda: is_verified,
    )


def get(attachment_key: uuid.UUID, user: Any, query: str = "") -> Any:
    request = RequestFactory().get(f"/fichiers/{attachment_key}/{query}")
    request.user = user
    return views.download(request, attachment_key)


@pytest.fixture(autouse=True)
def _devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "user_has_device", lambda user: False)


def test_the_owner_downloads_an_inert_file() -> None:
    attachment = AttachmentFactory(owner_type="test", original_name="avis « été ».pdf")
    response = get(attachment.key, person())
    assert b"".join(response.streaming_content) == PDF
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''avis%20%C2%AB%20%C3%A9t%C3%A9%20%C2%BB.pdf"
    )
    response.file_to_stream.close()


def test_a_look_in_the_page_is_for_pictures_and_pdf_only() -> None:
    shown = get(AttachmentFactory(owner_type="test").key, person(), "?apercu")
    assert shown.headers["Content-Disposition"].startswith("inline")
    shown.file_to_stream.close()
    text = AttachmentFactory(owner_type="test", content_type="text/csv; charset=utf-8")
    kept = get(text.key, person(), "?apercu")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    kept.file_to_stream.close()


@pytest.mark.parametrize(
    ("user", "state"),
    [
        (person(2), ScanState.CLEAN),
        (person(1, is_staff=True), ScanState.CLEAN),
        (person(1, is_staff=True, is_verified=True), ScanState.PENDING),
        (person(1, is_staff=True, is_verified=True), ScanState.ERROR),
    ],
    ids=["someone else", "staff without second factor", "pending for staff", "error for staff"],
)
def test_refusals_are_a_404_and_are_noted(user: Any, state: ScanState) -> None:
    attachment = AttachmentFactory(owner_type="test", owner_id="7", scan_state=state)
    with pytest.raises(Http404):
        get(attachment.key, user)
    event = Event.objects.get(kind="attachments.denied")
    assert event.subject_id == str(attachment.key)
    assert event.actor_id == user.pk
    assert event.params == {"owner_type": "test", "owner_id": "7"}


def test_staff_read_what_was_checked() -> None:
    attachment = AttachmentFactory(owner_type="test", clean=True)
    response = get(attachment.key, person(5, is_staff=True, is_verified=True))
    assert response.status_code == 200
    response.file_to_stream.close()


def test_a_file_nobody_answers_for_is_read_by_nobody() -> None:
    with pytest.raises(Http404):
        get(AttachmentFactory(owner_type="unknown").key, person())


def test_an_unknown_key_is_a_404_like_any_other() -> None:
    with pytest.raises(Http404):
        get(uuid.uuid4(), person())
    assert not Event.objects.exists()


def test_strangers_are_asked_to_sign_in() -> None:
    attachment = AttachmentFactory(owner_type="test")
    response = get(attachment.key, AnonymousUser())
    assert response.status_code == 302
    assert str(attachment.key) in response.headers["Location"]


def test_an_infected_file_says_so_to_who_may_know() -> None:
    attachment = AttachmentFactory(owner_type="test", infected=True)
    with pytest.raises(FileGone):
        get(attachment.key, person())


def test_a_huge_upload_is_counted_but_not_kept(settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1000
    handler = BoundedUploadHandler()
    try:
        handler.new_file("piece", "gros.pdf", "application/pdf", None)
    except StopFutureHandlers:
        pytest.fail("the handler takes every file")
    for number in range(100):
        handler.receive_data_chunk(b"x" * 500, number * 500)
    file = handler.file_complete(50_000)
    assert file.size == 50_000
    file.seek(0)
    assert len(file.read()) == 1500
    file.close()
