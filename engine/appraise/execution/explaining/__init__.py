"""Why a result came about: the steps behind it, the rows of tables, what would have reached more."""
