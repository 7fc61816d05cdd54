"""`manage.py form`: a form as a JSON file, so that it moves between servers and lives in git."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, ngettext

from aids.drafts import schema_of
from aids.exceptions import NoSuchForm
from aids.form_acts import FormAct, form_acts
from aids.models import Aid, AidPage
from aids.services import form_drafts, versions
from applications.formbuilder import checks, diff, exchange
from applications.formbuilder.exchange import FormRefused
from applications.formbuilder.reference_checks import Problem
from applications.formbuilder.schema import FormSchema
from cms.core.errors import DomainError


class Command(BaseCommand):
    """Export, import, check the form of an aid; print the JSON Schema of such files."""

    help = "Export, import or check the form of an aid as JSON; print its JSON Schema."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read what to do, and with which form."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        export = acts.add_parser("export", help="Write a form on the standard output.")
        export.add_argument("slug", help="the slug of the aid's French page")
        which = export.add_mutually_exclusive_group()
        which.add_argument("--version", dest="number", type=int, help="not the version in force")
        which.add_argument("--draft", action="store_true", help="the form as last saved")
        taken = acts.add_parser("import", help="Write a form into the draft of an aid's page.")
        taken.add_argument("slug", help="the slug of the aid's French page")
        taken.add_argument("file", help="a JSON file, or - for the standard input")
        check = acts.add_parser("check", help="Name what would stop a form from being published.")
        check.add_argument("form", help="a JSON file, - for the standard input, or a slug")
        acts.add_parser("schema", help="Write the JSON Schema of a form's file.")
        for added in form_acts:
            own = acts.add_parser(added.code, help=added.help)
            own.add_argument("slug", help="the slug of the aid's French page")
            added.add_arguments(own)

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        """Do one of the four, or what another room added."""
        if act == "export":
            self.export(**options)
        elif act == "import":
            self.take(**options)
        elif act == "check":
            self.check_form(**options)
        elif act in form_acts:
            self.do_added(form_acts.get(act), **options)
        else:
            self.say(json.dumps(exchange.json_schema(), ensure_ascii=False, indent=2))

    def export(self, *, slug: str, number: int | None, draft: bool, **_options: Any) -> None:
        """Write the version in force, another, or the draft."""
        page, aid = find(slug)
        version = versions.current_version(aid)
        if number is not None:
            version = aid.form_versions.filter(number=number).first()
            if version is None:
                raise CommandError(str(NoSuchForm()))
        if draft or version is None:
            self.say(exchange.write(schema_of(page.get_latest_revision_as_object())))
        else:
            self.say(exchange.write(FormSchema.model_validate(version.schema)))

    def take(self, *, slug: str, file: str, **_options: Any) -> None:
        """Write a form into the draft of the page; nothing is published."""
        page, aid = find(slug)
        try:
            schema = exchange.read(text_of(file))
        except FormRefused as refusal:
            raise CommandError(listed(refusal.problems)) from refusal
        before = schema_of(page.get_latest_revision_as_object())
        form_drafts.write(aid, schema, actor=None)
        for change in diff.describe(before, schema):
            self.say(f"- {change.text}")
        self.say(gettext("The form is in the draft of the page. Nothing is published."))

    def check_form(self, *, form: str, **_options: Any) -> None:
        """Name each problem with its place; fail when there is one."""
        if form == "-" or Path(form).exists():
            try:
                exchange.read(text_of(form))
            except FormRefused as refusal:
                raise CommandError(listed(refusal.problems)) from refusal
        else:
            page, _aid = find(form)
            problems = checks.check(schema_of(page.get_latest_revision_as_object()))
            if problems:
                raise CommandError(listed(problems))
        self.say(gettext("Nothing stops this form from being published."))

    def do_added(self, act: FormAct, *, slug: str, **options: Any) -> None:
        """Do what another room added; a refusal is said in its words."""
        page, aid = find(slug)
        try:
            act.run(aid, page, say=self.say, options=options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def say(self, text: str) -> None:
        """Write a text, with one end of line."""
        self.stdout.write(text.rstrip("\n"))


def find(slug: str) -> tuple[AidPage, Aid]:
    """Return the French page of a slug and its aid."""
    page = AidPage.objects.filter(
        slug=slug, locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
    ).first()
    aid = Aid.objects.for_page(page) if page is not None else None
    if page is None or aid is None:
        raise CommandError(gettext("No aid has the slug “%(slug)s”.") % {"slug": slug})
    return page, aid


def text_of(file: str) -> str:
    """Return the text of a file, or of the standard input."""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            gettext("The file “%(file)s” cannot be read.") % {"file": file}
        ) from error


def listed(problems: list[Problem]) -> str:
    """Return problems as a list, each with its place."""
    count = len(problems)
    title = ngettext("%(count)d thing to correct:", "%(count)d things to correct:", count)
    return "\n".join(
        [title % {"count": count}, *(f"- {one.place}: {one.message}" for one in problems)]
    )
