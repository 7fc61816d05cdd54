"""An aid whose draft holds a long form, and an editor signed in to write it."""

from django.conf import settings
from django.test import Client

from aids.models import AidPage
from applications.accounts.models import User
from applications.formbuilder import building
from tests.factories.accounts import sign_in
from tests.factories.long_forms import long_form

SLUGS = {100: "contrat-acces-qualification", 400: "velo-electrique"}
EDITOR = "editrice01"


def write_long_form(questions: int) -> str:
    """Put a form of so many questions in the draft of an aid; return where it is edited."""
    page = AidPage.objects.get(slug=SLUGS[questions], locale__language_code=settings.LANGUAGE_CODE)
    draft: AidPage = page.get_latest_revision_as_object()
    for name, value in building.to_stream(long_form(questions)).items():
        setattr(draft, name, value)
    draft.save_revision()
    return f"/gestion/pages/{page.pk}/edit/"


def editor_cookie() -> tuple[str, str]:
    """Return the name and the value of the session of an editor signed in."""
    client = sign_in(Client(), User.objects.get(username=EDITOR))
    name = settings.SESSION_COOKIE_NAME
    return name, client.cookies[name].value
