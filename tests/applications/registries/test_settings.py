"""The registers asked are chosen by the environment; by default, those that need no network."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[3]
REGISTERS = ("COMPANY", "ASSOCIATION", "SCHOOL", "ADDRESS")
SCRIPT = f"""
import json
from cms.settings import base

print(json.dumps({{name: getattr(base, f"{{name}}_REGISTERS") for name in {REGISTERS}}}))
"""


def registers(**variables: str) -> dict[str, list[str]]:
    result = run(**variables)
    assert result.returncode == 0, result.stderr
    return {
        name: [import_string(path).__name__ for path in paths]
        for name, paths in json.loads(result.stdout).items()
    }


def run(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nobody_is_asked_on_the_web_by_default() -> None:
    assert registers() == {
        "COMPANY": ["EmbeddedCompanyRegister", "PublicBodyRegister"],
        "ASSOCIATION": ["EmbeddedCompanyRegister"],
        "SCHOOL": ["EmbeddedCompanyRegister"],
        "ADDRESS": ["EmbeddedAddressRegister"],
    }


def test_each_register_of_the_web_is_asked_once_its_address_or_token_is_given() -> None:
    found = registers(
        ADDRESS_LOOKUP_URL="https://data.geopf.fr/geocodage/search",
        COMPANY_LOOKUP_URL="https://recherche-entreprises.api.gouv.fr/search",
        API_ENTREPRISE_TOKEN="a-secret",
        API_ENTREPRISE_RECIPIENT="23350001600040",
    )
    assert found == {
        "COMPANY": [
            "EmbeddedCompanyRegister",
            "ApiEntrepriseCompanies",
            "RechercheEntreprisesCompanies",
            "PublicBodyRegister",
        ],
        "ASSOCIATION": [
            "EmbeddedCompanyRegister",
            "ApiAssociationsAssociations",
            "RechercheEntreprisesAssociations",
        ],
        "SCHOOL": ["EmbeddedCompanyRegister", "RechercheEntreprisesSchools"],
        "ADDRESS": ["GeoplateformeAddressRegister", "EmbeddedAddressRegister"],
    }


def test_a_token_without_who_asks_is_refused_at_the_start() -> None:
    result = run(API_ENTREPRISE_TOKEN="a-secret")
    assert result.returncode != 0
    assert "API_ENTREPRISE_RECIPIENT" in result.stderr
    assert "a-secret" not in result.stderr
