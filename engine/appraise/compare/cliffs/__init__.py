"""Boundaries at which a little more is worth much."""
