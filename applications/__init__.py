"""The rooms where people apply and officers instruct. A plain package, not an application."""
