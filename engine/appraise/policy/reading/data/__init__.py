"""What data a policy takes, key by key: the main table and its fields, sources of lines and measures of them."""
