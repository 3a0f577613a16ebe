"""Variants of a policy compared: on a terminal, as a page, as a workbook."""
