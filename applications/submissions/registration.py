"""What this room makes known when the portal starts."""

from django.utils.translation import gettext_lazy as _

from aids.dossiers import dossier_keepers
from aids.form_acts import form_acts
from aids.form_admin.screens import DeskScreen, desk_screens
from aids.permissions import can_try_form
from applications.formbuilder.facts import facts
from applications.formbuilder.prefill import prefill_sources
from applications.structures.holders import structure_holders
from applications.submissions import (
    acknowledgement,
    dossier_facts,
    events,
    files,
    form_sampling,
    known_answers,
    mails,
    own_data,
    structure_holder,
)
from applications.submissions.keeper import SubmissionKeeper
from applications.submissions.services import samples
from applications.submissions.services.imposing import impose_handler
from applications.submissions.trials import views
from cms.core.events import event_kinds
from cms.core.jobs import job_handlers


def register() -> None:
    """Fill the registries: events, mails, jobs, files, facts, first answers, dossiers of aids."""
    for kind in events.ALL:
        event_kinds.register(kind)
    for fact in dossier_facts.ALL:
        facts.register(fact)
    for source in known_answers.ALL:
        prefill_sources.register(source)
    job_handlers.register(acknowledgement.acknowledge_handler)
    job_handlers.register(impose_handler)
    job_handlers.register(samples.sample_handler)
    form_acts.register(form_sampling.sample_act)
    dossier_keepers.register(SubmissionKeeper())
    structure_holders.register(structure_holder.DOSSIERS)
    desk_screens.register(
        DeskScreen(
            code=views.SCREEN,
            label=_("Try the form"),
            icon="play",
            url=views.desk_url,
            can_open=can_try_form,
        )
    )
    mails.register()
    files.register()
    own_data.register()
