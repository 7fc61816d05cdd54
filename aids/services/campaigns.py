"""Campaigns, règlements and settings of aids: saved at once, told to the journal and the cache."""

from django.db import models, transaction

from aids import events
from aids.models.aid import Aid
from aids.models.campaign import Campaign
from aids.models.regulation import RegulationVersion
from cms.core import events as journal, public_cache
from cms.core.events import Actor


def save_campaign(campaign: Campaign, *, actor: Actor) -> Campaign:
    """Save a campaign whose rules hold; public pages follow at once."""
    with transaction.atomic():
        campaign.full_clean()
        campaign.save()
        was_saved(campaign, actor=actor)
    return campaign


def was_saved(row: models.Model, *, actor: Actor) -> None:
    """Follow the save of a row of the catalogue, in its transaction."""
    _follow(row, actor=actor, is_deleted=False)


def was_deleted(row: models.Model, *, actor: Actor) -> None:
    """Follow the deletion of a row of the catalogue, in its transaction."""
    _follow(row, actor=actor, is_deleted=True)


def _follow(row: models.Model, *, actor: Actor, is_deleted: bool) -> None:
    public_cache.bump()
    if isinstance(row, Campaign):
        kind = events.CAMPAIGN_DELETED if is_deleted else events.CAMPAIGN_SAVED
        journal.record(
            kind,
            subject_type="aid",
            subject_id=row.aid_id,
            actor=actor,
            campaign=row.pk,
            opens_at=row.opens_at.isoformat(),
            closes_at=row.closes_at.isoformat() if row.closes_at else None,
        )
    elif isinstance(row, RegulationVersion):
        kind = events.REGULATION_DELETED if is_deleted else events.REGULATION_SAVED
        journal.record(
            kind, subject_type="aid", subject_id=row.aid_id, actor=actor, number=row.number
        )
    elif isinstance(row, Aid):
        journal.record(events.SETTINGS_SAVED, subject_type="aid", subject_id=row.pk, actor=actor)
    else:
        journal.record(
            events.LIST_SAVED,
            subject_type=row._meta.model_name or "",
            subject_id=row.pk,
            actor=actor,
            list=row._meta.model_name,
        )
