"""`python -m tests.benchmarks`: measure a clone of the demonstration, on the engine given."""

import importlib
import os
import sys

import django

from tests import databases


def main() -> int:
    """Return 0 when every target is met, 1 otherwise."""
    with databases.clone("demo") as clone:
        os.environ.clear()
        os.environ.update({**clone.environment, "DJANGO_SETTINGS_MODULE": "cms.settings.bench"})
        django.setup()
        # Models can only be imported once Django knows the clone.
        measure = importlib.import_module("tests.benchmarks.measure")
        return int(measure.run())


if __name__ == "__main__":
    sys.exit(main())
