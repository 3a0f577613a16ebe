"""Broken bytes and odd command lines, made from a seed: nothing may end in a traceback, an abort or a hang."""
