"""When a campaign takes dossiers, to the second, on the server's clock."""

from datetime import datetime, timedelta

from aids.models import Campaign

BIN_TERM = timedelta(days=30)


def has_opened(campaign: Campaign, now: datetime) -> bool:
    """Tell whether the campaign's opening is behind us."""
    return campaign.opens_at <= now


def has_closed(campaign: Campaign, now: datetime) -> bool:
    """Tell whether the closing second is over: 23:59:59.9 is still 23:59:59."""
    return campaign.closes_at is not None and now.replace(microsecond=0) > campaign.closes_at


def is_open(campaign: Campaign, now: datetime) -> bool:
    """Tell whether dossiers are taken at that second."""
    return campaign.is_open_at(now)


def is_bin_term_running(deleted_at: datetime | None, now: datetime) -> bool:
    """Tell whether a deleted draft may still come back."""
    return deleted_at is not None and now < deleted_at + BIN_TERM
