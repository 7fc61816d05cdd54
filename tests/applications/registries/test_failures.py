"""Every register of the web fails in one of three ways, whatever it does; nobody waits for it."""

import socket
from collections.abc import Callable

import pytest

from applications.registries import associations, companies, schools
from applications.registries.errors import (
    RegisterError,
    RegisterRefused,
    RegisterUnavailable,
    RegisterUnreadable,
)
from applications.registries.providers.geoplateforme import GeoplateformeAddressRegister
from tests.applications.registries.conftest import Serve

PROVIDERS = "applications.registries.providers"
OPEN = f"{PROVIDERS}.recherche_entreprises.RechercheEntreprises"
LONG = "x" * 9000
LookUp = Callable[[], object]


@pytest.fixture(
    params=["companies", "open companies", "associations", "open associations", "schools"]
)
def look_up(request: pytest.FixtureRequest, settings) -> LookUp:
    """Return the look-up of one register of the web, the only one asked."""
    settings.API_ENTREPRISE_TOKEN = "a-secret"
    settings.COMPANY_REGISTERS = [f"{PROVIDERS}.api_entreprise.ApiEntrepriseCompanies"]
    settings.ASSOCIATION_REGISTERS = [f"{PROVIDERS}.api_associations.ApiAssociationsAssociations"]
    settings.SCHOOL_REGISTERS = [f"{OPEN}Schools"]
    if request.param == "open companies":
        settings.COMPANY_REGISTERS = [f"{OPEN}Companies"]
    if request.param == "open associations":
        settings.ASSOCIATION_REGISTERS = [f"{OPEN}Associations"]
    if "companies" in request.param:
        return lambda: companies.find("77567227221138")
    if "associations" in request.param:
        return lambda: associations.find("W604004799")
    return lambda: schools.find("9740001H")


@pytest.fixture
def registers(settings, serve: Serve) -> Serve:
    """Serve one answer as every register of the web at once."""

    def start(*args: object, **kwargs: object):
        served = serve(*args, **kwargs)
        settings.API_ENTREPRISE_URL = served.url
        settings.COMPANY_LOOKUP_URL = f"{served.url}/search"
        settings.ADDRESS_LOOKUP_URL = f"{served.url}/geocodage/search"
        return served

    return start


FAILURES = [
    ("{}", 400, RegisterRefused),
    ("{}", 401, RegisterRefused),
    ("{}", 429, RegisterRefused),
    ("{}", 500, RegisterUnavailable),
    ("<html>502</html>", 502, RegisterUnavailable),
    ("", 200, RegisterUnreadable),
    ("{}", 200, RegisterUnreadable),
    ("null", 200, RegisterUnreadable),
    ("[]", 200, RegisterUnreadable),
    ("<html>maintenance</html>", 200, RegisterUnreadable),
    (b"\xff\xfe\x00", 200, RegisterUnreadable),
    ("[" * 100_000, 200, RegisterUnreadable),
    ('{"data": 3, "results": 3}', 200, RegisterUnreadable),
    ('{"data": {"siret": "\\ud800"}, "results": ["\\ud800"]}', 200, RegisterUnreadable),
    (
        f'{{"data": {{"nom": "{LONG}"}}, "results": [{{"siren": "{LONG}"}}]}}',
        200,
        RegisterUnreadable,
    ),
]


@pytest.mark.parametrize(("body", "status", "error"), FAILURES)
def test_each_failure_has_its_name(
    registers: Serve,
    look_up: LookUp,
    body: str | bytes,
    status: int,
    error: type[RegisterError],
) -> None:
    registers(body, status)
    with pytest.raises(error):
        look_up()


@pytest.mark.parametrize(("body", "status", "error"), FAILURES)
def test_each_failure_of_the_national_base_too(
    registers: Serve, body: str | bytes, status: int, error: type[RegisterError]
) -> None:
    registers(body, status)
    with pytest.raises(error):
        GeoplateformeAddressRegister().search("3 rue du Phare", limit=5, seconds=5)


def test_a_slow_register_is_given_up_after_the_time_of_the_settings(
    settings, registers: Serve, look_up: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeouts: list[float] = []
    connect = socket.create_connection

    def note(address: object, timeout: float, *args: object, **kwargs: object) -> socket.socket:
        timeouts.append(timeout)
        return connect(address, timeout, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", note)
    settings.REGISTER_TIMEOUT_SECONDS = 0.25
    served = registers("{}", is_mute=True)
    with pytest.raises(RegisterUnavailable):
        look_up()
    assert timeouts == [0.25]
    assert not served.released.is_set()


def test_a_register_that_refuses_for_a_while_is_not_asked_again_meanwhile(
    registers: Serve, look_up: LookUp
) -> None:
    served = registers("{}", 429, headers={"Retry-After": "30"})
    for _time in range(3):
        with pytest.raises(RegisterRefused):
            look_up()
    assert len(served.paths) == 1


def test_what_fails_says_so_in_words_that_propose_to_type(
    registers: Serve, look_up: LookUp
) -> None:
    registers("{}", 500)
    with pytest.raises(RegisterError, match="saisissez manuellement"):
        look_up()


def test_the_time_given_by_default_is_the_one_promised(settings) -> None:
    assert settings.REGISTER_TIMEOUT_SECONDS == 2
    assert settings.REGISTER_BUDGET_SECONDS == 3
