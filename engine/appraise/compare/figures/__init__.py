"""What a comparison counts: cost, winners, fairness, spread, stability and the rest, each a table."""
