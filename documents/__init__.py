"""Formats in and out. Knows files and text; knows nothing of the site, its models or Django."""
