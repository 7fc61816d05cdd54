"""Writing structures: people and sheets; `creation` makes them, `sheets.write` writes them."""

from applications.structures.services.memberships import add_membership, end_membership
from applications.structures.services.sheets import correct_sheet

__all__ = ["add_membership", "correct_sheet", "end_membership"]
