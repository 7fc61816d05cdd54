"""Aids made for one browser test, in the portal it runs.

The portal has its own database: `python -m tests.e2e.made_aids` writes there, in its own process.
"""

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass
from typing import Any

import django

from applications.formbuilder.schema import FormSchema
from tests import databases


@dataclass(frozen=True, slots=True)
class MadeAid:
    """An aid open to everybody: its title, its address, the number of its page."""

    title: str
    slug: str
    number: int


def publish(
    clone: databases.Clone,
    title: str,
    form: FormSchema | None = None,
    *,
    audience: str = "particulier",
) -> MadeAid:
    """Publish an aid of this title, for these people, with this form or none."""
    schema = (form or FormSchema()).model_dump(mode="json")
    return _make(clone, title, audience, schema=schema)


def copy(clone: databases.Clone, title: str, *, of: str) -> MadeAid:
    """Publish an aid of this title with the form of one of the demonstration, by its title."""
    return _make(clone, title, "particulier", form_of=of)


def _make(clone: databases.Clone, title: str, audience: str, **form: Any) -> MadeAid:
    key = uuid.uuid4().hex
    given = {
        "title": title,
        "short_code": "".join(chr(ord("A") + int(digit, 16)) for digit in key[:5]),
        "slug": f"aide-{key}",
        "audiences": [audience],
        **form,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.made_aids"],
        cwd=databases.ROOT,
        env={**clone.environment, "DJANGO_SETTINGS_MODULE": "cms.settings.demo"},
        input=json.dumps(given).encode(),
        check=True,
        capture_output=True,
    )
    return MadeAid(title, str(given["slug"]), int(done.stdout.split()[-1]))


def main() -> None:
    """Publish the aid described on the standard input; write the number of its page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
    django.setup()
    from aids.models import Aid
    from tests.factories.aids import AidFactory

    given = json.load(sys.stdin)
    if "form_of" in given:
        given["schema"] = Aid.objects.get(title=given["form_of"]).current_version.schema
    aid = AidFactory(
        title=given["title"],
        short_code=given["short_code"],
        schema=FormSchema.model_validate(given["schema"]),
        page={"slug": given["slug"], "audiences": given["audiences"]},
    )
    sys.stdout.write(f"{aid.source_page().pk}\n")


if __name__ == "__main__":
    main()
