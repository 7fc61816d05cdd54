"""Whether an aid takes dossiers now, and when that changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aids.models.campaign import Campaign


class OpeningState(StrEnum):
    """The values of the catalogue's `ouverture` filter."""

    OPEN = "ouverte"
    UPCOMING = "a-venir"
    PERMANENT = "permanente"
    CLOSED = "fermee"


@dataclass(frozen=True, slots=True)
class Opening:
    """The state of an aid at one instant, and the campaign that explains it."""

    state: OpeningState
    campaign: Campaign | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether dossiers are taken."""
        return self.state in {OpeningState.OPEN, OpeningState.PERMANENT}

    @property
    def opens_at(self) -> datetime | None:
        """Return when an aid not open yet opens."""
        is_upcoming = self.state is OpeningState.UPCOMING and self.campaign is not None
        return self.campaign.opens_at if is_upcoming and self.campaign else None

    @property
    def closes_at(self) -> datetime | None:
        """Return the last closing known: to come when open, behind when closed."""
        is_dated = self.state in {OpeningState.OPEN, OpeningState.CLOSED}
        return self.campaign.closes_at if is_dated and self.campaign else None


def opening_of(campaigns: Iterable[Campaign], *, now: datetime) -> Opening:
    """Return the state of an aid from its campaigns."""
    known = list(campaigns)
    current = [campaign for campaign in known if campaign.is_open_at(now)]
    if dated := [campaign for campaign in current if not campaign.is_permanent]:
        return Opening(OpeningState.OPEN, min(dated, key=lambda one: one.closes_at or now))
    if current:
        return Opening(OpeningState.PERMANENT, current[0])
    if upcoming := [campaign for campaign in known if campaign.opens_at > now]:
        return Opening(OpeningState.UPCOMING, min(upcoming, key=lambda one: one.opens_at))
    if known:
        return Opening(OpeningState.CLOSED, max(known, key=lambda one: one.closes_at or now))
    return Opening(OpeningState.CLOSED)


def next_change(campaigns: Iterable[Campaign], *, now: datetime) -> datetime | None:
    """Return the next opening or closing."""
    moments = [
        moment
        for campaign in campaigns
        for moment in (campaign.opens_at, campaign.closes_at)
        if moment is not None and moment > now
    ]
    return min(moments, default=None)
