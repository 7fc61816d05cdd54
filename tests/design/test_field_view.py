"""How form fields are shown: labels, hints, errors and widgets tied together."""

import datetime as dt
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.template import Context, Template

from cms.core.date_parts import DatePartsField
from cms.core.field_view import FieldView, error_links, field_links, target_id
from cms.core.views_gallery import WRONG_ANSWERS, SampleForm


def shown(bound, **options):
    return str(bound.as_field_group()) if not options else _with(bound, options)


def _with(bound, options):
    words = " ".join(f'{name}="{value}"' for name, value in options.items())
    template = Template("{% load design %}{% portal_field field " + words + " %}")
    return template.render(Context({"field": bound}))


@pytest.mark.parametrize("name", SampleForm.base_fields)
@pytest.mark.parametrize("data", [None, WRONG_ANSWERS])
def test_no_widget_uses_the_browser_s_required(name, data):
    html = shown(SampleForm(data)[name])
    assert " required" not in html
    assert "style=" not in html


@pytest.mark.parametrize("name", SampleForm.base_fields)
def test_ids_are_unique_and_descriptions_exist(name):
    html = shown(SampleForm(WRONG_ANSWERS)[name])
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)
    for target in re.findall(r'<label[^>]* for="([^"]+)"', html):
        assert target in ids


def test_required_labels_end_with_a_star():
    form = SampleForm()
    assert "Identifiant *</label>" in shown(form["identifier"])
    assert "Civilité *</legend>" in shown(form["title"])
    assert "Domaines du projet</legend>" in shown(form["themes"])


def test_a_star_already_written_is_not_doubled():
    class Starred(forms.Form):
        name = forms.CharField(label="Nom *", required=False)

    assert "Nom *</label>" in shown(Starred()["name"])
    assert "* *" not in shown(Starred()["name"])


def test_a_field_may_be_marked_otherwise_than_it_is_checked():
    form = SampleForm()
    form.fields["amount"].required = False
    form.fields["amount"].is_marked_required = True
    assert "Montant demandé *</label>" in shown(form["amount"])


def test_hint_and_error_are_tied_to_the_widget():
    html = shown(SampleForm(WRONG_ANSWERS)["password"])
    assert 'aria-describedby="id_password_helptext id_password_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_password_error"' in html


@pytest.mark.parametrize(
    "name", ["title", "themes", "birth_date", "needs", "discovery", "representative"]
)
def test_several_widgets_for_one_answer_are_a_fieldset(name):
    html = shown(SampleForm()[name])
    assert "<fieldset" in html
    assert "<legend" in html


def test_a_password_is_never_given_back():
    html = shown(SampleForm({**WRONG_ANSWERS, "password": "portail-de-demonstration"})["password"])
    assert "portail-de-demonstration" not in html
    assert 'autocomplete="new-password"' in html


def test_what_surrounds_an_input_stays_on_the_server():
    html = shown(SampleForm()["amount"])
    assert "data-suffix" not in html
    assert "data-width" not in html
    assert "govuk-input__suffix" in html
    assert "govuk-input--width-10" in html
    assert 'inputmode="decimal"' in html


def test_a_long_text_is_counted_and_never_cut():
    html = shown(SampleForm()["story"])
    assert 'data-maxlength="400"' in html
    assert " maxlength=" not in html


def test_a_group_labels_each_part_and_its_error_leads_to_the_part_it_is_about():
    form = SampleForm(WRONG_ANSWERS)
    html = shown(SampleForm()["representative"])
    for label in ("Nom *</label>", "Fonction</label>", "En fonction depuis le</legend>"):
        assert label in html
    assert 'aria-describedby="id_representative_role_helptext"' in html
    assert target_id(form["representative"]) == "id_representative_name"
    wrong = ValidationError("En fonction depuis quand ?", params={"part": "since"})
    form.add_error("representative", wrong)
    assert target_id(form["representative"]) == "id_representative_since_0"
    invalid = re.findall(r'<input[^>]*aria-invalid="true"[^>]*>', shown(form["representative"]))
    assert len(invalid) == 3


def test_each_error_of_a_group_leads_to_its_own_part_and_marks_it():
    form = SampleForm(WRONG_ANSWERS)
    form.errors.pop("representative", None)
    wrong = [ValidationError(part, params={"part": part}) for part in ("name", "role")]
    form.add_error("representative", wrong)
    links = [link.target for link in field_links(form["representative"])]
    assert links == ["id_representative_name", "id_representative_role"]
    marked = re.findall(
        r'<(?:input|select)[^>]*aria-invalid="true"[^>]*>', shown(form["representative"])
    )
    assert len(marked) == 2


def test_a_search_shows_its_results_to_choose_from():
    html = shown(SampleForm(WRONG_ANSWERS)["place"])
    assert "2 résultats" in html
    assert html.count('type="radio" name="place_code"') == 2
    assert " checked" not in html
    chosen = shown(SampleForm({"place": "port", "place_code": "2"})["place"])
    assert re.search(r'value="2"[^>]* checked', chosen)
    assert 'name="action" value="actualiser"' in html


