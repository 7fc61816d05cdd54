"""The registers that come with the project: small compressed files, each with its source.

`manage.py embed_registers` writes them from published packages; nothing else does.
"""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    """Return the content of an embedded file."""
    content: dict[str, Any] = json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
    return content


def write(name: str, content: Mapping[str, Any]) -> int:
    """Write an embedded file, the same bytes for the same content; return its size."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    data = gzip.compress(text.encode(), 9, mtime=0)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json.gz").write_bytes(data)
    return len(data)
