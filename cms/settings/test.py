"""Tests: offline, deterministic, quick hashing; the demonstration's rooms are installed."""

import tempfile
from pathlib import Path

from cms.settings.demo import *

DATA_DIR = Path(env.str("TEST_DATA_DIR", tempfile.gettempdir())) / "portal-tests"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages", "registers")
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
