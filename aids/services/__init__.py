"""What changes in the catalogue: versions, campaigns, search entries, alerts."""
