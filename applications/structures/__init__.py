"""Associations, companies, lycées, municipalities, and who may act for them."""
