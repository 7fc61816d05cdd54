"""The journal is append-only, on both engines, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cms.core import events
from cms.core.models import Event, ReadRecord, RetentionRun
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HAPPENED = events.EventKind("tests.happened", "Happened", is_public=True)
HIDDEN = events.EventKind("tests.hidden", "Hidden")


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for kind in (HAPPENED, HIDDEN):
        monkeypatch.setitem(events.event_kinds._items, kind.code, kind)


@pytest.fixture
def event():
    return events.record(HAPPENED, subject_type="thing", subject_id=1, amount="12.00")


def test_an_update_is_refused_by_the_database(event):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(kind="tests.other")

    assert Event.objects.get().kind == "tests.happened"


def test_a_delete_is_refused_by_the_database(event):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()

    assert Event.objects.exists()


def test_a_replace_is_refused_too(event):
    columns = "id, at, kind, actor_kind, subject_type, subject_id, params"
    row = f"INTO core_event ({columns}) VALUES (%s, %s, 'x', 'system', 'thing', '1', '{{}}')"
    statement = {
        "sqlite": f"INSERT OR REPLACE {row}",
        "postgresql": f"INSERT {row} ON CONFLICT (id) DO UPDATE SET kind = 'x'",
    }[connection.vendor]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [event.pk, timezone.now()])


def test_retention_alone_may_delete(event):
    with transaction.atomic():
        run = RetentionRun.objects.create(started_at=timezone.now())
        Event.objects.filter(pk=event.pk).delete()
        run.delete()

    assert not Event.objects.exists()


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        events.record(events.EventKind("tests.unknown", ""), subject_type="thing", subject_id=1)


def test_the_applicant_s_timeline_holds_public_kinds_only(event):
    events.record(HIDDEN, subject_type="thing", subject_id=1)

    public = events.timeline(subject_type="thing", subject_id=1, is_public=True)
    whole = events.timeline(subject_type="thing", subject_id=1, is_public=False)

    assert [entry.kind for entry in public] == ["tests.happened"]
    assert [entry.kind for entry in whole] == ["tests.happened", "tests.hidden"]


def test_what_leaves_no_trace_by_design_is_forgotten_with_its_reads(event):
    reader = UserFactory()
    other = events.record(HAPPENED, subject_type="thing", subject_id=2)
    events.record_read(actor=reader, act="opened", subject_type="thing", subject_id=1)
    events.record_read(actor=reader, act="opened", subject_type="thing", subject_id=2)

    assert events.forget(subject_type="thing", subject_ids=[1]) == 1

    assert list(Event.objects.all()) == [other]
    assert list(ReadRecord.objects.values_list("subject_id", flat=True)) == ["2"]
    assert not RetentionRun.objects.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        other.delete()
