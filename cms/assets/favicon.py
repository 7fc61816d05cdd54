"""Draw the portal's mark for what does not read SVG (run by hand, once).

The shapes are those of `templates/favicon.svg`, in the default colours of the site settings.
"""

from pathlib import Path

from PIL import Image, ImageDraw

OUTPUT = Path(__file__).resolve().parent.parent / "static" / "portal" / "favicon.ico"
BRAND, INK, ACCENT = "#0b5c6b", "#ffffff", "#e0a526"
SIDE, SCALE = 52, 20
SIZES = [(16, 16), (32, 32), (48, 48)]
CURVES = (
    ((9, 35), (16.5, 20), (21.5, 20), (26, 27.5)),
    ((26, 27.5), (30.5, 35), (35.5, 35), (43, 18.5)),
)
Point = tuple[float, float]


def at(curve: tuple[Point, ...], share: float) -> Point:
    """Return a point of a cubic Bézier curve."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    pairs = list(zip(weights, curve, strict=True))
    return sum(w * x for w, (x, _y) in pairs), sum(w * y for w, (_x, y) in pairs)


def disc(draw: ImageDraw.ImageDraw, centre: Point, radius: float, colour: str) -> None:
    """Draw a disc, in the units of the SVG."""
    x, y = centre
    box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
    draw.ellipse(box, fill=colour)


def main() -> None:
    """Write the icon at the sizes browsers ask for."""
    mark = Image.new("RGBA", (SIDE * SCALE, SIDE * SCALE))
    draw = ImageDraw.Draw(mark)
    draw.rounded_rectangle([0, 0, SIDE * SCALE - 1, SIDE * SCALE - 1], 13 * SCALE, fill=BRAND)
    for curve in CURVES:
        for step in range(201):
            disc(draw, at(curve, step / 200), 2.5, INK)
    disc(draw, (37, 37), 4.5, ACCENT)
    mark.resize((256, 256), Image.Resampling.LANCZOS).save(OUTPUT, sizes=SIZES)


if __name__ == "__main__":
    main()
