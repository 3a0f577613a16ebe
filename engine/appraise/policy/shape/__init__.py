"""The shape that a file must have, and slips of keys and values told with a mend."""
