"""Searching for a postal address in a form; an address found is signed, so that it can be known.

Whoever fills in a form sends back the lines and the signature: they tell that a register gave them.
"""

from collections.abc import Sequence
from dataclasses import asdict

from django.core.signing import BadSignature, Signer

from applications.registries import addresses
from applications.registries.countries import FRANCE
from applications.registries.records import AddressRecord
from cms.core.lookup import Entry, folded

SOURCE = "addresses"
"""The code under which forms search here (see `formbuilder.searches`)."""
SIGNER = Signer(salt="applications.formbuilder.address")


class AddressSearch:
    """Postal addresses; a code is the address itself, signed, so that it is known to be found."""

    def search(self, text: str, *, limit: int) -> Sequence[Entry]:
        """Return what the registers know."""
        return [entry_of(record) for record in addresses.search(text, limit=limit)]

    def named(self, text: str) -> Sequence[Entry]:
        """Nothing: an address is chosen."""
        return []

    def find(self, code: str) -> Entry | None:
        """Return the address of a code this server signed."""
        record = signed_address(code)
        return None if record is None else entry_of(record)


def entry_of(record: AddressRecord) -> Entry:
    """Return an address to choose."""
    return Entry(SIGNER.sign_object(asdict(record)), record.label)


def signed_address(code: str) -> AddressRecord | None:
    """Return the address of a code this server signed, or nothing."""
    try:
        return AddressRecord(**SIGNER.unsign_object(code))
    except (BadSignature, TypeError, ValueError):
        return None


def address_details(entry: Entry) -> dict[str, str]:
    """Return what choosing an address fills in."""
    record = signed_address(entry.code)
    if record is None:
        return {}
    return {
        "line": record.line,
        "postcode": record.postcode,
        "city": record.city,
        "country": FRANCE,
        "proof": entry.code,
    }


def is_as_given(record: AddressRecord | None, *, line: str, postcode: str, city: str) -> bool:
    """Tell whether lines are still those a register gave."""
    if record is None or not record.is_exact:
        return False
    given = folded(f"{record.line} {record.postcode} {record.city}")
    return given == folded(f"{line} {postcode} {city}")
