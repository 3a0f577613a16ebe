"""Renderings of results: terminal, workbook, tables for machines. They know nothing of how anything was computed."""
