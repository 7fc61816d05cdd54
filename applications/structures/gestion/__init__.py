"""The Region's screens of structures, inside the Wagtail admin."""
