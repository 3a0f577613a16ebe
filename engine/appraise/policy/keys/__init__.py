"""What a key of the language is: its name, its kind, its meaning. The schema, the reading and the manual come from it.

A part of the language is a class of keys (`Keys`), which stands in `policy/reading/` beside what reads it.
"""
