"""What somebody typed and no type could read, as words."""

from collections.abc import Mapping

from applications.formbuilder.schema import JsonValue

SILENT = frozenset({"code", "proof"})
"""The parts of what was sent that people never typed."""


def typed_words(raw: JsonValue, options: Mapping[str, str] | None = None) -> str:
    """Return what was typed on one line, whatever the widget it was typed in.

    `options` gives the words of the options chosen, which are sent by their ids.
    """
    if isinstance(raw, Mapping):
        raw = [part for name, part in raw.items() if name not in SILENT]
    if isinstance(raw, list):
        return " ".join(words for part in raw if (words := typed_words(part, options)))
    return "" if raw is None else (options or {}).get(str(raw), str(raw))
