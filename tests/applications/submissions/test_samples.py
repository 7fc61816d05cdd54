"""Sample dossiers: valid, filed by the real service, the same for the same seed."""

import re
import uuid
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from aids.models import Aid, AidPage
from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.attachments.services.storing import FileRules, check_upload
from applications.formbuilder.sampling import SampleImpossible
from applications.notifications.models import Mail
from applications.submissions import documents
from applications.submissions.models import Submission
from applications.submissions.sample_files import sample_file
from applications.submissions.services import samples, trials
from cms.core.models import Event, Job
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.aids import AidFactory, form_version, node_id, small_schema
from tests.factories.formbuilder import question

pytestmark = pytest.mark.django_db


@pytest.fixture
def aid() -> Aid:
    made: Aid = AidFactory(short_code="MOB", campaign="closed", page={"slug": "mobilite"})
    return made


@pytest.fixture
def page(aid: Aid) -> AidPage:
    return AidPage.objects.get(translation_key=aid.key)


@pytest.fixture
def editor(aid: Aid) -> User:
    FamilyFactory(code="particulier")
    made: User = UserFactory(editor=True)
    return made


@pytest.fixture
def client(editor: User) -> Client:
    return sign_in(Client(), editor)


def ask(aid: Aid, editor: User, **arguments: Any) -> str:
    return samples.ask(
        aid,
        **{
            "version": form_version(aid),
            "family": None,
            "count": 6,
            "seed": 7,
            "actor": editor,
            **arguments,
        },
    )


def filed_answers() -> list[dict[str, Any]]:
    return list(Submission.objects.tests().order_by("pk").values_list("filed_answers", flat=True))


def test_each_is_complete_filed_and_told_to_nobody(aid: Aid, editor: User, run_jobs: Any) -> None:
    batch = ask(aid, editor)
    assert samples.progress(aid, batch) == samples.Progress(total=6, ready=0)
    run_jobs()
    found = samples.progress(aid, batch)
    assert (found.ready, found.is_done, found.refusals) == (6, True, ())
    made = Submission.objects.tests()
    assert made.filter(submitted_at__isnull=False).count() == 6
    for one in made:
        assert len(one.filed_digest) == 64
        assert one.reference.startswith("TEST-MOB-")
        assert documents.attachments_of(one).filter(frozen_at__isnull=False).count() == 1
        assert one.sworn_statements == [node_id("a-exact")]
    answers = filed_answers()
    assert {node_id("q-country") in one for one in answers} == {True, False}
    assert len({one[node_id("q-amount")] for one in answers}) > 1
    assert not Mail.objects.exists()
    assert not Submission.objects.real().exists()


def test_the_same_seed_gives_the_same_answers(aid: Aid, editor: User, run_jobs: Any) -> None:
    ask(aid, editor)
    run_jobs()
    first = filed_answers()
    trials.wipe(aid, actor=editor, now=timezone.now())
    ask(aid, editor)
    run_jobs()
    assert filed_answers() == first
    trials.wipe(aid, actor=editor, now=timezone.now())
    ask(aid, editor, seed=8)
    run_jobs()
    assert filed_answers() != first


def test_a_job_run_twice_files_once(aid: Aid, editor: User, run_jobs: Any) -> None:
    ask(aid, editor, count=1)
    run_jobs()
    Job.objects.filter(kind=trials.SAMPLE).update(state="queued", lease_token=None)
    run_jobs()
    assert Submission.objects.tests().count() == 1


def test_a_form_nobody_can_fill_leaves_nothing_and_says_why(
    editor: User, run_jobs: Any, client: Client
) -> None:
    secret = question("file", id=node_id("d-1"), label="Plan", settings={"extensions": ["docx"]})
    schema = small_schema().model_copy(update={"documents": (secret,)})
    aid = AidFactory(schema=schema, page={"slug": "plan"})
    batch = ask(aid, editor, count=2)
    run_jobs()
    found = samples.progress(aid, batch)
    assert found.is_done
    assert (found.ready, len(found.refusals)) == (0, 1)
    assert not Submission.objects.tests().filter(aid=aid).exists()
    assert not Attachment.objects.exists()
    page = AidPage.objects.get(slug="plan")
    shown = client.get(f"/gestion/aides/formulaires/{page.pk}/essais/?lot={batch}")
    assert found.refusals[0] in unescape(shown.content.decode())


def test_as_a_structure_every_sample_has_its_stand_in(
    aid: Aid, editor: User, run_jobs: Any
) -> None:
    ask(aid, editor, family=FamilyFactory(code="association"), count=3)
    run_jobs()
    made = Submission.objects.tests()
    assert made.count() == 3
    assert len({one.structure_id for one in made}) == 1
    assert all("republican-commitment" in one.sworn_statements for one in made)


