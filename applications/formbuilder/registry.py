"""Where the engine finds field types; other rooms may add theirs before blocks are declared."""

from typing import Any

from applications.formbuilder.base import FieldType
from cms.core.registry import Registry

field_types: Registry[FieldType[Any]] = Registry("field types")
