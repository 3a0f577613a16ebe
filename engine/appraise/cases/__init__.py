"""Worked examples of a policy: given data and promised results, run on the path that real data takes."""
