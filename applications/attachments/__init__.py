"""Uploaded and generated files: checked, scanned, served only to who may read them."""
