"""A person with a dossier, signed in."""

from typing import Any

import pytest
from django.test import Client

from applications.submissions.models import Submission
from tests.factories.accounts import sign_in
from tests.factories.submissions import SubmissionFactory


@pytest.fixture
def draft(db: Any) -> Submission:
    """Return a draft with its criteria answered, nothing else."""
    return SubmissionFactory(complete=True)


@pytest.fixture
def client(draft: Submission) -> Client:
    """Return the browser of the draft's owner."""
    return sign_in(Client(), draft.writer)
