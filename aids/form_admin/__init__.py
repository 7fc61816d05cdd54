"""Screens of the administration about one form: check, history, files."""
