"""What a password may be: portal.md §4, « common, breached-list, contextual refused »."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from applications.accounts.models import User
from cms.core.site import site_settings
from cms.demo.directory import PASSWORD

pytestmark = pytest.mark.django_db


def refused(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "iloveyouforever",
        "password12345",
        "P@ssw0rd12345",
        "motdepasse1234",
        "azertyuiop123",
        "qwertyuiop12",
        "123456789012a",
        "abcdefghijklm",
        "aaaaaaaaaaaab",
    ],
)
def test_what_people_often_use_is_refused_disguised_or_not(password: str) -> None:
    assert "password_guessable" in refused(password)


def test_what_is_known_of_the_person_does_not_make_a_password_strong() -> None:
    person = User(username="legoff2026", email="m.legoff@exemple.example", last_name="Kerdoncuff")
    assert refused("Kerdoncuff2026", person)
    assert refused("legoff2026legoff2026", person)


@pytest.mark.parametrize(
    "password", [PASSWORD, "cheval correct pile agrafe", "tribu-vague-cerise-42", "gG7#kk29-pLq0"]
)
def test_words_nobody_expects_together_are_taken(password: str) -> None:
    assert refused(password) == set()


def test_the_longest_password_allowed_is_examined_and_taken() -> None:
    words = "tribu vague cerise lampe galet "
    assert refused((words * 5)[:128].strip()) == set()


@pytest.mark.parametrize("password", ["court", "chat", "Password1234", "password12345"])
def test_a_password_without_the_name_of_the_portal_is_not_said_to_hold_it(password: str) -> None:
    found = refused(password)
    assert found
    assert "password_contextual" not in found


def test_a_password_made_of_the_name_of_the_region_is_refused() -> None:
    name = site_settings().region_name
    assert "password_contextual" in refused(f"{name}1234")


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(ValidationError, match="Ajoutez un ou deux mots"):
        validate_password("motdepasse1234")
