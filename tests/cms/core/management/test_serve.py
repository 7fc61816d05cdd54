"""`manage.py serve` refuses an address it cannot have, before it prepares anything."""

import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


@pytest.fixture
def untouched(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    yield
    assert not settings.DATA_DIR.exists()


def test_a_port_somebody_listens_to_is_refused_with_the_way_out(untouched):
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        with pytest.raises(CommandError, match=f"already listens.*PORT={port + 1} make run"):
            call_command("serve", host="127.0.0.1", port=port)


def test_a_port_that_does_not_exist_is_refused(untouched):
    with pytest.raises(CommandError, match="below 65536"):
        call_command("serve", host="127.0.0.1", port=70000)


def test_an_address_of_another_machine_is_refused(untouched):
    with pytest.raises(CommandError, match="cannot listen on 192\\.0\\.2\\.1"):
        call_command("serve", host="192.0.2.1", port=8000)
