"""Why one person has a result: words and sums, each with its line of the policy."""
