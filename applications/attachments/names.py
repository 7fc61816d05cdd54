"""The name a person gave to a file, made safe to show and to send back."""

import re
import unicodedata
from urllib.parse import unquote

MAX_LENGTH = 150
_UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(raw: str) -> str:
    """Return the last part of the name without path, control or direction marks; may be empty.

    Percent-encoding is undone first: `photo.jpg%00.php` must be judged on what it hides.
    """
    name = re.split(r"[/\\]", unquote(raw).split("\x00")[0])[-1]
    name = unicodedata.normalize("NFC", name)
    name = "".join(char for char in name if unicodedata.category(char) not in _UNWANTED)
    name = " ".join(name.split()).strip(". ").lstrip("-")
    if len(name) <= MAX_LENGTH:
        return name
    stem, extension = split_name(name)
    return (
        f"{stem[: MAX_LENGTH - len(extension) - 1]}.{extension}" if extension else name[:MAX_LENGTH]
    )


def split_name(name: str) -> tuple[str, str]:
    """Return the stem and the extension in lower case, without its dot."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.lower()) if dot else (name, "")
