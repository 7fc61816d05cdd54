"""Géoplateforme: the national address base, asked through the State's open service."""

from collections.abc import Sequence

from django.conf import settings

from applications.registries import web
from applications.registries.providers.reading import Answer, Text, read
from applications.registries.records import AddressRecord

TOWN = "municipality"


class GeoplateformeAddressRegister:
    """Streets and numbers of France, with the code of their commune."""

    is_remote = True
    is_complete = False

    def search(self, text: str, *, limit: int, seconds: float) -> Sequence[AddressRecord]:
        """Return the addresses of the service."""
        body = web.get(
            settings.ADDRESS_LOOKUP_URL,
            params={"q": text, "limit": limit, "autocomplete": 1, "index": "address"},
            seconds=seconds,
        )
        return [record_of(feature.properties) for feature in read(Found, body).features]


class Properties(Answer):
    """What is said of one address."""

    type: Text
    name: Text
    postcode: Text
    city: Text
    citycode: Text


class Feature(Answer):
    """One address."""

    properties: Properties


class Found(Answer):
    """A GeoJSON collection."""

    features: list[Feature]


def record_of(properties: Properties) -> AddressRecord:
    """Return one address; a commune alone has no street."""
    is_town = properties.type == TOWN
    return AddressRecord(
        line="" if is_town else properties.name,
        postcode=properties.postcode,
        city=properties.city,
        city_code=properties.citycode,
        is_exact=not is_town,
    )
