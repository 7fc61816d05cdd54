"""The editors' own lists: a file read line by line, versions that never change, one in use."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aids.exceptions import ListInUse, ListUnreadable
from aids.models import ReferenceList, ReferenceListVersion
from aids.reference_csv import MOST_LINES, read_list
from aids.reference_lists import list_choices, open_list
from aids.services import reference_lists
from applications.formbuilder.compiler import compile_form
from applications.formbuilder.field_types import field_types
from cms.core.caches import pages as cache
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.formbuilder import form_of, question
from tests.factories.reference_lists import SCHOOLS, reference_list, use

pytestmark = pytest.mark.django_db

GOOD = "code;libellé;mots clés\n0350024L;Lycée Émile-Zola;Rennes\n0290990K;Lycée de la Pointe;\n"


# --- The file -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("cp1252"),
        GOOD.replace(";", ",").encode(),
        GOOD.replace(";", "\t").replace("\n", "\r\n").encode(),
        GOOD.replace("libellé", "Nom").replace("code", "UAI").encode(),
        GOOD.replace("\n", "\n;;\n").encode(),
    ],
)
def test_a_file_of_any_spreadsheet_is_read(content: bytes) -> None:
    found = read_list(content)
    assert found.problems == []
    assert found.entries == [
        ("0350024L", "Lycée Émile-Zola", "Rennes"),
        ("0290990K", "Lycée de la Pointe", ""),
    ]


def test_codes_are_made_from_labels_when_there_are_none() -> None:
    found = read_list("Libellé\nDanse classique\nThéâtre\n".encode())
    assert found.entries == [("danse-classique", "Danse classique", ""), ("theatre", "Théâtre", "")]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"", [(1, "La première ligne doit nommer")]),
        (b"a;b\n1;2\n", [(1, "La première ligne doit nommer")]),
        (b"code;nom\n", [(0, "aucune ligne")]),
        (b"code;nom\n\0", [(0, "pas un texte")]),
        (b'code;nom\n1;"Rennes\n', [(0, "un guillemet n'est pas referm")]),
        (b"code;nom\n;Rennes\n2;\n", [(2, "Le code manque"), (3, "Le libellé manque")]),
        (b"code;nom\n1\n", [(2, "Le libellé manque")]),
        (b"code;nom\n1;A\n1;B\n", [(3, "déjà utilisé à la ligne 2")]),
        (b"code;nom\n" + b"x" * 65 + b";A\n", [(2, "64 caractères au plus")]),
        (b"code;nom\n1;" + b"x" * 256 + b"\n", [(2, "255 caractères au plus")]),
    ],
)
def test_what_is_wrong_is_said_line_by_line(
    content: bytes, problems: list[tuple[int, str]]
) -> None:
    found = read_list(content)
    assert [problem.line for problem in found.problems] == [line for line, _words in problems]
    for problem, (_line, words) in zip(found.problems, problems, strict=True):
        assert words in problem.message


def test_a_file_with_too_many_lines_or_mistakes_stays_bounded() -> None:
    lines = "".join(f"{number};n\n" for number in range(MOST_LINES + 5))
    (problem,) = read_list(f"code;nom\n{lines}".encode()).problems
    assert problem.line == MOST_LINES + 2
    found = read_list(("code;nom\n" + ";n\n" * 300).encode())
    assert found.problem_count == 300
    assert len(found.problems) == 100


# --- Versions -------------------------------------------------------------------------------


def imported(made: ReferenceList, content: str) -> ReferenceListVersion:
    return reference_lists.import_version(
        made, content=content.encode(), file_name="lycees.csv", actor=None, now=timezone.now()
    )


def test_a_version_is_kept_and_searched_once_it_is_used() -> None:
    made = ReferenceList.objects.create(code="schools", name="Lycées")
    version = imported(made, GOOD)
    assert (version.number, version.size, version.used_since) == (1, 2, None)
    assert open_list("schools") is None
    assert list_choices() == []
    cache.clear()
    reference_lists.use_version(version, actor=None, now=timezone.now())
    opened = open_list("schools")
    assert opened is not None
    assert opened.number == 1
    assert [one.code for one in opened.search("rennes", limit=5)] == ["0350024L"]
    assert list_choices() == [("schools", "Lycées")]
    assert Event.objects.filter(kind="aid.reference_list_used").count() == 1


def test_a_refused_file_changes_nothing() -> None:
    made = reference_list()
    with pytest.raises(ListUnreadable) as caught:
        imported(made, "code;nom\n;A\n")
    assert caught.value.params["file"].problems[0].line == 2
    assert made.versions.count() == 1


def test_a_version_never_changes_and_is_forgotten_only_before_its_use() -> None:
    made = reference_list()
    used = made.current
    assert used is not None
    used.entries = []
    with pytest.raises(TypeError):
        used.save()
    with pytest.raises(ListInUse):
        reference_lists.discard_version(made.versions.get())
    other = imported(made, GOOD)
    reference_lists.discard_version(other)
    assert made.versions.count() == 1


def test_what_using_a_version_changes_is_told_line_by_line() -> None:
    made = reference_list()
    new = imported(made, "code;nom\n0350024L;Lycée Zola\n0220001A;Lycée du Trégor\n")
    found = reference_lists.changes(made.current, new)
    assert found.added == ["Lycée du Trégor"]
    assert found.removed == ["Lycée de la Pointe", "Lycée La Lande"]
    assert found.reworded == [("Lycée Émile-Zola", "Lycée Zola")]


# --- Answers --------------------------------------------------------------------------------


@pytest.fixture
def lists_of_the_database(monkeypatch: pytest.MonkeyPatch) -> ReferenceList:
    made = reference_list(code="ecoles")
    cache.clear()
    return made


def asked() -> Any:
    return question("reference_list", settings={"reference_list": "ecoles"})


def test_an_answer_keeps_its_words_when_the_list_changes(
    lists_of_the_database: ReferenceList,
) -> None:
    compiled = compile_form(form_of(asked()), "fr")
    data = {"q-reference_list": "Lycée La Lande", "q-reference_list_code": ""}
    form = compiled.step_form("s-step", answers={}, data=data)
    assert form.is_valid(), form.errors
    answers = form.answers()
    assert answers["q-reference_list"]["version"] == 1
    assert compiled.missing(answers) == []

    use(lists_of_the_database, [("0350991M", "Lycée de La Lande", ""), SCHOOLS[0]])
    cache.clear()
    assert compiled.missing(answers) == []
    use(lists_of_the_database, SCHOOLS[:2])
    cache.clear()
    (missing,) = compiled.missing(answers)
    assert "rien n'a été trouvé pour «\u00a0Lycée La Lande\u00a0»" in missing.message
    shown = field_types.get("reference_list").display(answers["q-reference_list"], asked())
    assert shown == "Lycée La Lande"


def test_a_form_that_names_no_list_in_use_is_not_published(
    lists_of_the_database: ReferenceList,
) -> None:
    reference = field_types.get("reference_list")
    for code, is_wrong in (("ecoles", False), ("inconnue", True), ("", True)):
        settings = reference.settings(question("reference_list", settings={"reference_list": code}))
        assert bool(reference.settings_problems(settings)) is is_wrong


def test_many_searches_in_a_step_cost_no_more_queries(
    lists_of_the_database: ReferenceList, django_assert_num_queries: Any
) -> None:
    def questions(count: int) -> list[Any]:
        return [asked().model_copy(update={"id": f"q-{number}"}) for number in range(count)]

    sample = field_types.get("reference_list").sample(asked())
    for count in (1, 12):
        compiled = compile_form(form_of(*questions(count)), "fr")
        answers = {one.id: sample for one in questions(count)}
        cache.clear()
        with django_assert_num_queries(1):
            form = compiled.step_form("s-step", answers=answers)
            assert all(str(form[name].as_field_group()) for name in form.fields)
            assert compiled.missing(answers) == []


# --- The administration ---------------------------------------------------------------------


@pytest.fixture
def editor() -> Client:
    return sign_in(Client(), UserFactory(editor=True))


def sent(text: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("lycees.csv", text.encode(), "text/csv")}


def test_an_editor_makes_a_list_looks_at_a_file_and_uses_it(editor: Client) -> None:
    answer = editor.post(
        "/gestion/aides/listes/new/", {"name": "Lycées", "code": "lycees", "description": ""}
    )
    made = ReferenceList.objects.get()
    versions = reverse("aid_lists:versions", args=[made.pk])
    assert answer.headers["Location"] == versions
    refused = editor.post(versions, sent("code;nom\n;A\n"))
    assert refused.status_code == 422
    assert "Ligne 2" in refused.content.decode()
    assert not made.versions.exists()
    preview = editor.post(versions, sent(GOOD)).headers["Location"]
    page = editor.get(preview).content.decode()
    assert "Lycée Émile-Zola" in page
    assert editor.post(preview, {"acte": "utiliser"}).headers["Location"] == versions
    made.refresh_from_db()
    assert made.current is not None
    assert made.current.size == 2
    second = editor.post(versions, sent(GOOD.replace("Émile-", ""))).headers["Location"]
    assert "Lycée Émile-Zola → Lycée Zola" in editor.get(second).content.decode()
    editor.post(second, {"acte": "abandonner"})
    assert made.versions.count() == 1
    assert "Utilisée" in editor.get(versions).content.decode()
    index = editor.get("/gestion/aides/listes/").content.decode()
    assert versions in index


def test_the_code_of_a_list_never_changes_and_no_list_is_deleted(editor: Client) -> None:
    made = reference_list()
    edit = f"/gestion/aides/listes/edit/{made.pk}/"
    editor.post(edit, {"name": "Lycées publics", "code": "autre", "description": ""})
    made.refresh_from_db()
    assert (made.name, made.code) == ("Lycées publics", "schools")
    editor.post(f"/gestion/aides/listes/delete/{made.pk}/")
    assert ReferenceList.objects.exists()


@pytest.mark.parametrize("role", ["officer", "support"])
def test_only_those_who_write_forms_touch_lists(role: str) -> None:
    made = reference_list()
    client = sign_in(Client(), UserFactory(**{role: True}))
    answer = client.post(reverse("aid_lists:versions", args=[made.pk]), sent(GOOD))
    assert answer.status_code in (302, 403)
    assert made.versions.count() == 1
