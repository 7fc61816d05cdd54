"""« Espace personnel »: what waits for the person, and their dossiers by theme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext

from aids.lookups import first_themes
from applications.structures.acting import Acting
from applications.structures.models import Structure
from applications.submissions.listing import Line, line
from applications.submissions.models import Submission, SubmissionState
from applications.submissions.querysets import Reader, SubmissionQuerySet

LATEST_READ = 60
"""The dossiers looked at to show the latest of each theme, whatever their number."""
LATEST_SHOWN = 3
TO_DO_SHOWN = 10
PERSON_FAMILY = "particulier"


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """The dossiers about one theme: how many there are, and the latest of them."""

    code: str
    label: str
    count: int
    lines: tuple[Line, ...]


def deposit_path(acting: Acting | None) -> str:
    """Return « Choix du téléservice »: the open aids, for the family acted for when it is known."""
    family = {}
    if acting is not None:
        family["public"] = family_of(acting.structure)
    return f"{reverse('aids:catalog')}?{urlencode({'depot': 1, **family, 'ouverture': 'ouverte'})}"


@dataclass(frozen=True, slots=True)
class Misfit:
    """An aid that is not meant for whom the person acts for, and the names that would fit."""

    audiences: tuple[str, ...]
    fitting: tuple[str, ...]


def misfit(acting: Acting, audiences: Mapping[str, str]) -> Misfit | None:
    """Say for whom an aid is when it is for others than the one acted for; nothing is refused.

    A family may be badly recorded, and a parent apply for a child: the person decides.
    """
    if not audiences or family_of(acting.structure) in audiences:
        return None
    names = [
        one.structure.name for one in acting.memberships if family_of(one.structure) in audiences
    ]
    own = [gettext("Myself")] if PERSON_FAMILY in audiences else []
    return Misfit(audiences=tuple(audiences.values()), fitting=(*own, *names))


def family_of(structure: Structure | None) -> str:
    """Return the code of a structure's family, or that of persons."""
    return structure.family.code if structure is not None else PERSON_FAMILY


def to_do(dossiers: SubmissionQuerySet, acting: Acting, user: Reader) -> list[Line]:
    """Return the drafts that wait for the person, the last one worked on first."""
    drafts = dossiers.for_list().filter(state=SubmissionState.DRAFT)
    return _lines(drafts.order_by("-changed_at", "-pk")[:TO_DO_SHOWN], acting, user)


def by_theme(
    dossiers: SubmissionQuerySet, acting: Acting, user: Reader, *, language: str
) -> list[ThemeGroup]:
    """Return the dossiers by theme, in the order of the catalogue; those of no theme come last."""
    counts = list(dossiers.order_by().values_list("aid_id", "aid__key").annotate(Count("pk")))
    themes = first_themes([key for _aid, key, _count in counts], language=language)
    none = ("", gettext("Other aids"))
    theme_of = {aid: themes.get(key, none) for aid, key, _count in counts}
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for aid, _key, count in counts:
        totals[theme_of[aid]] += count
    latest: dict[tuple[str, str], list[Line]] = defaultdict(list)
    newest = dossiers.for_list().order_by("-changed_at", "-pk")[:LATEST_READ]
    for one in _lines(newest, acting, user):
        latest[theme_of[one.submission.aid_id]].append(one)
    order = [*dict.fromkeys(themes.values()), none]
    return [
        ThemeGroup(*theme, count=totals[theme], lines=tuple(latest[theme][:LATEST_SHOWN]))
        for theme in order
        if theme in totals
    ]


def about_theme(dossiers: SubmissionQuerySet, code: str, *, language: str) -> tuple[str, list[int]]:
    """Return the label of a theme and the aids about it among these dossiers' own."""
    keys = dict(dossiers.order_by().values_list("aid__key", "aid_id").distinct())
    themes = first_themes(keys, language=language)
    label = next((label for known, label in themes.values() if known == code), "")
    return label, [keys[key] for key, theme in themes.items() if theme[0] == code]


def _lines(dossiers: Iterable[Submission], acting: Acting, user: Reader) -> list[Line]:
    return [line(one, memberships=acting.memberships, user=user) for one in dossiers]
