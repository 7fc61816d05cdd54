"""The table, and what it says."""

import platform
import sys

import django
from django.db import connection

from tests.benchmarks.lines import Line
from tests.benchmarks.weight import Visit

COLUMNS = ("Line", "ms", "Share", "Target", "CPU ms", "CPU share", "Queries", "Budget", "Verdict")
WIDTHS = (34, 8, 8, 8, 8, 9, 8, 7, 10)


def show(greeting: Line, lines: list[Line], visit: Visit, *, seconds: float) -> bool:
    """Print the table; return whether every target is met."""
    rows = [_row(line, greeting) for line in [greeting, *lines]]
    rows += [
        (label, "", value, target, "", "", "", "", "met" if is_met else "MISSED")
        for label, value, target, is_met in visit.lines
    ]
    _print(
        f"\n{connection.vendor}, Django {django.get_version()}, "
        f"Python {platform.python_version()}; "
        f"{seconds:.0f} s; median of {len(lines[0].rounds)} rounds; "
        f"first visit measured {visit.way}\n"
    )
    for row in [COLUMNS, tuple("-" * 3 for _column in COLUMNS), *rows]:
        _print(_aligned(row))
    _print(
        "\nShare: hello-world's time over the line's, for a lone visitor. CPU: processor time"
        "\nof the server for one request of a crowd. Queries: statements that read or write."
    )
    for one in sorted(visit.transfers, key=lambda transfer: -transfer.size):
        _print(f"  {one.size:>7} B  {one.kind:<10} {one.path}")
    return not any(line.faults for line in lines) and all(met for *_rest, met in visit.lines)


def _row(line: Line, greeting: Line) -> tuple[str, ...]:
    has_target = line.share is not None or line.budget is not None
    busy, unit = line.busy_milliseconds, greeting.busy_milliseconds
    verdict = "MISSED: " + ", ".join(line.faults) if line.faults else "met" if has_target else ""
    return (
        line.label,
        f"{line.milliseconds:.2f}",
        f"{line.measured_share:.3f}",
        f"≥ {line.share}" if line.share is not None else "",
        "" if busy is None else f"{busy:.2f}",
        "" if busy is None or unit is None else f"{unit / busy:.3f}",
        "" if line.query_count is None else str(line.query_count),
        f"≤ {line.budget}" if line.budget is not None else "",
        verdict,
    )


def _aligned(row: tuple[str, ...]) -> str:
    cells = [row[0].ljust(WIDTHS[0])]
    cells += [cell.rjust(width) for cell, width in zip(row[1:-1], WIDTHS[1:-1], strict=True)]
    return "  ".join([*cells, row[-1]]).rstrip()


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
