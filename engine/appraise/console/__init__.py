"""What the commands share: their arguments, what they say while they work, how they fail."""
