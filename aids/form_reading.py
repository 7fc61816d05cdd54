"""A version of a form as applicants saw it, part by part, with nothing to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext

from aids.models import FormVersion
from aids.services import versions
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.previewing import WholeStep
from applications.formbuilder.schema import Step

PREAMBLE, CRITERIA, DOCUMENTS, STATEMENTS = "preambule", "criteres", "pieces", "attestations"
STEP_PREFIX = "dossier-"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the walk, as it was named."""

    code: str
    title: str
    step: Step | None = None


def languages_of(version: FormVersion) -> list[str]:
    """Return the languages a version could be read in, the source first."""
    found = version.overlays.order_by("language").values_list("language", flat=True).distinct()
    return [settings.LANGUAGE_CODE, *found]


class FormReading:
    """One version in one language."""

    def __init__(self, version: FormVersion, language: str) -> None:
        texts = versions.overlay(version, language)
        self.compiled: CompiledForm = versions.compiled_form(version, language, texts)

    @property
    def parts(self) -> list[Part]:
        """Return the pages this form gave to the walk, in its order."""
        schema, words = self.compiled.schema, self.compiled.context.words
        found = [Part(PREAMBLE, gettext("Preamble"))] if schema.preamble else []
        if schema.criteria:
            found.append(Part(CRITERIA, gettext("Eligibility criteria")))
        found += [
            Part(f"{STEP_PREFIX}{rank}", str(words(f"{step.id}.title", step.title)), step)
            for rank, step in enumerate(schema.steps, start=1)
        ]
        if schema.documents:
            found.append(Part(DOCUMENTS, gettext("Supporting documents")))
        if schema.statements:
            found.append(Part(STATEMENTS, gettext("Sworn statements")))
        return found

    def content(self, part: Part, *, is_whole: bool) -> Mapping[str, Any]:
        """Return what the page of a part shows; `is_whole` shows the questions of every case."""
        if part.step is not None:
            form = self.compiled.step_form(part.step.id, answers={})
            return {"step_form": WholeStep.of(form) if is_whole else form}
        if part.code == CRITERIA:
            return {"form": self.compiled.criteria.form({})}
        if part.code == DOCUMENTS:
            documents = forms.Form()
            documents.fields = {
                item.id: self.compiled.form_field(item.id)
                for item in self.compiled.schema.documents
            }
            return {"form": documents}
        return {"schema": self.compiled.schema}
