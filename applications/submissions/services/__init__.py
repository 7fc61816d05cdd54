"""Writing dossiers: verbs, each in one transaction, never with a request."""
