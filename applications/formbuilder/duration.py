"""How long a form takes to fill: what is read, and what each answer takes."""

import math
from collections.abc import Iterator, Sequence

from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext

from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import FormSchema, Question

WORDS_PER_MINUTE = 200
CRITERION_SECONDS = 5
STATEMENT_SECONDS = 5
ROUNDED_TO = 5
HOUR = 60


def minutes(schema: FormSchema) -> int:
    """Return how long a form takes, rounded up to five minutes; zero when it asks nothing.

    Every question counts, those asked in some cases only too.
    """
    return ROUNDED_TO * math.ceil(seconds(schema) / 60 / ROUNDED_TO)


def seconds(schema: FormSchema) -> int:
    """Return how long reading and answering take."""
    questions = [item for step in schema.steps for item in step.questions]
    answering = sum(field_types.get(item.type).seconds(item) for item in questions)
    answering += sum(field_types.get(item.type).seconds(item) for item in schema.documents)
    answering += CRITERION_SECONDS * len(schema.criteria)
    answering += STATEMENT_SECONDS * len(schema.statements)
    if not answering:
        return 0
    read = sum(len(strip_tags(text).split()) for text in read_texts(schema))
    return answering + math.ceil(read * 60 / WORDS_PER_MINUTE)


def read_texts(schema: FormSchema) -> Iterator[str]:
    """Yield what is read before answering: not the options, which are only looked through."""
    yield schema.preamble
    for criterion in schema.criteria:
        yield from (criterion.label, criterion.help)
    for step in schema.steps:
        yield from (step.title, step.introduction)
        yield from _asked(step.questions)
    yield from _asked(schema.documents)
    for statement in schema.statements:
        yield statement.text


def _asked(questions: Sequence[Question]) -> Iterator[str]:
    for question in questions:
        yield from (question.label, question.help, question.example)
        for name in field_types.get(question.type).text_settings:
            yield str(question.settings.get(name) or "")
        yield from _asked(question.questions)


def words(total: int) -> str:
    """Say a number of minutes: « environ 15 minutes », « environ 1 h 30 »."""
    hours, left = divmod(total, HOUR)
    if not hours:
        return ngettext("about %(minutes)d minute", "about %(minutes)d minutes", total) % {
            "minutes": total
        }
    if not left:
        return ngettext("about %(hours)d hour", "about %(hours)d hours", hours) % {"hours": hours}
    return gettext("about %(hours)d h %(minutes)02d") % {"hours": hours, "minutes": left}
