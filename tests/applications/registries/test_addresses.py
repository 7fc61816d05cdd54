"""Addresses looked up: by the national base when it is configured, else by commune."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from applications.registries import addresses
from applications.registries.addresses import (
    AddressRecord,
    EmbeddedAddressRegister,
    GeoplateformeAddressRegister,
    search_addresses,
)
from applications.registries.errors import (
    RegisterRefused,
    RegisterUnavailable,
    RegisterUnreadable,
)

REGISTERS = "applications.registries.addresses."
FOUND = {
    "type": "FeatureCollection",
    "features": [
        {
            "properties": {
                "type": "housenumber",
                "name": "3 Rue du Phare",
                "postcode": "35400",
                "city": "Saint-Malo",
                "citycode": "35288",
            }
        },
        {
            "properties": {
                "type": "municipality",
                "name": "Saint-Malo",
                "postcode": "35400",
                "city": "Saint-Malo",
                "citycode": "35288",
            }
        },
    ],
}
Serve = Callable[..., list[str]]


@pytest.fixture
def serve(settings) -> Iterator[Serve]:
    """Serve one answer as the national base would; return the list of what it is asked."""
    servers = []

    def start(body: str = "{}", status: int = 200, delay: float = 0) -> list[str]:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                time.sleep(delay)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        settings.ADDRESS_LOOKUP_URL = f"http://127.0.0.1:{server.server_port}/geocodage/search"
        settings.ADDRESS_REGISTERS = [
            f"{REGISTERS}GeoplateformeAddressRegister",
            f"{REGISTERS}EmbeddedAddressRegister",
        ]
        return asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_national_base_knows_streets(serve: Serve) -> None:
    asked = serve(json.dumps(FOUND))

    found = search_addresses("3 rue du phare saint-malo", limit=5)

    assert found == [
        AddressRecord("3 Rue du Phare", "35400", "Saint-Malo", "35288", is_exact=True),
        AddressRecord("", "35400", "Saint-Malo", "35288"),
    ]
    assert found[0].label == "3 Rue du Phare, 35400 Saint-Malo"
    assert found[1].label == "35400 Saint-Malo"
    query = parse_qs(urlsplit(asked[0]).query)
    assert query["q"] == ["3 rue du phare saint-malo"]
    assert query["limit"] == ["5"]


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("{}", 429, RegisterRefused),
        ("{}", 503, RegisterUnavailable),
        ("<html>", 200, RegisterUnreadable),
        ('{"features": [{}]}', 200, RegisterUnreadable),
        ("[]", 200, RegisterUnreadable),
    ],
)
def test_each_failure_has_its_name_and_communes_still_answer(
    serve: Serve, body: str, status: int, error: type[Exception]
) -> None:
    serve(body, status)
    with pytest.raises(error):
        GeoplateformeAddressRegister().search("3 rue du Phare 35400", limit=5)
    (first, *_others) = search_addresses("3 rue du Phare 35400", limit=5)
    assert first == AddressRecord("3 rue du Phare", "35400", "Saint-Malo", "35288")


def test_a_slow_base_is_not_waited_for(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "SECONDS", 0.1)
    serve(json.dumps(FOUND), delay=1)
    with pytest.raises(RegisterUnavailable):
        GeoplateformeAddressRegister().search("3 rue du Phare 35400", limit=5)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3 rue du Phare 35400 st malo", ("3 rue du Phare", "35400", "Saint-Malo")),
        ("3 rue du Phare, 35400", ("3 rue du Phare", "35400", "Saint-Malo")),
        ("saint malo", ("", "35400", "Saint-Malo")),
    ],
)
def test_communes_complete_what_is_typed(typed: str, expected: tuple[str, str, str]) -> None:
    found = EmbeddedAddressRegister().search(typed, limit=3)[0]
    assert (found.line, found.postcode, found.city) == expected
    assert not found.is_exact


def test_too_few_letters_ask_nobody(serve: Serve) -> None:
    asked = serve(json.dumps(FOUND))
    assert search_addresses("ab", limit=5) == []
    assert asked == []
