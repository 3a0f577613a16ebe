"""Variants of a policy: what they change, merged into the base, and written out again."""
