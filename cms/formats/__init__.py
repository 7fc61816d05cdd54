"""Formats of the languages Django does not know."""
