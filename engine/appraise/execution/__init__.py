"""A plan on data: executing it, what it shows, why a result came about."""
