"""What conditions may know of a dossier besides its answers: facts with a closed list of values.

The engine knows their names and values; higher rooms register them and give those of a dossier,
merged into its answers under their code (`@family`). In a condition a fact is a single choice.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from applications.formbuilder.schema import Question
from cms.core.registry import Registry

FACT_PREFIX = "@"
FACT_TYPE = "choice"

Values = list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Fact:
    """One fact: `code` starts with `@`; `values` lists all it can be, with the words of each."""

    code: str
    label: str | Promise
    values: Callable[[], Values]


facts: Registry[Fact] = Registry("facts")


def is_fact(question_id: str) -> bool:
    """Tell whether a condition speaks of a fact."""
    return question_id.startswith(FACT_PREFIX)


def fact_questions(codes: Iterable[str]) -> Iterator[Question]:
    """Yield some facts as the choices conditions take them for; unknown ones are left out."""
    for fact in (facts.get(code) for code in codes if code in facts):
        choices = [{"id": value, "label": str(label)} for value, label in fact.values()]
        yield Question(
            id=fact.code, type=FACT_TYPE, label=str(fact.label), settings={"choices": choices}
        )
