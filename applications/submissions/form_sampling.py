"""`manage.py form sample`: sample dossiers of an aid's form, from the command line."""

import secrets
import uuid
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from aids.drafts import schema_of
from aids.form_acts import FormAct
from aids.models import Aid, AidPage
from aids.permissions import can_try_form
from aids.services import versions
from aids.services.trials import trial_version
from applications.accounts.models import Family, User
from applications.accounts.models.user import normalise
from applications.formbuilder import checks
from applications.formbuilder.sampling import SampleImpossible
from applications.submissions.exceptions import NothingToTry
from applications.submissions.services import samples


def add_arguments(parser: ArgumentParser) -> None:
    """Read how many, from which seed, for whom."""
    parser.add_argument("--count", type=int, default=5, help="from 1 to 50")
    parser.add_argument("--seed", type=int, help="the same seed gives the same answers")
    parser.add_argument("--for", dest="tester", required=True, help="a member of staff's account")
    parser.add_argument("--family", default="particulier", help="the code of who applies")
    parser.add_argument("--draft", action="store_true", help="the form as last saved")


def run(aid: Aid, page: AidPage, *, say: Callable[[str], None], options: dict[str, Any]) -> None:
    """Make the dossiers one after the other and write their references."""
    count = options["count"]
    if not 1 <= count <= samples.MOST_SAMPLES:
        raise CommandError(gettext("Write a number from 1 to 50."))
    family = Family.objects.filter(code=options["family"]).first()
    if family is None:
        raise CommandError(gettext("Choose as whom to apply."))
    tester = _tester(options["tester"], page)
    schema = schema_of(page.get_latest_revision_as_object())
    version = versions.current_version(aid)
    if options["draft"] or version is None:
        problems = checks.check(schema)
        if problems:
            raise NothingToTry(reason=f"{problems[0].place}: {problems[0].message}")
        version = trial_version(aid, schema, actor=tester, now=timezone.now())
    seed = options["seed"] if options["seed"] is not None else secrets.randbelow(samples.SEEDS)
    for index in range(count):
        try:
            made = samples.make(
                aid,
                version=version,
                family=family,
                actor=tester,
                seed=f"{seed}:{index}",
                key=uuid.uuid4(),
            )
        except SampleImpossible as refusal:
            raise CommandError(refusal.words) from refusal
        say(made.reference)
    say(gettext("Seed: %(seed)s") % {"seed": seed})


def _tester(login: str, page: AidPage) -> User:
    name = normalise(login)
    found = User.objects.filter(Q(email=name) | Q(username=name), is_staff=True).first()
    if found is None:
        words = gettext("“%(login)s” is not an account of the staff.")
        raise CommandError(words % {"login": login})
    can_try_form(found, page).require()
    return found


sample_act = FormAct(
    code="sample",
    help="Fill and file sample dossiers, as tests of a member of staff.",
    add_arguments=add_arguments,
    run=run,
)
