"""What a browser would send of a form as it is shown."""

from html.parser import HTMLParser

from django.http import QueryDict
from django.template.loader import render_to_string

from applications.formbuilder.forms import StepForm

UNSENT = frozenset({"submit", "button", "file", "reset", "image"})


class Reader(HTMLParser):
    """Collect the successful controls of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None
        self._text = ""
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._templates += tag == "template"
        if self._templates:
            return
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if "disabled" in given:
            return
        if tag == "input" and name and kind not in UNSENT:
            is_box = kind in ("checkbox", "radio")
            if not is_box or "checked" in given:
                self.found.append((name, given.get("value", "on" if is_box else "")))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select is not None:
            self._options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "select" and self._select is not None:
            chosen = [value for value, is_selected in self._options if is_selected]
            first = [value for value, _is_selected in self._options[:1]]
            self.found += [(self._select, value) for value in chosen or first]
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self.found.append((self._area, self._text.removeprefix("\n")))
            self._area = None


def sent(html: str) -> QueryDict:
    """Return what a browser would send of these controls."""
    reader = Reader()
    reader.feed(html)
    data = QueryDict(mutable=True)
    for name, value in reader.found:
        data.appendlist(name, value)
    return data


def posted(form: StepForm) -> QueryDict:
    """Return what a browser would send of a step as it is shown."""
    return sent(render_to_string("applications/formbuilder/_step_form.html", {"form": form}))
