"""Typed registries: the one way for a lower room to be extended by a higher one."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Coded(Protocol):
    """Anything a registry holds: it is found again by its stable code."""

    @property
    def code(self) -> str:
        """Return the stable code."""


Item = TypeVar("Item", bound=Coded)


class Registry(Generic[Item]):
    """A set of coded items, filled in `AppConfig.ready()` and read everywhere below.

    Registering two items under one code raises `ValueError`; asking for an unknown code raises
    `KeyError`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, Item] = {}

    def register(self, item: Item) -> Item:
        """Add an item and return it; its code must be new."""
        if item.code in self._items:
            raise ValueError(f"{self.name}: {item.code!r} is registered twice")
        self._items[item.code] = item
        return item

    def get(self, code: str) -> Item:
        """Return the item of this code."""
        try:
            return self._items[code]
        except KeyError:
            raise KeyError(f"{self.name}: {code!r} is not registered") from None

    def __contains__(self, code: str) -> bool:
        return code in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)
