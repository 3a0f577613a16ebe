"""YAML and CSV as they were typed: every value knows its file, line and column."""
