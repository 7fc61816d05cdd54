"""Conditions said in words: each operator, its contrary, and how they join."""

import pytest
from django.utils import translation

from applications.formbuilder.condition_words import ConditionWords
from applications.formbuilder.schema import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Criterion,
    FormSchema,
    Not,
)
from tests.factories.formbuilder import form_of, question

NB = "\u00a0"


def is_(question_id: str, operator: str, value: object = None, **values: object) -> Comparison:
    return Comparison(question=question_id, operator=operator, value=value, **values)


@pytest.fixture
def schema() -> FormSchema:
    return form_of(
        question("yes_no", label="Partez-vous ?"),
        question("choice", label="Projet"),
        question("multiple_choice", label="Besoins"),
        question("amount", label="Coût"),
        question("date", label="Départ"),
        question("table", label="Budget"),
        question("text", label="Ville"),
        criteria=(Criterion(id="c-age", label="Avez-vous 16 ans ?"),),
    )


def say(schema: FormSchema, *conditions: Condition) -> str:
    with translation.override("fr"):
        return ConditionWords(schema).say(*conditions).replace(NB, " ")


@pytest.mark.parametrize(
    ("condition", "words", "contrary"),
    [
        (
            is_("q-yes_no", "equals", True),
            "vous répondez « Oui » à « Partez-vous ? »",
            "vous répondez autre chose que « Oui » à « Partez-vous ? »",
        ),
        (
            is_("q-choice", "in", ["o-stage", "o-etudes"]),
            "vous répondez « Un stage » ou « Des études » à « Projet »",
            "vous répondez autre chose que « Un stage » ou « Des études » à « Projet »",
        ),
        (
            is_("q-multiple_choice", "contains", "o-stage"),
            "vous choisissez « Un stage » dans « Besoins »",
            "vous ne choisissez pas « Un stage » dans « Besoins »",
        ),
        (
            is_("q-amount", "greater", "500"),
            "« Coût » est supérieur à 500 €",
            "« Coût » est d'au plus 500 €",
        ),
        (
            is_("q-amount", "less", "500"),
            "« Coût » est inférieur à 500 €",
            "« Coût » est d'au moins 500 €",
        ),
        (
            is_("q-date", "at_least", "2026-03-27"),
            "« Départ » est le 27 mars 2026 ou plus tard",
            "« Départ » est avant le 27 mars 2026",
        ),
        (is_("q-text", "empty"), "« Ville » est sans réponse", "vous répondez à « Ville »"),
        (
            is_("q-text", "contains", "port"),
            "« Ville » contient « port »",
            "« Ville » ne contient pas « port »",
        ),
        (
            is_("q-amount", "equals", other="q-table.q-produits"),
            "« Coût » est « Budget – total « Produits » »",
            "« Coût » est autre que « Budget – total « Produits » »",
        ),
        (
            is_("c-age", "equals", True),
            "vous répondez « Oui » à « Avez-vous 16 ans ? »",
            "vous répondez autre chose que « Oui » à « Avez-vous 16 ans ? »",
        ),
    ],
)
def test_a_comparison_and_its_contrary(
    schema: FormSchema, condition: Comparison, words: str, contrary: str
) -> None:
    assert say(schema, condition) == words
    assert say(schema, Not(term=condition)) == contrary
    assert say(schema, Not(term=Not(term=condition))) == words


def test_groups_keep_their_brackets(schema: FormSchema) -> None:
    yes, dear, blank = (
        is_("q-yes_no", "equals", True),
        is_("q-amount", "greater", "500"),
        is_("q-text", "empty"),
    )
    assert say(schema, AnyOf(terms=(AllOf(terms=(yes, dear)), blank))) == (
        "(vous répondez « Oui » à « Partez-vous ? » et si « Coût » est supérieur à 500 €) "
        "ou si « Ville » est sans réponse"
    )
    assert say(schema, Not(term=AnyOf(terms=(dear, blank)))) == (
        "« Coût » est d'au plus 500 € et si vous répondez à « Ville »"
    )
    assert say(schema, yes, dear) == say(schema, AllOf(terms=(yes, dear)))


def test_facts_are_said_and_what_is_not_printed_is_never_named(schema: FormSchema) -> None:
    assert say(schema, is_("@beneficiary", "equals", "structure")) == (
        "« Bénéficiaire de l'aide » est « Une structure »"
    )
    for hidden in (is_("q-reserved", "equals", True), is_("q-amount", "equals", other="q-x")):
        assert say(schema, hidden) == "une autre partie du formulaire le prévoit"
    assert say(schema) == ""
