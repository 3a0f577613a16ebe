"""Policies compared on the same data: each table is a pure function of a Comparison and a frozen dataclass.

Every change is variant minus base. What is missing, or has no meaning, is NaN.
"""
