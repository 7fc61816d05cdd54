"""What the help desk never sees: dossiers, answers, bank details, links that open accounts."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.accounts.services import messages
from applications.assistance.urls import urlpatterns
from applications.notifications.models import Mail
from applications.structures.models import StructureBankDetails
from cms.core.models import ReadRecord
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import SubmissionFactory, file_now

ROOT = Path(__file__).resolve().parents[3]
IBAN = "FR7699999000010001234567809"
ROOMS = {
    "applications.submissions",
    "applications.review",
    "applications.formbuilder",
    "applications.attachments",
    "aids",
}


@pytest.mark.django_db
def test_no_page_shows_a_dossier_an_answer_an_iban_or_a_live_link() -> None:
    submission = SubmissionFactory(complete=True)
    person, structure = submission.writer, StructureFactory()
    MembershipFactory(user=person, structure=structure)
    file_now(submission)
    StructureBankDetails.objects.create(
        structure=structure,
        holder="Titulaire Secret",
        iban=IBAN,
        bic="ZZZZFRZZXXX",
        created_at=timezone.now(),
        created_by=person,
    )
    messages.send_password_reset(person, now=timezone.now())
    mail = Mail.objects.get(kind="accounts.password_reset")
    link = next(word for word in mail.text.split() if "/compte/" in word)
    answers = [
        str(answer)
        for answer in submission.answers.values()
        if isinstance(answer, str) and len(answer) > 5
    ]
    hidden = [
        submission.reference,
        str(submission.aid),
        IBAN,
        IBAN[-8:],
        "Titulaire Secret",
        link.rsplit("/", 2)[1],
        *answers,
    ]
    helper = sign_in(Client(), UserFactory(support=True))
    seen = [helper.get(reverse("assistance:home"), {"q": person.last_name})]
    seen += [helper.get(reverse("assistance:home"), {"q": submission.reference})]
    seen += [
        helper.get(reverse(f"assistance:{pattern.name}", args=[pk]))
        for pattern in urlpatterns
        if pattern.name != "home"
        for pk in (person.pk, structure.pk)
    ]
    pages = [answer.content.decode() for answer in seen if answer.status_code == 200]
    assert len(pages) > 4
    assert any(person.email in page for page in pages)
    for page in pages:
        without_search = page.replace(f'value="{submission.reference}"', "")
        assert [text for text in hidden if text in without_search] == []


@pytest.mark.django_db
def test_who_looked_at_whom_is_written_down() -> None:
    agent, user, structure = UserFactory(support=True), UserFactory(), StructureFactory()
    helper = sign_in(Client(), agent)
    helper.get(reverse("assistance:account", args=[user.pk]))
    helper.get(reverse("assistance:structure", args=[structure.pk]))
    reads = set(ReadRecord.objects.filter(actor_id=agent.pk).values_list("act", "subject_id"))
    assert reads == {("account.helped", str(user.pk)), ("structure.helped", str(structure.pk))}


def test_the_room_imports_nothing_of_what_people_apply_for() -> None:
    for path in (ROOT / "applications" / "assistance").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                module = node.module or ""
                assert not any(module == room or module.startswith(f"{room}.") for room in ROOMS), (
                    f"{path.name}: {module}"
                )


def test_the_contract_that_forbids_it_is_in_force() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    own = [one for one in contracts if one.get("source_modules") == ["applications.assistance"]]
    assert len(own) == 1
    assert own[0]["type"] == "forbidden"
    assert set(own[0]["forbidden_modules"]) == ROOMS
