"""`manage.py demo_accounts`: print who may sign in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.demo.directory import PASSWORD, accounts


class Command(BaseCommand):
    """Print the accounts of the demonstration; their codes are on `/demo/`."""

    help = "Print the accounts of the demonstration."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line an account."""
        for account in accounts():
            self.stdout.write(f"  {account.username:<13} {account.presentation}")
        self.stdout.write(f"  mot de passe : {PASSWORD} — codes et courriels : /demo/")
