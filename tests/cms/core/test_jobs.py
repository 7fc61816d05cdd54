"""Work after a change is never lost and never finished twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cms.core import jobs
from cms.core.models.job import Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(monkeypatch):
    """Register one handler for the time of a test; return what it stored."""
    stored = []
    handler = jobs.JobHandler(
        "tests.work",
        work=lambda payload: payload["value"] * 2,
        finish=lambda payload, result: stored.append(result),
    )
    monkeypatch.setitem(jobs.job_handlers._items, handler.code, handler)
    return stored


def test_a_job_is_done_and_its_result_stored_once(handled):
    job = jobs.enqueue("tests.work", key="1", payload={"value": 21})

    assert jobs.run(job.id) is True
    assert jobs.run(job.id) is False
    assert handled == [42]
    assert Job.objects.get().state == JobState.DONE


def test_the_same_key_is_the_same_job(handled):
    first = jobs.enqueue("tests.work", key="1", payload={"value": 1})
    second = jobs.enqueue("tests.work", key="1", payload={"value": 2})

    assert first.id == second.id
    assert second.payload == {"value": 1}


def test_jobs_written_together_run_once_each_and_leave_those_already_there(
    handled, run_jobs, django_assert_num_queries
):
    jobs.enqueue("tests.work", key="1", payload={"value": 1})
    with django_assert_num_queries(1):
        jobs.enqueue_all(
            jobs.Order("tests.work", "1", {"value": 9}), jobs.Order("tests.work", "2", {"value": 2})
        )

    assert run_jobs() == 2
    assert sorted(handled) == [2, 4]


def test_a_job_vanishes_with_the_change_that_failed(handled):
    def change_that_fails():
        with transaction.atomic():
            jobs.enqueue("tests.work", key="1", payload={"value": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_that_fails()

    assert not Job.objects.exists()


def test_a_worker_that_died_is_replaced_and_its_late_end_stores_nothing(handled):
    job = jobs.enqueue("tests.work", key="1", payload={"value": 1})
    now = timezone.now()
    slow = jobs._claim(job.id, now)

    assert jobs.run(job.id) is False, "the lease holds"
    assert jobs.run(job.id, now=now + timedelta(hours=1)) is True
    assert jobs._finish(slow, jobs.job_handlers.get("tests.work"), "late") is False
    assert handled == [2]


def test_a_result_that_cannot_be_stored_leaves_the_job_to_be_done_again(handled, monkeypatch):
    def fail(payload, result):
        raise ValueError("someone@example.org")

    broken = jobs.JobHandler("tests.broken", finish=fail)
    monkeypatch.setitem(jobs.job_handlers._items, broken.code, broken)
    job = jobs.enqueue("tests.broken", key="1")

    assert jobs.run(job.id) is False

    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.last_error == "ValueError", "the message may hold personal data and is not kept"
    assert job.run_after > timezone.now()


def test_a_job_that_always_fails_is_given_up_and_seen(handled, monkeypatch):
    def fail(payload):
        raise ValueError

    broken = jobs.JobHandler("tests.broken", work=fail)
    monkeypatch.setitem(jobs.job_handlers._items, broken.code, broken)
    job = jobs.enqueue("tests.broken", key="1")
    now = timezone.now()

    for attempt in range(jobs.MAX_ATTEMPTS + 2):
        jobs.run(job.id, now=now + timedelta(hours=2 * (attempt + 1)))

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.attempts == jobs.MAX_ATTEMPTS


def test_the_sweeper_announces_what_waits_and_what_was_abandoned(handled, monkeypatch):
    announced = []
    monkeypatch.setattr(jobs, "announce", announced.append)
    waiting = jobs.enqueue("tests.work", key="waiting", payload={"value": 1})
    abandoned = jobs.enqueue("tests.work", key="abandoned", payload={"value": 1})
    later = timezone.now() + timedelta(hours=1)
    jobs.enqueue("tests.work", key="later", payload={"value": 1}, run_after=later)
    jobs._claim(abandoned.id, timezone.now() - timedelta(minutes=10))

    assert set(jobs.sweep()) == {waiting.id, abandoned.id} == set(announced)


def test_a_forgotten_job_stores_nothing_even_from_a_worker_at_it(handled, monkeypatch):
    stored = []

    def be_forgotten(payload):
        assert jobs.forget("tests.slow", keys=["1"]) == 1

    slow = jobs.JobHandler(
        "tests.slow", work=be_forgotten, finish=lambda *said: stored.append(said)
    )
    monkeypatch.setitem(jobs.job_handlers._items, slow.code, slow)
    kept = jobs.enqueue("tests.slow", key="2")

    assert not jobs.run(jobs.enqueue("tests.slow", key="1").id)

    assert stored == []
    assert list(Job.objects.filter(kind="tests.slow")) == [kept]


def test_the_jobs_of_a_batch_are_forgotten_by_the_start_of_their_key(handled):
    for key in ("7:a:0", "7:b:1", "70:a:0"):
        jobs.enqueue("tests.work", key=key, payload={"value": 1})

    assert jobs.forget_under("tests.work", prefix="7:") == 2

    assert [job.key for job in Job.objects.filter(kind="tests.work")] == ["70:a:0"]
