"""`manage.py load_demo`: load the demonstration; a second run changes nothing."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.demo.loader import running


class Command(BaseCommand):
    """Load the fictional region, its aids, its people and their dossiers."""

    help = "Load the demonstration's content; idempotent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, saying what is being done."""
        started = time.monotonic()
        if options["verbosity"] < 2:
            for name in ("wagtail", "django_tasks", "kombu"):
                logging.getLogger(name).setLevel(logging.ERROR)

        def say(line: str) -> None:
            if options["verbosity"] > 0:
                self.stdout.write(line)

        if running.load(now=timezone.now(), say=say):
            say(f"The demonstration is ready ({time.monotonic() - started:.0f} s).")
