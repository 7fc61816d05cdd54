"""A StreamField whose block definitions stay out of migrations."""

from typing import Any

from wagtail.fields import StreamField


class SlimStreamField(StreamField):
    """A `StreamField` that migrations see empty.

    Block definitions are the largest avoidable mass of migrations; adding or changing a block
    needs none. Nested data changes must therefore work on raw JSON.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the block types and the block lookup out of the migration."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [[]], kwargs
