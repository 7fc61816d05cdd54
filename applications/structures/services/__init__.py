"""Writing structures: people and sheets."""

from applications.structures.services.memberships import add_membership, end_membership
from applications.structures.services.sheets import CORRECTABLE, correct_sheet

__all__ = ["CORRECTABLE", "add_membership", "correct_sheet", "end_membership"]
