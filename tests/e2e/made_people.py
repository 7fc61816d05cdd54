"""Accounts made for one browser test, in the portal it runs.

The portal has its own database: `python -m tests.e2e.made_people` writes there, in its own process.
"""

import subprocess
import sys
import uuid

import django

from tests import databases


def newcomer(clone: databases.Clone) -> str:
    """Make an activated account that never signed in; return its address."""
    address = f"enora.{uuid.uuid4().hex[:8]}@exemple.example"
    subprocess.run(
        [sys.executable, "-m", "tests.e2e.made_people", address],
        cwd=databases.ROOT,
        env={**clone.environment, "DJANGO_SETTINGS_MODULE": "cms.settings.demo"},
        check=True,
    )
    return address


def main(address: str) -> None:
    """Write what `newcomer` asks for."""
    django.setup()
    from tests.factories.accounts import UserFactory

    UserFactory(newcomer=True, username=None, email=address, first_name="Enora")


if __name__ == "__main__":
    main(sys.argv[1])
