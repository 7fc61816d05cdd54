"""What every test of the engine may ask in."""

from collections.abc import Iterator

import pytest

from tests.factories.reference_lists import lists_in_memory


@pytest.fixture(autouse=True, scope="package")
def _lists() -> Iterator[None]:
    """Let forms ask in a list without a database."""
    with lists_in_memory():
        yield
