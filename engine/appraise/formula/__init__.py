"""Formulas: their grammar, their types, their functions and the arithmetic of whole columns."""
