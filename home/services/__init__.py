"""What visitors write from the public pages."""

from home.services.questions import send_question

__all__ = ["send_question"]
