"""From what people type to a tree of allowed nodes: the only door into the language of formulas."""
