"""Production refuses to start half-configured, and knows nothing of the demonstration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "aides.region.example",
    "PUBLIC_URL": "https://aides.region.example",
    "DATABASE_URL": "postgresql://portal@127.0.0.1:5432/portal",
}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **variables}
    script = (
        "import django; django.setup(); from django.conf import settings; "
        "print('demo' in str(settings.INSTALLED_APPS), settings.SESSION_COOKIE_SECURE)"
    )
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": "cms.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_its_secrets_and_without_the_demonstration():
    result = start(**SECRETS)

    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_production_refuses_to_start_without(missing):
    result = start(**{name: value for name, value in SECRETS.items() if name != missing})

    assert result.returncode != 0
    assert missing in result.stderr


def test_production_refuses_a_short_key():
    assert start(**{**SECRETS, "SECRET_KEY": "short"}).returncode != 0
