"""References: `BSS-2026-7K4QX`, for life from the draft on; knowing one gives no right."""

import secrets
from datetime import datetime

from cms.core.dates import PARIS

ALPHABET = "2346789ACFHJKMQRTWXYZ"
"""No two signs that look alike (0/O, 1/I/L, 5/S, U/V) or sound alike in French (B/P, M/N…)."""

RANDOM_LENGTH = 5
TEST_PREFIX = "TEST"
"""First word of the references of test dossiers: no real one has letters in second place."""


def make_reference(short_code: str, *, now: datetime) -> str:
    """Return a new random reference for an aid's short code and the year in Paris."""
    return f"{short_code}-{now.astimezone(PARIS).year}-{_drawn()}"


def make_test_reference(short_code: str) -> str:
    """Return a new random reference for a test dossier: `TEST-BSS-7K4QX`."""
    return f"{TEST_PREFIX}-{short_code}-{_drawn()}"


def _drawn() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))


def normalise_reference(text: str) -> str:
    """Return the reference as stored, from what somebody typed or was told on the phone."""
    return "-".join(text.replace("-", " ").upper().split())
