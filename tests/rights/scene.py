"""The people and the dossiers every row of the table is tried with."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from aids.models import Aid
from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.formbuilder.schema import FormSchema, Question, Step
from applications.rights import Role
from applications.structures.models import (
    EarlierDossier,
    Membership,
    Structure,
    StructureBankDetails,
)
from applications.submissions.models import Submission, SubmissionShare, SubmissionState
from applications.submissions.services import binning, filing
from tests.factories.accounts import UserFactory
from tests.factories.aids import AidFactory, node_id, small_schema
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import SubmissionFactory, give_document

DRAFT, FILED, BIN = "draft", "filed", "bin"
SECRET = "Un été à vélo"
"""What the sensitive question is answered."""
MARK = node_id("q-mark")
AMOUNT = node_id("q-amount")
R = Role


@dataclass(frozen=True)
class Persona:
    """Somebody, by what they are for the structure's dossier and for everything else."""

    name: str
    dossier: frozenset[Role] = frozenset()
    elsewhere: frozenset[Role] = frozenset()
    is_staff: bool = False
    is_anonymous: bool = False

    def roles(self, on: str, state: str) -> frozenset[Role]:
        """Return what they are for an object; the Region sees nothing of a draft."""
        if on != "dossier":
            return self.elsewhere
        if R.OGEC_MANAGER in self.dossier and state != FILED:
            return frozenset()
        return self.dossier


def _persona(
    name: str, dossier: tuple[Role, ...] = (), elsewhere: tuple[Role, ...] = (), **more: bool
) -> Persona:
    return Persona(name, frozenset(dossier), frozenset(elsewhere), **more)


TRUSTED = (R.MANAGER, R.SIGNER, R.BANK_READER)
PROVISIONAL = (R.PROVISIONAL_MANAGER, R.SIGNER, R.BANK_READER)
STAFF = (R.OFFICER, R.DECIDER, R.PAYMASTER, R.EDITOR, R.PUBLISHER, R.SUPPORT, R.ADMINISTRATOR)

PERSONAS = (
    _persona("anonymous", is_anonymous=True),
    _persona("stranger"),
    _persona("person", (R.PERSON, R.WRITER)),
    _persona("member", (R.MEMBER,), (R.MEMBER,)),
    _persona("signing_member", (R.MEMBER,), (R.MEMBER, R.SIGNER)),
    _persona("writer", (R.MEMBER, R.WRITER), (R.MEMBER,)),
    _persona("colleague", (R.MEMBER, R.COLLEAGUE), (R.MEMBER,)),
    _persona(
        "signing_colleague", (R.MEMBER, R.COLLEAGUE, R.SIGNER), (R.MEMBER, R.SIGNER, R.BANK_READER)
    ),
    _persona("former_colleague", (R.MEMBER,), (R.MEMBER,)),
    _persona("manager", TRUSTED, TRUSTED),
    _persona("plain_manager", (R.MANAGER,), (R.MANAGER,)),
    _persona("provisional_manager", PROVISIONAL, PROVISIONAL),
    _persona("late_provisional_manager", (), PROVISIONAL),
    _persona("suspended_manager"),
    _persona("detached_manager"),
    _persona("ogec_manager", (R.OGEC_MANAGER,)),
    _persona("ogec_member"),
    _persona("other_officer", (), (R.OFFICER,), is_staff=True),
    *(_persona(role.value, (role,), (role,), is_staff=True) for role in STAFF),
)


def schema() -> FormSchema:
    """Return the small form, with a sensitive answer, a part for managers and one for officers."""
    small = small_schema()
    project, budget = small.steps
    title, *others = project.questions
    amount = budget.questions[0].model_copy(update={"is_manager_only": True})
    review = Step(
        id=node_id("s-review"),
        title="Examen",
        questions=(Question(id=MARK, type="integer", label="Note", is_review_only=True),),
    )
    hidden = title.model_copy(update={"is_sensitive": True})
    return small.model_copy(
        update={
            "steps": (
                project.model_copy(update={"questions": (hidden, *others)}),
                budget.model_copy(update={"questions": (amount,)}),
                review,
            )
        }
    )


