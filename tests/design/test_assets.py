"""The compiled assets: up to date, light, and nobody else's."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "cms" / "assets"
OUTPUT = ROOT / "cms" / "static" / "portal"
MANIFEST = json.loads((OUTPUT / "manifest.json").read_text())
HOW = "run `make assets` and commit sources and outputs together"
STYLES_BYTES = 20_000
SCRIPTS_BYTES = 40_000
FONT_BYTES = 24_000


def sha256(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


@pytest.mark.parametrize("kind", ["sources", "outputs"])
def test_every_file_is_the_one_that_was_compiled(kind):
    stale = [
        name
        for name, digest in MANIFEST[kind].items()
        if not (ROOT / name).is_file() or sha256(name) != digest
    ]
    assert not stale, HOW


def test_no_source_is_left_out_of_the_manifest():
    sources = {
        str(path.relative_to(ROOT))
        for folder, suffix in (("scss", ".scss"), ("js", ".js"))
        for path in (SOURCES / folder).rglob(f"*{suffix}")
    }
    assert sources <= set(MANIFEST["sources"]), HOW


def test_the_lock_says_what_to_install_and_never_from_where():
    text = (SOURCES / "package-lock.json").read_text()
    assert "://" not in text
    assert '"resolved"' not in text
    assert text.count('"integrity"') > 10


def test_pages_stay_light():
    assert weight(OUTPUT / "css" / "portal.css") <= STYLES_BYTES
    assert sum(weight(path) for path in (OUTPUT / "js").glob("*.js")) <= SCRIPTS_BYTES
    assert (OUTPUT / "fonts" / "atkinson-next-latin.woff2").stat().st_size <= FONT_BYTES


def test_the_look_is_our_own():
    styles = (OUTPUT / "css" / "portal.css").read_text()
    assert "GDS Transport" not in styles
    assert "crown" not in styles.lower()
    assert "Marianne" not in styles
    assert not re.search(r"url\([\"']?(https?:)?//", styles)


def test_the_typeface_is_there_with_its_licence():
    fonts = OUTPUT / "fonts"
    assert len(list(fonts.glob("*.woff2"))) <= 2
    assert "SIL Open Font License" in (fonts / "LICENSE.txt").read_text()


def test_scripts_need_no_evaluation():
    for script in (OUTPUT / "js").glob("*.js"):
        text = script.read_text()
        assert "eval(" not in text
        assert "new Function" not in text
