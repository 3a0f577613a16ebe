"""What became of cases: on a terminal, as JUnit XML, and promises rewritten."""
