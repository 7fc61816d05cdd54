"""« Tell me when it opens »: an address kept for one aid, told once, then forgotten."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from aids import events
from aids.mails import ALERT_CONFIRMATION, CAMPAIGN_OPEN
from aids.models.aid import Aid
from aids.models.campaign import Campaign, OpeningAlert
from applications.notifications.services import absolute_url, send_mail
from cms.core import events as journal
from cms.core.dates import paris_day
from cms.core.templatetags.portal import long_date

logger = logging.getLogger("portal.aids")
SALT = "aids.opening-alert"
CONFIRMATION_SECONDS = 72 * 3600


@dataclass(frozen=True, slots=True)
class AlertRequest:
    """What a confirmation link carries."""

    aid: Aid
    email: str
    language: str


def ask(aid: Aid, *, email: str, language: str, now: datetime | None = None) -> OpeningAlert:
    """Keep an address that is known to be its owner's; asking twice changes nothing."""
    alert, _is_new = OpeningAlert.objects.get_or_create(
        aid=aid,
        email=email.strip().lower(),
        defaults={"language": language, "created_at": now or timezone.now()},
    )
    return alert


def send_confirmation(
    aid: Aid, *, email: str, language: str, path: str, now: datetime | None = None
) -> None:
    """Send the link that proves an address is its owner's; one mail a day at most.

    `path` is the page of the alert: the link is the same page with a signed key.
    """
    now = now or timezone.now()
    address = email.strip().lower()
    key = signing.dumps({"aid": aid.pk, "email": address, "language": language}, salt=SALT)
    digest = hashlib.sha256(f"{aid.pk}:{address}".encode()).hexdigest()[:32]
    with transaction.atomic():
        send_mail(
            ALERT_CONFIRMATION.code,
            to=address,
            context={"aid_title": _title(aid, language), "link": absolute_url(f"{path}?cle={key}")},
            language=language,
            scope=f"aid:{aid.key}",
            key=f"alert-confirmation:{digest}:{paris_day(now).isoformat()}",
            now=now,
        )


def read_key(key: str) -> AlertRequest | None:
    """Return what a confirmation link asks; `None` when it is altered or too old."""
    try:
        asked = signing.loads(key, salt=SALT, max_age=CONFIRMATION_SECONDS)
    except signing.BadSignature:
        return None
    aid = Aid.objects.filter(pk=asked["aid"]).first()
    return AlertRequest(aid, asked["email"], asked["language"]) if aid is not None else None


def announce_openings(*, now: datetime | None = None) -> int:
    """Mail those who asked about aids that are open now, and forget them; return how many."""
    now = now or timezone.now()
    count = 0
    waiting = Campaign.objects.open_at(now).filter(aid__opening_alerts__isnull=False)
    for campaign in waiting.select_related("aid").by_closing().distinct():
        try:
            count += _announce(campaign, now=now)
        except Exception:
            logger.exception("the opening of campaign %s could not be announced", campaign.pk)
    return count


def _announce(campaign: Campaign, *, now: datetime) -> int:
    """Make every mail of one campaign in the transaction that forgets the addresses."""
    with transaction.atomic():
        alerts = list(
            OpeningAlert.objects.select_for_update().filter(aid=campaign.aid).order_by("pk")
        )
        for alert in alerts:
            _tell(alert, campaign, now=now)
        OpeningAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).delete()
        if alerts:
            journal.record(
                events.OPENING_ANNOUNCED,
                subject_type="aid",
                subject_id=campaign.aid_id,
                at=now,
                count=len(alerts),
            )
    return len(alerts)


def _tell(alert: OpeningAlert, campaign: Campaign, *, now: datetime) -> None:
    aid = campaign.aid
    with override(alert.language):
        closes_on = long_date(campaign.closes_at) if campaign.closes_at else ""
    send_mail(
        CAMPAIGN_OPEN.code,
        to=alert.email,
        context={
            "aid_title": _title(aid, alert.language),
            "aid_url": absolute_url(_path(aid, alert.language)),
            "closes_on": closes_on,
        },
        language=alert.language,
        scope=f"aid:{aid.key}",
        key=f"campaign-open:{campaign.pk}:{alert.pk}",
        reply_to=aid.team.email if aid.team else "",
        now=now,
    )


def _title(aid: Aid, language: str) -> str:
    page = aid.page(language)
    return page.title if page is not None else aid.title


def _path(aid: Aid, language: str) -> str:
    """Return the path of the aid's page, without the host it was published under."""
    page = aid.page(language)
    parts = page.get_url_parts() if page is not None else None
    return str(parts[2]) if parts else "/"
