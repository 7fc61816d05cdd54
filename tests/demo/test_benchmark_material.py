"""What the benchmark measures is a dossier complete enough to be filed."""

import pytest
from django.utils import timezone, translation

from applications.submissions.models import SubmissionState
from tests.benchmarks.material import Material, aid_of_the_long_form


@pytest.mark.parametrize("fresh_db", ["demo"], indirect=True)
def test_a_draft_made_for_the_measure_can_be_filed(fresh_db):
    with translation.override("fr"):
        material = Material(aid_of_the_long_form(), now=timezone.now())
        draft = next(material.drafts(material.people(1)))
        assert material.filed(draft).state == SubmissionState.SUBMITTED
