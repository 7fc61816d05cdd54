"""What other rooms keep under a structure: moved when a duplicate is merged, none lost."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from applications.structures.models import Structure
from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class StructureHolder:
    """One kind of things that name a structure, of a room above this one.

    `move(source, target)` makes them name the other and returns how many moved; it is called in
    the transaction of the merging. `count(structure)` says how many there are. `label` names them
    on the page that asks before merging.
    """

    code: str
    label: str | Promise
    move: Callable[[Structure, Structure], int]
    count: Callable[[Structure], int]


structure_holders: Registry[StructureHolder] = Registry("structure holders")
