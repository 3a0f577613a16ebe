"""Every kind of a thing is whole: what mypy cannot see of it, the tests of this folder name."""
