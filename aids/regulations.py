"""Which règlement is in force on a day."""

from collections.abc import Iterable
from datetime import date

from aids.models.aid import Aid
from aids.models.regulation import RegulationVersion


def of_aid(aid: Aid) -> list[RegulationVersion]:
    """Return every text of an aid with its file, the newest first."""
    return list(
        aid.regulations.select_related("document").order_by("-effective_on", "-adopted_on", "-pk")
    )


def in_force(aid: Aid, day: date) -> RegulationVersion | None:
    """Return the text in force on a day."""
    return pick_in_force(of_aid(aid), day)


def pick_in_force(texts: Iterable[RegulationVersion], day: date) -> RegulationVersion | None:
    """Return the text in force among those of one aid, newest first."""
    return next((text for text in texts if text.effective_on <= day), None)
