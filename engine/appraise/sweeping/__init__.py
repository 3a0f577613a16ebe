"""A policy tried with many other numbers: what they do not touch is read, checked and computed once.

A sweep of a thousand settings would load a thousand policies and run a thousand plans. `shapes` checks against the schema
only what a setting changes, `changing` reads and checks only that, `policy_cache` holds what was loaded, compiled and run
before, and `together` runs plans that read the same data side by side. That equal steps of several plans are computed once
is the work of every run, and stands in `plan.together`.
"""
