"""Looking a postal address up while it is typed; writing it by hand is always possible beside."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.module_loading import import_string

from applications.registries.errors import (
    RegisterError,
    RegisterRefused,
    RegisterUnavailable,
    RegisterUnreadable,
)
from applications.registries.territories import territories
from cms.core.lookup import Entry

logger = logging.getLogger("portal.registries")

SECONDS = 2
SHORTEST = 3
LARGEST_ANSWER = 200_000
POSTCODE = re.compile(r"\b\d{5}\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """An address in France as a register knows it; `is_exact` when it knows the street."""

    line: str
    postcode: str
    city: str
    city_code: str = ""
    is_exact: bool = False

    @property
    def label(self) -> str:
        """On one line."""
        place = f"{self.postcode} {self.city}"
        return f"{self.line}, {place}" if self.line else place


class AddressRegister(Protocol):
    """A register of addresses; raises a `RegisterError` when it does not answer in time."""

    def search(self, text: str, *, limit: int) -> Sequence[AddressRecord]:
        """Return the addresses the words typed may mean, best first."""


def search_addresses(text: str, *, limit: int) -> list[AddressRecord]:
    """Return what the first register that knows something says; those that fail are passed over."""
    if len(text.strip()) < SHORTEST:
        return []
    for path in settings.ADDRESS_REGISTERS:
        register: AddressRegister = import_string(path)()
        try:
            found = list(register.search(text, limit=limit))
        except RegisterError as error:
            logger.warning("%s: %s", type(register).__name__, error.code)
            continue
        if found:
            return found
    return []


class EmbeddedAddressRegister:
    """The communes of France: it completes « 3 rue du Phare 35400 », and knows no street."""

    def search(self, text: str, *, limit: int) -> Sequence[AddressRecord]:
        """Return the communes of the postcode typed, or those of this name."""
        known, code = territories(), POSTCODE.search(text)
        if code is None:
            return [
                AddressRecord("", postcode, name_of(entry), entry.code)
                for entry in known.communes.search(text, limit=limit)
                for postcode in known.postcodes[entry.code]
            ][:limit]
        postcode, line = code.group(), text[: code.start()].strip(" ,")
        return [
            AddressRecord(line, postcode, name_of(entry), entry.code)
            for entry in known.communes.search(f"{postcode} {text[code.end() :]}", limit=limit)
        ]


class GeoplateformeAddressRegister:
    """The national address base, asked through the State's open service."""

    def search(self, text: str, *, limit: int) -> Sequence[AddressRecord]:
        """Return the addresses of the service, in two seconds or not at all."""
        query = urlencode({"q": text, "limit": limit, "autocomplete": 1, "index": "address"})
        request = Request(  # noqa: S310 - the address is a setting
            f"{settings.ADDRESS_LOOKUP_URL}?{query}", headers={"Accept": "application/json"}
        )
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
                content = json.loads(answer.read(LARGEST_ANSWER))
        except HTTPError as error:
            is_refusal = 400 <= error.code < 500
            raise (RegisterRefused if is_refusal else RegisterUnavailable)() from error
        except (OSError, HTTPException) as error:
            raise RegisterUnavailable from error
        except ValueError as error:
            raise RegisterUnreadable from error
        return records_of(content)


def records_of(content: Any) -> list[AddressRecord]:
    """Read the GeoJSON of the service; raises `RegisterUnreadable`."""
    try:
        return [record_of(feature["properties"]) for feature in content["features"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise RegisterUnreadable from error


def record_of(properties: Mapping[str, Any]) -> AddressRecord:
    """Read one address."""
    is_town = properties["type"] == "municipality"
    return AddressRecord(
        line="" if is_town else str(properties["name"]),
        postcode=str(properties["postcode"]),
        city=str(properties["city"]),
        city_code=str(properties["citycode"]),
        is_exact=not is_town,
    )


def name_of(entry: Entry) -> str:
    """Return the name of a commune, without the place its label adds."""
    return entry.label.rpartition(" (")[0]
