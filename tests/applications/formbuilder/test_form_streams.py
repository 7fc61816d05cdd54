"""The chooser of types in the editor: what each is found by."""

import pytest
from django.utils import translation

from applications.formbuilder.blocks import QuestionsBlock
from applications.formbuilder.field_types import field_types
from applications.formbuilder.form_streams import FormStreamAdapter, FormStreamBlock


def palette(block: FormStreamBlock) -> dict[str, str]:
    """Return the French words that find each type of a stream, its own label left out."""
    with translation.override("fr"):
        *_first, meta = FormStreamAdapter().js_args(block)
        return {
            name: f"{child.get_description()} {meta['palette']['synonyms'][name]}"
            for name, child in block.child_blocks.items()
        }


@pytest.mark.parametrize("code", [field_type.code for field_type in field_types])
def test_every_type_says_what_it_is_for_and_has_other_names(code: str) -> None:
    field_type = field_types.get(code)
    for words in (field_type.description, field_type.synonyms):
        assert str(words)
        with translation.override("en"):
            english = str(words)
        with translation.override("fr"):
            assert str(words) != english


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("budget", "financing_plan"),
        ("RIB", "iban"),
        ("pièce jointe", "file"),
        ("case à cocher", "multiple_choice"),
        ("liste déroulante", "choice"),
        ("lycée", "uai"),
    ],
)
def test_a_word_of_the_trade_leads_to_its_type(typed: str, first: str) -> None:
    found = [name for name, words in palette(QuestionsBlock()).items() if typed in words]

    assert found[0] == first


def test_the_questions_of_a_row_are_found_the_same_way() -> None:
    rows = QuestionsBlock().child_blocks["repeated_group"].child_blocks["questions"]

    assert "téléverser" not in palette(QuestionsBlock())["text"]
    assert palette(rows)["text"] == palette(QuestionsBlock())["text"]
