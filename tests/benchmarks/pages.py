"""Reading a page as a browser does: what a form would send, what a page would load."""

from html.parser import HTMLParser

SILENT_TYPES = {"submit", "button", "image", "reset", "file"}


class _Forms(HTMLParser):
    """Collects what each form of a page would send, untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._area: str | None = None
        self._text = ""
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        if not self.forms or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1].append((self._select, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.forms[-1].append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in SILENT_TYPES or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        default = "on" if kind == "checkbox" else ""
        self.forms[-1].append((name, given.get("value", default)))


def fields_of_form(html: str, *, holding: str) -> list[tuple[str, str]]:
    """Return what the form that holds a given field would send."""
    reader = _Forms()
    reader.feed(html)
    for form in reader.forms:
        if any(name == holding for name, _value in form):
            return form
    raise LookupError(f"no form holds « {holding} »")


class _Resources(HTMLParser):
    """Collects the addresses a page loads at once."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel", "").lower() in LOADING_RELATIONS:
            self.found.setdefault(given.get("href", ""))
        elif tag in {"script", "img", "iframe"} and given.get("loading") != "lazy":
            self.found.setdefault(given.get("src", ""))


LOADING_RELATIONS = {"stylesheet", "preload", "modulepreload", "icon", "manifest"}


def resources_of(html: str) -> list[str]:
    """Return the addresses a page loads at once, those carried inside it left out."""
    reader = _Resources()
    reader.feed(html)
    return [address for address in reader.found if address and not address.startswith("data:")]
