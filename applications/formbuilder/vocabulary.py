"""What the editor's scripts must know of types and facts to offer what conditions may look at."""

from dataclasses import asdict
from typing import Any

from applications.formbuilder.composite import CompositeType
from applications.formbuilder.facts import facts
from applications.formbuilder.field_types import field_types


def vocabulary() -> dict[str, Any]:
    """Return the kind of each type, those that conditions ignore, the totals, and the facts."""
    return {
        "kinds": {one.code: one.kind for one in field_types},
        "totals": {
            composite.code: [
                {**asdict(total), "label": str(total.label)} for total in composite.offered_totals()
            ]
            for composite in field_types
            if isinstance(composite, CompositeType)
        },
        "silent": [one.code for one in field_types if not one.operators],
        "facts": [
            {
                "id": fact.code,
                "label": str(fact.label),
                "values": [{"id": value, "label": str(label)} for value, label in fact.values()],
            }
            for fact in facts
        ],
    }
