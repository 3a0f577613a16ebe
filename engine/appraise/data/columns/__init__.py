"""Cells read as what a field declares: numbers, dates, labels, yes or no."""
