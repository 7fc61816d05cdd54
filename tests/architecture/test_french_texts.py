"""French as it is printed: plurals, and spaces that do not break."""

import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import ngettext, override

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = polib.pofile(str(ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
TEXTS = sorted(
    {
        text
        for entry in CATALOGUE
        if not entry.obsolete
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if text
    }
)
PAGES = sorted(path for kind in ("*.html", "*.txt") for path in (ROOT / "templates").rglob(kind))
NO_BREAK = "[\u00a0\u202f]"
# The colon of 23:59 or https://, and the semicolon of an entity, are followed by no space.
DOUBLE = re.compile(rf"(?<!{NO_BREAK})(?<!&nbsp)[:;?!](?=[\s\u00a0<»).,]|$)")
GUILLEMETS = re.compile(rf"(?<!{NO_BREAK})»|«(?!{NO_BREAK})")
ENTITY = re.compile(r"&\w+;")
UNSEEN = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}"
    r"|\{% (?:translate|blocktranslate|url|if|elif) .*?%\}"
    r"|\{% blocktranslate.*?\{% endblocktranslate %\}|<[^>]*>",
    re.DOTALL,
)
BREAKABLE = re.compile(r"(?<=\S) [:;?!»]|« (?=\S)")


def faults(text: str) -> list[str]:
    bare = ENTITY.sub("", text)
    return [
        bare[max(0, found.start() - 20) : found.end() + 5]
        for pattern in (DOUBLE, GUILLEMETS)
        for found in pattern.finditer(bare)
    ]


@pytest.mark.parametrize(
    "text", ["Compte ?", "Formats acceptés : pdf", "« oui »", "Courriel:", "«oui»", "Fin !"]
)
def test_a_breakable_or_missing_space_is_seen(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    ["à 23:59:59", "https://a.example", "Compte\u00a0?", "«\u00a0oui\u00a0»\u00a0;", "A&amp;"],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert not faults(text)


def test_french_texts_never_break_before_double_punctuation() -> None:
    assert [fault for text in TEXTS for fault in faults(text)] == []


def test_templates_join_labels_and_colons_with_a_space_that_does_not_break() -> None:
    found = [
        (path.name, text[max(0, fault.start() - 20) : fault.end() + 5])
        for path in PAGES
        for text in [UNSEEN.sub("", path.read_text())]
        for fault in BREAKABLE.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(("count", "words"), [(0, "0 octet"), (1, "1 octet"), (2, "2 octets")])
def test_nothing_is_singular_in_french(count: int, words: str) -> None:
    with override("fr"):
        assert ngettext("%(count)d byte", "%(count)d bytes", count) % {"count": count} == words


def test_every_plural_has_its_two_french_forms() -> None:
    assert CATALOGUE.metadata["Plural-Forms"] == "nplurals=2; plural=(n > 1);"
    lacking = [
        entry.msgid
        for entry in CATALOGUE
        if entry.msgid_plural and entry.translated() and len(entry.msgstr_plural) != 2
    ]
    assert lacking == []
