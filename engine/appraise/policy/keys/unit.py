"""The units in which the numbers under a key are written, for the manual."""

from __future__ import annotations

from appraise.policy.keys.said import said

SCORE = said("points of a score")
SHARE = said("percent, 0.5 is 50%")
WEIGHT = said("percent, 50 is 50%")
MONEY = said("money")
VALUE = said("as the value")
PLACES = said("decimal places")
DAYS = said("days")
PERIODS = said("periods")
PEOPLE = said("people")
