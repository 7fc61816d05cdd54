"""The Django project: wiring, and the kernel every room stands on."""
