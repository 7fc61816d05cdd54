"""Registers asked on the web, one module each, their answers read strictly."""
