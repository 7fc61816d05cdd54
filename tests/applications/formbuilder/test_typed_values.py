"""What people type, type by type: how it is read, or the French words that refuse it."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.formbuilder.base import UNCHOSEN, FieldContext
from applications.formbuilder.field_types import field_types
from tests.factories.formbuilder import CHOICES, question

CONTEXT = FieldContext(language="fr")
LINKED = {"first": "o-culture", "second": "o-danse"}
PLACE = {"line": "3 rue du Phare", "postcode": "35400", "city": "Saint Malo"}
SOMEBODY = {
    "civility": "madam",
    "last_name": "Martin",
    "first_name": "Camille",
    "position": "Présidente",
}
IBAN = "FR76 3000 6000 0112 3456 7890 189"


def cleaned(code: str, typed: Any, **settings: Any) -> Any:
    asked = question(code, settings=settings) if settings else question(code)
    field_type = field_types.get(code)
    return field_type.to_json(field_type.form_field(asked, CONTEXT).clean(typed))


def refused(code: str, typed: Any, **settings: Any) -> ValidationError:
    asked = question(code, settings=settings) if settings else question(code)
    with pytest.raises(ValidationError) as caught:
        field_types.get(code).form_field(asked, CONTEXT).clean(typed)
    error = caught.value.error_list[0]
    error.params = {**(error.params or {}), "label": "Q"}
    return error


def days(*parts: Any) -> dict[str, list[str]]:
    return {"start": list(parts[:3]), "end": list(parts[3:])}


RIGHT = [
    ("percentage", "12,5 %", "12.5"),
    ("percentage", "100", "100"),
    (
        "period",
        days("2", "3", "2026", "27", "3", "2026"),
        {"start": "2026-03-02", "end": "2026-03-27"},
    ),
    (
        "period",
        days("2", "3", "2026", "2", "3", "2026"),
        {"start": "2026-03-02", "end": "2026-03-02"},
    ),
    ("linked_choice", LINKED, LINKED),
    ("linked_choice", {"first": "", "second": "o-judo"}, {"first": "o-sport", "second": "o-judo"}),
    ("url", "www.exemple.fr", "https://www.exemple.fr"),
    ("url", " http://exemple.fr/page?x=1 ", "http://exemple.fr/page?x=1"),
    ("siren", "233 500 016", "233500016"),
    ("siren", "356.000.000", "356000000"),
    ("rna", "w353012345", "W353012345"),
    ("rna", "W9R1 234567", "W9R1234567"),
    ("uai", "0350024l", "0350024L"),
    ("uai", "075 0655 E", "0750655E"),
    ("country", "BE", "BE"),
    ("nationality", "XXA", "XXA"),
    (
        "naf",
        {"text": "9499z", "code": ""},
        {
            "code": "94.99Z",
            "label": "94.99Z – Autres organisations fonctionnant par adhésion volontaire",
            "version": "rev2",
        },
    ),
    (
        "naf",
        {"text": "99.99A", "code": ""},
        {"code": "99.99A", "label": "99.99A (NAF 2025)", "version": "2025"},
    ),
    (
        "territory",
        {"text": "renn", "code": "35238"},
        {"code": "35238", "label": "Rennes (35)"},
    ),
    ("territory", "saint malo", {"code": "35288", "label": "Saint-Malo (35400)"}),
    (
        "reference_list",
        {"text": "la lande", "code": "0350991M"},
        {"list": "schools", "version": 3, "code": "0350991M", "label": "Lycée La Lande"},
    ),
    (
        "reference_list",
        {"text": "ZOLA rennes", "code": "0350024L"},
        {"list": "schools", "version": 3, "code": "0350024L", "label": "Lycée Émile-Zola"},
    ),
    ("person", SOMEBODY, SOMEBODY),
    (
        "iban",
        {"iban": IBAN.lower(), "bic": ""},
        {"iban": IBAN.replace(" ", ""), "bic": "AGRIFRPP", "bank": "CREDIT AGRICOLE SA"},
    ),
    (
        "iban",
        {"iban": "FR1420041010050500013M02606", "bic": "psst frpp par"},
        {"iban": "FR1420041010050500013M02606", "bic": "PSSTFRPPPAR", "bank": "LA BANQUE POSTALE"},
    ),
    (
        "iban",
        {"iban": "FR7699999000010001234567809", "bic": "AGRIFRPP"},
        {"iban": "FR7699999000010001234567809", "bic": "AGRIFRPP", "bank": ""},
    ),
    (
        "address",
        {**PLACE, "complement": "Bât. B", "country": "FR"},
        {
            **PLACE,
            "complement": "Bât. B",
            "city_code": "35288",
            "country": "FR",
            "is_verified": False,
        },
    ),
    (
        "address",
        {"line": "Rue Haute 12", "postcode": "", "city": "Bruxelles", "country": "BE"},
        {
            "line": "Rue Haute 12",
            "complement": "",
            "postcode": "",
            "city": "Bruxelles",
            "city_code": "",
            "country": "BE",
            "is_verified": False,
        },
    ),
    ("consent", True, True),
    ("sworn_statement", True, True),
]


@pytest.mark.parametrize(("code", "typed", "expected"), RIGHT)
def test_what_is_right_is_read(code: str, typed: Any, expected: Any) -> None:
    assert cleaned(code, typed) == expected


WRONG = [
    ("percentage", "cent", "écrivez un pourcentage"),
    ("percentage", "101", "100\u00a0% au plus"),
    ("percentage", "4", "5\u00a0% au moins"),
    ("percentage", "12,555", "deux décimales au plus"),
    ("text", "x", "2 caractères au moins, il y en a 1"),
    ("text", "x" * 81, "80 caractères au plus, il y en a 81"),
    ("long_text", "x" * 401, "400 caractères au plus, il y en a 401"),
    ("period", days("2", "3", "2026", "1", "3", "2026"), "la fin est avant le début"),
    ("period", days("2", "3", "2026", "", "", ""), "écrivez le début et la fin"),
    ("period", days("31", "2", "2026", "1", "3", "2026"), "«\u00a0Début\u00a0»"),
    ("period", days("1", "3", "2026", "1", "3", "26"), "«\u00a0Fin\u00a0»"),
    ("period", days("1", "3", "2025", "1", "3", "2026"), "ne peut pas être avant"),
    ("choice", "o-autre", "choisissez une des réponses"),
    ("multiple_choice", {"choice": ["none", "o-stage"]}, "exclut les autres réponses"),
    ("multiple_choice", {"choice": ["o-stage", "o-etudes", "other"]}, "au plus 2 réponses"),
    ("multiple_choice", {"choice": ["other"], "other": " "}, "écrivez votre réponse dans"),
    ("multiple_choice", {"choice": ["other"], "other": "x" * 256}, "trop long"),
    ("linked_choice", {"first": "o-sport", "second": "o-danse"}, "dans la seconde liste"),
    ("linked_choice", {"first": "o-gone", "second": ""}, "dans la première liste"),
    ("url", "exemple", "l'adresse d'un site"),
    ("url", "javascript:alert(1)", "l'adresse d'un site"),
    ("url", "ftp://exemple.fr", "l'adresse d'un site"),
    ("siren", "233500017", "ce SIREN n'est pas valide"),
    ("siren", "23350001600040", "un SIREN a 9 chiffres"),
    ("rna", "353012345", "un numéro RNA est un W"),
    ("rna", "W35301234", "un numéro RNA est un W"),
    ("uai", "0350024M", "cet UAI n'est pas valide"),
    ("uai", "350024L", "un UAI a 7 chiffres et une lettre"),
    ("country", "ZZ", "choisissez une des réponses"),
    ("nationality", "RE", "choisissez une des réponses"),
    ("naf", "zzzz", "rien n'a été trouvé pour «\u00a0zzzz\u00a0»"),
    ("naf", "boulang", "choisissez un des résultats"),
    ("territory", "zzzz", "rien n'a été trouvé"),
    ("territory", "brest", "rien n'a été trouvé"),
    ("territory", {"text": "vitr", "code": "35238"}, "choisissez un des résultats"),
    ("reference_list", "lycée", "choisissez un des résultats"),
    ("reference_list", "collège", "rien n'a été trouvé"),
    ("person", {**SOMEBODY, "last_name": " "}, "remplissez «\u00a0Nom\u00a0»"),
    ("person", {**SOMEBODY, "civility": ""}, "remplissez «\u00a0Civilité\u00a0»"),
    ("person", {**SOMEBODY, "civility": "duc"}, "une des civilités"),
    ("person", {**SOMEBODY, "first_name": "a@b"}, "un caractère qu'aucun nom ne contient"),
    ("person", {**SOMEBODY, "position": "x" * 256}, "est trop long"),
    ("iban", {"iban": "FR7630006000011234567890188", "bic": ""}, "cet IBAN n'est pas valide"),
    ("iban", {"iban": "30006", "bic": ""}, "commence par deux lettres"),
    ("iban", {"iban": "", "bic": "AGRIFRPP"}, "remplissez «\u00a0IBAN\u00a0»"),
    ("iban", {"iban": IBAN, "bic": "AGRI"}, "un BIC a 8 ou 11 caractères"),
    ("iban", {"iban": IBAN, "bic": "COBADEFF"}, "ne sont pas du même pays"),
    ("iban", {"iban": "FR7699999000010001234567809", "bic": ""}, "écrivez le BIC"),
    ("address", {**PLACE, "line": ""}, "remplissez «\u00a0Numéro et "),
    ("address", {**PLACE, "postcode": "354"}, "un code postal a cinq chiffres"),
    ("address", {**PLACE, "city": ""}, "remplissez «\u00a0Commune\u00a0»"),
    ("address", {**PLACE, "country": "ZZ"}, "choisissez le pays"),
    ("address", {"search": {"text": "3 rue", "code": ""}}, "parmi les résultats"),
    ("consent", False, "cochez la case si vous êtes d'accord"),
    ("sworn_statement", False, "cochez la case pour le certifier"),
]


@pytest.mark.parametrize(("code", "typed", "words"), WRONG)
def test_what_is_wrong_is_refused_in_words_that_name_the_question(
    code: str, typed: Any, words: str
) -> None:
    message = str(refused(code, typed).messages[0])
    assert message.startswith("«\u00a0Q\u00a0»")
    assert words in message


LIMITS = [
    ("text", {"max_length": 80}, "80 caractères au plus."),
    ("text", {"min_length": 5}, "5 caractères au moins."),
    ("long_text", {"min_length": 50}, "50 caractères au moins."),
    ("integer", {"minimum": "1", "maximum": "12"}, "Entre 1 et 12."),
    ("amount", {"minimum": None, "maximum": "1500"}, "1 500 € au plus."),
    ("percentage", {"minimum": "10"}, "10 % au moins."),
    ("date", {"earliest": "2026-03-01", "latest": None}, "À partir du 1er mars 2026."),
    ("date", {"latest": "2026-03-31", "is_past": True}, "Aujourd'hui au plus tard."),
    (
        "period",
        {"earliest": "2026-03-01", "latest": "2026-03-31"},
        "Du 1er mars 2026 au 31 mars 2026.",
    ),
    ("multiple_choice", {"maximum": 2}, "Choisissez 2 réponses au plus."),
    ("multiple_choice", {"minimum": 2, "maximum": 2}, "Choisissez 2 réponses."),
    ("repeated_group", {"minimum_rows": 2}, "2 lignes au moins."),
    ("table", {"maximum_rows": 5}, "5 lignes au plus."),
    ("file", {"maximum_files": 3}, "2 Mo au maximum par fichier. 3 fichiers"),
]


@pytest.mark.parametrize(("code", "settings", "words"), LIMITS)
def test_what_would_be_refused_is_said_before(
    code: str, settings: dict[str, Any], words: str
) -> None:
    base = question(code)
    asked = base.model_copy(update={"settings": {**base.settings, **settings}, "help": "Aide."})
    field = field_types.get(code).form_field(asked, CONTEXT)
    shown = (
        str(field.help_text).replace("\u00a0", " ").replace("\u202f", " ").replace("&#x27;", "'")
    )
    assert shown.startswith("Aide. ")
    assert words in shown


def test_nothing_is_said_of_limits_nobody_chose() -> None:
    for code in ("text", "amount", "percentage", "date", "multiple_choice"):
        assert field_types.get(code).limits(question(code, settings={})) == []


def test_formats_are_said_the_same_way_before_and_after_a_refusal() -> None:
    asked = question("file", settings={"extensions": ["pdf", "jpg"]})
    field = field_types.get("file").form_field(asked, CONTEXT)
    with pytest.raises(ValidationError) as caught:
        field.clean(SimpleUploadedFile("avis.exe", b"MZ"))
    said = caught.value.error_list[0].params["formats"]
    assert said == "PDF, JPG"
    assert said in str(field.help_text)


def test_every_type_with_a_value_says_its_wrong_ones() -> None:
    inputs = {one.code for one in field_types if one.is_input and not one.is_file}
    tested_beside = {"integer", "decimal", "amount", "date", "yes_no", "email", "phone", "siret"}
    rows = {one.code for one in field_types if one.layout in ("group", "table", "plan")}
    assert inputs - tested_beside - rows <= {code for code, _typed, _words in WRONG}


@pytest.mark.parametrize(
    ("code", "typed", "part"),
    [
        ("period", days("2", "3", "2026", "1", "3", "2026"), "end"),
        ("period", days("31", "2", "2026", "1", "3", "2026"), "start"),
        ("person", {**SOMEBODY, "first_name": ""}, "first_name"),
        ("iban", {"iban": IBAN, "bic": "AGRI"}, "bic"),
        ("address", {**PLACE, "postcode": "354"}, "postcode"),
        ("linked_choice", {"first": "o-sport", "second": ""}, "second"),
    ],
)
def test_a_refusal_says_which_part_it_is_about(code: str, typed: Any, part: str) -> None:
    assert refused(code, typed).params["part"] == part


@pytest.mark.parametrize(
    ("code", "typed", "parts"),
    [
        ("iban", {"iban": "FR7630006000011234567890188", "bic": "AGRI"}, ["iban", "bic"]),
        ("iban", {"iban": "", "bic": "AGRI"}, ["iban", "bic"]),
        ("period", days("31", "2", "2026", "1", "13", "2026"), ["start", "end"]),
    ],
)
def test_every_wrong_part_is_named_at_once(code: str, typed: Any, parts: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        field_types.get(code).form_field(question(code), CONTEXT).clean(typed)
    assert [one.params["part"] for one in caught.value.error_list] == parts


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("territory", "vitr"),
        ("reference_list", "lycée"),
        ("linked_choice", {"first": "o-sport", "second": ""}),
        ("address", {"search": {"text": "3 rue", "code": ""}}),
    ],
)
def test_what_only_waits_for_a_choice_is_no_fault(code: str, typed: Any) -> None:
    assert refused(code, typed).code == UNCHOSEN


# --- Settings -------------------------------------------------------------------------------


def test_a_text_may_have_a_shape_with_the_editor_s_message() -> None:
    shape = {"pattern": "AA-999-AA; 999 A*", "pattern_message": "Recopiez la carte, à 100 %."}
    assert cleaned("text", "AB-123-cd", **shape) == "AB-123-cd"
    assert cleaned("text", "123 A4", **shape) == "123 A4"
    message = refused("text", "AB123CD", **shape).messages[0]
    assert message == "«\u00a0Q\u00a0»\u00a0: Recopiez la carte, à 100 %."
    assert "AA-111-AA" in refused("text", "1", pattern="AA-999-AA").messages[0]
    assert cleaned("text", "A.9", pattern=r"\A.\9") == "A.9"
    assert refused("text", "Ax9", pattern=r"\A.\9")


def test_the_sample_of_a_text_has_its_shape_and_its_length() -> None:
    for settings in ({"pattern": "AA-999-AA"}, {"min_length": 40}, {"max_length": 3}):
        asked = question("text", settings=settings)
        sample = field_types.get("text").sample(asked)
        assert cleaned("text", sample, **settings) == sample


def test_another_answer_is_kept_in_the_person_s_words() -> None:
    other = {"choices": CHOICES, "other_label": "Autre, précisez"}
    asked = question("choice", settings=other)
    own = cleaned("choice", {"choice": "other", "other": " Un  échange "}, **other)
    assert own == "other:Un échange"
    choice = field_types.get("choice")
    assert choice.display(own, asked) == "Un échange"
    assert choice.comparable(own) == "other"
    assert choice.accepts_constant("other", asked)
    assert choice.offers(own, asked)
    assert not choice.offers(own, question("choice"))
    assert cleaned("choice", choice.from_json(own), **other) == own
    assert cleaned("choice", {"choice": "o-stage", "other": "oublié"}, **other) == "o-stage"
    several = field_types.get("multiple_choice")
    both = cleaned("multiple_choice", {"choice": ["o-stage", "other"], "other": "Un échange"})
    assert both == ["o-stage", "other:Un échange"]
    assert several.display(both, question("multiple_choice")) == ["Un stage", "Un échange"]
    assert several.comparable(both) == {"o-stage", "other"}


def test_one_answer_may_exclude_the_others() -> None:
    assert cleaned("multiple_choice", {"choice": ["none"], "other": ""}) == ["none"]
    asked = question("multiple_choice")
    assert field_types.get("multiple_choice").display(["none"], asked) == ["Aucun"]


def test_a_choice_may_always_be_a_list() -> None:
    asked = question("choice", settings={"choices": CHOICES, "is_list": True})
    field = field_types.get("choice").form_field(asked, CONTEXT)
    assert isinstance(field.widget, forms.Select)


def test_an_agreement_may_be_refused_unless_it_is_required() -> None:
    optional = question("consent", is_required=False)
    consent, statement = field_types.get("consent"), field_types.get("sworn_statement")
    assert consent.to_json(consent.form_field(optional, CONTEXT).clean(False)) is False
    assert consent.display(False, optional) == "Non accepté"
    assert statement.to_json(False) is None


@pytest.mark.parametrize(
    ("level", "typed", "label"),
    [
        ("epci", {"text": "rennes m", "code": "243500139"}, "Rennes Métropole"),
        ("departement", "29", "Finistère (29)"),
        ("region", "53", "Bretagne"),
        ("commune", "ajaccio", "Ajaccio (2A)"),
    ],
)
def test_territories_of_every_level(level: str, typed: Any, label: str) -> None:
    assert cleaned("territory", typed, level=level)["label"] == label


def test_territories_may_keep_to_some_departements() -> None:
    asked = question("territory", settings={"level": "departement", "departements": ["2a", "35"]})
    field = field_types.get("territory").form_field(asked, CONTEXT)
    assert [code for code, _label in field.choices] == ["", "2A", "35"]
    for wrong in ({"departements": ("98",)}, {"level": "region", "departements": ("35",)}):
        territory = field_types.get("territory")
        settings = territory.settings(question("territory", settings=wrong))
        assert territory.settings_problems(settings)


def test_a_stored_choice_stands_though_its_label_has_changed() -> None:
    stored = {"list": "schools", "version": 1, "code": "0350024L", "label": "Lycée Zola"}
    reference = field_types.get("reference_list")
    typed = reference.from_json(stored)
    assert cleaned("reference_list", typed)["label"] == "Lycée Émile-Zola"
    assert reference.display(stored, question("reference_list")) == "Lycée Zola"
    assert refused("reference_list", {**typed, "text": "Lycée Zola, Rennes", "code": ""})


@pytest.mark.parametrize("code", ["email", "phone", "url", "person", "address", "country"])
def test_the_browser_may_propose_what_it_knows_of_the_person(code: str) -> None:
    field_type = field_types.get(code)

    def purposes(**settings: Any) -> set[str]:
        widget = field_type.form_field(question(code, settings=settings), CONTEXT).widget
        parts = [part.widget for part in getattr(widget, "parts", ())] or [widget]
        return {one.attrs["autocomplete"] for one in parts if "autocomplete" in one.attrs}

    assert purposes() - {"off"}
    assert purposes(is_someone_else=True) == {"off"}


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("person", {**SOMEBODY, "position": ""}, "Madame Martin Camille"),
        ("choice", "o-stage", "Un stage"),
        ("multiple_choice", ["o-stage", "o-etudes", "none"], "Un stage Des études Aucun"),
        ("linked_choice", {"first": "o-culture", "second": ""}, "Culture"),
        ("text", "o-stage", "o-stage"),
    ],
)
def test_what_is_no_answer_yet_is_said_with_the_words_of_its_options(
    code: str, typed: Any, said: str
) -> None:
    assert field_types.get(code).typed(typed, question(code)) == said


def test_the_first_of_a_month_is_written_as_it_is_said() -> None:
    assert field_types.get("date").display("2027-03-01", question("date")) == "1er mars 2027"
    assert field_types.get("date").display("2027-03-11", question("date")) == "11 mars 2027"
