"""The data files of the demonstration, read once."""

import hashlib
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cms.core.typography import with_french_spaces

DATA_DIR = Path(__file__).resolve().parents[1] / "data"
NAMESPACE = uuid.UUID("6f1d5a8e-0b0c-4c35-9a53-8c1f0f7e2d11")
Entry = dict[str, Any]


@lru_cache(maxsize=64)
def read(name: str) -> Entry:
    """Return one file of the data folder, by its name without extension; empty when absent."""
    path = DATA_DIR / f"{name}.yaml"
    if not path.exists():
        return {}
    content: Entry = _typeset(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    return content


def _typeset(value: Any) -> Any:
    """Give every text its no-break spaces, which the files are easier to write without."""
    if isinstance(value, str):
        return with_french_spaces(value)
    if isinstance(value, dict):
        return {key: _typeset(item) for key, item in value.items()}
    return [_typeset(item) for item in value] if isinstance(value, list) else value


def aids() -> list[Entry]:
    """Return the aids, by slug."""
    return [read(f"aids/{path.stem}") for path in sorted((DATA_DIR / "aids").glob("*.yaml"))]


def people() -> list[Entry]:
    """Return the accounts: those everybody may try, then the authors of other dossiers."""
    return [*read("accounts").get("accounts", []), *read("dossiers").get("people", [])]


def stable_id(*parts: str) -> str:
    """Return the same UUID for the same words, whatever the machine."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def digest() -> str:
    """Return the digest of every file of the data and of the loader itself."""
    found = hashlib.sha256()
    for folder, pattern in ((DATA_DIR, "**/*.yaml"), (Path(__file__).parent, "*.py")):
        for path in sorted(folder.glob(pattern)):
            found.update(path.relative_to(folder).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()
