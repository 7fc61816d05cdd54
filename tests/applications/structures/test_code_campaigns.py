"""Campaigns of codes: files right and wrong, nothing imported unasked, codes made once."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.structures import known_rows, tables
from applications.structures.models import (
    AttachmentCode,
    CampaignState,
    CodeCampaign,
    CodesDelivery,
    EarlierDossier,
    KnownPerson,
    Structure,
)
from applications.structures.services import code_campaigns, code_parts, codes_use
from applications.structures.services.codes_use import SecondFact
from applications.structures.tasks import erase_code_files
from cms.core import jobs
from cms.core.models import Event, Job
from cms.core.models.job import JobState
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.structures import StructureFactory, luhn_siret

pytestmark = pytest.mark.django_db

HOME = "/gestion/codes/"
HEADER = (
    "raison sociale;famille;SIRET;adresse;code postal;commune;"
    "référence du dossier;aide du dossier;dossier déposé le;montant accordé"
)
CANAL = (
    "Les Amis du Canal;Association;999 100 043 00010;3 quai du Canal;96000;Kervalen;"
    "2023-AA-12;Projets culturels;14/03/2023;1 500,50"
)
CANAL_AGAIN = (
    "Les Amis du Canal;Association;99910004300010;;;;2024-AA-3;Projets culturels;2024-02-29;"
)
PERSONS = (
    "Nom;Prénom;Date de naissance;Civilité;commune;référence du dossier;aide du dossier\n"
    "L'Hostis;Zoé;29/02/2008;Mme;Kervalen;2022-BM-1;Bourse de mobilité\n"
)
PRINTED = re.compile(r"\d{4} \d{4} \d{4} \d{5}")


@pytest.fixture(autouse=True)
def _families() -> None:
    FamilyFactory(code="association", label="Association")
    FamilyFactory(code="particulier", label="Particulier", is_structure=False)


@pytest.fixture
def agent() -> User:
    return UserFactory(administrator=True)


@pytest.fixture
def client(agent: User) -> Client:
    return sign_in(Client(), agent)


def give(client: Client, data: str | bytes, *, name: str = "liste.csv", **more: Any) -> Any:
    content = data.encode() if isinstance(data, str) else data
    form = {
        "name": "Automne",
        "kind": "structures",
        "expires_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
        "file": SimpleUploadedFile(name, content),
        **more,
    }
    return client.post(f"{HOME}importer/", form)


def sheet(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def start(client: Client, delivery: str, rows: str = "all") -> CodeCampaign:
    campaign = CodeCampaign.objects.get()
    client.post(f"{HOME}{campaign.pk}/importer/", {"delivery": delivery, "rows": rows})
    campaign.refresh_from_db()
    return campaign


def plain_codes(campaign: CodeCampaign) -> list[str]:
    """Read the codes where the Region does: in the file for mail merge."""
    file = Attachment.objects.of(code_parts.OWNER, campaign.pk).get(slot=code_parts.MERGE)
    with file.file.open("rb") as opened:
        rows = tables.read(opened.read(), extension="xlsx")
    return [row[-1] for row in rows[1:]]


def test_a_right_file_is_shown_and_imported_when_somebody_says_so(
    client: Client, run_jobs: Any
) -> None:
    answer = give(client, f"\ufeff{HEADER}\n{CANAL}\n{CANAL_AGAIN}\n")
    page = client.get(answer.url).content.decode()
    assert "1 code sera fait" in page
    assert "Les Amis du Canal" in page
    assert "Importer tout" in page
    assert not Structure.objects.exists(), "nothing is imported by the check"
    campaign = start(client, CodesDelivery.MERGE)
    assert campaign.state == CampaignState.MAKING
    assert "<progress" in client.get(answer.url).content.decode()
    run_jobs()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.DONE
    structure = Structure.objects.get()
    assert (structure.siret, structure.is_verified) == ("99910004300010", True)
    dossiers = EarlierDossier.objects.filter(structure=structure)
    assert {one.reference for one in dossiers} == {"2023-AA-12", "2024-AA-3"}
    assert str(dossiers.get(reference="2023-AA-12").granted_amount) == "1500.50"
    page = client.get(answer.url).content.decode()
    assert "publipostage.xlsx" in page
    assert "Pas encore utilisé" in page


def test_the_code_of_a_campaign_opens_the_structure_and_is_followed(
    client: Client, run_jobs: Any
) -> None:
    answer = give(client, f"{HEADER}\n{CANAL}\n")
    campaign = start(client, CodesDelivery.MERGE)
    run_jobs()
    [printed] = plain_codes(campaign)
    plain = codes_use.compact(printed)
    assert codes_use.is_well_formed(plain)
    user = UserFactory()
    fact = SecondFact(siret="99910004300010")
    code = codes_use.look(plain, fact, user=user, now=timezone.now())
    codes_use.redeem(code, user=user, now=timezone.now())
    page = client.get(answer.url).content.decode()
    assert "1 utilisés" in page.replace("\xa0", " ")


def test_plain_codes_are_in_the_file_alone(client: Client, run_jobs: Any) -> None:
    give(client, f"{HEADER}\n{CANAL}\n")
    campaign = start(client, CodesDelivery.MERGE)
    run_jobs()
    [printed] = plain_codes(campaign)
    plain = codes_use.compact(printed)
    kept = [str(job.payload) + job.last_error for job in Job.objects.all()]
    kept += [str(event.params) for event in Event.objects.all()]
    kept += [str(CodeCampaign.objects.get().report), AttachmentCode.objects.get().digest]
    assert not any(plain in text or printed in text for text in kept)


def test_letters_have_a_page_each_and_say_the_code_in_groups(client: Client, run_jobs: Any) -> None:
    give(client, PERSONS + "Prat;Yann;01/05/1990;M.;Saint-Ellen;;\n", kind="persons")
    campaign = start(client, CodesDelivery.LETTERS)
    run_jobs()
    [file] = code_campaigns.files_of(campaign)
    with file.file.open("rb") as opened:
        reader = PdfReader(io.BytesIO(opened.read()))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) == 2
    assert "Zoé L'Hostis" in texts[0]
    assert "date de naissance" in texts[0]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged for screen readers"
    printed = [codes_use.compact(PRINTED.findall(text)[0]) for text in texts]
    digests = set(AttachmentCode.objects.values_list("digest", flat=True))
    assert {codes_use.digest(plain) for plain in printed} == digests
    assert KnownPerson.objects.get(last_name="L'Hostis").birth_date == date(2008, 2, 29)


def test_a_downloaded_file_is_for_administrators(client: Client, run_jobs: Any) -> None:
    give(client, f"{HEADER}\n{CANAL}\n")
    campaign = start(client, CodesDelivery.MERGE)
    run_jobs()
    [file] = code_campaigns.files_of(campaign)
    answer = client.get(file.get_absolute_url())
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
    for role in ("support", "officer", "publisher"):
        other = sign_in(Client(), UserFactory(**{role: True}))
        assert other.get(file.get_absolute_url()).status_code == 404
        assert other.get(f"{HOME}{campaign.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (";Association;99910004300010", "« raison sociale » est vide."),
        ("Un nom;Confrérie;99910004300010", "Aucune famille ne s'appelle « Confrérie »."),
        ("Un nom;Particulier;99910004300010", "Aucune famille"),
        ("Un nom;Association;99910004300011", "« SIRET » n'est pas correct"),
        ("Un nom;Association;", "Il faut un SIRET ou un UAI"),
        (f"{'x' * 201};Association;99910004300010", "« raison sociale » est trop long."),
        ("Un nom;Association;99910004300010;;;;A-1;Une aide;31/02/2023", "n'est pas correct"),
        ("Un nom;Association;99910004300010;;;;A-1;Une aide;;beaucoup", "n'est pas correct"),
        ("Un nom;Association;99910004300010;;;;A-1;", "L'aide du dossier manque."),
        (CANAL, "Cette ligne est déjà dans le fichier."),
    ],
)
def test_a_wrong_row_is_said_and_nothing_is_imported_unless_chosen(
    client: Client, run_jobs: Any, row: str, words: str
) -> None:
    answer = give(client, f"{HEADER}\n{CANAL}\n{row}\n")
    page = client.get(answer.url).content.decode().replace("\xa0", " ").replace("&#x27;", "'")
    assert "1 ligne est fausse." in page
    assert "Ligne 3 :" in page
    assert words in page
    assert "Importer tout" not in page
    campaign = start(client, CodesDelivery.MERGE)
    assert campaign.state == CampaignState.CHECKED
    assert not Structure.objects.exists()
    start(client, CodesDelivery.MERGE, rows="valid")
    run_jobs()
    assert Structure.objects.get().name == "Les Amis du Canal"
    assert AttachmentCode.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("liste.csv", "a;b\n1;2\n", "Colonnes absentes de la première ligne"),
        ("liste.csv", HEADER, "Ce fichier n'a aucune ligne"),
    ],
)
def test_a_file_of_other_columns_imports_nothing(
    client: Client, name: str, data: str, words: str
) -> None:
    answer = give(client, data, name=name)
    page = client.get(answer.url).content.decode().replace("&#x27;", "'")
    assert words in page
    assert "Importer" not in page.split("<main")[1].replace("Importer un fichier", "")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("liste.csv", f"{HEADER}\n=1+1;Association;99910004300010\n", "une formule"),
        (
            "liste.xlsx",
            sheet(["raison sociale", "famille", "SIRET"], ["=A1", "Association", "1"]),
            "une formule",
        ),
        ("liste.xlsx", b"PK\x03\x04 pas un classeur", "XLSX"),
        ("liste.pdf", b"%PDF-1.4\n", "CSV"),
        ("liste.csv", "", "vide"),
    ],
)
def test_a_file_that_is_no_plain_table_is_refused_in_words(
    client: Client, name: str, data: str | bytes, words: str
) -> None:
    answer = give(client, data, name=name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Automne" in answer.content.decode(), "what was typed stays"
    assert not CodeCampaign.objects.exists()
    assert not Attachment.objects.exists()


def many(count: int) -> str:
    rows = [f"Association {n};Association;{luhn_siret(n)}" for n in range(count)]
    return "\n".join(["raison sociale;famille;SIRET", *rows])


def test_ten_thousand_rows_are_checked_and_one_more_is_refused(client: Client) -> None:
    answer = give(client, many(10_001))
    assert answer.status_code == 422
    assert "plus de 10000 lignes" in answer.content.decode().replace("\xa0", " ")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = give(client, many(10_000))
    assert answer.status_code == 302
    assert len(queries) < 40, "rows are checked without a query each"
    assert CodeCampaign.objects.get().row_count == 10_000


def test_a_workbook_is_read_as_people_fill_it(client: Client) -> None:
    data = sheet(
        ["Numéro", "NOM", "prenom", "birth date", "commune"],
        [12, "Le Gall", "Anne-Lise", timezone.now().replace(year=1988, tzinfo=None), "Kervalen"],
    )
    give(client, data, name="liste.xlsx", kind="persons")
    [[name, number, dossiers]] = CodeCampaign.objects.get().report["sample"]
    assert (name, number, dossiers) == ("Anne-Lise Le Gall", "12", "0")


def test_importing_twice_makes_owners_and_dossiers_once(client: Client, run_jobs: Any) -> None:
    for _turn in range(2):
        give(client, f"{HEADER}\n{CANAL}\n{CANAL_AGAIN}\n")
        give(client, PERSONS, kind="persons")
        for campaign in CodeCampaign.objects.filter(state=CampaignState.CHECKED):
            client.post(f"{HOME}{campaign.pk}/importer/", {"delivery": "merge", "rows": "all"})
        run_jobs()
    assert Structure.objects.count() == KnownPerson.objects.count() == 1
    assert EarlierDossier.objects.count() == 3


def test_a_structure_of_the_portal_keeps_its_sheet(client: Client, run_jobs: Any) -> None:
    own = StructureFactory(siret="99910004300010", name="Un nom tenu par ses gestionnaires")
    give(client, f"{HEADER}\n{CANAL}\n")
    start(client, CodesDelivery.MERGE)
    run_jobs()
    own.refresh_from_db()
    assert own.name == "Un nom tenu par ses gestionnaires"
    assert own.earlier_dossiers.count() == own.codes.count() == 1


def test_a_person_who_has_used_a_code_gets_no_other(client: Client, run_jobs: Any) -> None:
    give(client, PERSONS, kind="persons")
    start(client, CodesDelivery.MERGE)
    run_jobs()
    KnownPerson.objects.update(user=UserFactory())
    AttachmentCode.objects.all().delete()
    CodeCampaign.objects.all().delete()
    give(client, PERSONS, kind="persons")
    campaign = start(client, CodesDelivery.MERGE)
    run_jobs()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.DONE
    assert not AttachmentCode.objects.exists()


def test_a_worker_killed_between_its_halves_makes_nothing_twice(
    client: Client, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(client, f"{HEADER}\n{CANAL}\n")
    campaign = start(client, CodesDelivery.MERGE)
    job = Job.objects.get(kind=code_parts.MAKE)
    job.state, job.lease_until = JobState.RUNNING, timezone.now() - timedelta(seconds=1)
    job.attempts = 1
    job.save()
    code_parts._make(job.payload)  # The first worker dies here: nothing it made stays.
    assert not AttachmentCode.objects.exists()
    assert jobs.run(job.pk)
    run_jobs()
    campaign.refresh_from_db()
    assert (campaign.done_count, AttachmentCode.objects.count()) == (1, 1)


def test_an_import_that_stopped_is_tried_again(client: Client, run_jobs: Any) -> None:
    give(client, f"{HEADER}\n{CANAL}\n")
    campaign = start(client, CodesDelivery.MERGE)
    Job.objects.filter(kind=code_parts.MAKE).update(state=JobState.FAILED)
    CodeCampaign.objects.update(state=CampaignState.FAILED)
    assert "Reprendre" in client.get(f"{HOME}{campaign.pk}/").content.decode()
    client.post(f"{HOME}{campaign.pk}/reprendre/")
    run_jobs()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.DONE


def test_a_checked_file_is_forgotten_an_imported_one_is_not(client: Client) -> None:
    give(client, f"{HEADER}\n{CANAL}\n")
    campaign = CodeCampaign.objects.get()
    client.post(f"{HOME}{campaign.pk}/abandonner/")
    assert not CodeCampaign.objects.exists()
    assert not Attachment.objects.exists()
    give(client, f"{HEADER}\n{CANAL}\n")
    campaign = start(client, CodesDelivery.MERGE)
    assert client.post(f"{HOME}{campaign.pk}/abandonner/").status_code == 409
    assert CodeCampaign.objects.exists()


def test_files_with_codes_live_thirty_days(client: Client, run_jobs: Any) -> None:
    give(client, f"{HEADER}\n{CANAL}\n")
    campaign = start(client, CodesDelivery.MERGE)
    run_jobs()
    assert not Attachment.objects.filter(slot=code_parts.SOURCE).exists()
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        erase_code_files()
    assert Attachment.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        erase_code_files()
    assert not Attachment.objects.exists()
    assert "effacés" in client.get(f"{HOME}{campaign.pk}/").content.decode()


def test_no_cell_given_back_becomes_a_formula() -> None:
    data = tables.workbook(["nom"], [["=HYPERLINK(1)"], ["+33"], ["@x"], ["Léa"]])
    cells = [row[0].value for row in load_workbook(io.BytesIO(data)).active.iter_rows()]
    assert cells == ["nom", "'=HYPERLINK(1)", "'+33", "'@x", "Léa"]


def test_the_file_to_fill_has_the_titles_that_are_read(client: Client) -> None:
    for kind in ("structures", "persons"):
        answer = client.get(f"{HOME}modele/{kind}/")
        [titles] = tables.read(answer.content, extension="xlsx")
        assert titles == known_rows.titles(kind)
    assert client.get(f"{HOME}modele/autres/").status_code == 404


@pytest.mark.parametrize("role", ["support", "officer", "editor", "paymaster"])
def test_others_import_nothing(role: str) -> None:
    client = sign_in(Client(), UserFactory(**{role: True}))
    assert client.get(f"{HOME}importer/").status_code == 403
    assert give(client, f"{HEADER}\n{CANAL}\n").status_code == 403
    assert not CodeCampaign.objects.exists()
