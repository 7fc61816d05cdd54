"""Attachment codes in the administration: campaigns, and requests."""
