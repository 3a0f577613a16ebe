"""A policy as sentences in its own language, clause by clause, and what differs between two."""
