"""What the tests of accounts share."""

import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from applications.notifications.models import Mail


class Hashes(list[str]):
    """The passwords hashed so far."""


@pytest.fixture
def hashes() -> Iterator[Hashes]:
    """Count the hashes computed, whatever asks for them."""
    seen = Hashes()
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    with patch.object(MD5PasswordHasher, "encode", counted):
        yield seen


def link_of(mail: Mail, place: str) -> str:
    """Return the path of the link of a mail under a place (`/compte/activation/`)."""
    found = re.search(rf"https?://[^/\s]+({place}[^\s/]+/)", mail.text)
    assert found, mail.text
    return found[1]
