"""An aid whose form asks a question of every type; `python -m tests.e2e.every_type`."""

import os
from typing import Any

import django

SLUG = "tous-les-types"
TITLE = "Tous les types de questions"
TOO_MUCH = "La Région donne 5 000 € au plus."
SENTENCE = "Une phrase assez longue pour être comptée."


def schema() -> Any:
    """Return the form: one step per family."""
    from applications.formbuilder.field_types import field_types
    from applications.formbuilder.schema import Comparison, FormSchema, Question, Step

    def asked(
        code: str,
        label: str,
        question_id: str = "",
        questions: tuple[Question, ...] = (),
        **settings: Any,
    ) -> Question:
        return Question(
            id=question_id or f"q-{code.replace('_', '-')}",
            type=code,
            label=label,
            is_required=field_types.get(code).is_input,
            settings=settings,
            questions=questions,
        )

    def line(key: str, label: str) -> dict[str, str]:
        return {"id": f"l-{key}", "label": label}

    below_ceiling = Comparison(
        question="q-financing-plan.requested", operator="at_most", value="5000"
    )
    options = [{"id": "o-stage", "label": "Un stage"}, {"id": "o-etudes", "label": "Des études"}]
    other = "Autre, précisez"
    steps = {
        "Textes et nombres": [
            asked("title", "À propos du projet"),
            asked("note", "À savoir", html="<p>Répondez <b>simplement</b>.</p>"),
            asked("warning", "", html="<p>Un projet commencé n'est pas aidé.</p>"),
            asked(
                "text",
                "Immatriculation",
                pattern="AA-999-AA",
                pattern_message="Recopiez les lettres et les chiffres de la carte grise.",
            ),
            asked("long_text", "Présentation du projet", min_length=20, max_length=300),
            asked("integer", "Nombre de participants", minimum="1"),
            asked("decimal", "Surface en hectares"),
            asked("amount", "Coût du projet"),
            asked("percentage", "Part demandée"),
            asked("computed_sum", "Total", terms=["q-amount"]),
            asked("date", "Date de la réunion", earliest="2026-01-01"),
            asked("period", "Dates du séjour", earliest="2026-01-01"),
            asked("yes_no", "Êtes-vous une association ?"),
        ],
        "Choix": [
            asked("choice", "Nature du projet", choices=options, other_label=other),
            asked("choice", "Taille du projet", "q-size", choices=options, is_list=True),
            asked(
                "multiple_choice",
                "Publics visés",
                choices=options,
                other_label=other,
                none_label="Aucun public précis",
                maximum=2,
            ),
            asked(
                "linked_choice",
                "Discipline",
                first_label="Domaine",
                second_label="Pratique",
                branches=[
                    {
                        "id": "b-sport",
                        "label": "Sport",
                        "options": [
                            {"id": "o-judo", "label": "Judo"},
                            {"id": "o-voile", "label": "Voile"},
                        ],
                    },
                    {
                        "id": "b-culture",
                        "label": "Culture",
                        "options": [{"id": "o-danse", "label": "Danse"}],
                    },
                ],
            ),
            asked("reference_list", "Lycée d'origine", reference_list="schools"),
            asked("consent", "J'accepte que ma photo soit publiée"),
            asked("sworn_statement", "J'atteste que le projet n'a pas commencé"),
        ],
        "Coordonnées": [
            asked("email", "Courriel du référent"),
            asked("phone", "Téléphone du référent"),
            asked("url", "Site du projet"),
            asked("person", "Personne responsable"),
            asked("address", "Adresse du projet"),
            asked("territory", "Commune du projet", level="commune"),
            asked("territory", "Département du projet", "q-departement", level="departement"),
            asked("country", "Pays du séjour"),
            asked("nationality", "Nationalité"),
        ],
        "Identifiants": [
            asked("siret", "SIRET de l'organisme"),
            asked("siren", "SIREN du partenaire"),
            asked("rna", "Numéro RNA"),
            asked("uai", "UAI du lycée"),
            asked("naf", "Activité principale"),
            asked("iban", "Compte à créditer"),
            asked("file", "Relevé bancaire"),
        ],
        "Lignes et calculs": [
            asked(
                "repeated_group",
                "Membres du foyer",
                questions=(asked("text", "Nom", "q-nom"), asked("integer", "Âge", "q-age")),
                row_label="Membre",
            ),
            asked(
                "table",
                "Moyens humains",
                questions=(asked("integer", "Personnes", "q-personnes"),),
                rows=[line("benevoles", "Bénévoles")],
            ),
            asked(
                "financing_plan",
                "Budget du projet",
                expenses=[{**line("achats", "60 – Achats"), "lines": [line("repas", "Repas")]}],
                resources=[
                    {
                        **line("subventions", "74 – Subventions"),
                        "lines": [line("region", "Région"), line("commune", "Commune")],
                    }
                ],
                requested="l-region",
            ),
            asked(
                "computed_value",
                "Coût par membre",
                formula="{q-financing-plan.expenses} / {q-repeated-group.rows}",
                shown_as="amount",
            ),
            asked("check", "Plafond", rule=below_ceiling.model_dump(), message=TOO_MUCH),
        ],
    }
    return FormSchema(
        steps=tuple(
            Step(id=f"s-{number}", title=title, questions=tuple(questions))
            for number, (title, questions) in enumerate(steps.items(), 1)
        )
    )


def publish() -> None:
    """Publish the aid, with the list one of its questions is searched in."""
    from tests.factories.aids import AidFactory
    from tests.factories.reference_lists import reference_list

    reference_list()
    AidFactory(title=TITLE, short_code="TYP", schema=schema(), page={"slug": SLUG})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
    django.setup()
    publish()
