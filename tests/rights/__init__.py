"""The table of rights, run whole through HTTP."""
