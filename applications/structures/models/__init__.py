"""Structures' tables."""

from applications.structures.models.codes import (
    AttachmentCode,
    CampaignKind,
    CampaignState,
    CodeCampaign,
    CodeRequest,
    CodeRequestState,
    CodesDelivery,
    CodeState,
    EarlierDossier,
    KnownPerson,
)
from applications.structures.models.joining import (
    Dispute,
    Invitation,
    InvitationState,
    JoinRequest,
    JoinState,
    StructureRequest,
)
from applications.structures.models.sheet import (
    Origin,
    Representative,
    StructureBankDetails,
    StructureValue,
)
from applications.structures.models.structure import Membership, MembershipRole, Structure

__all__ = [
    "AttachmentCode",
    "CampaignKind",
    "CampaignState",
    "CodeCampaign",
    "CodeRequest",
    "CodeRequestState",
    "CodeState",
    "CodesDelivery",
    "Dispute",
    "EarlierDossier",
    "Invitation",
    "InvitationState",
    "JoinRequest",
    "JoinState",
    "KnownPerson",
    "Membership",
    "MembershipRole",
    "Origin",
    "Representative",
    "Structure",
    "StructureBankDetails",
    "StructureRequest",
    "StructureValue",
]
