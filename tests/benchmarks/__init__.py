"""Measures of the portal: shares of a hello-world view, queries, weight (`make bench`)."""
