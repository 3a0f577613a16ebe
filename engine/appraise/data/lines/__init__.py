"""Tables of single lines, millions of them, added up per employee and period inside DuckDB."""