def test_the_last_option_may_ask_for_words():
    html = shown(SampleForm({"discovery": "other", "discovery_other": "Par une amie"})["discovery"])
    assert 'data-reveals="conditional-id_discovery_other"' in html
    assert 'id="conditional-id_discovery_other"' in html
    assert 'value="Par une amie"' in html
    assert 'data-behaviour="exclusive"' in shown(SampleForm()["needs"])


def test_words_are_escaped():
    class Hostile(forms.Form):
        name = forms.CharField(label="<b>Nom</b>", help_text="<i>aide</i>")

    html = shown(Hostile({"name": '"><script>'})["name"])
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<script>" not in html


def test_options_given_by_the_page_win():
    html = shown(SampleForm()["amount"], label="Somme", hint="En euros", prefix="€")
    assert "Somme *</label>" in html
    assert "En euros" in html
    assert "govuk-input__prefix" in html


def test_the_same_words_stand_at_the_top_and_beside_the_field():
    form = SampleForm(WRONG_ANSWERS)
    links = {link.target: link.message for link in error_links([form])}
    assert "Mot de passe" in links["id_password"]
    for name in ("password", "title", "birth_date", "amount", "has_read"):
        view = FieldView.of(form[name])
        assert set(view.errors) <= set(links.values())


def test_links_reach_the_first_widget_of_an_answer():
    links = {link.target for link in error_links([SampleForm(WRONG_ANSWERS)])}
    assert {"id_title_0", "id_birth_date_0", "id_family", "id_has_read"} <= links


def test_errors_of_a_whole_form_lead_to_its_first_field():
    form = SampleForm(WRONG_ANSWERS)
    form.add_error(None, "Identifiant ou mot de passe incorrect.")
    first = error_links([form])[0]
    assert (first.message, first.target) == (
        "Identifiant ou mot de passe incorrect.",
        "id_identifier",
    )


def test_formsets_are_read_too():
    formset_class = formset_factory(SampleForm, extra=1)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-identifier": "camille01"}
    targets = {link.target for link in error_links([formset_class(data)])}
    assert "id_form-0-password" in targets


class BirthForm(forms.Form):
    born_on = DatePartsField(label="Date de naissance", required=False)


def typed(day, month, year):
    return BirthForm({"born_on_day": day, "born_on_month": month, "born_on_year": year})


def test_a_date_is_read_from_its_parts():
    form = typed("1", "03", "2007")
    assert form.is_valid()
    assert form.cleaned_data["born_on"] == dt.date(2007, 3, 1)


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("mars", 3),
        ("Janvier", 1),
        ("janv.", 1),
        ("février", 2),
        ("FEVR", 2),
        ("août", 8),
        ("aout", 8),
        ("juil.", 7),
        ("déc", 12),
        ("March", 3),
    ],
)
def test_a_month_may_be_written_in_words(month, number):
    form = typed("12", month, "2026")
    assert form.is_valid()
    assert form.cleaned_data["born_on"] == dt.date(2026, number, 12)


def test_the_browser_never_cuts_what_is_typed_in_a_date():
    assert "maxlength" not in shown(typed("12", "janvier", "2026")["born_on"])


def test_no_date_is_no_error_when_it_is_not_asked():
    form = typed("", " ", "")
    assert form.is_valid()
    assert form.cleaned_data["born_on"] is None


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("31", "2", "2007"), "invalid"),
        (("1", "13", "2007"), "invalid"),
        (("0", "1", "2007"), "invalid"),
        (("un", "3", "2007"), "invalid"),
        (("²", "3", "2007"), "invalid"),
        (("-1", "3", "2007"), "invalid"),
        (("1", "janvrier", "2007"), "month"),
        (("1", "ma", "2007"), "month"),
        (("1", "jui", "2007"), "month"),
        (("1", "²", "2007"), "month"),
        (("12/01/2007", "1", "2007"), "invalid"),
        (("1", "3", ""), "incomplete"),
        (("1", "", "2007"), "incomplete"),
        (("1", "3", "07"), "year"),
        (("1", "3", "20007"), "year"),
        (("1", "3", "0000"), "invalid"),
    ],
)
def test_a_wrong_date_is_explained_and_kept_as_typed(parts, code):
    form = typed(*parts)
    assert not form.is_valid()
    assert form.errors.as_data()["born_on"][0].code == code
    html = shown(form["born_on"])
    for part in filter(None, parts):
        assert f'value="{part}"' in html


def test_a_known_date_fills_its_parts():
    html = shown(BirthForm(initial={"born_on": dt.date(2007, 3, 27)})["born_on"])
    for part in ("27", "3", "2007"):
        assert f'value="{part}"' in html
