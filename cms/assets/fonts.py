"""Make the portal's two font files from the npm package (run by `npm run fonts`).

The Latin file is read on every page: only the weights in use (400 to 700) are kept. The extended
file is fetched by a browser only when a page holds one of its letters.
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next"
OUTPUT = HERE.parent / "static" / "portal" / "fonts"
FILES = {
    "atkinson-hyperlegible-next-latin-wght-normal.woff2": "atkinson-next-latin.woff2",
    "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "atkinson-next-latin-ext.woff2",
}
WEIGHTS = (400, 700)


def main() -> None:
    """Write both files and the licence the typeface asks to keep beside them."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        font = TTFont(PACKAGE / "files" / source, recalcTimestamp=False)
        font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS})
        font.recalcTimestamp = False
        font.flavor = "woff2"
        font.save(OUTPUT / target)
    (OUTPUT / "LICENSE.txt").write_text((PACKAGE / "LICENSE").read_text())


if __name__ == "__main__":
    main()
