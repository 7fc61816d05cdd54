"""The generation of the public cache, shared by every process of a site.

It is the modification time of one file (nanoseconds), or a counter in Redis when configured:
reading it must cost microseconds, because every public page does.
"""

import os
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from redis import Redis

REDIS_KEY = "portal:public-generation"


def current_generation() -> str:
    """Return the generation kept pages belong to."""
    if settings.CACHE_REDIS_URL:
        return str(_redis().get(REDIS_KEY) or 0)
    try:
        return str(os.stat(_file()).st_mtime_ns)
    except FileNotFoundError:
        return "0"


def renew_generation() -> None:
    """Start a new generation: what was kept is never found again."""
    if settings.CACHE_REDIS_URL:
        _redis().incr(REDIS_KEY)
        return
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _file() -> Path:
    return Path(settings.DATA_DIR) / "public-generation"


@lru_cache(maxsize=1)
def _redis() -> Redis:
    return Redis.from_url(settings.CACHE_REDIS_URL)
