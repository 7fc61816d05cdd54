"""`manage.py messages`: collect the texts to translate, compile the translations, check both."""

import re
import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.core.typography import with_french_spaces

IGNORED = (
    ".venv/*",
    "var/*",
    "node_modules/*",
    "cms/assets/*",
    "cms/static/*",
    "tests/*",
    "docs/*",
)


class Command(BaseCommand):
    """Keep `locale/` in step with the code; one catalogue for the whole project."""

    help = "Collect and compile translations; with --check, only tell what is stale or missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read whether to write."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Collect and compile, or compare."""
        source = Path(settings.BASE_DIR) / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        if check:
            self._check(source)
            return
        _collect()
        _normalise(source)
        for catalogue in sorted(source.parent.glob("*.po")):
            polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))

    def _check(self, source: Path) -> None:
        """Fail on a text without French, a stale catalogue or a stale compiled file."""
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder) / "django.po"
            shutil.copy(source, kept)
            try:
                _collect()
                _normalise(source)
                collected = polib.pofile(str(source))
            finally:
                shutil.copy(kept, source)
        current = polib.pofile(str(source))
        problems = [
            f"not in the catalogue: {entry.msgid!r}"
            for entry in collected
            if not entry.obsolete and current.find(entry.msgid, msgctxt=entry.msgctxt) is None
        ]
        live = {(entry.msgctxt, entry.msgid) for entry in collected if not entry.obsolete}
        problems += [
            f"no longer used: {entry.msgid!r}"
            for entry in current
            if not entry.obsolete and (entry.msgctxt, entry.msgid) not in live
        ]
        problems += [f"not translated: {entry.msgid!r}" for entry in current.untranslated_entries()]
        problems += [f"to be reviewed: {entry.msgid!r}" for entry in current.fuzzy_entries()]
        scripts = source.with_name("djangojs.po")
        if _compiled(scripts.with_suffix(".mo")) != _texts_of(polib.pofile(str(scripts))):
            problems.append("the compiled catalogue of scripts is out of date")
        problems += [f"obsolete: {entry.msgid!r}" for entry in current.obsolete_entries()]
        compiled = {
            (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
            for entry in polib.mofile(str(source.with_suffix(".mo")))
        }
        expected = {
            (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
            for entry in current.translated_entries()
        }
        if compiled.keys() != expected.keys() or any(
            _texts(compiled[key]) != _texts(expected[key]) for key in expected
        ):
            problems.append("the compiled catalogue is out of date")
        if problems:
            raise CommandError("\n".join(problems))


def _compiled(path: Path) -> dict[str, str]:
    return _texts_of(polib.mofile(str(path)))


def _texts_of(catalogue: Any) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in catalogue}


def _texts(pair: tuple[str, dict[Any, str]]) -> list[str]:
    """Return the French texts of an entry, singular then plurals."""
    singular, plurals = pair
    return [singular] if singular else [plurals[key] for key in sorted(plurals, key=int)]


def _collect() -> None:
    call_command(
        "makemessages",
        locale=["fr"],
        ignore_patterns=list(IGNORED),
        no_location=True,
        no_wrap=True,
        verbosity=0,
    )


def _normalise(source: Path) -> None:
    """Drop what changes at every run (dates) and what is no longer used; sort by text.

    French texts get their no-break spaces, which nobody sees while typing.
    """
    catalogue = polib.pofile(str(source), wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "portail-des-aides",
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    entries = sorted(
        (entry for entry in catalogue if not entry.obsolete),
        key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""),
    )
    clean = polib.POFile(wrapwidth=0)
    clean.metadata = catalogue.metadata
    clean.header = "French texts of the portal. One catalogue for the whole project."
    for entry in entries:
        if "fuzzy" in entry.flags:  # a guess from a text that looks alike: never a translation
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
        entry.msgstr = with_french_spaces(entry.msgstr)
        entry.msgstr_plural = {
            form: with_french_spaces(text) for form, text in entry.msgstr_plural.items()
        }
        entry.comment = re.sub(r"\s+", " ", entry.comment)
        clean.append(entry)
    clean.save(str(source))
