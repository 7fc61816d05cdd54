"""How each row of the table is tried: which address, what is sent, and what it would change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from applications.rights import Role
from applications.structures.models import Invitation, Membership, StructureBankDetails
from applications.submissions.models import Submission, SubmissionShare
from tests.factories.aids import node_id
from tests.rights.scene import AMOUNT, BIN, DRAFT, FILED, MARK, SECRET, Persona, Scene

Fields = dict[str, Any]


@dataclass(frozen=True)
class Try:
    """One attempt: who, in which scene, on which dossier."""

    scene: Scene
    persona: Persona
    client: Client
    submission: Submission

    @property
    def structure(self) -> int:
        """The structure of the scene."""
        return self.scene.structure.pk


@dataclass(frozen=True)
class Probe:
    """One row's way through HTTP.

    Without `changed` the act is a reading: allowed, the page holds `marker`; refused, it does not.
    With it the act is a POST that changes what `changed` reads, and a refused one changes nothing.
    `is_quiet`: who may not is not stopped, what they send is only left aside (a locked question, a
    masked answer). `is_of_structure`: a person's own dossier has nobody to share it with. `view` is
    where the row is tried; `also` are the other addresses it guards, for a refused GET.
    """

    view: str
    at: Callable[[Try], list[Any]]
    state: str = DRAFT
    send: Callable[[Try], Fields] = lambda _one: {}
    changed: Callable[[Try], Any] | None = None
    marker: Callable[[Try], str] = lambda _one: ""
    staff_view: str = ""
    is_quiet: bool = False
    is_of_structure: bool = False
    also: dict[str, Callable[[Try], list[Any]]] = field(default_factory=dict)

    def path(self, one: Try) -> str:
        """Return the address tried; staff have theirs when the room has two doors."""
        view = self.staff_view if self.staff_view and one.persona.is_staff else self.view
        return reverse(view, args=self.at(one))


def _reference(one: Try) -> list[Any]:
    return [one.submission.reference]


def _step(code: str) -> Callable[[Try], list[Any]]:
    return lambda one: [one.submission.reference, code]


def _structure(one: Try) -> list[Any]:
    return [one.structure]


def _nothing(_one: Try) -> list[Any]:
    return []


def _column(name: str) -> Callable[[Try], Any]:
    return lambda one: Submission.objects.values_list(name, flat=True).get(pk=one.submission.pk)


def _answer(question: str) -> Callable[[Try], Any]:
    return lambda one: _column("answers")(one).get(question)


def _shares(one: Try) -> list[int]:
    live = SubmissionShare.objects.filter(submission=one.submission, ended_at=None)
    return sorted(live.values_list("user_id", flat=True))


def _people(one: Try) -> list[Any]:
    return list(Membership.objects.active().filter(structure_id=one.structure).values_list("pk"))


def _review_answers(one: Try) -> list[Any]:
    reviewed = Submission.objects.filter(pk=one.submission.pk)
    return list(reviewed.values_list("review_answers__answers", flat=True))


def _someone(one: Try) -> list[Any]:
    return [one.structure, one.scene.newcomer.pk]


def _one(_one: Try) -> list[Any]:
    return [1]


def _account(one: Try) -> list[Any]:
    return [one.scene.writer.user_id]


def _verified(one: Try) -> Any:
    kept = StructureBankDetails.objects.filter(pk=one.scene.bank.pk)
    return kept.values_list("verified_at", flat=True).get()


def _filing(one: Try) -> Fields:
    return {"action": "deposer", f"statement-{node_id('a-exact')}": "on"}


PROBES: dict[str, Probe] = {
    "dossier.read_draft": Probe(
        "submissions:dossier",
        _reference,
        marker=lambda one: one.submission.reference,
        also={"submissions:step": _step("dossier-1")},
    ),
    "dossier.edit": Probe(
        "submissions:step",
        _step("preambule"),
        changed=_column("regulation_id"),
        also={"submissions:step": _step("beneficiaire")},
    ),
    "dossier.edit_manager_parts": Probe(
        "submissions:step",
        _step("dossier-2"),
        send=lambda _one: {AMOUNT: "77"},
        changed=_answer(AMOUNT),
        is_quiet=True,
    ),
    "dossier.read_filed": Probe(
        "submissions:dossier",
        _reference,
        state=FILED,
        marker=lambda one: one.submission.reference,
        staff_view="review:dossier",
        also={
            "submissions:recap-pdf": _reference,
            "submissions:acknowledgement-pdf": _reference,
        },
    ),
    "dossier.download_file": Probe(
        "attachments:download",
        lambda one: [one.scene.file(one.submission).key],
        state=FILED,
    ),
    "dossier.read_sensitive": Probe(
        "submissions:dossier",
        _reference,
        state=FILED,
        marker=lambda _one: SECRET,
        staff_view="review:dossier",
        is_quiet=True,
    ),
    "dossier.share": Probe(
        "submissions:share",
        _reference,
        send=lambda one: {"collegue": one.scene.newcomer.user_id, "action": "partager"},
        changed=_shares,
        is_of_structure=True,
    ),
    "dossier.take_over": Probe("submissions:take-over", _reference, changed=_column("writer_id")),
    "dossier.start": Probe(
        "submissions:deposit",
        lambda _one: ["aide-droits"],
        changed=lambda _one: Submission.objects.real().count(),
    ),
    "dossier.submit": Probe(
        "submissions:step", _step("recapitulatif"), send=_filing, changed=_column("state")
    ),
    "dossier.withdraw": Probe(
        "submissions:withdraw", _reference, state=FILED, changed=_column("state")
    ),
    "dossier.delete": Probe("submissions:delete", _reference, changed=_column("state")),
    "dossier.restore": Probe(
        "submissions:restore", _reference, state=BIN, changed=_column("state")
    ),
    "dossier.take_in_charge": Probe(
        "review:take-in-charge", _reference, state=FILED, changed=_column("officer_id")
    ),
    "dossier.answer_review": Probe(
        "review:answer-review",
        _reference,
        state=FILED,
        send=lambda _one: {MARK: "12"},
        changed=_review_answers,
    ),
    "queue.open": Probe("review:queue", _nothing, state=FILED),
    "structure.act_for": Probe(
        "acting:act-as",
        _nothing,
        send=lambda one: {"structure": one.structure},
        changed=lambda one: one.client.session.get("acting_for"),
    ),
    "structure.read_sheet": Probe(
        "structures:sheet", _structure, marker=lambda one: one.scene.structure.name
    ),
    "structure.list_dossiers": Probe("submissions:structure-dossiers", _structure),
    "structure.read_earlier_dossiers": Probe(
        "submissions:structure-dossiers",
        _structure,
        marker=lambda _one: "ANCIEN-1",
        is_quiet=True,
    ),
    "structure.edit_sheet": Probe(
        "structures:sheet-adresse",
        _structure,
        marker=lambda _one: "address_line",
        also={
            "structures:sheet-identification": _structure,
            "structures:sheet-correspondance": _structure,
            "structures:representative-new": _structure,
            "structures:representative": lambda one: [one.structure, 1],
            "structures:representative-end": lambda one: [one.structure, 1],
        },
    ),
    "structure.read_bank_details": Probe("structures:bank", _structure),
    "structure.change_bank_details": Probe(
        "structures:bank", _structure, also={"structures:bank-reveal": _structure}
    ),
    "structure.list_people": Probe("structures:people", _structure),
    "structure.manage_people": Probe(
        "structures:invite",
        _structure,
        send=lambda _one: {"email": "invitee@exemple.example", "role": "member"},
        changed=lambda one: Invitation.objects.filter(structure=one.structure).count(),
        also={
            "structures:confirm-people": _structure,
            "structures:rights": _someone,
            "structures:detach": _someone,
            "structures:restore": _someone,
            "structures:resend-invitation": _someone,
            "structures:cancel-invitation": _someone,
            "structures:arrival": _someone,
            "structures:join-request": _someone,
        },
    ),
    "structure.leave": Probe("structures:leave", _structure, changed=_people),
    "structure.browse": Probe(
        "gestion_structures:list",
        _nothing,
        also={
            "gestion_structures:sheet": _structure,
            "gestion_structures:history": _structure,
            "gestion_structures:requests": _nothing,
        },
    ),
    "structure.manage": Probe(
        "gestion_structures:create",
        _nothing,
        also={
            "gestion_structures:answer-request": _one,
            "gestion_structures:merge": _structure,
            "gestion_structures:verify": _structure,
            "gestion_structures:turn-away": _someone,
            "gestion_structures:settle": _someone,
            "gestion_structures:answer-arrival": lambda one: [one.structure, "demande", 1],
            "gestion_structures:invite": _structure,
            "gestion_structures:link-body": _structure,
            "gestion_structures:refresh": _structure,
            "gestion_structures:block-identification": _structure,
            "gestion_structures:block-identite": _structure,
            "gestion_structures:block-adresse": _structure,
            "gestion_structures:block-correspondance": _structure,
        },
    ),
    "structure.verify_bank_details": Probe(
        "gestion_structures:verify-bank",
        lambda one: [one.structure, one.scene.bank.pk],
        changed=_verified,
        also={"gestion_structures:reveal-bank": _structure},
    ),
    "structure.name_successor": Probe("assistance:successor", _structure),
    "account.help": Probe(
        "assistance:home",
        _nothing,
        also={
            "assistance:account": _account,
            "assistance:send-links": _account,
            "assistance:address": _account,
            "assistance:give-up-change": _account,
            "assistance:close-sessions": _account,
            "assistance:ask-reset": _account,
            "assistance:decide-reset": _one,
            "assistance:resend-invitation": _one,
            "assistance:structure": _structure,
        },
    ),
    "account.help_staff": Probe(
        "assistance:account", lambda one: [one.scene.colleague_of_staff.pk]
    ),
    "code.manage": Probe(
        "gestion_codes:import",
        _nothing,
        also={
            "gestion_codes:model": lambda _one: ["structures"],
            "gestion_codes:campaign": _one,
            "gestion_codes:start": _one,
            "gestion_codes:abandon": _one,
            "gestion_codes:resume": _one,
            "gestion_codes:progress": _one,
        },
    ),
    "code.answer_request": Probe(
        "gestion_codes:home",
        _nothing,
        also={"gestion_codes:request": _one, "gestion_codes:refuse": _one},
    ),
}

WITHOUT_SCREEN = {
    "dossier.hand_over": "transmission: no page yet",
    "dossier.take_back": "transmission: no page yet",
    "dossier.send_back": "transmission: no page yet",
    "dossier.transmit": "transmission: no page yet",
    "dossier.declare_complete": "decision: no page yet",
    "dossier.reopen_review": "decision: no page yet",
    "dossier.declare_inadmissible": "decision: no page yet",
    "dossier.grant": "decision: no page yet",
    "dossier.reject": "decision: no page yet",
    "dossier.revoke": "decision: no page yet",
    "dossier.settle": "payment: no page yet",
}
"""Acts the table allows already and no address makes yet; `test_moves` holds them to the rules."""

ALWAYS: dict[str, frozenset[Role]] = {"dossier.start": frozenset({Role.PERSON})}
"""Roles every applicant has for an act: anybody begins a dossier in their own name."""

__all__ = ["ALWAYS", "PROBES", "WITHOUT_SCREEN", "Probe", "Try"]
