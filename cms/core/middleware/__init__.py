"""Middleware of the kernel."""
