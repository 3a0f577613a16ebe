"""Numbers of a policy by their paths, tried one after the other."""
