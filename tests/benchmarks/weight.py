"""The first visit of an aid page: what is transferred, in how many requests."""

import re
import shutil
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tests.benchmarks.exchange import Exchange, Socket
from tests.benchmarks.lines import AID
from tests.benchmarks.pages import resources_of

KILO = 1000
MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT = 90 * KILO, 8, 40 * KILO
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
URL_IN_STYLE = re.compile(rb"url\(\s*[\"']?([^\"')]+)")
IMPORT_IN_SCRIPT = re.compile(rb"(?:from|import)\s*[\"'](\.[^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Transfer:
    """One request of the visit; bytes as transferred."""

    path: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything a first visit transfers."""

    way: str
    transfers: list[Transfer]

    @property
    def size(self) -> int:
        """Return the bytes transferred."""
        return sum(one.size for one in self.transfers)

    @property
    def script_size(self) -> int:
        """Return those of scripts."""
        return sum(one.size for one in self.transfers if one.kind == "script")

    @property
    def lines(self) -> list[tuple[str, str, str, bool]]:
        """Return label, value, target and verdict of each limit."""
        return [
            (
                "First visit, transferred",
                f"{self.size / KILO:.1f} kB",
                f"≤ {MOST_BYTES // KILO} kB",
                self.size <= MOST_BYTES,
            ),
            (
                "First visit, requests",
                str(len(self.transfers)),
                f"≤ {MOST_REQUESTS}",
                len(self.transfers) <= MOST_REQUESTS,
            ),
            (
                "First visit, JavaScript",
                f"{self.script_size / KILO:.1f} kB",
                f"≤ {MOST_SCRIPT // KILO} kB",
                self.script_size <= MOST_SCRIPT,
            ),
        ]


def first_visit(port: int) -> Visit:
    """Visit the aid page as a new reader, in Chromium when it is installed."""
    if CHROMIUM is None:
        return _by_parsing(port)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            return _in_browser(browser, f"http://localhost:{port}{AID}")
        finally:
            browser.close()


def _in_browser(browser: Browser, url: str) -> Visit:
    """Count what the browser itself says it received, headers included."""
    page = browser.new_context(locale="fr-FR").new_page()
    session: CDPSession = page.context.new_cdp_session(page)
    seen: dict[str, tuple[str, str]] = {}
    sizes: dict[str, int] = {}

    def noted(event: dict) -> None:  # type: ignore[type-arg]
        path = urlsplit(event["response"]["url"])
        if path.scheme == "http":
            seen[event["requestId"]] = (path.path, event["type"].lower())

    def finished(event: dict) -> None:  # type: ignore[type-arg]
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", noted)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    return Visit(
        "in Chromium, headers included",
        [Transfer(path, kind, sizes.get(key, 0)) for key, (path, kind) in seen.items()],
    )


def _by_parsing(port: int) -> Visit:
    """Follow what the page, its styles and its scripts name; bodies only, as compressed."""
    wire = Socket(port)
    transfers: list[Transfer] = []
    waiting, known = [AID], {AID}
    while waiting:
        path = waiting.pop(0)
        answer = wire.send(Exchange(path, headers={"Accept-Encoding": "gzip, br"}))
        kind = _kind_of(answer.headers.get("content-type", ""))
        transfers.append(Transfer(path, kind, len(answer.body)))
        plain = wire.send(Exchange(path, headers={"Accept-Encoding": "identity"})).content
        for named in _named_in(kind, plain):
            address = urlsplit(urljoin(path, named)).path
            if address not in known and not named.startswith("data:"):
                known.add(address)
                waiting.append(address)
    wire.close()
    return Visit("by following the page, bodies only", transfers)


def _named_in(kind: str, content: bytes) -> list[str]:
    if kind == "document":
        return resources_of(content.decode())
    if kind == "stylesheet":
        return [one.decode() for one in URL_IN_STYLE.findall(content)]
    if kind == "script":
        return [one.decode() for one in IMPORT_IN_SCRIPT.findall(content)]
    return []


def _kind_of(content_type: str) -> str:
    for word, kind in (("html", "document"), ("css", "stylesheet"), ("javascript", "script")):
        if word in content_type:
            return kind
    return "font" if "font" in content_type else "other"
