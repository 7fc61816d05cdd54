"""The form engine: it knows nothing of aids, people or states."""
