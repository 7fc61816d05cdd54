"""What somebody is asked before their personal space, by the rooms above accounts."""

from collections.abc import Callable
from dataclasses import dataclass

from applications.accounts.models import User
from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A page shown by itself after signing in, as long as it is due; `url_name` is its address."""

    code: str
    url_name: str
    is_due: Callable[[User], bool]


first_steps: Registry[FirstStep] = Registry("first steps")
