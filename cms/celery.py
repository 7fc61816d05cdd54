"""The Celery application: messages carry only a job's id, the job table holds the work."""

import os
import warnings
from pathlib import Path

from celery import Celery
from celery.platforms import SecurityWarning

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

# The demonstration may run as root in a container; production's units name their own user.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def prepare_queue_folders() -> None:
    """Create the folders of the filesystem broker: by default they land in the current folder."""
    for folder in app.conf.broker_transport_options.values():
        if isinstance(folder, str):
            Path(folder).mkdir(parents=True, exist_ok=True)
