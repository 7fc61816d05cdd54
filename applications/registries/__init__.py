"""Look-ups in public registers; helpers, never obstacles."""
