"""Whoever reads several dossiers says whether test dossiers count."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from applications.submissions.models import Submission
from applications.submissions.querysets import SubmissionQuerySet
from tests.factories.accounts import UserFactory

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for room in ("cms", "home", "aids", "applications")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)
DECIDED = {
    "real",
    "tests",
    "tried_by",
    "visible_to_applicant",
    "visible_to_staff",
    "listed_for",
    "in_queue",
    "following_form",
    "of_beneficiary",
}
"""What keeps test dossiers in or out; each is held to it below."""
WRITES = {"create"}
ONE = {"pk", "reference"}
"""Names that find one row at most: whoever knows it already knows what it is."""


def chains(tree: ast.AST) -> Iterator[tuple[int, list[tuple[str, set[str]]]]]:
    """Yield the line and the calls of each chain that starts at `Submission.objects`."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | {
        id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)
    }
    for node in ast.walk(tree):
        if id(node) in inner or not isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
            continue
        calls: list[tuple[str, set[str]]] = []
        at: ast.AST = node
        while isinstance(at, ast.Call | ast.Attribute | ast.Subscript):
            if isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute):
                names = {word.arg or "" for word in at.keywords}
                calls.append((at.func.attr, names))
                at = at.func.value
            elif isinstance(at, ast.Attribute):
                if at.attr == "objects" and isinstance(at.value, ast.Name):
                    if at.value.id == "Submission":
                        yield node.lineno, calls
                    break
                at = at.value
            elif isinstance(at, ast.Subscript):
                at = at.value
            else:
                break


def is_decided(calls: list[tuple[str, set[str]]]) -> bool:
    return any(
        name in DECIDED | WRITES or (name in {"get", "filter"} and names & ONE)
        for name, names in calls
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_list_says_whether_test_dossiers_count(path: Path) -> None:
    tree = ast.parse(path.read_text())
    undecided = [line for line, calls in chains(tree) if not is_decided(calls)]
    assert not undecided, f"say real() or tests() at lines {undecided}"


def test_a_list_that_says_nothing_is_seen() -> None:
    for text in (
        "Submission.objects.filter(aid=aid).count()",
        "for one in Submission.objects.all(): pass",
        "Submission.objects.for_list()[:5]",
    ):
        found = list(chains(ast.parse(text)))
        assert found, text
        assert not any(is_decided(calls) for _line, calls in found), text
    kept = "Submission.objects.for_list().real().filter(aid=aid)"
    assert all(is_decided(calls) for _line, calls in chains(ast.parse(kept)))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(DECIDED - {"tests", "tried_by"}))
def test_each_way_to_read_leaves_test_dossiers_out(name: str) -> None:
    """Read from the SQL: a filter, whatever the rows."""
    staff = UserFactory(officer=True)
    arguments = {
        "real": {},
        "visible_to_applicant": {"user": UserFactory()},
        "visible_to_staff": {"user": staff},
        "in_queue": {"user": staff},
        "listed_for": {"user": UserFactory(), "memberships": []},
        "following_form": {"now": timezone.now()},
        "of_beneficiary": {"person_id": 1, "structure_id": None},
    }[name]
    found: SubmissionQuerySet = getattr(Submission.objects, name)(**arguments)
    where = str(found.query).partition(" WHERE ")[2]
    assert 'NOT "submissions_submission"."is_test"' in where