def test_from_the_desk_with_a_bar_then_wiped_with_the_jobs_left(
    aid: Aid, editor: User, client: Client, page: AidPage, run_jobs: Any
) -> None:
    home = f"/gestion/aides/formulaires/{page.pk}/essais/"
    response = client.post(
        f"{home}exemples/", {"count": "3", "form": "en-vigueur", "family": "particulier"}
    )
    assert response.status_code == 302
    shown = client.get(response.headers["Location"]).content.decode()
    assert re.search(r'<progress [^>]*value="0" max="3"', shown)
    assert "Dossiers traités\u00a0: 0 sur 3" in shown
    batch = response.headers["Location"].partition("lot=")[2].partition("#")[0]
    assert client.get(f"{home}exemples/{batch}/").json() == {
        "read": 0,
        "total": 3,
        "is_done": False,
    }
    run_jobs()
    assert client.get(f"{home}exemples/{batch}/").json()["is_done"]
    done = unescape(client.get(response.headers["Location"]).content.decode())
    assert "3 dossiers d'exemple sont prêts" in done
    ask(aid, editor)
    trials.wipe(aid, actor=editor, now=timezone.now())
    assert not Job.objects.filter(kind=trials.SAMPLE).exists()
    assert run_jobs() == 0
    assert not Submission.objects.tests().exists()


@pytest.mark.parametrize("count", ["", "0", "51", "beaucoup"])
def test_a_wrong_number_is_told_and_kept(client: Client, page: AidPage, count: str) -> None:
    response = client.post(
        f"/gestion/aides/formulaires/{page.pk}/essais/exemples/",
        {"count": count, "form": "en-vigueur", "family": "particulier"},
    )
    assert response.status_code == 422
    text = response.content.decode()
    assert "Écrivez un nombre de 1 à 50." in text
    if count:
        assert f'value="{count}"' in text
    assert not Job.objects.filter(kind=trials.SAMPLE).exists()


@pytest.mark.parametrize("extension", ["pdf", "png", "jpg", "gif", "webp", "odt", "ods", "txt"])
def test_a_sample_file_is_what_its_name_says(extension: str) -> None:
    found, content = sample_file([extension])
    name, expected = check_upload(
        ContentFile(content, name=f"piece.{found}"), rules=FileRules(extensions=(extension,))
    )
    assert (name, expected.extension) == (f"piece.{extension}", extension)


def test_a_format_nobody_can_make_is_said() -> None:
    with pytest.raises(SampleImpossible):
        sample_file(["heic"])


def test_the_filing_keys_of_two_batches_differ(aid: Aid, editor: User, run_jobs: Any) -> None:
    ask(aid, editor, count=1)
    ask(aid, editor, count=1)
    run_jobs()
    keys = set(Submission.objects.tests().values_list("filing_key", flat=True))
    assert len(keys) == 2
    assert all(isinstance(key, uuid.UUID) for key in keys)


def test_a_document_asked_in_several_files_gets_them(editor: User, run_jobs: Any) -> None:
    rules = {"extensions": ["pdf"], "minimum_files": 3}
    payslips = question("file", id=node_id("d-pay"), label="Bulletins", settings=rules)
    schema = small_schema().model_copy(update={"documents": (payslips,)})
    ask(AidFactory(schema=schema, page={"slug": "paie"}), editor, count=1)
    run_jobs()
    (made,) = Submission.objects.tests()
    assert made.is_filed
    assert documents.attachments_of(made).count() == 3


def sample(*arguments: str) -> str:
    output = StringIO()
    call_command("form", "sample", "mobilite", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_makes_the_same_dossiers_for_the_same_seed(aid: Aid, editor: User) -> None:
    said = sample("--count", "3", "--seed", "7", "--for", editor.email)
    assert said.count("TEST-MOB-") == 3
    first = filed_answers()
    trials.wipe(aid, actor=editor, now=timezone.now())
    sample("--count", "3", "--seed", "7", "--for", str(editor.username))
    assert filed_answers() == first
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--count", "51"), "de 1 à 50"),
        (("--family", "martien"), "en tant que qui"),
        (("--for", "personne@exemple.example"), "n'est pas un compte d'agent"),
    ],
)
def test_the_command_refuses_in_words(editor: User, arguments: tuple[str, ...], words: str) -> None:
    given = arguments if "--for" in arguments else (*arguments, "--for", editor.email)
    with pytest.raises(CommandError, match=words):
        sample(*given)
    assert not Submission.objects.tests().exists()


def test_the_command_is_held_to_the_rights_of_who_tries(aid: Aid) -> None:
    FamilyFactory(code="particulier")
    support = UserFactory(support=True)
    with pytest.raises(CommandError, match="essayer son formulaire"):
        sample("--for", support.email)


def test_a_sample_made_while_the_others_are_wiped_goes_too(
    aid: Aid, editor: User, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(aid, editor, count=1)
    file_it = samples.filing.submit

    def wipe_before_filing(*arguments: Any, **options: Any) -> Submission:
        Job.objects.filter(kind=trials.SAMPLE).delete()
        return file_it(*arguments, **options)

    monkeypatch.setattr(samples.filing, "submit", wipe_before_filing)
    run_jobs()
    assert not Submission.objects.tests().exists()
    assert not Attachment.objects.exists()
    assert not Event.objects.filter(subject_type="submission").exists()
