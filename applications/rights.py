"""Who may do what: one table of roles, acts and objects, and one question asked of it.

A room works out what somebody is for an object (`permissions.py`) and asks `allows`; no room keeps
a second list. Which state an act needs and what else must hold is said where the act is made (the
moves of a dossier in `submissions.lifecycle`). `tests/rights/` runs every row through HTTP.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is for one object; a person often has several, any of them is enough."""

    ACCOUNT = "account"
    """The owner of an account, applicant or staff, for that account."""
    APPLICANT = "applicant"
    """Whoever is signed in and is not staff, for what is offered to all of them."""
    PERSON = "person"
    """The person whose dossier it is, or who starts one in their own name."""
    MEMBER = "member"
    """Acts for the structure; of a dossier, one who neither wrote it nor has it shared."""
    WRITER = "writer"
    COLLEAGUE = "colleague"
    """A member of the structure the dossier is shared with."""
    MANAGER = "manager"
    PROVISIONAL_MANAGER = "provisional_manager"
    """Arrived by a look-up and not verified yet: only dossiers begun since then exist for them."""
    SIGNER = "signer"
    """May sign for the structure and may read the dossier."""
    BANK_READER = "bank_reader"
    """May see and change the bank details of the structure."""
    OGEC_MANAGER = "ogec_manager"
    """Manager of the managing body that is the beneficiary of the dossier."""
    OFFICER = "officer"
    """Of the aid's team, as the two that follow."""
    DECIDER = "decider"
    PAYMASTER = "paymaster"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    SUPPORT = "support"
    ADMINISTRATOR = "administrator"
    CLOCK = "clock"
    """The portal itself, when a term is over."""


@dataclass(frozen=True, slots=True)
class Right:
    """One row: an act, what it is done to, and the roles that may."""

    on: str
    act: str
    roles: frozenset[Role]

    @property
    def code(self) -> str:
        """Name the row: `dossier.submit`."""
        return f"{self.on}.{self.act}"


def _right(code: str, *roles: Role) -> Right:
    on, act = code.split(".")
    return Right(on=on, act=act, roles=frozenset(roles))


_R = Role
_WRITERS = (_R.PERSON, _R.WRITER, _R.COLLEAGUE, _R.MANAGER, _R.PROVISIONAL_MANAGER)
_KEEPERS = (_R.PERSON, _R.WRITER, _R.MANAGER, _R.PROVISIONAL_MANAGER)
_MEMBERS = (_R.MEMBER, _R.MANAGER, _R.PROVISIONAL_MANAGER)
_TEAM = (_R.OFFICER, _R.DECIDER, _R.PAYMASTER)

RIGHTS: tuple[Right, ...] = (
    # A dossier: reading and writing it.
    _right("dossier.read_draft", *_WRITERS),
    _right("dossier.edit", *_WRITERS),
    _right("dossier.edit_manager_parts", _R.PERSON, _R.MANAGER, _R.PROVISIONAL_MANAGER),
    _right("dossier.read_filed", *_WRITERS, _R.OGEC_MANAGER, *_TEAM),
    _right("dossier.download_file", *_WRITERS, _R.OGEC_MANAGER, *_TEAM),
    _right("dossier.read_sensitive", *_WRITERS, _R.OGEC_MANAGER, _R.OFFICER),
    _right("dossier.share", _R.WRITER, _R.MANAGER, _R.PROVISIONAL_MANAGER),
    _right("dossier.take_over", _R.MANAGER),
    _right("dossier.answer_review", _R.OFFICER),
    # A dossier: its moves, as `submissions.lifecycle` names them.
    _right("dossier.start", _R.PERSON, *_MEMBERS),
    _right("dossier.hand_over", _R.WRITER, _R.COLLEAGUE),
    _right("dossier.take_back", _R.WRITER),
    _right("dossier.send_back", _R.MANAGER, _R.PROVISIONAL_MANAGER),
    _right("dossier.submit", _R.PERSON, _R.SIGNER),
    _right("dossier.transmit", _R.SIGNER),
    _right("dossier.delete", *_KEEPERS, _R.CLOCK),
    _right("dossier.restore", *_KEEPERS),
    _right("dossier.take_in_charge", _R.OFFICER),
    _right("dossier.declare_complete", _R.OFFICER),
    _right("dossier.reopen_review", _R.OFFICER),
    _right("dossier.declare_inadmissible", _R.DECIDER),
    _right("dossier.grant", _R.DECIDER),
    _right("dossier.reject", _R.DECIDER),
    _right("dossier.revoke", _R.DECIDER),
    _right("dossier.withdraw", _R.PERSON, _R.SIGNER),
    _right("dossier.settle", _R.PAYMASTER),
    # A structure.
    _right("structure.act_for", *_MEMBERS),
    _right("structure.read_sheet", *_MEMBERS),
    _right("structure.list_dossiers", *_MEMBERS),
    _right("structure.read_earlier_dossiers", _R.MANAGER),
    _right("structure.edit_sheet", _R.MANAGER, _R.PROVISIONAL_MANAGER),
    _right("structure.read_bank_details", _R.BANK_READER),
    _right("structure.change_bank_details", _R.BANK_READER),
    # Structures, as the Region keeps them.
    _right("structure.browse", _R.OFFICER, _R.PAYMASTER, _R.SUPPORT, _R.ADMINISTRATOR),
    _right("structure.manage", _R.ADMINISTRATOR),
    _right("structure.verify_bank_details", _R.PAYMASTER, _R.ADMINISTRATOR),
    _right("structure.list_people", *_MEMBERS),
    _right("structure.manage_people", _R.MANAGER),
    _right("structure.leave", *_MEMBERS),
    _right("structure.name_successor", _R.SUPPORT, _R.ADMINISTRATOR),
    # The help desk; what it does for a member of staff is an administrator's.
    _right("account.help", _R.SUPPORT, _R.ADMINISTRATOR),
    _right("account.help_staff", _R.ADMINISTRATOR),
    # Attachment codes.
    _right("code.manage", _R.ADMINISTRATOR),
    _right("code.answer_request", _R.SUPPORT, _R.ADMINISTRATOR),
    # The officers' room.
    _right("queue.open", *_TEAM),
)

_BY_CODE = {right.code: right for right in RIGHTS}


def roles_for(code: str) -> frozenset[Role]:
    """Return the roles that may do an act; an act the table does not know is a mistake."""
    return _BY_CODE[code].roles


def allows(code: str, roles: Iterable[Role]) -> bool:
    """Tell whether one of these roles may do an act."""
    return not roles_for(code).isdisjoint(roles)
