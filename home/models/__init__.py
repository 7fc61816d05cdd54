"""Pages around the catalogue."""

from home.models.pages import ContentPage, HomePage, SpaceIndexPage, SpacePage

__all__ = ["ContentPage", "HomePage", "SpaceIndexPage", "SpacePage"]
