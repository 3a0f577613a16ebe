"""What the names and numbers of a policy mean: types, units, what is made of what."""
