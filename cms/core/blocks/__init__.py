"""Editorial blocks, one family per file."""
