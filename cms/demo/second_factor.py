"""The code a staff account would read on its telephone, shown in the demonstration only."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice


def current_code(user: Any, *, now: datetime | None = None) -> str:
    """Return a code the account's device accepts now; nothing when it has no confirmed device.

    A code serves once: when this half minute's is used already, the next one is given, so that
    people who sign in twice in a row are not refused.
    """
    device = TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).order_by("pk").first()
    if device is None:
        return ""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = (now or timezone.now()).timestamp()
    if totp.t() <= device.last_t:
        totp.drift += device.tolerance
    return f"{totp.token():0{device.digits}d}"
