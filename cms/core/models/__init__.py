"""The kernel's tables."""

from cms.core.models.event import Event, ReadRecord, RetentionRun
from cms.core.models.job import Job
from cms.core.models.site_settings import SiteSettings, SiteTexts

__all__ = ["Event", "Job", "ReadRecord", "RetentionRun", "SiteSettings", "SiteTexts"]
