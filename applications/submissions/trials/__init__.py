"""Screens of the administration where an editor tries a form."""
