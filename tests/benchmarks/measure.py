"""The whole run: prepare, serve, measure in interleaved rounds, count queries, tell."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from django.db import connections
from django.utils import timezone, translation

from tests.benchmarks import editor, engine, lines as table, report
from tests.benchmarks.exchange import Exchange, InProcess, Socket
from tests.benchmarks.lines import Line
from tests.benchmarks.material import Material, aid_of_the_long_form, officer
from tests.benchmarks.server import Server, serving
from tests.benchmarks.weight import first_visit

ROUNDS = 5
WARM_UP = 4
CROWD = 4
GREETINGS_IN_CROWD = 120
GREETINGS = 20
FILINGS_PER_ROUND = 6
SHORT_QUEUE, LONG_QUEUE = 100, 20_000


class Wire:
    """Connections to a server: one for a lone visitor, some for a crowd."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.alone = Socket(server.port)
        self.crowd = [Socket(server.port) for _visitor in range(CROWD)]

    def busy_time(self, exchanges: list[Exchange]) -> float | None:
        """Return the processor time one request takes when several visitors never wait."""
        before = self.server.busy_seconds
        with ThreadPoolExecutor(CROWD) as visitors:
            list(visitors.map(self._send_all, self.crowd, _dealt(exchanges)))
        after = self.server.busy_seconds
        return None if before is None or after is None else (after - before) / len(exchanges)

    def close(self) -> None:
        """Hang up."""
        for one in (self.alone, *self.crowd):
            one.close()

    @staticmethod
    def _send_all(connection: Socket, exchanges: list[Exchange]) -> None:
        for exchange in exchanges:
            connection.send(exchange)


def _dealt(exchanges: list[Exchange]) -> list[list[Exchange]]:
    return [exchanges[first::CROWD] for first in range(CROWD)]


def run() -> int:
    """Measure everything once; return the exit code."""
    started = time.monotonic()
    translation.activate("fr")
    material = Material(aid_of_the_long_form(), now=timezone.now())
    filings = ROUNDS * FILINGS_PER_ROUND + WARM_UP + 2
    _say(f"Preparing {filings} drafts of a long form, by the portal's own services…")
    drafts = material.drafts(material.people(filings + 2))
    shown, worked = next(drafts), next(drafts)
    agent = officer()
    dossier = material.taken(shown, agent.user)
    queued = iter(list(drafts))
    with serving(os.environ) as server:
        wire = Wire(server)
        greeting = table.greeting()
        _say(f"Measuring with {SHORT_QUEUE} dossiers in the queue…")
        material.lengthen_queue(SHORT_QUEUE)
        short = [table.queue(agent, label=f"Officers' queue, {SHORT_QUEUE} dossiers")]
        _measure(greeting, short, wire)
        _count(short)
        _say(f"Measuring with {LONG_QUEUE} dossiers…")
        material.lengthen_queue(LONG_QUEUE)
        others = [
            *table.public_lines(),
            *table.applicant_lines(worked, queued, visits=FILINGS_PER_ROUND),
            table.queue(agent, label=f"Officers' queue, {LONG_QUEUE} dossiers"),
            *table.reading_lines(agent, dossier.reference, shown.person),
        ]
        _measure(greeting, others, wire)
        _count(others)
        wire.close()
        visit = first_visit(server.port)
    lines = [*others[:-3], *short, *others[-3:]]
    is_met = report.show(greeting, lines, visit, seconds=time.monotonic() - started)
    _say("Measuring the form engine against forms written by hand…")
    is_engine_met = engine.run(worked)
    is_editor_met = _editor()
    connections.close_all()
    return 0 if is_met and is_engine_met and is_editor_met else 1


def _editor() -> bool:
    """Measure the page editor, where there is a browser to open it in."""
    if editor.CHROMIUM is None:
        _say("Chromium is not installed: the page editor is not measured.")
        return True
    _say("Measuring the page editor in Chromium…")
    return editor.show(editor.editor_opening(os.environ))


def _measure(greeting: Line, lines: list[Line], wire: Wire) -> None:
    """Send bounded bursts in turn; each is compared with greetings sent just before and after."""
    for line in [greeting, *lines]:
        _burst(line, wire, WARM_UP)
    for _round in range(ROUNDS):
        before = _burst(greeting, wire, GREETINGS)
        for line in lines:
            times = _burst(line, wire, line.visits)
            after = _burst(greeting, wire, GREETINGS)
            unit, duration = median([*before, *after]), median(times)
            line.rounds.append(duration)
            line.shares.append(unit / duration)
            greeting.rounds.append(unit)
            greeting.shares.append(1.0)
            before = after
        _crowd(greeting, wire, GREETINGS_IN_CROWD)
        for line in lines:
            if line.is_for_crowds:
                _crowd(line, wire, line.visits)


def _burst(line: Line, wire: Wire, visits: int) -> list[float]:
    return [wire.alone.send(line.make(wire.alone)).seconds for _visit in range(visits)]


def _crowd(line: Line, wire: Wire, visits: int) -> None:
    busy = wire.busy_time([line.make(wire.alone) for _visit in range(visits)])
    if busy is not None:
        line.busy.append(busy)


def _count(lines: list[Line]) -> None:
    """Count the queries of each line in this process, once its caches are warm."""
    inside = InProcess()
    for line in lines:
        inside.send(line.make(inside))
        line.counted = inside.send(line.make(inside))


def _say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()
