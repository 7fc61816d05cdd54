"""What sets tests apart cannot be dropped from under them."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from aids.services.trials import trial_version
from applications.submissions.services import trials
from tests.factories.accounts import FamilyFactory, UserFactory
from tests.factories.aids import AidFactory, small_schema

MIGRATIONS = [
    "aids.migrations.0005_trial_versions",
    "applications.submissions.migrations.0003_test_dossiers",
    "applications.structures.migrations.0002_stand_ins",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", MIGRATIONS)
def test_going_back_waits_for_the_tests_to_be_wiped(name: str) -> None:
    going_back = import_module(name).refuse_while_tried

    class Editor:
        connection = connection

    editor: Any = Editor()
    going_back(apps, editor)
    aid, actor, now = AidFactory(), UserFactory(editor=True), timezone.now()
    version = trial_version(aid, small_schema(is_document_required=False), actor=actor, now=now)
    trials.start(
        aid,
        version=version,
        family=FamilyFactory(code="association"),
        actor=actor,
        language="fr",
        now=now,
    )
    with pytest.raises(RuntimeError, match="wipe"):
        going_back(apps, editor)
    trials.wipe(aid, actor=actor, now=now)
    going_back(apps, editor)
