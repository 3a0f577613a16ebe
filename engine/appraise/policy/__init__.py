"""From text to Ruleset: reading, the shape, the objects, the meaning."""
