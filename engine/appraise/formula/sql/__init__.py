"""Formulas as SQL for DuckDB, which computes the lines of sources."""
