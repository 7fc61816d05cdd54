"""The administration is the portal's own place: its name, its menus, its way in."""

import json
import re
from pathlib import Path

import polib
import pytest
import wagtail.admin
import wagtail_localize
from django.test import Client, RequestFactory
from django.utils.translation import gettext, override
from wagtail.admin.menu import admin_menu, help_menu, reports_menu

from cms.core.models import SiteSettings
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import catalog_page, home_page

pytestmark = pytest.mark.django_db

HISTORY = "/gestion/reports/site-history/"
TRANSLATIONS = "/gestion/localize/reports/translations/"
LOCALIZE = Path(wagtail_localize.__file__).parent
OURS = Path("templates/wagtailadmin/skeleton.html")
THEIRS = Path(wagtail.admin.__file__).parent / "templates/wagtailadmin/skeleton.html"


def staff(role: str) -> Client:
    return sign_in(Client(), UserFactory(role=role))


def shown(menu, role: str) -> list[str]:
    request = RequestFactory().get("/gestion/")
    request.user = UserFactory(role=role)
    return [str(item.label) for item in menu.menu_items_for_request(request)]


def test_pages_bear_the_name_of_the_portal_and_never_wagtail_s():
    catalog = catalog_page()
    SiteSettings.objects.update_or_create(pk=1, defaults={"name": "Les aides d'ici"})
    editor = staff("editor")

    for path in ("/gestion/", "/gestion/images/", f"/gestion/pages/{catalog.pk}/edit/"):
        page = editor.get(path).content.decode()
        title = re.search(r"<title>(.*?)</title>", page)
        assert title is not None
        assert title.group(1).endswith("– Les aides d&#x27;ici"), path
        assert "/favicon.svg" in page
        words = re.sub(r"<script.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL)
        assert "Wagtail" not in words, path


def test_the_colours_of_the_region_come_with_every_page():
    page = staff("officer").get("/gestion/").content.decode()
    assert re.search(r'href="/theme/[0-9a-f]+\.css"', page)
    assert "portal/css/admin" in page


def test_the_skeleton_is_wagtail_s_own_but_for_two_sentences():
    """A new version of Wagtail that changes its skeleton must be followed here."""
    theirs = THEIRS.read_text()
    theirs = re.sub(r"\{% block titletag %\}.*</title>", "TITLE", theirs)
    theirs = re.sub(
        r"\{% blocktrans trimmed %\}.*?\{% endblocktrans %\}", "WORDS", theirs, flags=re.DOTALL
    )
    ours = OURS.read_text().replace(
        "{% load wagtailadmin_tags i18n gestion %}", "{% load wagtailadmin_tags i18n %}"
    )
    ours = re.sub(r"\{% block titletag %\}.*</title>", "TITLE", ours)
    ours = re.sub(r'\{% translate "The administration needs.*?%\}', "WORDS", ours)
    assert ours.split() == theirs.split()


@pytest.mark.parametrize("role", ["officer", "decider", "paymaster", "support", "administrator"])
def test_reports_are_for_those_who_work_on_pages(role):
    assert "Rapports" not in shown(admin_menu, role)
    assert shown(reports_menu, role) == []
    client = staff(role)
    for path in (HISTORY, f"{HISTORY}results/", TRANSLATIONS, f"{TRANSLATIONS}results/"):
        assert client.get(path).status_code == 403, path


@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_those_who_write_pages_read_their_reports(role):
    catalog_page()
    assert "Rapports" in shown(admin_menu, role)
    client = staff(role)
    assert client.get(HISTORY).status_code == 200
    assert client.get(TRANSLATIONS).status_code == 200


def test_the_help_menu_does_not_lead_to_wagtail_s_site():
    assert shown(help_menu, "editor") == ["Raccourcis"]


def test_pages_open_on_the_home_of_the_site():
    home = home_page()
    editor = staff("editor")

    assert editor.get("/gestion/pages/").headers["Location"] == f"/gestion/pages/{home.pk}/"
    page = editor.get("/gestion/").content.decode()
    assert f"/gestion/pages/{home.pk}/" in page


def test_who_works_on_no_page_is_told_so_inside_the_administration():
    answer = staff("officer").get("/gestion/pages/")

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "sont lus par celles et ceux qui les écrivent" in page
    assert 'id="wagtail-sidebar"' in page


def test_an_unknown_page_is_said_in_the_portal_s_words():
    answer = staff("officer").get("/gestion/nulle-part/")
    assert answer.status_code == 404
    assert "Accueil de la gestion" in answer.content.decode()


def test_staff_without_a_task_are_led_to_the_menu():
    page = staff("support").get("/gestion/").content.decode()
    assert "Le menu mène à vos écrans." in page


def test_the_editor_of_translations_says_everything_in_french():
    client = staff("publisher")
    words = client.get("/gestion/localize/jsi18n/").content.decode()
    catalog = json.loads(re.search(r"const newcatalog = (\{.*?\});", words, re.DOTALL).group(1))
    assert catalog["More actions"] == "Autres actions"
    assert catalog["Publish in "] == "Publier en "
    assert (
        catalog["%(source)s to %(target)s translation"]
        == "Traduction\u00a0: %(source)s vers %(target)s"
    )
    script = LOCALIZE.joinpath("static/wagtail_localize/js/wagtail-localize.js").read_text()
    for words in ('"More actions"', "displayName} translation`"):
        assert words in script, "the portal's script says in French what the library has not"


def test_a_locale_is_a_language_and_never_a_region():
    theirs = polib.pofile(LOCALIZE / "locale/fr/LC_MESSAGES/django.po")
    with override("fr"):
        said = [gettext(entry.msgid) for entry in theirs if not entry.msgid_plural]
    assert [words for words in said if re.search(r"régions?\b", words, re.IGNORECASE)] == []


@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
def test_the_filters_of_the_report_on_translations_are_in_french():
    page = staff("publisher").get(TRANSLATIONS).content.decode()
    assert "Langue d&#x27;origine" in page
    assert "Langue de la traduction" in page
    assert "locale" not in re.sub(r"<[^>]*>", " ", page.split("<main")[1]).lower()
