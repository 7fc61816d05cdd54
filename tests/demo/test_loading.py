"""The demonstration, loaded: what is promised of it, and a second load that changes nothing."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import global_settings
from django.core.management import call_command
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Page

from aids.models import Aid, Campaign, FormVersion, RegulationVersion
from aids.models.pages import AidPage
from aids.services import versions
from applications.accounts.models import User
from applications.formbuilder import checks, texts
from applications.formbuilder.schema import FormSchema
from applications.notifications.models import Mail
from applications.structures.models import Structure
from applications.submissions.models import Submission
from applications.submissions.timeline import timeline_of
from cms.demo.directory import PASSWORD
from cms.demo.loader import data, forms, running
from cms.demo.models import LoadStamp, MailboxMessage
from tests.databases import Clone

pytestmark = pytest.mark.parametrize("fresh_db", ["demo"], indirect=True)

SLUGS = {
    "bourse-sanitaire-et-sociale",
    "bourse-mobilite-internationale",
    "aide-individuelle-formation",
    "sportifs-de-haut-niveau",
    "projets-culturels",
    "feder",
    "prestations-orientation-professionnelle",
    "contrat-acces-qualification",
    "service-civique",
    "lycee-projets-trajectoires",
    "service-public-regional-orientation",
    "politique-de-la-ville",
    "cheque-numerique",
    "velo-electrique",
    "patrimoine",
    "projet-associatif",
}
ACCOUNTS = {
    "demandeur01": "",
    "membre0001": "",
    "gestion001": "",
    "gestion002": "",
    "asso000001": "",
    "organisme1": "",
    "instruct01": "officer",
    "decideur01": "decider",
    "comptable1": "paymaster",
    "editrice01": "editor",
    "publieur01": "publisher",
    "assistan01": "support",
    "administrat01": "administrator",
}


def count_rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def shape_of(schema: FormSchema) -> list[tuple[str, list[tuple[str, str, bool, bool]]]]:
    """Return what each step asks, ids included; the settings' own spelling is the engine's."""
    groups = [(step.id, step.questions) for step in schema.steps]
    return [
        (name, [(one.id, one.type, one.is_required, one.visible_if is None) for one in questions])
        for name, questions in [*groups, ("documents", schema.documents)]
    ]


def test_the_aids_are_those_promised(fresh_db: Clone) -> None:
    slugs = set(
        AidPage.objects.live().filter(locale__language_code="fr").values_list("slug", flat=True)
    )
    assert slugs >= SLUGS
    assert len(slugs) >= 24
    assert Aid.objects.count() == len(slugs)
    for aid in Aid.objects.all():
        assert aid.team is not None
        assert aid.regulations.exists()
        assert aid.campaigns.exists()
        assert versions.current_version(aid) is not None


def test_some_aids_are_open_closed_to_come_and_permanent(fresh_db: Clone) -> None:
    stamp = LoadStamp.objects.get()
    now = stamp.loaded_at
    assert Campaign.objects.open_at(now).filter(closes_at__isnull=False).exists()
    assert Campaign.objects.filter(closes_at__lt=now).exists()
    assert Campaign.objects.filter(opens_at__gt=now).exists()
    assert Campaign.objects.filter(closes_at__isnull=True).exists()


def test_every_form_is_the_one_of_its_data_file_and_has_no_problem(fresh_db: Clone) -> None:
    for entry in data.aids():
        expected = forms.schema_of(entry)
        page = AidPage.objects.get(slug=entry["slug"], locale__language_code="fr")
        aid = Aid.objects.get(key=page.translation_key)
        assert aid.current_version is not None
        built = FormSchema.model_validate(aid.current_version.schema)
        assert texts.texts_of(built) == texts.texts_of(expected), entry["slug"]
        assert shape_of(built) == shape_of(expected), entry["slug"]
        assert list(checks.check(built)) == [], entry["slug"]


def test_three_aids_at_least_are_translated_with_the_same_ids(fresh_db: Clone) -> None:
    english = AidPage.objects.live().filter(locale__language_code="en", alias_of=None)
    assert english.count() >= 3
    for page in english:
        source = AidPage.objects.get(
            translation_key=page.translation_key, locale__language_code="fr"
        )
        assert (
            texts.digests(versions.schema_of(page))[0]
            == texts.digests(versions.schema_of(source))[0]
        )
        version = Aid.objects.get(key=page.translation_key).current_version
        assert version is not None
        overlay = versions.overlay(version, "en")
        assert overlay is not None
        assert overlay.texts


def test_accounts_sign_in_and_staff_have_their_second_factor(
    fresh_db: Clone, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    first = User.objects.get(username="demandeur01")
    assert first.check_password(PASSWORD)
    for username, role in ACCOUNTS.items():
        user = User.objects.get(username=username)
        assert user.password == first.password
        assert user.staff_role == role
        assert user.is_staff == bool(role)
        assert EmailAddress.objects.filter(user=user, verified=True, primary=True).exists()
        assert TOTPDevice.objects.filter(user=user, confirmed=True).exists() == bool(role)


def test_structures_and_their_people(fresh_db: Clone) -> None:
    school = Structure.objects.get(siret="99910002700013")
    assert school.uai == "0350990L"
    assert school.depends_on is not None
    assert school.depends_on.siret == "99910001900010"
    roles = {item.user.username: item.role for item in school.memberships.select_related("user")}
    assert roles == {"gestion001": "manager", "membre0001": "member"}
    assert not Structure.objects.filter(siret="99910007600010").exists()


def test_dossiers_stand_in_the_states_whose_acts_exist(fresh_db: Clone) -> None:
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert {"draft", "submitted", "under_review"} <= set(states)
    for filed in Submission.objects.exclude(state="draft"):
        assert filed.filed_digest
        assert filed.regulation_id == filed.campaign.regulation_id


def test_the_story_of_every_dossier_is_told_in_order(fresh_db: Clone, run_jobs: Any) -> None:
    run_jobs()
    loaded_at = LoadStamp.objects.get().loaded_at
    filed = Submission.objects.filter(submitted_at__isnull=False)
    assert filed.exists()
    for submission in filed:
        moments = timeline_of(submission)
        words = [moment.kind.removeprefix("submission.") for moment in moments]
        assert words[:3] == ["started", "submitted", "acknowledged"], submission
        assert words.count("acknowledged") == 1
        assert moments[1].at == submission.submitted_at
        assert moments[2].at - moments[1].at < timedelta(minutes=1)
        assert moments[-1].at < loaded_at
        mail = Mail.objects.get(kind="submissions.acknowledgement", subject_id=str(submission.pk))
        message = MailboxMessage.objects.get(message_id=mail.message_id)
        assert message.received_at == moments[2].at
        assert message.attachments.exists()


def test_public_pages_answer(fresh_db: Clone) -> None:
    client = Client()
    for page in Page.objects.live().filter(depth__gt=1).specific():
        url = page.get_url()
        assert url is not None, page
        assert client.get(url).status_code == 200, url


def test_no_french_page_breaks_before_double_punctuation(fresh_db: Clone) -> None:
    client = Client()
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code="fr"):
        html = client.get(page.get_url()).content.decode()
        words = re.sub(r"<[^>]*>", "", html[html.index("<main") : html.index("</main>")])
        broken = re.findall(r".{0,20}\S [:;?!»].{0,5}|« \S.{0,10}", words)
        assert broken == [], page.get_url()


def test_a_second_load_changes_nothing(fresh_db: Clone, capsys: Any) -> None:
    before = count_rows()
    call_command("load_demo")
    assert count_rows() == before


def test_a_load_of_changed_data_duplicates_nothing(
    fresh_db: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages get a new revision at most; nothing people see or use is doubled."""
    kinds = (
        Aid,
        AidPage,
        Page,
        Campaign,
        RegulationVersion,
        FormVersion,
        Structure,
        User,
        Submission,
    )
    before = {kind: kind._default_manager.count() for kind in kinds}
    stamp = LoadStamp.objects.get()
    LoadStamp.objects.update(digest="other")
    assert running.load(now=stamp.loaded_at, say=lambda line: None)
    assert {kind: kind._default_manager.count() for kind in kinds} == before