@dataclass
class Scene:
    """A private lycée, its managing body, an aid and its team; made as they are asked for."""

    made: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def aid(self) -> Aid:
        """The aid, which takes the managing body for beneficiary."""
        return AidFactory(
            schema=schema(), page={"slug": "aide-droits"}, allows_other_beneficiary=True
        )

    @cached_property
    def body(self) -> Structure:
        """The managing body."""
        return StructureFactory(name="OGEC d'essai")

    @cached_property
    def structure(self) -> Structure:
        """The lycée, with a dossier from before the portal."""
        structure: Structure = StructureFactory(lycee=True, depends_on=self.body)
        EarlierDossier.objects.create(
            structure=structure, reference="ANCIEN-1", aid_title="Aide d'avant"
        )
        return structure

    @cached_property
    def writer(self) -> Membership:
        """Who began the structure's dossiers."""
        return self._join()

    @cached_property
    def founder(self) -> Membership:
        """A manager nobody plays: there is always one left, and who files the scene's dossiers."""
        return self._join(manager=True)

    @cached_property
    def newcomer(self) -> Membership:
        """A member who may be shared with."""
        return self._join()

    @cached_property
    def bank(self) -> StructureBankDetails:
        """The bank details of the structure, not verified."""
        return StructureBankDetails.objects.create(
            structure=self.structure,
            holder="OGEC d'essai",
            iban="FR7630006000011234567890189",
            created_at=timezone.now(),
            created_by=self.founder.user,
        )

    @cached_property
    def colleague_of_staff(self) -> User:
        """A member of staff whom the help desk may be asked about."""
        return UserFactory(editor=True)  # type: ignore[no-any-return]

    def _join(self, structure: Structure | None = None, **rights: Any) -> Membership:
        rights.setdefault("started_at", timezone.now() - timedelta(days=30))
        membership: Membership = MembershipFactory(structure=structure or self.structure, **rights)
        return membership

    def user(self, persona: Persona) -> User:
        """Return the account of a persona, made once."""
        if persona.name not in self.made:
            self.made[persona.name] = self._make(persona)
        made: User = self.made[persona.name]
        return made

    def _make(self, persona: Persona) -> User:
        now = timezone.now()
        name = persona.name
        if persona.is_staff:
            user: User = UserFactory(role="officer" if name == "other_officer" else name)
            if name != "other_officer":
                self.aid.team.members.add(user)
            return user
        if name == "person":
            return UserFactory(with_sheet=True)  # type: ignore[no-any-return]
        if name == "stranger":
            return UserFactory()  # type: ignore[no-any-return]
        if name == "writer":
            return self.writer.user
        rights: dict[str, dict[str, Any]] = {
            "signing_member": {"can_sign": True},
            "signing_colleague": {"can_sign": True, "can_see_bank_details": True},
            "manager": {"manager": True},
            "plain_manager": {"role": "manager"},
            "provisional_manager": {"manager": True, "is_unverified": True},
            "late_provisional_manager": {
                "manager": True,
                "is_unverified": True,
                "sees_from": now + timedelta(hours=1),
            },
            "suspended_manager": {"manager": True, "suspended_at": now},
            "detached_manager": {"manager": True, "ended_at": now},
            "ogec_manager": {"manager": True, "structure": self.body},
            "ogec_member": {"structure": self.body},
        }
        return self._join(**rights.get(name, {})).user

    def dossier(self, state: str, persona: Persona) -> Submission:
        """Return the dossier a persona is tried on, in a state: their own, or the structure's."""
        own = persona.name == "person"
        key = f"{state}-{own}"
        if key not in self.made:
            self.made[key] = self._dossier(state, self.user(persona) if own else None)
        submission: Submission = self.made[key]
        for shared in ("colleague", "signing_colleague", "former_colleague"):
            if shared == persona.name:
                self._share(submission, persona)
        return submission

    def _share(self, submission: Submission, persona: Persona) -> None:
        user = self.user(persona)
        left = persona.name == "former_colleague"
        joined_at = user.memberships.get().started_at
        SubmissionShare.objects.get_or_create(
            submission=submission,
            user=user,
            defaults={
                "shared_by": self.writer.user,
                # A sharing from before they left and came back opens nothing.
                "shared_at": joined_at - timedelta(days=1) if left else timezone.now(),
            },
        )

    def _dossier(self, state: str, person: User | None) -> Submission:
        owner: dict[str, Any] = {"person": person}
        if person is None:
            owner = {"person": None, "structure": self.structure, "writer": self.writer.user}
        body = {} if person else {"beneficiary_structure": self.body, "beneficiary_link": "ogec"}
        submission: Submission = SubmissionFactory(
            aid=self.aid,
            complete=True,
            beneficiary_kind="structure" if body else "self",
            beneficiary_sheet={
                "typed": {"who": "non", "body": "organisme"} if body else {"who": "oui"}
            },
            **body,
            **owner,
        )
        Submission.objects.filter(pk=submission.pk).update(
            step_progress={**submission.step_progress, "beneficiaire": "done"}
        )
        submission.refresh_from_db()
        signer = person or self.founder.user
        now = timezone.now()
        if state == FILED:
            filing.submit(submission, actor=signer, key=uuid.uuid4(), now=now)
        elif state == BIN:
            binning.delete_draft(submission, actor=signer, now=now)
        submission.refresh_from_db()
        return submission

    def file(self, submission: Submission) -> Attachment:
        """Return the file given for a dossier."""
        given = Attachment.objects.of("submission", submission.pk).filter(is_generated=False)
        return given.first() or give_document(submission)


__all__ = ["BIN", "DRAFT", "FILED", "PERSONAS", "Persona", "Scene", "SubmissionState"]
