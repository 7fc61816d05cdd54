"""The forms a process has compiled."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Form = TypeVar("Form")
Key = tuple[str, ...]


class FormCache(Generic[Form]):
    """The compiled forms of this process, least recently used out first.

    Versions and overlays are immutable: nothing is ever invalidated.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._forms: OrderedDict[Key, Form] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Form]) -> Form:
        """Return the form of this key, made at the first call."""
        with self._lock:
            if key in self._forms:
                self._forms.move_to_end(key)
                return self._forms[key]
        made = make()
        with self._lock:
            self._forms[key] = made
            while len(self._forms) > self.size:
                self._forms.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget every form."""
        with self._lock:
            self._forms.clear()
