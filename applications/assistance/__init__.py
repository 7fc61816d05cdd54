"""The help desk: people are helped to get in; dossiers stay out of sight."""
