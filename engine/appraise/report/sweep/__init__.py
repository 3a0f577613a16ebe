"""Settings that were tried, and the one that keeps a goal: on a terminal, as a page, workbook and data."""
