"""Writes over minutes."""
