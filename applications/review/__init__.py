"""Officers' screens and acts inside the Wagtail admin."""
