"""The catalogue: aids, campaigns, règlements, form versions; public, without personal data."""
