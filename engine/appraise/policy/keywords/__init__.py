"""Policies whose keywords are in another language than English: read as if they were English, and written over."""
