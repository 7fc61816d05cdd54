"""Mails: made once with their cause, sent by a worker, followed."""
