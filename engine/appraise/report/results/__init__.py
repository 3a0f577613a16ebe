"""The results of a run: summary and table on a terminal, workbook, and tables for machines."""
