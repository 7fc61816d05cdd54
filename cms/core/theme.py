"""The region's colours: contrasts, the shades made from the main one, the small stylesheet.

Contrast is the WCAG 2 ratio. Whatever a region chooses, text on its colour and links on our
grounds stay readable: the ink on the colour is computed, and a colour too pale to be read on
our warm ground is refused when the settings are saved, with the nearest tone that would do.
"""

import hashlib
import re
from typing import Protocol

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WHITE = "#ffffff"
INK = "#1d2733"
GROUND = "#ffffff"
SAND = "#f6f3ee"
MINIMUM_TEXT = 4.5
DARKENING_STEPS = 100
HASH_LENGTH = 16

HEX = re.compile(r"^#[0-9a-fA-F]{6}$")

Rgb = tuple[float, float, float]


class Palette(Protocol):
    """What the settings of a site say of its colours."""

    brand_colour: str
    accent_colour: str


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 for black to 1 for white (WCAG 2)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """Blend `share` of a colour into another."""
    return _hex(
        tuple(a * share + b * (1 - share) for a, b in zip(_rgb(colour), _rgb(other), strict=True))  # type: ignore[arg-type]
    )


def ink_on(colour: str) -> str:
    """Return the text colour, white or ink, that reads best on a ground."""
    return max((WHITE, INK), key=lambda ink: contrast(ink, colour))


def readable_tone(colour: str, ground: str = SAND, minimum: float = MINIMUM_TEXT) -> str:
    """Return the colour, darkened just enough to be read on a ground."""
    for step in range(DARKENING_STEPS, -1, -1):
        tone = mix(colour, "#000000", step / DARKENING_STEPS)
        if contrast(tone, ground) >= minimum:
            return tone
    return "#000000"


def validate_colour(value: str) -> None:
    """Refuse what is not a colour written `#rrggbb`."""
    if not HEX.match(value):
        raise ValidationError(
            _("Write the colour as # and six digits or letters from a to f, such as #0b5c6b."),
            code="colour",
        )


def validate_brand_colour(value: str) -> None:
    """Refuse a main colour in which a link could not be read on the portal's grounds."""
    validate_colour(value)
    ratio = contrast(value, SAND)
    if ratio < MINIMUM_TEXT:
        raise ValidationError(
            _(
                "This colour is too pale to be read on the pages: its contrast is %(ratio)s "
                "and must be at least 4.5. The nearest tone that can be read is %(tone)s."
            ),
            code="contrast",
            params={"ratio": f"{ratio:.1f}", "tone": readable_tone(value)},
        )


def tokens(palette: Palette) -> dict[str, str]:
    """Return the custom properties made from the region's two colours."""
    brand = palette.brand_colour.lower() if HEX.match(palette.brand_colour) else "#0b5c6b"
    accent = palette.accent_colour.lower() if HEX.match(palette.accent_colour) else "#e0a526"
    brand = readable_tone(brand)
    return {
        "--brand": brand,
        "--brand-ink": ink_on(brand),
        "--brand-dark": mix(brand, "#000000", 0.78),
        "--brand-deep": readable_tone(mix(brand, "#000000", 0.52), ground=GROUND, minimum=9),
        "--brand-tint": mix(brand, WHITE, 0.09),
        "--brand-line": mix(brand, WHITE, 0.38),
        "--accent": accent,
        "--accent-tint": mix(accent, WHITE, 0.14),
    }


def stylesheet(palette: Palette) -> str:
    """Return the stylesheet that gives the pages the region's colours."""
    return ":root{" + ";".join(f"{name}:{value}" for name, value in tokens(palette).items()) + "}\n"


def stylesheet_hash(palette: Palette) -> str:
    """Name the stylesheet by its content, so that browsers may keep it for good."""
    return hashlib.sha256(stylesheet(palette).encode()).hexdigest()[:HASH_LENGTH]


def theme_url(palette: Palette) -> str:
    """Return the address of the stylesheet of these colours."""
    return reverse("theme", kwargs={"digest": stylesheet_hash(palette)})
