"""From the tree of a file to the objects of a policy, section by section."""
