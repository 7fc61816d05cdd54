"""The form as the editor's blocks describe it."""

from collections.abc import Mapping
from typing import Any

from applications.formbuilder import building
from applications.formbuilder.schema import FormSchema

FORM_FIELDS = ("preamble", "criteria", "steps", "documents", "statements")


def schema_of(page: Any) -> FormSchema:
    """Return the form that a page's fields describe."""
    return schema_from({name: getattr(page, name) for name in FORM_FIELDS})


def schema_from(values: Mapping[str, Any]) -> FormSchema:
    """Return the form that these values of the page's fields describe."""
    return building.build_schema(**{name: values.get(name) for name in FORM_FIELDS})
