"""What a browser does with the anti-robot check, for the tests."""

import hashlib
import re
from base64 import b64encode
from json import dumps
from typing import Any

PARTS = ("salt", "challenge", "signature", "maximum")


def parts_of(page: str) -> dict[str, str]:
    """Return the challenge a page holds."""
    return {part: re.findall(rf'data-{part}="([^"]+)"', page)[0] for part in PARTS}


def solve(page: str, **changed: Any) -> str:
    """Return the proof a browser would send, with some of its parts changed."""
    parts = parts_of(page)
    number = next(
        number
        for number in range(int(parts["maximum"]))
        if hashlib.sha256(f"{parts['salt']}{number}".encode()).hexdigest() == parts["challenge"]
    )
    del parts["maximum"]
    return b64encode(dumps({**parts, "number": number, **changed}).encode()).decode()


def ticket_of(page: str) -> str:
    """Return what lets the page be sent after waiting."""
    return re.findall(r'name="proof_ticket" value="([^"]+)"', page)[0]
