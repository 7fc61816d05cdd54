"""The door: every URL, every kind of person."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RoutePattern
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts.door import policy_of
from applications.accounts.models import StaffRole, User
from applications.accounts.services.staff import ensure_groups, grant_staff, withdraw_staff
from cms.core.access import AccessPolicy, access
from cms.core.models import Event
from tests.factories.accounts import BACKEND, UserFactory, sign_in

pytestmark = pytest.mark.django_db

SAMPLES = {
    "int": "1",
    "str": "abc",
    "slug": "abc",
    "path": "abc",
    "uuid": "6d3a1a2e-0f5b-4c5e-9a39-3a1c9a7f2d11",
}


def every_url(
    patterns: list[URLPattern | URLResolver], prefix: str = "/"
) -> Iterator[tuple[str, Any]]:
    """Walk the resolver: a path that matches each pattern, and its view."""
    for pattern in patterns:
        place = prefix + _sample(pattern)
        if isinstance(pattern, URLResolver):
            yield from every_url(pattern.url_patterns, place)
        else:
            yield place, pattern.callback


def _sample(pattern: URLPattern | URLResolver) -> str:
    """Return a text that matches a pattern, path or regular expression."""
    text = str(pattern.pattern)
    if isinstance(pattern.pattern, RoutePattern):
        return re.sub(
            r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "abc"), text
        )
    text = re.sub(r"\(\?P<\w+>((?:[^()]|\([^()]*\))*)\)", r"(\1)", text)
    text = re.sub(r"\(\\d\+\)|\[0-9\]\+|\\d\+", "1", text)
    text = re.sub(r"\((?:[^()]|\([^()]*\))*\)[*+?]?", "", text)
    return re.sub(r"[\^$?\\]|\.\*", "", text)


@pytest.fixture(scope="module")
def urls() -> list[tuple[str, Any]]:
    """Every URL of the portal."""
    return list(every_url(get_resolver().url_patterns))


def _policy(place: str, view: Any) -> AccessPolicy | None:
    request = HttpRequest()
    request.path = request.path_info = place
    return policy_of(request, view)


KNOWN_TO_BE_REFUSED = ("_util/login/", "_util/authenticate_with_password/")


def test_every_url_says_who_may_reach_it(urls: list[tuple[str, Any]]) -> None:
    undeclared = [
        place
        for place, view in urls
        if _policy(place, view) is None and not any(known in place for known in KNOWN_TO_BE_REFUSED)
    ]
    assert len(urls) > 100
    assert undeclared == []


def _let_in(client: Client, places: list[str]) -> list[str]:
    """Return the places that answered otherwise than by the door."""
    passed = []
    for place in places:
        response = client.get(place)
        location = response.headers.get("Location", "")
        at_the_door = location.startswith(("/compte/connexion/", "/compte/second-facteur/"))
        if not (at_the_door or response.status_code in {403, 404, 405}):
            passed.append(f"{place} {response.status_code} {location}")
    return passed


@pytest.mark.parametrize("person", ["anonymous", "applicant", "staff-without-factor", "device"])
def test_nobody_else_gets_into_gestion(urls: list[tuple[str, Any]], person: str) -> None:
    client = Client(raise_request_exception=False)
    if person == "applicant":
        sign_in(client, UserFactory())
    elif person == "staff-without-factor":
        client.force_login(UserFactory(administrator=True, without_device=True), backend=BACKEND)
    elif person == "device":
        client.force_login(UserFactory(administrator=True), backend=BACKEND)
    shadows = ("/gestion/login/", "/gestion/logout/", "/gestion/password_reset/")
    places = [
        place
        for place, _ in urls
        if place.startswith("/gestion/") and not place.startswith(shadows)
    ]
    assert len(places) > 80
    assert _let_in(client, places) == []


@pytest.mark.parametrize("person", ["anonymous", "staff-without-factor", "staff"])
def test_only_applicants_reach_their_pages(urls: list[tuple[str, Any]], person: str) -> None:
    client = Client(raise_request_exception=False)
    user = None if person == "anonymous" else UserFactory(officer=True)
    if person == "staff":
        sign_in(client, user)
    elif user is not None:
        client.force_login(user, backend=BACKEND)
    places = [place for place, view in urls if _policy(place, view) is AccessPolicy.APPLICANT]
    assert _let_in(client, places) == []


@pytest.mark.parametrize(
    "place", ["/gestion/login/", "/gestion/password_reset/", "/gestion/password_reset/done/"]
)
def test_wagtails_own_doors_are_walled_up(client: Client, place: str) -> None:
    UserFactory(username="agente0001", email="agente@exemple.example", officer=True)
    assert client.get(place).url.startswith("/compte/")
    response = client.post(
        place, {"username": "agente@exemple.example", "password": "une-phrase-longue-et-facile"}
    )
    assert response.url.startswith("/compte/")
    assert "_auth_user_id" not in client.session


def test_wagtails_page_login_does_not_exist(client: Client) -> None:
    assert client.get("/_util/login/").status_code == 404
    assert client.post("/_util/login/", {}).status_code == 404
    assert Event.objects.filter(kind="access.undeclared").exists()


def test_editor_without_is_staff_stays_out(client: Client) -> None:
    """Wagtail itself would let in anybody who holds `access_admin`."""
    user = UserFactory()
    editors = Group.objects.create(name="Wagtail's own editors")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(editors, ensure_groups()[StaffRole.EDITOR])
    TOTPDevice.objects.create(user=user)
    sign_in(client, user)
    assert client.get("/gestion/").status_code == 404
    assert Event.objects.filter(kind="access.denied", actor_id=user.pk).exists()


def test_staff_service_gives_and_takes_everything_together(client: Client) -> None:
    user = grant_staff(UserFactory(), role=StaffRole.EDITOR)
    assert user.is_staff
    assert user.has_perm("wagtailadmin.access_admin")
    TOTPDevice.objects.create(user=user)
    sign_in(client, user)
    assert client.get("/gestion/").status_code == 200
    withdraw_staff(user)
    assert not user.groups.exists()
    assert client.get("/gestion/").status_code == 404


@pytest.mark.parametrize("role", list(StaffRole))
def test_every_role_enters_gestion(client: Client, role: StaffRole) -> None:
    user = UserFactory(role=role)
    sign_in(client, user)
    assert client.get("/gestion/").status_code == 200


def test_publisher_publishes_and_editor_does_not() -> None:
    groups = ensure_groups()
    ensure_groups()

    def on_pages(role: StaffRole) -> set[str]:
        return {grant.permission.codename for grant in groups[role].page_permissions.all()}

    assert on_pages(StaffRole.EDITOR) == {"add_page", "change_page"}
    assert on_pages(StaffRole.PUBLISHER) >= {"add_page", "change_page", "publish_page"}
    assert on_pages(StaffRole.OFFICER) == set()
    assert (
        groups[StaffRole.ADMINISTRATOR].permissions.filter(codename="change_sitesettings").exists()
    )


def undeclared(request: HttpRequest) -> HttpResponse:
    """Stand for a view whose author forgot to say who may reach it."""
    return HttpResponse("open to all")


@access(AccessPolicy.PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    """Stand for a public page."""
    return HttpResponse(f"session read: {request.session.accessed}")


urlpatterns = [
    path("oubliee/", undeclared),
    path("publique/", public),
    path("gestion/publique/", public),
    path("compte/connexion/", public, name="account_login"),
    path("theme/<str:digest>.css", public, name="theme"),
]


@override_settings(ROOT_URLCONF="tests.applications.accounts.test_door")
def test_view_without_policy_is_refused() -> None:
    client = Client()
    sign_in(client, UserFactory())
    assert client.get("/oubliee/").status_code == 404
    event = Event.objects.get(kind="access.undeclared")
    assert event.subject_id.endswith("undeclared")


@override_settings(ROOT_URLCONF="tests.applications.accounts.test_door")
def test_public_pages_never_look_at_the_session() -> None:
    client = Client()
    sign_in(client, UserFactory(officer=True))
    response = client.get("/publique/")
    assert response.content == b"session read: False"
    assert "Cookie" not in response.headers.get("Vary", "")


@override_settings(ROOT_URLCONF="tests.applications.accounts.test_door")
def test_place_wins_over_the_view_under_gestion(client: Client) -> None:
    assert client.get("/gestion/publique/").status_code == 302


def test_staff_is_told_why_it_cannot_apply(client: Client) -> None:
    sign_in(client, UserFactory(officer=True))
    response = client.get("/espace/")
    assert response.status_code == 403
    assert "Un compte du personnel ne dépose pas de demande" in response.content.decode()


def test_personal_pages_are_not_kept(client: Client) -> None:
    sign_in(client, UserFactory())
    assert "no-store" in client.get("/compte/").headers["Cache-Control"]


def test_allauths_other_pages_do_not_exist(client: Client) -> None:
    for place in ("email/", "password/change/", "login/", "signup/", "inactive/", "social/"):
        assert client.get(f"/compte/{place}").status_code == 404
    assert settings.LOGIN_URL == "account_login"


def test_a_right_given_by_hand_to_one_account_opens_nothing() -> None:
    """What an account may do comes from its role alone."""
    someone = UserFactory(officer=True)
    permission = Permission.objects.get(
        codename="publish_page", content_type__app_label="wagtailcore"
    )
    someone.user_permissions.add(permission)
    again = User.objects.get(pk=someone.pk)
    assert not again.has_perm("wagtailcore.publish_page")
    assert again.has_perm("wagtailadmin.access_admin")
