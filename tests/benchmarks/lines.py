"""The lines of the table: what is asked, what it may cost, and what was measured."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from cms.demo.loader.data import stable_id
from tests.benchmarks import hello
from tests.benchmarks.exchange import Answer, Exchange, Transport
from tests.benchmarks.material import SLUG, Draft, Person
from tests.benchmarks.pages import fields_of_form

AID = f"/aides/{SLUG}/"
SEARCHED = ("bourse", "formation", "santé", "lycée", "mobilité", "jeunes", "entreprise", "sport")
STEP = "dossier-3"
CHANGED_ANSWER = stable_id(SLUG, "q-enfants")

Make = Callable[[Transport], Exchange]


@dataclass(slots=True)
class Line:
    """One line: `make` prepares a request (its own reads are not timed) and is then measured.

    `share` is the least acceptable share of hello-world, `budget` the most queries; a line
    without them is shown for information. `visits` is how many requests each round sends; a line
    whose request must be prepared by another one is not sent by a crowd.
    """

    label: str
    make: Make
    share: float | None = None
    budget: int | None = None
    visits: int = 10
    is_for_crowds: bool = True
    rounds: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    counted: Answer | None = None

    @property
    def milliseconds(self) -> float:
        """Return the median time."""
        return 1000 * median(self.rounds)

    @property
    def measured_share(self) -> float:
        """Return the median, over the rounds, of the share of the same round's hello-world."""
        return median(self.shares)

    @property
    def busy_milliseconds(self) -> float | None:
        """Return the processor time one request takes from the server."""
        return 1000 * median(self.busy) if self.busy else None

    @property
    def query_count(self) -> int | None:
        """Return how many statements read or write."""
        return None if self.counted is None else len(self.counted.queries)

    @property
    def faults(self) -> list[str]:
        """Return which targets are missed."""
        faults = []
        if self.share is not None and self.measured_share < self.share:
            faults.append("slow")
        if self.budget is not None and (self.query_count or 0) > self.budget:
            faults.append("queries")
        return faults


def greeting() -> Line:
    """Return the unit of measure."""
    return Line(
        "Hello-world view", lambda _t: Exchange(hello.ADDRESS, contains="Bonjour"), visits=60
    )


def queue(person: Person, *, label: str) -> Line:
    """Return the officers' queue at its present length."""
    exchange = Exchange("/gestion/dossiers/", person.cookies, contains="BSS-")
    return Line(label, lambda _t: exchange, share=0.007, budget=12, visits=6)


def public_lines() -> list[Line]:
    """Return what anybody reads."""
    numbers = itertools.count(1)
    kept = Exchange(AID, contains="Bourse sanitaire et sociale")

    def uncached(_transport: Transport) -> Exchange:
        # A parameter of the cache's key the page itself ignores: the page is built and kept.
        return Exchange(f"{AID}?page={next(numbers)}", contains=kept.contains)

    def search(_transport: Transport) -> Exchange:
        number = next(numbers)
        word = SEARCHED[number % len(SEARCHED)]
        return Exchange(f"/aides/?{urlencode({'q': word, 'depot': number})}", contains="<h1")

    return [
        Line("Aid page, cached", lambda _t: kept, share=0.75, visits=60),
        Line("Aid page, uncached", uncached, share=0.035, budget=8),
        Line("Catalogue search, uncached", search),
    ]


def applicant_lines(draft: Draft, filing: Iterator[Draft], *, visits: int) -> list[Line]:
    """Return what an applicant does: read a step, save it, file."""
    numbers = itertools.count(1)
    read = Exchange(draft.step(STEP), draft.person.cookies, contains=CHANGED_ANSWER)

    def save(transport: Transport) -> Exchange:
        page = transport.send(read).text
        shown = fields_of_form(page, holding="version")
        changed = [
            (n, str(next(numbers) % 10)) if n == CHANGED_ANSWER else (n, v) for n, v in shown
        ]
        return Exchange(
            read.path,
            read.cookies,
            fields=[*changed, ("action", "suivant")],
            is_multipart=True,
            status=302,
        )

    def submit(transport: Transport) -> Exchange:
        one = next(filing)
        path = one.step("recapitulatif")
        page = transport.send(Exchange(path, one.person.cookies, contains="deposer")).text
        fields = fields_of_form(page, holding="cle")
        fields += [(name, "on") for name in statements_of(page)]
        return Exchange(
            path, one.person.cookies, fields=[*fields, ("action", "deposer")], status=302
        )

    return [
        Line("Form step, read", lambda _t: read, share=0.026, budget=12),
        Line("Form step, saved", save, is_for_crowds=False),
        Line("Filing", submit, share=0.018, budget=15, visits=visits, is_for_crowds=False),
    ]


def reading_lines(officer: Person, reference: str, applicant: Person) -> list[Line]:
    """Return the page of one filed dossier, for the officer and for its writer."""
    staff = Exchange(f"/gestion/dossiers/{reference}/", officer.cookies, contains=reference)
    own = Exchange(f"/espace/dossiers/{reference}/", applicant.cookies, contains=reference)
    return [
        Line("Dossier page, officer", lambda _t: staff, share=0.009, budget=20, visits=6),
        Line("Dossier page, applicant", lambda _t: own, share=0.009, budget=20, visits=6),
    ]


def statements_of(page: str) -> list[str]:
    """Return the names of the sworn statements of a recap."""
    names = (part.split('"', 1)[0] for part in page.split('name="statement-')[1:])
    return [f"statement-{name}" for name in dict.fromkeys(names)]
