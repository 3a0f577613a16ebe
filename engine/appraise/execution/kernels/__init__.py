"""How operations are computed on columns: row by row, and across the rows of a period."""
