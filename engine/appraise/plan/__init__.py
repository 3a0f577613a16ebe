"""A Ruleset as an ordered plan of named columns. It knows nothing of rows and imports no numpy."""
